"""Looking back: the decision log and the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghirbal.domain.clock import DAY, day
from ghirbal.domain.comment import RESTORE, UNDO
from ghirbal.ports.decision_log import MODERATOR, SITE, DecisionLog, LogRow, LogSlice, Tally
from ghirbal.usecases.moderating.decide import TARGETS
from ghirbal.usecases.projecting.tally import total

ACTIONS = (*TARGETS, UNDO, RESTORE)
EXPORTED = 2_000
"""Rows of one export: with 1,000 Arabic letters each 4 MB, below the 6 MB that a function may answer."""

PART = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which log: a month (`YYYY-MM`, UTC), of one moderator, of one action, as far as named."""

    month: str
    moderator: str | None = None
    action: str = ""


def log(
    site: str, asked: LogQuery, limit: int, after: Mapping[str, str] | None, decision_log: DecisionLog
) -> LogSlice:
    """One page of the log, newest first; with an action it may be short of `limit` and still go on.

    Raises NotFound (no such month), Refused("cursor").
    """
    found = decision_log.decisions(site, asked.month, asked.moderator, limit, after)
    return LogSlice(tuple(row for row in found.rows if _is(row, asked.action)), found.after)


def export(
    site: str, asked: LogQuery, after: Mapping[str, str] | None, decision_log: DecisionLog
) -> LogSlice:
    """The log in one piece of at most 2,000 rows looked at; `after` goes on where there are more."""
    rows: list[LogRow] = []
    for _ in range(EXPORTED // PART):
        found = log(site, asked, PART, after, decision_log)
        rows += found.rows
        after = found.after
        if after is None:
            break
    return LogSlice(tuple(rows), after)


def _is(row: LogRow, action: str) -> bool:
    if not action:
        return True
    if action in TARGETS:
        return row.entry.to == TARGETS[action] and row.entry.cause not in (UNDO, RESTORE)
    return row.entry.cause == action


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers by day, by moderator, and of the whole time.

    `pending` waits now; `waiting` is how many did at the end of each day, None for days before the way into and out of
    the queue was counted.
    """

    days: tuple[Tally, ...]
    moderators: Mapping[str, Mapping[str, int]]
    total: Mapping[str, int]
    pending: int
    waiting: tuple[int | None, ...]


def statistics(site: str, days: int, decision_log: DecisionLog, now: int) -> Statistics:
    """The last `days` UTC days, today included; a day without any number has a row all the same."""
    wanted = [day(now - back * DAY) for back in range(days - 1, -1, -1)]
    found = decision_log.tallies(site, wanted[0], wanted[-1])
    own = [tally for tally in found if not tally.who.startswith(MODERATOR)]
    rows = tuple(Tally(one, SITE, total(t.counts for t in own if t.day == one)) for one in wanted)
    people = sorted({tally.who for tally in found if tally.who.startswith(MODERATOR)})
    pending = decision_log.stamp(site).pending
    return Statistics(
        rows,
        {
            who.removeprefix(MODERATOR): total(tally.counts for tally in found if tally.who == who)
            for who in people
        },
        total(tally.counts for tally in rows),
        pending,
        waiting_at_ends([tally.counts for tally in rows], pending),
    )


def waiting_at_ends(days: Sequence[Mapping[str, int]], pending: int) -> tuple[int | None, ...]:
    """How many waited at the end of each day, reckoned back from what waits now.

    >>> waiting_at_ends([{"held": 9}, {"in": 5, "out": 1}, {}, {"in": 2, "out": 3}], 3)
    (None, 4, 4, 3)
    """
    first = next((place for place, counts in enumerate(days) if counts.keys() & {"in", "out"}), len(days) - 1)
    levels = [pending]
    for counts in reversed(days[1:]):
        levels.append(max(0, levels[-1] - counts.get("in", 0) + counts.get("out", 0)))
    return tuple(level if place >= first else None for place, level in enumerate(reversed(levels)))
