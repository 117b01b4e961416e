"""Tells moderators: a mail for a held comment, and every minute how many wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal import wiring
from ghirbal.auth.links import Link, issue_link
from ghirbal.domain.comment import Comment, EventType
from ghirbal.moderation.explain import explain
from ghirbal.observability import count, metrics
from ghirbal.usecases.notify import Ports, tell_held
from ghirbal.wiring import Deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, int]:
    """Handle one event of the bus, or the schedule's tick.

    A replay of the bus's archive tells nobody anything twice: it is left alone. Raises GhirbalError when a mail could
    not be sent, so that the event is delivered again.
    """
    using = deps or wiring.deps()
    using.watch(context.get_remaining_time_in_millis)
    try:
        if "replay-name" in event:
            return {"mails": 0}
        if event.get("detail-type") == EventType.HELD:
            return {"mails": _held(event["detail"], using)}
        return {"sites": _watch(using)}
    finally:
        metrics().flush_metrics()


def _held(detail: Mapping[str, Any], deps: Deps) -> int:
    ports = Ports(
        comments=deps.comments,
        pages=deps.pages,
        sites=deps.sites,
        seen=deps.seen,
        mailer=deps.mailer,
        link=lambda comment, action, moderator: _link(comment, action, moderator, deps),
        explain=_why,
    )
    site, comment, version = detail["site"], detail["comment"], detail["version"]
    sent = tell_held(detail["id"], site, comment, version, ports, deps.clock())
    count("MailsSent", sent)
    return sent


def _watch(deps: Deps) -> int:
    """Write how many comments wait on each site: an alarm's input."""
    sites = deps.sites.all()
    waiting = {site: deps.comments.pending(site) for site in sites}
    count("CommentsWaiting", sum(waiting.values()))
    return len(sites)


def _link(comment: Comment, action: str, moderator: str, deps: Deps) -> str:
    link = Link(comment.site, comment.id, comment.version, action, moderator, deps.clock())
    return f"{deps.settings.public_url}/a/{issue_link(deps.tokens, link)}"


def _why(comment: Comment, lang: str) -> str:
    names = dict.fromkeys(s.name for s in comment.verdict.symbols if s.score > 0) if comment.verdict else {}
    return "؛ ".join(explain(name, lang, "moderator") for name in names) or "–"
