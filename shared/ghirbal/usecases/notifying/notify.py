"""Telling moderators of a held comment at once, as long as that doesn't fill their mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ghirbal.domain.breaker import SURGE
from ghirbal.domain.clock import DAY, MINUTE, SECOND
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.console_url import console_url
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator, Site
from ghirbal.ports.comments import Comments
from ghirbal.ports.event_dedup import EventDedup
from ghirbal.ports.mail import Mail, Mailer
from ghirbal.ports.posting import LimitUse, Reservation
from ghirbal.ports.rounds import Rounds
from ghirbal.ports.sites import Pages, Sites
from ghirbal.usecases.notifying.mails import Item, letter

QUIET = 15 * MINUTE
AT_ONCE = 3
"""Single mails in a quarter of an hour; what is held beyond that comes in a digest when the quarter is over."""

FLOODING = ("spam", "behaviour")
"""Reasons that come in floods: such comments wait for the digest, which comes within a minute after a quiet quarter."""

LEASE = 45 * SECOND
"""How long one delivery may hold an event: longer than the function runs (30 s), shorter than the wait before Lambda's
first retry (60 s), so that the retry of a crashed delivery finds it free."""

Link = Callable[[Comment, str, str], str]
"""(comment, action, moderator) → the absolute address of a decision page."""

Explain = Callable[[Comment, str], str]
"""(comment, language) → why it was held, in words."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What telling moderators needs; `console` is the base of the moderators' room, "" where none is known."""

    comments: Comments
    pages: Pages
    sites: Sites
    event_dedup: EventDedup
    rounds: Rounds
    mailer: Mailer
    link: Link
    explain: Explain
    console: str = ""


def tell_held(event_id: str, site_id: str, comment_id: str, version: int, ports: Ports, now: int) -> int:
    """Mail the site's team about a held comment; how many mails went out.

    Each member gets it once, however often the event arrives; over the budget it waits for the digest. A comment that
    moved on is nobody's work any more; one that a moderator put back into the queue is already somebody's. Raises
    GhirbalError when a mail can't be sent, after trying the others, so that the event comes again.
    """
    site, comment = ports.sites.get(site_id), ports.comments.get(site_id, comment_id)
    if site is None or comment is None or comment.version != version or comment.status is not Status.PENDING:
        return 0
    if comment.verdict and any(symbol.name == SURGE for symbol in comment.verdict.symbols):
        return 0
    if comment.by.kind is ActorKind.MODERATOR:
        return 0
    return to_each(
        reachable(ports.sites.team(site_id)),
        lambda member: _tell(member, event_id, site, comment, ports, now),
    )


def to_each(team: Iterable[Moderator], tell: Callable[[Moderator], bool]) -> int:
    """How many were told. One full mailbox must not cost the others their mail: raises the last failure at the end."""
    sent, failure = 0, None
    for member in team:
        try:
            sent += tell(member)
        except Exception as error:
            failure = error
    if failure:
        raise failure
    return sent


def reachable(team: Iterable[Moderator]) -> list[Moderator]:
    """Who has an address, has shown that it is theirs (attack M3), and has something to decide."""
    return [member for member in team if member.mail and member.confirmed and member.role != "auditor"]


def once(member: Moderator, event_id: str, ports: Ports, now: int, send: Callable[[], bool]) -> bool:
    """Whether a mail went out for this event, to this member, now; never twice, however often the event arrives."""
    consumer = f"mail:{member.id}"
    if not ports.event_dedup.claim(consumer, event_id, now=now, lease_ms=LEASE):
        return False
    sent = send()
    ports.event_dedup.done(consumer, event_id, now=now)
    return sent


def _tell(member: Moderator, event_id: str, site: Site, comment: Comment, ports: Ports, now: int) -> bool:
    return once(member, event_id, ports, now, lambda: _send(member, event_id, site, comment, ports, now))


def _send(member: Moderator, event_id: str, site: Site, comment: Comment, ports: Ports, now: int) -> bool:
    if comment.reason in FLOODING:
        return False
    at_once = within(ports, member, "mail-once", event_id, AT_ONCE, QUIET, now)
    if not at_once:
        return False
    if not mail(
        ports,
        member,
        event_id,
        now,
        lambda: letter(member, site, "held", [item(comment, member, ports)], console=ports.console),
    ):
        return False
    ports.rounds.told(site.id, member.id, comment.id)
    return True


def mail(ports: Ports, member: Moderator, what: str, now: int, write: Callable[[], Mail]) -> bool:
    """Send a mail if it fits into the member's budget of the day: the one door of all mails (attack B10)."""
    if not within_day(ports, member, what, now):
        return False
    ports.mailer.send(write())
    return True


def within_day(ports: Ports, member: Moderator, what: str, now: int) -> bool:
    """Whether a mail fits into the member's budget of the day; the same one, tried again, still does."""
    return member.budget > 0 and within(ports, member, "mail-day", what, member.budget, DAY, now)


def within(ports: Ports, member: Moderator, kind: str, what: str, n: int, span: int, now: int) -> bool:
    """Whether a mail is one of the first `n` in its span of time (milliseconds); the same one asked again still is."""
    seconds, width = now // SECOND, span // SECOND
    window = seconds - seconds % width
    use = LimitUse(
        kind=kind,
        key=body_hash(member.id),
        window=window,
        n=n,
        member=body_hash(what)[:16],
        expires=window + 2 * width,
    )
    return not ports.comments.reserve(Reservation(site=member.site, limits=(use,)))


def item(comment: Comment, member: Moderator, ports: Ports) -> Item:
    """A comment as a mail to this member shows it."""
    page = ports.pages.get(comment.site, comment.page)
    return Item(
        name=comment.name,
        title=page.title if page else "",
        text=comment.text,
        why=ports.explain(comment, member.lang),
        approve=ports.link(comment, "approve", member.id),
        reject=ports.link(comment, "reject", member.id),
        console=console_url(ports.console, comment.site, comment.id),
    )
