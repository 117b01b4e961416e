"""The table in memory: the same ports, errors and stream records, and no boto3.

Rows are plain dictionaries like the real ones, so that images and lists look alike; what each method *does* is written
again in plain Python, under one lock, so that a mistake in an expression of the real one shows as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghirbal.domain.clock import Clock
from ghirbal.storage.dynamodb.items import Item
from tests.support.memory_bans import MemoryBans
from tests.support.memory_comments import MemoryComments
from tests.support.memory_counters import MemoryCounters, MemoryEventDedup
from tests.support.memory_decision_log import MemoryDecisionLog
from tests.support.memory_erasing import MemoryErasures
from tests.support.memory_flood import MemoryArticleTraffic, MemoryReputations
from tests.support.memory_jobs import MemoryJobs, MemoryPast
from tests.support.memory_moving import MemoryMoves
from tests.support.memory_policies import MemoryPolicies
from tests.support.memory_rounds import MemoryRounds
from tests.support.memory_rows import Rows
from tests.support.memory_sites import MemoryPages, MemorySites
from tests.support.memory_team import MemoryTeam
from tests.support.memory_votes import MemoryVotes
from tests.support.memory_webhooks import MemoryWebhooks
from tests.support.memory_workplace import MemoryWorkplace

__all__ = ["Memory", "Rows"]


class Memory:
    """Every port of the table, over the same rows."""

    def __init__(self, clock: Clock) -> None:
        """`clock` tells what is past its time."""
        self.rows = Rows(clock)
        self.comments = MemoryComments(self.rows)
        self.pages = MemoryPages(self.rows)
        self.sites = MemorySites(self.rows)
        self.counters = MemoryCounters(self.rows)
        self.event_dedup = MemoryEventDedup(self.rows)
        self.reputations = MemoryReputations(self.rows)
        self.bans = MemoryBans(self.rows)
        self.traffic = MemoryArticleTraffic(self.rows)
        self.workplace = MemoryWorkplace(self.rows)
        self.decision_log = MemoryDecisionLog(self.rows)
        self.rounds = MemoryRounds(self.rows)
        self.team = MemoryTeam(self.rows)
        self.policies = MemoryPolicies(self.rows)
        self.jobs = MemoryJobs(self.rows)
        self.past = MemoryPast(self.rows)
        self.webhooks = MemoryWebhooks(self.rows)
        self.votes = MemoryVotes(self.rows)
        self.moves = MemoryMoves(self.rows)
        self.erasures = MemoryErasures(self.rows)

    def records(self) -> Sequence[Mapping[str, Any]]:
        """What the table's stream has told, oldest first."""
        with self.rows.lock:
            return tuple(self.rows.records)

    def plant(self, item: Item) -> None:
        """Put a row there, whatever it says: a ban, a standing, an expired or broken one."""
        with self.rows.lock:
            self.rows.write(item)
