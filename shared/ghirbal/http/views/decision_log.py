"""The decision log and the statistics as they go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ghirbal.domain.clock import iso
from ghirbal.http.views.serializer import Json, log_entry
from ghirbal.http.views.spreadsheet import table
from ghirbal.ports.decision_log import LogRow, Tally
from ghirbal.usecases.moderating.decision_log import Statistics
from ghirbal.usecases.projecting.tally import median

COLUMNS = ("at", "comment", "page", "version", "status", "to", "by", "by_kind", "cause", "reason", "text")


def log(rows: Iterable[LogRow], cursor: str | None) -> Json:
    """One page of the decision log."""
    return {"decisions": [_row(row) for row in rows], "cursor": cursor}


def spreadsheet(rows: Iterable[LogRow]) -> str:
    """The log as CSV, with the text that was decided on."""
    return table(COLUMNS, ([_row(row)[name] for name in COLUMNS] for row in rows))


def _row(row: LogRow) -> Json:
    shown = {"comment": row.comment_id, "page": row.page, "text": row.entry.text, **log_entry(row.entry)}
    return shown | {"at": iso(row.entry.at)}


def statistics(found: Statistics) -> Json:
    """Numbers by day, by moderator, and in all; what waits, and what did at the end of each day."""
    return {
        "pending": found.pending,
        "hours": [found.total.get(f"h{hour:02}", 0) for hour in range(24)],
        "days": [
            {"day": tally.day, "waiting": waiting, **numbers(tally.counts)}
            for tally, waiting in zip(found.days, found.waiting, strict=True)
        ],
        "moderators": [{"id": who, **numbers(counts)} for who, counts in found.moderators.items()],
        "total": numbers(found.total),
    }


DAY_COLUMNS = (
    *("day", "posted", "published", "held", "refused", "expired", "decided"),
    *("approved", "rejected", "spam", "deleted", "back_to_waiting"),
    *("overturned", "corrected", "undone", "answers", "median_seconds", "waiting_at_end"),
)


def statistics_sheet(found: Statistics) -> str:
    """The days as CSV, oldest first; the names of the columns are those of the API."""
    days = (_flat(tally, waiting) for tally, waiting in zip(found.days, found.waiting, strict=True))
    return table(DAY_COLUMNS, ([day[name] for name in DAY_COLUMNS] for day in days))


def _flat(tally: Tally, waiting: int | None) -> Json:
    actions = _actions(tally.counts)
    own = {"day": tally.day, "back_to_waiting": actions["held"], "waiting_at_end": waiting}
    return {**actions, **numbers(tally.counts), **own}


def numbers(counts: Mapping[str, int]) -> Json:
    """Sums in words: `decided` by action, how long it took at the median, what was turned round, and why."""
    actions = _actions(counts)
    plain = (
        "posted",
        "published",
        "held",
        "refused",
        "expired",
        "overturned",
        "corrected",
        "undone",
        "answers",
    )
    return {
        **{name: counts.get(name, 0) for name in plain},
        "decided": sum(actions.values()),
        "decisions": actions,
        "median_seconds": median(counts),
        "held_why": _named(counts, "why_"),
        "rejected_why": _named(counts, "reason_"),
    }


def _actions(counts: Mapping[str, int]) -> dict[str, int]:
    return {
        "approved": counts.get("to_APPROVED", 0),
        "rejected": counts.get("to_REJECTED", 0),
        "spam": counts.get("to_SPAM", 0),
        "deleted": counts.get("to_DELETED", 0),
        "held": counts.get("to_PENDING", 0),
    }


def _named(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    """By reason code; the names of numbers know no hyphen, and no code has an underscore."""
    found = sorted(counts.items())
    return {name.removeprefix(prefix).replace("_", "-"): n for name, n in found if name.startswith(prefix)}
