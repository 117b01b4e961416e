"""Moderators ban and trust, by naming a comment: nobody sees a hash, and a range of addresses only ever holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound, Refused, StoreContended
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import RANK, Reputation, Role
from ghirbal.domain.roles import allow, at_least
from ghirbal.moderation.lexicon.wildcards import read_pattern
from ghirbal.ports.bans import BanRow, Bans, LogLine
from ghirbal.ports.comments import Comments
from ghirbal.ports.reputation import Reputations
from ghirbal.ports.tokens import Keys
from ghirbal.text.fold import fold
from ghirbal.text.hosts import host_of
from ghirbal.usecases.posting.banned import DOMAIN, KINDS, MAIL, NAME, READER, ban_key

MODERATORS_DAYS = 30
"""How long a moderator may ban a reader; everything else is an editor's."""

_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BanRequest:
    """A ban somebody wants. `wide`: the wider of the two ranges that a comment's address lies in."""

    site: str
    kind: str
    moderator: str
    role: Role
    comment_id: str = ""
    pattern: str = ""
    wide: bool = False
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What banning needs."""

    comments: Comments
    bans: Bans
    reputations: Reputations
    keys: Keys


def ban(wish: BanRequest, ports: Ports, now: int) -> BanRow:
    """Ban, and write who did so into the site's log; the same ban again changes its end.

    A ban that stands is shortened by its maker's role and those above alone.

    Raises Forbidden, NotFound (no such comment), Refused ("ban-unknown": nothing to ban by is kept of the comment,
    "bad-parameter", "bans-changed", "bans-full").
    """
    needed = _needed(wish.kind, wish.until, now)
    allow(wish.role, needed)
    hashed, pattern = _target(wish, ports)
    standing = ports.bans.get(wish.site, wish.kind, hashed)
    if standing and _shortens(standing, wish.until, now):
        needed = _higher(needed, standing)
        allow(wish.role, needed)
    made = BanRow(
        site=wish.site,
        kind=wish.kind,
        hash=hashed,
        id=body_hash(wish.kind, hashed),
        by=wish.moderator,
        at=now,
        until=wish.until,
        pattern=pattern,
        comment=wish.comment_id,
        role=wish.role,
    )
    ports.bans.put(made, _line(made, "banned", wish.moderator, now), at_least(needed), standing)
    return made


def lift(site: str, ban_id: str, moderator: str, role: Role, bans: Bans, now: int) -> BanRow:
    """End a ban now. Raises Forbidden, NotFound, Refused("bans-changed")."""
    found = next((one for one in in_force(site, bans, now) if one.id == ban_id), None)
    if found is None:
        raise NotFound("not-found")
    needed = _higher(_needed(found.kind, now, now), found)
    allow(role, needed)
    lifted = replace(found, until=now)
    bans.put(lifted, _line(lifted, "unbanned", moderator, now), at_least(needed), found)
    return lifted


def in_force(site: str, bans: Bans, now: int) -> tuple[BanRow, ...]:
    """The bans in force, newest first."""
    stand = (one for one in bans.all(site) if one.until is None or now < one.until)
    return tuple(sorted(stand, key=lambda one: one.at, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRequest:
    """Trust the author of a comment, or (`trusted` False) no longer."""

    site: str
    comment_id: str
    trusted: bool
    moderator: str
    role: Role


def trust(wish: TrustRequest, ports: Ports, now: int) -> Reputation:
    """The author's reputation after it. Raises Forbidden, NotFound, StoreContended."""
    allow(wish.role, Role.MODERATOR)
    reader = _comment(wish.site, wish.comment_id, ports.comments).reader
    step = "trusted" if wish.trusted else "distrusted"
    line = LogLine(site=wish.site, step=step, by=wish.moderator, at=now, comment=wish.comment_id)
    for _ in range(_TRIES):
        known = ports.reputations.reputations(wish.site, [reader]).get(reader, Reputation())
        changed = replace(known, trusted=wish.trusted)
        if ports.bans.trust(reader, changed, line, at_least(Role.MODERATOR)):
            return changed
    raise StoreContended("reputation")


def _needed(kind: str, until: int | None, now: int) -> Role:
    """The role that a ban of this kind and length asks for, of the token and of the team's row alike (attack B8)."""
    if kind not in KINDS:
        raise Refused("bad-parameter", name="kind")
    short = until is not None and until <= now + MODERATORS_DAYS * DAY
    return Role.MODERATOR if kind == READER and short else Role.EDITOR


def _shortens(standing: BanRow, until: int | None, now: int) -> bool:
    """Whether a ban that stands would end earlier."""
    if standing.until is not None and standing.until <= now:
        return False
    return until is not None and (standing.until is None or until < standing.until)


def _higher(needed: Role, standing: BanRow) -> Role:
    """The role that may shorten a ban: at least its maker's; of an old row, what its length asked for."""
    made_by = standing.role or _needed(standing.kind, standing.until, standing.at)
    return max(needed, made_by, key=RANK.__getitem__)


def _target(wish: BanRequest, ports: Ports) -> tuple[str, str]:
    """The hash that is banned, and the pattern for names and domains."""
    if wish.kind in (NAME, DOMAIN):
        pattern = _pattern(wish)
        return ban_key(ports.keys, wish.site, wish.kind, pattern), pattern
    comment = _comment(wish.site, wish.comment_id, ports.comments)
    if wish.kind == READER:
        return ban_key(ports.keys, wish.site, READER, comment.reader), ""
    private = ports.bans.private(wish.site, wish.comment_id)
    kept = _kept(wish, private.ranges, private.mail, ports.keys) if private else ""
    if not kept:
        raise Refused("ban-unknown")
    return kept, ""


def _kept(wish: BanRequest, ranges: tuple[str, ...], mail: str, keys: Keys) -> str:
    if wish.kind == MAIL:
        return ban_key(keys, wish.site, MAIL, mail) if mail else ""
    return ranges[-1 if wish.wide else 0] if ranges else ""


def _pattern(wish: BanRequest) -> str:
    written = " ".join(wish.pattern.split())
    if wish.kind == NAME:
        try:
            read_pattern(written)
        except ValueError:
            raise Refused("bad-parameter", name="pattern") from None
        return written
    host = host_of(fold(written).text)
    if "." not in host:
        raise Refused("bad-parameter", name="pattern")
    return host


def _comment(site: str, comment_id: str, comments: Comments) -> Comment:
    comment = comments.get(site, comment_id) if comment_id else None
    if comment is None or not comment.reader:
        raise NotFound("not-found")
    return comment


def _line(made: BanRow, step: str, by: str, now: int) -> LogLine:
    return LogLine(
        site=made.site,
        step=step,
        by=by,
        at=now,
        ban=made.id,
        ban_kind=made.kind,
        comment=made.comment,
        until=made.until,
    )
