"""Mails that can't wait for a digest: comments that wait too long, a moderator who deletes too much."""

from __future__ import annotations

from ghirbal.domain.clock import HOUR, MINUTE, SECOND
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.ports.posting import Reservation
from ghirbal.usecases.notifying.digest import LISTED, still_waiting
from ghirbal.usecases.notifying.mails import letter
from ghirbal.usecases.notifying.notify import Ports, item, mail, once, reachable, to_each, within
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates

DELETION = "deletion"


def tell_overdue(event_id: str, site_id: str, comment_id: str, ports: Ports, now: int) -> int:
    """Mail the team that comments wait too long; how many mails went out.

    One mail an hour to each, listing the twenty longest waiting; a comment that moved on alarms nobody. Raises
    GhirbalError as `tell_held` does.
    """
    site, comment = ports.sites.get(site_id), ports.comments.get(site_id, comment_id)
    if site is None or comment is None or comment.status is not Status.PENDING:
        return 0
    return to_each(
        reachable(ports.sites.team(site_id)),
        lambda member: once(
            member, event_id, ports, now, lambda: _overdue(member, event_id, site, ports, now)
        ),
    )


def _overdue(member: Moderator, event_id: str, site: Site, ports: Ports, now: int) -> bool:
    if not within(ports, member, "mail-overdue", event_id, 1, HOUR, now):
        return False
    minutes = policy_of(site).held.overdue_minutes
    due = ports.rounds.due(site.id, 0, now - minutes * MINUTE, LISTED)
    items = [item(comment, member, ports) for comment in still_waiting(site.id, due.rows, ports)]
    pending = max(ports.comments.pending(site.id), len(items))
    return mail(
        ports,
        member,
        event_id,
        now,
        lambda: letter(
            member, site, "overdue", items, console=ports.console, pending=pending, minutes=minutes
        ),
    )


def tell_deletion(event_id: str, site_id: str, comment_id: str, ports: Ports, now: int) -> int:
    """Count a moderator's deletion; mail the owners, once an hour, when it is one too many (attack M14).

    The limit is the policy's `limits.deletion`. Raises GhirbalError as `tell_held` does.
    """
    site, comment = ports.sites.get(site_id), ports.comments.get(site_id, comment_id)
    if site is None or comment is None or comment.by.kind is not ActorKind.MODERATOR:
        return 0
    if comment.status is not Status.DELETED or not _too_many(event_id, site, comment, ports, now):
        return 0
    team = ports.sites.team(site_id)
    who = next((member.mail for member in team if member.id == comment.by.id), "") or comment.by.id
    most = policy_of(site).limits[DELETION].n
    alarm = f"deletions#{body_hash(comment.by.id)}#{_window(site, now)}"
    return to_each(
        [member for member in reachable(team) if member.role is Role.OWNER],
        lambda owner: once(
            owner, alarm, ports, now, lambda: _alarm(owner, alarm, site, who, most, ports, now)
        ),
    )


def _too_many(event_id: str, site: Site, comment: Comment, ports: Ports, now: int) -> bool:
    key, member = body_hash(comment.by.id), gates.member_of(event_id)
    use = gates.limit_use(policy_of(site), DELETION, key, member=member, now=now)
    return bool(ports.comments.reserve(Reservation(site=site.id, limits=(use,))))


def _window(site: Site, now: int) -> int:
    return now // SECOND // policy_of(site).limits[DELETION].seconds


def _alarm(owner: Moderator, what: str, site: Site, who: str, most: int, ports: Ports, now: int) -> bool:
    return mail(
        ports,
        owner,
        what,
        now,
        lambda: letter(owner, site, "deletions", console=ports.console, who=who, most=most),
    )
