"""What was decided and how much: the decision log, the sums of each day, the queue's stamp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.ports.comments import LogEntry


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the counters say of a site's queue. `mark` changes with every decision, hold and claim."""

    pending: int
    mark: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the decision log, and the comment it is of."""

    comment_id: str
    page: str
    entry: LogEntry


@dataclass(frozen=True, slots=True)
class LogSlice:
    """One page of the decision log; `after` is the position to go on from, None at the end."""

    rows: tuple[LogRow, ...]
    after: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one UTC day: of one moderator, or of the site (`who` is SITE, or SITE, a colon and a shard)."""

    day: str
    who: str
    counts: Mapping[str, int] = field(default_factory=dict)


SITE = "site"


MODERATOR = "m:"
"""What `who` begins with for a moderator, so that nobody can be called like the site's own row."""


class DecisionLog(Protocol):
    """What was decided, and how much."""

    def stamp(self, site: str) -> Stamp:
        """How many wait and whether anything changed: one eventually consistent read of four small rows."""

    def decisions(
        self, site: str, month: str, moderator: str | None, limit: int, after: Mapping[str, str] | None
    ) -> LogSlice:
        """Log rows of a month (`YYYY-MM`, UTC), newest first; of one moderator when named. May be short of `limit`."""

    def tallies(self, site: str, first: str, last: str) -> tuple[Tally, ...]:
        """The numbers of the UTC days from `first` to `last`, both included, by day."""
