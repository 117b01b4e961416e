"""The port Webhooks on DynamoDB: a row each, and one that holds their ids, so that there are never more than a few."""

from __future__ import annotations

from collections.abc import Sequence

from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.webhooks import HookState, Sink, Webhook
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, Row, members, number, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.rows.comment import keyed

GONE = "gone"
"""State of a removed one: no function here may delete rows, so its row is emptied and left to its expiry."""


class DynamoWebhooks:
    """Webhooks in the table (`ports.webhooks.Webhooks`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def listed(self, site: str) -> tuple[Webhook, ...]:
        """All that the row of ids names."""
        ids = members(self._table.get(keys.webhook_ids(site)) or {}, "ids")
        found = self._table.get_many(keys.webhook(site, hook) for hook in ids)
        return oldest([hook for row in found.values() if (hook := hook_from_item(site, row))])

    def get(self, site: str, hook: str) -> Webhook | None:
        """One row."""
        item = self._table.get(keys.webhook(site, hook))
        return hook_from_item(site, item) if item else None

    def add(self, hook: Webhook, roles: tuple[Role, ...], most: int) -> None:
        """The row and its id, if there is room and the right."""
        named = update(
            keys.webhook_ids(hook.site),
            "ADD #ids :own",
            "attribute_not_exists(#ids) OR size(#ids) < :most",
            own=frozenset({hook.id}),
            most=most,
        )
        new = put(hook_to_item(hook), "attribute_not_exists(#PK)")
        reasons = carry_out(self._table, [named, on_team(hook.site, hook.by, roles), new])
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        if reasons:
            raise Refused("webhooks-full", most=most)

    def change(self, before: Webhook, after: Webhook, moderator: str, roles: tuple[Role, ...]) -> None:
        """The whole row, if it is as it was read."""
        moved = put(hook_to_item(after), "#rv = :read", read=before.revision)
        self._carry_out([moved, on_team(after.site, moderator, roles)])

    def remove(self, hook: Webhook, moderator: str, roles: tuple[Role, ...], now: int) -> None:
        """Empty the row and free its place."""
        gone = put(gone_to_item(hook, now), "#rv = :read", read=hook.revision)
        freed = update(keys.webhook_ids(hook.site), "DELETE #ids :own", own=frozenset({hook.id}))
        self._carry_out([gone, on_team(hook.site, moderator, roles), freed])

    def note(self, hook: Webhook) -> None:
        """One update of what belongs to calls; an owner's change or removal meanwhile stands."""
        said = update(
            keys.webhook(hook.site, hook.id),
            "SET #st = :st, #failing = :failing, #ok = :ok, #error = :error",
            "#rv = :read",
            read=hook.revision,
            st=str(hook.state),
            failing=hook.failing,
            ok=hook.succeeded,
            error=hook.error,
        )
        try_one(self._table, said)

    def _carry_out(self, writes: Sequence[Write]) -> None:
        reasons = carry_out(self._table, writes)
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        if reasons:
            raise Refused("webhook-changed")


def hook_to_item(hook: Webhook) -> Item:
    """The row of a webhook."""
    said: Item = {
        "id": hook.id,
        "url": hook.url,
        "sink": str(hook.sink),
        "chat": hook.chat,
        "events": frozenset(hook.events),
        "by": hook.by,
        "at": hook.at,
        "st": str(hook.state),
        "gen": hook.generation,
        "both": hook.both_until,
        "failing": hook.failing,
        "ok": hook.succeeded,
        "error": hook.error,
        "asked": hook.challenged,
        "guesses": hook.guesses,
        "rv": hook.revision,
    }
    return keyed(keys.webhook(hook.site, hook.id), said)


def hook_from_item(site: str, item: Row) -> Webhook | None:
    """The webhook of a row, None of a removed one's. Raises ValueError."""
    if text(item, "st") == GONE:
        return None
    return Webhook(
        site=site,
        id=text(item, "id"),
        url=text(item, "url"),
        sink=Sink(text(item, "sink")),
        chat=text(item, "chat", ""),
        events=tuple(sorted(members(item, "events"))),
        by=text(item, "by"),
        at=number(item, "at"),
        state=HookState(text(item, "st")),
        generation=number(item, "gen"),
        both_until=number(item, "both", 0),
        failing=number(item, "failing", 0),
        succeeded=number(item, "ok", 0),
        error=text(item, "error", ""),
        challenged=number(item, "asked", 0),
        guesses=number(item, "guesses", 0),
        revision=number(item, "rv"),
    )


def gone_to_item(hook: Webhook, now: int) -> Item:
    """What is left of a removed one until TTL takes it: no address, no secret's number."""
    said: Item = {"id": hook.id, "st": GONE, "rv": hook.revision + 1, "exp": now // SECOND}
    return keyed(keys.webhook(hook.site, hook.id), said)


def oldest(hooks: list[Webhook]) -> tuple[Webhook, ...]:
    """The oldest first."""
    return tuple(sorted(hooks, key=lambda hook: (hook.at, hook.id)))
