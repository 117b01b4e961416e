"""Calls the addresses that sites chose. The one function that goes out into the world; it may send no mail and touch no
comment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.domain.errors import GhirbalError
from ghirbal.observability.logs import count, flush, record
from ghirbal.usecases.webhooks.webhooks import DeliveryOutcome, deliver, retry_after
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESERVE_MS = 8_000
"""Time that one more call and its row may take: three seconds and two slow calls to the store."""


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """Make the calls of a batch; those that failed come again, each after its own while.

    What can't be read, and events for a webhook that is off or unconfirmed, are left to the queue: it brings them at
    its own pace, not after a growing while, and buries them in its dead-letter queue after the last time.
    """
    using = deps or process_deps()
    using.watch(context.get_remaining_time_in_millis)
    failed = []
    try:
        for message in event["Records"]:
            late = context.get_remaining_time_in_millis() < RESERVE_MS
            if late or not _done(message, using):
                failed.append({"itemIdentifier": message["messageId"]})
        return {"batchItemFailures": failed}
    finally:
        flush()


def _done(message: Mapping[str, Any], deps: Deps) -> bool:
    try:
        queued = json.loads(message["body"])
        site = deps.site_configs.get(str(queued["site"]))
        console = deps.settings.console_url
        outcome = deliver(queued, site, deps.webhooks, deps.caller, deps.keys, deps.clock(), console)
        if outcome is DeliveryOutcome.DONE:
            count("WebhookCallsDone", 1)
            return True
        if outcome is DeliveryOutcome.LEFT:
            count("WebhookCallsLeft", 1)
            return False
        received = int(message["attributes"]["ApproximateReceiveCount"])
        deps.webhook_queue.later(message["receiptHandle"], retry_after(received))
    except GhirbalError as error:
        record("webhook-failed", {"code": error.code})
    except (KeyError, TypeError, ValueError):
        record("webhook-failed", {"code": "unreadable"})
    count("WebhookCallsFailed", 1)
    return False
