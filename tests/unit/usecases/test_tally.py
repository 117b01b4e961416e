"""The median that is read off buckets, and what one step adds."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ghirbal.domain.clock import DAY, day, hour
from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance
from ghirbal.domain.ids import shard_of
from ghirbal.ports.stream import Counted
from ghirbal.usecases.projecting.project import MOST_WRITES, count, delta_of
from ghirbal.usecases.projecting.tally import bucket_of, median
from tests.support.making import NOW, Hand, a_comment, a_site_id, approved
from tests.support.memory import Memory

SITE = a_site_id()
WAITS = st.lists(st.floats(min_value=2, max_value=10_000_000), min_size=1, max_size=60)


@given(WAITS)
def test_the_median_is_within_23_percent_of_the_true_one(waits: list[float]) -> None:
    """The promise of docs/moderation.md, of a list's lower median; half a second of rounding is beside it."""
    found = median(Counter(f"t{bucket_of(wait)}" for wait in waits))
    assert found is not None
    true = statistics.median_low(waits)
    assert true / 1.23 - 0.5 <= found <= true * 1.23 + 0.5


def decided(comment: Comment, name: str, target: Status, at: int) -> Comment:
    return advance(comment, target, Actor(ActorKind.MODERATOR, name), at=at, cause="moderator")


def test_versions_in_one_batch_each_add_their_step() -> None:
    held = a_comment(SITE)
    approved = decided(held, "mina", Status.APPROVED, NOW + 60_000)
    rejected = decided(approved, "omar", Status.REJECTED, NOW + 61_000)
    delta = delta_of([held, approved, rejected], {})
    assert delta is not None
    sums = {who: dict(numbers) for (_, who), numbers in (delta.sums or {}).items()}
    assert sums["site"] == {
        "held": 1, "why_abuse": 1, "to_APPROVED": 1, "t10": 1, "to_REJECTED": 1, "overturned": 1,
    }  # fmt: skip
    shard = f"site:{shard_of(held.id)}"
    assert sums.pop(shard) == {"posted": 1, f"h{hour(held.created):02}": 1, "in": 1, "out": 1}
    assert sums["m:mina"] == {"to_APPROVED": 1, "t10": 1, "overturned": 1}
    assert sums["m:omar"] == {"to_REJECTED": 1}
    [row] = delta.rows
    assert (row.version, row.by, row.held) == (3, "m:omar", 0)


def test_a_version_that_is_counted_adds_nothing() -> None:
    held = a_comment(SITE)
    row = Counted(site=SITE, id=held.id, page=held.page, root=None, version=1, waiting=True, revision=1)
    assert delta_of([held], {(SITE, held.id): row}) is None


def test_an_import_adds_nothing_to_the_statistics() -> None:
    delta = delta_of([a_comment(SITE, imported=True)], {})
    assert delta is not None
    assert delta.sums == {}


def test_changing_ones_own_mind_is_no_overturning() -> None:
    approved = replace(
        decided(a_comment(SITE), "mina", Status.APPROVED, NOW), previous=Status.PENDING, held_since=None
    )
    rejected = decided(approved, "mina", Status.REJECTED, NOW + 1)
    delta = delta_of([approved, rejected], {})
    assert delta is not None
    assert all("overturned" not in numbers for numbers in (delta.sums or {}).values())


def test_what_does_not_fit_into_one_transaction_is_split_and_counts_the_same() -> None:
    """25 replies under 25 roots, decided by 25 moderators on 25 days: 130 rows, and a transaction takes 100."""
    memory = Memory(Hand())
    roots = [approved(SITE) for _ in range(25)]
    replies = [a_comment(SITE, root.page, root=root.id, parent=root.id) for root in roots]
    group = [
        decided(reply, f"moderator-{n}", Status.APPROVED, NOW + n * DAY) for n, reply in enumerate(replies)
    ]
    delta = delta_of(group, {})
    assert delta is not None
    assert delta.writes > MOST_WRITES
    for _ in range(2):
        count(group, memory.counters)
    tallies = memory.decision_log.tallies(SITE, day(NOW), day(NOW + 30 * DAY))
    assert [tally.counts for tally in tallies if tally.who == "site"] == 25 * [{"to_APPROVED": 1}]
    assert len(tallies) == 50
