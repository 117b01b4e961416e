"""What a post, an edit and a preview pass alike: page, text, bans, limits and the judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from ghirbal.domain.breaker import SURGE
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import LimitReached, NotFound, Refused
from ghirbal.domain.ids import body_hash
from ghirbal.domain.page import MAX_URL, canonical_url, clean_title, origin_of, page_id
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Ban, Page, Site
from ghirbal.domain.verdict import Symbol, Verdict
from ghirbal.ports.comments import Comments
from ghirbal.ports.posting import LimitUse, PostContext
from ghirbal.shipped import shipped_table
from ghirbal.text.blank import is_blank, trimmed
from ghirbal.text.fold import fold
from ghirbal.text.length import count_characters
from ghirbal.text.skeleton import skeleton
from ghirbal.text.tokens import tokenize

MAX_TEXT = 1_000
MAX_NAME = 60

BEHAVIOUR = frozenset(
    {
        "ADDRESS_CROWDED",
        "ADDRESS_CHANGED",
        "BANNED_NAME",
        "BANNED_RANGE",
        "FIRST_COMMENTS",
        "HONEYPOT",
        "KNOWN_REJECTED",
        "LIMITS_UNKNOWN",
        "MAIL_DISPOSABLE",
        "MAIL_ODD",
        "RESERVED_NAME",
        SURGE,
        "TOO_FAST",
    }
)
"""Symbols that come from how a comment was sent, not from its text; an edit keeps them."""

_A_NAME = 4
"""Letters from which on a host's first label counts as a name: m.example is nobody's."""

TOO_FAST_MS = 2_000
"""Nobody opens a form, writes a sentence and sends it in under two seconds."""

Judge = Callable[[str, str, tuple[Symbol, ...], Policy], Verdict]
"""(text, name, behaviour symbols, policy) → verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """What the edge found out about the form token: `problem` is a code or "", `home` where its page moved to."""

    problem: str = ""
    age_ms: int = TOO_FAST_MS
    address_changed: bool = False
    home: str = ""


def checked_text(text: str) -> str:
    """The text as it is stored: CRLF to LF, trimmed, something to see in it, at most 1,000 code points after NFC.

    Raises Refused("text-empty" or "text-too-long").
    """
    stored = trimmed(text)
    length = count_characters(stored)
    if length <= MAX_TEXT and is_blank(stored):
        raise Refused("text-empty")
    if length > MAX_TEXT:
        raise Refused("text-too-long", length=length, most=MAX_TEXT)
    return stored


def checked_name(name: str) -> str:
    """The shown name: one line of at most 60 code points; "", also for one that can't be seen, shows as nobody's.

    Raises Refused("name-too-long").
    """
    stored = clean_title(name)
    if count_characters(stored) > MAX_NAME or len(name) > 4 * MAX_NAME:
        raise Refused("name-too-long", most=MAX_NAME)
    return "" if is_blank(stored) else stored


def identified_page(site: Site, url: str, title: str, claimed: str) -> Page:
    """The article a post is for, recomputed from its URL.

    Raises Refused("page-url") for a foreign scheme or host, Refused("page-mismatch") when the path's id is another's.
    """
    if len(url) > MAX_URL:
        raise Refused("page-url")
    canonical = canonical_url(url)
    if origin_of(canonical) not in site.origins:
        raise Refused("page-url")
    if page_id(canonical) != claimed:
        raise Refused("page-mismatch")
    return Page(site=site.id, id=claimed, url=canonical, title=clean_title(title))


def open_page(page: Page | None) -> None:
    """Raise Refused("page-closed") when a moderator closed the article; an unknown one is open.

    One that moved since the form was opened needs another form, which says where to: Refused("form-expired").
    """
    if page is not None and page.moved_to:
        raise Refused("form-expired")
    if page is not None and not page.open:
        raise Refused("page-closed")


def replied_root(
    context: PostContext, parent: str | None, page: str, get: Callable[[str], Comment | None]
) -> str | None:
    """The root a reply hangs under; None for a top-level comment.

    Raises Refused("parent-unavailable") unless the parent is approved, of this page, under a public root.
    """
    if parent is None:
        return None
    above = context.parent
    if above is None or not above.public or above.page != page:
        raise Refused("parent-unavailable")
    if above.root is None:
        return above.id
    root = get(above.root)
    if root is None or not root.shows_replies:
        raise Refused("parent-unavailable")
    return root.id


