"""An owner says who is on the team; a member says how they want to be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ghirbal.domain.clock import DAY, SECOND
from ghirbal.domain.errors import Forbidden, LimitReached, NotFound, Refused
from ghirbal.domain.reader import Moderator, Role
from ghirbal.domain.roles import allow
from ghirbal.ports.comments import Comments
from ghirbal.ports.posting import LimitUse, Reservation
from ghirbal.ports.sites import Sites
from ghirbal.ports.team import Directory, Team
from ghirbal.usecases.posting import gates

INVITATIONS_A_DAY = 10
"""Of one site: enough for a new team, too few to fill anybody's mailbox (attack M3)."""

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
"""RFC 5321's plain form; no quoted names, no line breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom an owner wants on the team. `id` is the person's `sub` where the issuer can't be asked for it."""

    site: str
    mail: str
    role: Role
    by: str
    by_role: Role
    lang: str = "ar"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Ports:
    """What changing a team needs."""

    sites: Sites
    team: Team
    comments: Comments
    directory: Directory


@dataclass(frozen=True, slots=True)
class Invited:
    """The group that the person's tokens have to list; `managed`: they are in it already."""

    group: str
    managed: bool


def invite(wish: Invitation, ports: Ports, now: int) -> Invited:
    """Put a person on the team, or change their role; the answer is the same whether the issuer knew the address.

    They get no digest before they have signed in. Raises Forbidden, LimitReached, Refused ("member-mail", "member-id",
    "last-owner"), GhirbalError("directory-unavailable").
    """
    allow(wish.by_role, Role.OWNER)
    _check_owner(wish.site, wish.by, ports.sites)
    if not _MAIL.fullmatch(wish.mail) or len(wish.mail) > 254:
        raise Refused("member-mail")
    if not ports.directory.managed and not wish.id:
        raise Refused("member-id", group=group_of(wish.site, wish.role))
    _spend(wish, ports.comments, now)
    subject = ports.directory.subject(wish.mail) if ports.directory.managed else wish.id
    _enter(wish, subject, ports)
    return Invited(group_of(wish.site, wish.role), ports.directory.managed)


def _enter(wish: Invitation, subject: str, ports: Ports) -> None:
    """First the row, which is what counts; then the group, which lets the tokens say so."""
    old = ports.sites.moderator(wish.site, subject)
    if old is not None:
        _check_not_last(old, wish.role, ports.sites.team(wish.site))
    member = Moderator(wish.site, subject, wish.role, wish.mail, wish.lang, confirmed=False)
    if old is not None and old.mail == wish.mail:
        member = replace(member, confirmed=old.confirmed, budget=old.budget, lang=old.lang)
    ports.team.put(member, wish.by)
    ports.directory.join(subject, group_of(wish.site, wish.role))
    if old is not None and old.role is not wish.role:
        ports.directory.leave(subject, group_of(wish.site, old.role))


def dismiss(site: str, member_id: str, by: str, by_role: Role, ports: Ports) -> Invited:
    """Take a member off this site's team, and out of this site's group alone, and sign them out everywhere.

    Every write of theirs is refused now, every read within half a minute.

    Raises NotFound (nobody of this team), Forbidden, Refused("last-owner").
    """
    allow(by_role, Role.OWNER)
    _check_owner(site, by, ports.sites)
    member = ports.sites.moderator(site, member_id)
    if member is None:
        raise NotFound("not-found")
    _check_not_last(member, None, ports.sites.team(site))
    ports.team.remove(site, member_id, by)
    group = group_of(site, member.role)
    ports.directory.leave(member_id, group)
    ports.directory.sign_out(member_id)
    return Invited(group, ports.directory.managed)


def confirm(site: str, member_id: str, lang: str, budget: int, ports: Ports) -> Moderator:
    """A member has signed in and says in which language, and how often, they want mail. Raises Forbidden."""
    ports.team.confirm(site, member_id, lang, budget)
    member = ports.sites.moderator(site, member_id)
    if member is None:
        raise Forbidden("not-on-team")
    return member


def group_of(site: str, role: Role) -> str:
    """The group that gives a role at a site.

    >>> group_of("akhbar", Role.EDITOR)
    'akhbar:editor'
    """
    return f"{site}:{role}"


def _check_owner(site: str, by: str, sites: Sites) -> None:
    """Before anyone outside is asked; the store asks again in the transaction."""
    owner = sites.moderator(site, by)
    if owner is None or owner.role is not Role.OWNER:
        raise Forbidden("not-on-team")


def _check_not_last(member: Moderator, role: Role | None, team: Sequence[Moderator]) -> None:
    owners = [one.id for one in team if one.role is Role.OWNER]
    if owners == [member.id] and role is not Role.OWNER:
        raise Refused("last-owner")


def _spend(wish: Invitation, comments: Comments, now: int) -> None:
    seconds, width = now // SECOND, DAY // SECOND
    window = seconds - seconds % width
    use = LimitUse(
        kind="invite",
        key=wish.site,
        window=window,
        n=INVITATIONS_A_DAY,
        member=gates.member_of(wish.mail, wish.id),
        expires=window + 2 * width,
    )
    if comments.reserve(Reservation(site=wish.site, limits=(use,))):
        raise LimitReached("limit-reached", retry_after=window + width - seconds)
