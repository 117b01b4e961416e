"""What a step of a comment adds to the statistics, and what the sums say: pure functions.

The stream writes the sums in the transaction that also says, in row K, up to which version a comment is counted; so a
batch that comes twice, halved or late adds nothing twice.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ghirbal.domain.clock import SECOND, day, hour
from ghirbal.domain.comment import RETURNS, ActorKind, Comment, Status
from ghirbal.domain.ids import shard_of
from ghirbal.ports.decision_log import MODERATOR, SITE
from ghirbal.ports.stream import Counted

Sums = dict[tuple[str, str], Counter[str]]
"""(UTC day, who) → what to add to which number."""

RATIO = 1.5
"""Waiting times are counted in buckets that grow by half: a median read off them is within 23 % of the true one."""

BUCKETS = 40
"""1.5^40 seconds are four months; whatever waited longer is in the last bucket."""

_DECISION_CAUSES = frozenset({"moderator", "link"})
_HIDDEN = frozenset({Status.REJECTED, Status.SPAM})


def add(sums: Sums, comment: Comment, old: Counted) -> None:
    """Add one new version of a comment, of which `old` is counted; an import adds nothing."""
    if comment.imported:
        return
    today = day(comment.updated)
    for who, name in (*_flow(comment, old), *_steps(comment, old)):
        sums.setdefault((today, who), Counter())[name] += 1


def _flow(comment: Comment, old: Counted) -> Iterator[tuple[str, str]]:
    """What is posted, what of it nobody has to look at, and the way into and out of the queue, whoever moved it.

    Every comment adds here, so the row of a day is one of four: posts on many articles don't wait for one another.
    """
    who = f"{SITE}:{shard_of(comment.id)}"
    if comment.version == 1 and not comment.staff:
        yield who, "posted"
        yield who, f"h{hour(comment.created):02}"
        if comment.public:
            yield who, "published"
    waiting = comment.status is Status.PENDING
    if waiting != old.waiting:
        yield who, "in" if waiting else "out"


def _steps(comment: Comment, old: Counted) -> Iterator[tuple[str, str]]:
    if comment.by.kind is ActorKind.MODERATOR:
        yield from _moderated(comment, old)
    elif comment.status is Status.PENDING and not old.waiting:
        yield SITE, "held"
        yield SITE, f"why_{_word(comment.reason or comment.cause)}"
    elif comment.status is Status.REJECTED:
        yield SITE, "expired" if comment.cause == "expired" else "refused"


def _moderated(comment: Comment, old: Counted) -> Iterator[tuple[str, str]]:
    both = (SITE, MODERATOR + comment.by.id)
    if comment.cause in RETURNS:
        yield from ((who, "undone") for who in both)
    elif comment.cause in _DECISION_CAUSES:
        yield from ((who, name) for who in both for name in _decided(comment, old))
        yield from _turned(comment, old)
    elif comment.staff:
        yield from ((who, "answers") for who in both)


def _decided(comment: Comment, old: Counted) -> Iterator[str]:
    yield f"to_{comment.status}"
    if comment.reason and comment.status is not Status.APPROVED:
        yield f"reason_{_word(comment.reason)}"
    if old.waiting and old.held:
        yield f"t{bucket_of((comment.updated - old.held) / SECOND)}"


def _turned(comment: Comment, old: Counted) -> Iterator[tuple[str, str]]:
    """Another's decision that was turned round, told of them too; the pipeline's is a correction of the machine."""
    shown_again = comment.public and old.outcome in _HIDDEN
    taken_down = old.on and (comment.status in _HIDDEN or comment.status is Status.DELETED)
    if not (shown_again or taken_down):
        return
    if not old.by.startswith(MODERATOR):
        yield SITE, "corrected"
    elif old.by != MODERATOR + comment.by.id:
        yield SITE, "overturned"
        yield old.by, "overturned"


def decider(comment: Comment) -> str:
    """Who is answerable for a comment's state, as row K keeps it."""
    by = comment.by
    return MODERATOR + by.id if by.kind is ActorKind.MODERATOR else str(by.kind)


def bucket_of(seconds: float) -> int:
    """The bucket of a waiting time.

    >>> [bucket_of(s) for s in (0, 1, 1.5, 60, 3600, 1e12)]
    [0, 0, 1, 10, 20, 39]
    """
    return min(BUCKETS - 1, int(math.log(max(seconds, 1.0), RATIO)))


def median(counts: Mapping[str, int]) -> int | None:
    """About how many seconds half of the decisions took at most; None without any.

    >>> median({"t10": 3, "t20": 1}), median({})
    (71, None)
    """
    waits = {place: counts.get(f"t{place}", 0) for place in range(BUCKETS)}
    half, seen = sum(waits.values()) / 2, 0
    for place, n in waits.items():
        seen += n
        if n and seen >= half:
            return round(math.pow(RATIO, place + 0.5))
    return None


def total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """The sum of several days' numbers."""
    summed: Counter[str] = Counter()
    for one in counts:
        summed.update(one)
    return summed


def _word(text: str) -> str:
    """A reason code as part of an attribute's name.

    >>> _word("off-topic")
    'off_topic'
    """
    return re.sub(r"\W", "_", text, flags=re.ASCII)[:40]