def ban_symbols(bans: Iterable[Ban], now: int) -> tuple[str, ...]:
    """Refuse a banned reader or mail; a banned range only holds, since a carrier's thousands share it."""
    reputation = [ban for ban in bans if ban.stands(now)]
    if any(ban.kind in ("reader", "mail") for ban in reputation):
        raise Refused("banned")
    return ("BANNED_RANGE",) if reputation else ()


def sending_symbols(form: FormState, honeypot: bool, age_counts: bool = True) -> tuple[str, ...]:
    """Evidence from the form: a filled honeypot, an impossible speed, another address than the form's."""
    found = {
        "HONEYPOT": honeypot,
        "TOO_FAST": age_counts and form.age_ms < TOO_FAST_MS,
        "ADDRESS_CHANGED": form.address_changed,
    }
    return tuple(name for name, hit in found.items() if hit)


def reserved_name(name: str, site: Site) -> tuple[str, ...]:
    """Evidence that a reader signs as the team or as the site itself.

    The names that a site reserves are met in any letters they can be written in. Its own name, those of its hosts and
    what every team is called (reserved_names.json) are met as they are read, for by their sound alone too many people
    have such a name.
    """
    if not (read := _as_read(name)):
        return ()
    team = read in _team_names() or read in {_as_read(own) for own in _site_names(site)}
    return ("RESERVED_NAME",) if team or _looks(name) in {_looks(staff) for staff in site.staff_names} else ()


def _site_names(site: Site) -> tuple[str, ...]:
    hosts = (urlsplit(origin).hostname or "" for origin in site.origins)
    names = (name for host in hosts for name in (host, host.removeprefix("www."), _label(host)))
    return (site.name, site.id, *names)


def _label(host: str) -> str:
    """What people call a host: the label before its ending, where it is long enough to be a name."""
    labels = host.removeprefix("www.").split(".")
    return labels[0] if len(labels) > 1 and len(labels[0]) >= _A_NAME else host


@cache
def _team_names() -> frozenset[str]:
    table: Mapping[str, list[str]] = shipped_table("ghirbal.usecases.posting", "reserved_names.json")
    return frozenset(map(_as_read, table["names"]))


def _as_read(name: str) -> str:
    return "".join(word.text for word in tokenize(fold(name)))


def _looks(name: str) -> str:
    return "".join(skeleton(word) for word in fold(name).text.split())


def symbols(names: Iterable[str]) -> tuple[Symbol, ...]:
    """Behaviour symbols by name; the policy gives them their score."""
    return tuple(Symbol(name=name, score=1.0) for name in dict.fromkeys(names))


def behaviour_of(verdict: Verdict | None) -> tuple[str, ...]:
    """The behaviour symbols an earlier verdict held."""
    return tuple(s.name for s in verdict.symbols if s.name in BEHAVIOUR) if verdict else ()


def limit_use(policy: Policy, kind: str, key: str, *, member: str, now: int) -> LimitUse:
    """One use of a limit of the policy, in its current window."""
    limit = policy.limits[kind]
    seconds = now // 1_000
    window = seconds - seconds % limit.seconds
    return LimitUse(
        kind=kind, key=key, window=window, n=limit.n, member=member, expires=window + 2 * limit.seconds
    )


def member_of(*parts: str) -> str:
    """What a limit counts: an id and a body together, so that one key can't carry a thousand bodies."""
    return body_hash(*parts)[:16]


def refuse_reader_limit(full: Iterable[str], policy: Policy, now: int) -> None:
    """Raise LimitReached when the reader's own limit is full, with the seconds until its window ends."""
    if "reader" in full:
        seconds = policy.limits["reader"].seconds
        raise LimitReached("limit-reached", retry_after=seconds - (now // 1_000) % seconds)


def own(comment: Comment | None, reader: str, page: str, comments: Comments) -> Comment:
    """The comment if it is this reader's; else NotFound, as if it weren't there."""
    if comment is None or not reader or comment.reader != reader or not stands_at(comment, page, comments):
        raise NotFound("not-found")
    return comment


def stands_at(comment: Comment, page: str, comments: Comments) -> bool:
    """Whether it is a comment of this page, or of the one that this page's comments moved to."""
    return comment.page == page or comments.head(comment.site, page).moved_to == comment.page
