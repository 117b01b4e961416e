"""Every minute: who hasn't heard of waiting comments for a while is told of them in one mail."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.clock import SECOND
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.reader import Moderator, Site
from ghirbal.ports.rounds import Mailbox, WaitingComment
from ghirbal.usecases.notifying.mails import letter
from ghirbal.usecases.notifying.notify import LEASE, QUIET, Ports, item, mail, reachable, to_each, within_day

LISTED = 20
"""Comments in one mail; it says how many wait in all."""

LAG = 10 * SECOND
"""A digest speaks of what was held ten seconds ago and before: by then the index has it, and nothing falls between."""

REMEMBERED = 100
"""Comments told by single mails that a mailbox remembers before it begins anew."""


def send_digests(site: Site, pending: int, ports: Ports, now: int) -> int:
    """How many digests went out. Raises GhirbalError when one could not be sent, after trying the others."""
    return to_each(
        reachable(ports.sites.team(site.id)), lambda member: _digest(member, site, pending, ports, now)
    )


def _digest(member: Moderator, site: Site, pending: int, ports: Ports, now: int) -> bool:
    box = ports.rounds.mailbox(site.id, member.id)
    if now - box.at < QUIET:
        return False
    until = now - LAG
    due = ports.rounds.due(site.id, box.upto, until, LISTED + len(box.told))
    untold = [row for row in due.rows if row.id not in box.told]
    if not untold:
        if len(box.told) > REMEMBERED and due.upto == until:
            ports.rounds.told_all(site.id, member.id, until, now)
        return False
    return _send(member, site, box, untold, pending, ports, now)


def _send(
    member: Moderator,
    site: Site,
    box: Mailbox,
    untold: Iterable[WaitingComment],
    pending: int,
    ports: Ports,
    now: int,
) -> bool:
    """The digest, by the one round that gets to send it; what doesn't fit into the mail is in its number."""
    comments = still_waiting(site.id, untold, ports)
    if not comments or not within_day(ports, member, what := f"digest {box.upto}", now):
        return False
    if not ports.rounds.take_mailbox(site.id, member.id, box, now, LEASE):
        return False
    items = [item(comment, member, ports) for comment in comments]
    mail(
        ports,
        member,
        what,
        now,
        lambda: letter(
            member, site, "digest", items, console=ports.console, pending=max(pending, len(items))
        ),
    )
    ports.rounds.told_all(site.id, member.id, now - LAG, now)
    return True


def still_waiting(site: str, rows: Iterable[WaitingComment], ports: Ports) -> list[Comment]:
    """The first twenty that the index names and that really still wait."""
    found: list[Comment] = []
    for row in rows:
        comment = ports.comments.get(site, row.id)
        if comment is not None and comment.status is Status.PENDING:
            found.append(comment)
        if len(found) == LISTED:
            break
    return found
