"""Tells moderators: mails for held and overdue comments, digests and time limits every minute, an alarm for owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.auth.links import Link, issue_link
from ghirbal.domain.clock import MINUTE
from ghirbal.domain.comment import ActorKind, Comment, EventType
from ghirbal.http.guard import describe
from ghirbal.moderation.explain import explain
from ghirbal.observability.logs import count, flush, record
from ghirbal.ports.webhooks import Message
from ghirbal.usecases.notifying.alarms import tell_deletion, tell_overdue
from ghirbal.usecases.notifying.digest import send_digests
from ghirbal.usecases.notifying.notify import Ports, tell_held
from ghirbal.usecases.notifying.surge_mail import tell_surge
from ghirbal.usecases.notifying.sweep import sweep
from ghirbal.usecases.policy.in_force import is_valid
from ghirbal.usecases.projecting.project import OVERDUE
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

EMPTY_EVERY = 15
"""Minutes after which a site is looked through though its counter says that nothing waits: counters can be lost."""


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, int]:
    """Handle one event of the bus, or the schedule's tick.

    A replay of the bus's archive tells nobody anything twice: it is left alone. Raises GhirbalError when a mail could
    not be sent, so that the event is delivered again.
    """
    using = deps or process_deps()
    using.watch(context.get_remaining_time_in_millis)
    try:
        if "replay-name" in event:
            return {"mails": 0}
        if "detail" in event:
            return {"mails": _told(_tell(str(event.get("detail-type")), event["detail"], using))}
        return _round(using)
    finally:
        flush()


def _tell(kind: str, detail: Mapping[str, Any], deps: Deps) -> int:
    """Put one message for each webhook into their queue, then mail. How many mails.

    A mail that fails brings the event again, and webhooks hear of it twice, under the same id.
    """
    message = Message(id=detail["id"], type=kind, detail=detail)
    count("WebhookCalls", deps.hook_lists.fan_out(message, detail["site"], deps.webhook_queue))
    tell = _TELLERS.get(kind)
    return tell(detail, deps) if tell else 0


def _held(detail: Mapping[str, Any], deps: Deps) -> int:
    site, comment, version = detail["site"], detail["comment"], detail["version"]
    return tell_held(detail["id"], site, comment, version, _ports(deps), deps.clock())


def _overdue(detail: Mapping[str, Any], deps: Deps) -> int:
    return tell_overdue(detail["id"], detail["site"], detail["comment"], _ports(deps), deps.clock())


def _deleted(detail: Mapping[str, Any], deps: Deps) -> int:
    if detail.get("decided_by") != ActorKind.MODERATOR:
        return 0
    return tell_deletion(detail["id"], detail["site"], detail["comment"], _ports(deps), deps.clock())


def _surge(detail: Mapping[str, Any], deps: Deps) -> int:
    page, comments = detail["page"], detail["comments"]
    return tell_surge(detail["id"], detail["site"], page, comments, _ports(deps), deps.clock())


def _told(sent: int) -> int:
    count("MailsSent", sent)
    return sent


_TELLERS: Mapping[str, Callable[[Mapping[str, Any], Deps], int]] = {
    EventType.HELD: _held,
    EventType.DELETED: _deleted,
    EventType.SURGE: _surge,
    OVERDUE: _overdue,
}


def _round(deps: Deps) -> dict[str, int]:
    """One minute's work on every site, beginning with another one each minute, so that none is always last.

    What fails on one site is left to the next minute: it does the same work.
    """
    sites, minute = deps.sites.all(), deps.clock() // MINUTE
    first = minute % len(sites) if sites else 0
    waiting = 0
    for site in (*sites[first:], *sites[:first]):
        try:
            waiting += _round_of(site, minute, deps)
        except Exception as error:
            count("RoundsFailed", 1)
            record("round-failed", {"site": site, **describe(error)})
    count("CommentsWaiting", waiting)
    return {"sites": len(sites)}


def _round_of(site_id: str, minute: int, deps: Deps) -> int:
    """How many wait on the site, before its round."""
    pending = deps.decision_log.stamp(site_id).pending
    if pending or minute % EMPTY_EVERY == 0:
        site, now = deps.site_configs.get(site_id), deps.clock()
        count("PoliciesUnusable", not is_valid(site))
        swept = sweep(site, deps.comments, deps.rounds, now)
        count("ReviewsOverdue", swept.escalated)
        count("CommentsExpired", swept.expired)
        count("MailsSent", send_digests(site, pending, _ports(deps), now))
    return pending


def _ports(deps: Deps) -> Ports:
    return Ports(
        comments=deps.comments,
        pages=deps.pages,
        sites=deps.sites,
        event_dedup=deps.event_dedup,
        rounds=deps.rounds,
        mailer=deps.mailer,
        link=lambda comment, action, moderator: _link(comment, action, moderator, deps),
        explain=_why,
        console=deps.settings.console_url,
    )


def _link(comment: Comment, action: str, moderator: str, deps: Deps) -> str:
    link = Link(comment.site, comment.id, comment.version, action, moderator, deps.clock())
    return f"{deps.settings.public_url}/a/{issue_link(deps.tokens, link)}"


def _why(comment: Comment, lang: str) -> str:
    names = dict.fromkeys(s.name for s in comment.verdict.symbols if s.score > 0) if comment.verdict else {}
    return "؛ ".join(explain(name, lang, "moderator") for name in names) or "–"
