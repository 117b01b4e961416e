"""One batch of stream records on its way into a function, as Lambda's stream mapping does it.

Taken from AWS's documentation of DynamoDB event source mappings: a batch is taken whole, or from the front up to the
lowest sequence number that the function reports; a batch of which nothing was taken is halved when the mapping bisects
(halving does not use up a retry); a batch that cannot be halved is retried, and thrown away to the failure destination
once its retries or its age are used up. Records keep their order: a later half waits until the earlier one is through.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ghirbal_tools.template import Template

Record = Mapping[str, Any]
"""A stream record as Lambda hands it to a function."""

Invoke = Callable[[dict[str, Any]], object]
"""Calls the function with an event, answers its result, raises when the function failed."""

FIRST_WAIT = 0.2
LONGEST_WAIT = 10.0


class Condition(StrEnum):
    """Why records were thrown away, in the words of Lambda's invocation records."""

    RETRIES = "RetryAttemptsExhausted"
    AGE = "RecordAgeExceeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discard:
    """Records given up, for the failure destination. `attempts` is how often the function was called with them."""

    shard: str
    stream: str
    records: Sequence[Record]
    condition: Condition
    attempts: int


Discarded = Callable[[Discard], None]
Checkpoint = Callable[[str], None]
Wait = Callable[[float], bool]
"""Waits so many seconds; True when the pump shall stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSettings:
    """The settings of a stream mapping, with Lambda's defaults; -1 means without end."""

    batch_size: int = 100
    bisect: bool = False
    reports: bool = False
    retries: int = -1
    max_age: int = -1


def mapping_of(template: Template, resource: str) -> MappingSettings:
    """The settings of an AWS::Lambda::EventSourceMapping of the template.

    Raises ValueError when it filters records: the pump delivers all of them.
    """
    properties = template.resolve(template.resource(resource))
    if "FilterCriteria" in properties:
        raise ValueError(f"{resource} has FilterCriteria, which the pump does not know")
    return MappingSettings(
        batch_size=int(properties.get("BatchSize", 100)),
        bisect=bool(properties.get("BisectBatchOnFunctionError", False)),
        reports="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        retries=int(properties.get("MaximumRetryAttempts", -1)),
        max_age=int(properties.get("MaximumRecordAgeInSeconds", -1)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    records: Sequence[Record]
    attempts: int = 0


class Delivery:
    """Brings batches of one stream to one function."""

    def __init__(
        self,
        invoke: Invoke,
        settings: MappingSettings,
        discarded: Discarded,
        *,
        stream: str,
        wait: Wait,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`wait` is called between retries with seconds and may end the delivery; `now` is epoch seconds."""
        self._invoke = invoke
        self._settings = settings
        self._discarded = discarded
        self._stream = stream
        self._wait = wait
        self._now = now

    def deliver(self, shard: str, records: Sequence[Record], checkpoint: Checkpoint) -> bool:
        """Bring a batch through, calling `checkpoint` with each sequence number that is done with.

        False when it was told to stop before the end.
        """
        work = [_Part(records)]
        while work:
            part = self._young(shard, work.pop(), checkpoint)
            if not part.records:
                continue
            taken = self._attempt(part.records)
            if taken:
                checkpoint(sequence_of(part.records[taken - 1]))
                work.append(_Part(part.records[taken:]))
            elif not self._failed(shard, part, work, checkpoint):
                return False
        return True

    def _young(self, shard: str, part: _Part, checkpoint: Checkpoint) -> _Part:
        """The part without the records at its front that are too old to deliver."""
        if self._settings.max_age < 0:
            return part
        oldest = self._now() - self._settings.max_age
        old = 0
        while old < len(part.records) and created_of(part.records[old]) < oldest:
            old += 1
        if not old:
            return part
        self._give_up(shard, _Part(part.records[:old], part.attempts), Condition.AGE, checkpoint)
        return _Part(part.records[old:])

    def _attempt(self, records: Sequence[Record]) -> int:
        """Call the function; how many records, from the front, it has taken."""
        try:
            answer = self._invoke({"Records": list(records)})
        except Exception:
            return 0
        return taken_of(answer, records) if self._settings.reports else len(records)

    def _failed(self, shard: str, part: _Part, work: list[_Part], checkpoint: Checkpoint) -> bool:
        """Halve it, retry it or give it up; False when told to stop while waiting for the retry."""
        attempts = part.attempts + 1
        if self._settings.bisect and len(part.records) > 1:
            middle = len(part.records) // 2
            work += [_Part(part.records[middle:]), _Part(part.records[:middle])]
        elif 0 <= self._settings.retries < attempts:
            self._give_up(shard, _Part(part.records, attempts), Condition.RETRIES, checkpoint)
        else:
            work.append(_Part(part.records, attempts))
            return not self._wait(min(FIRST_WAIT * 2 ** min(part.attempts, 20), LONGEST_WAIT))
        return True

    def _give_up(self, shard: str, part: _Part, condition: Condition, checkpoint: Checkpoint) -> None:
        self._discarded(
            Discard(
                shard=shard,
                stream=self._stream,
                records=part.records,
                condition=condition,
                attempts=part.attempts,
            )
        )
        checkpoint(sequence_of(part.records[-1]))


def taken_of(answer: object, records: Sequence[Record]) -> int:
    """How many records a function's answer acknowledges, from the front.

    No answer, an empty one, or an empty or absent list of failures: all. A failure that names nothing in the batch, or
    isn't of the form: none, as Lambda has it.
    """
    failures = answer.get("batchItemFailures") if isinstance(answer, dict) else None
    if not failures:
        return len(records)
    places = {sequence_of(record): place for place, record in enumerate(records)}
    try:
        return min(places[failure["itemIdentifier"]] for failure in failures)
    except (KeyError, TypeError):
        return 0


def sequence_of(record: Record) -> str:
    """The sequence number of a record."""
    return str(record["dynamodb"]["SequenceNumber"])


def created_of(record: Record) -> float:
    """When the change was made, in epoch seconds (to the second: DynamoDB says no more)."""
    return float(record["dynamodb"]["ApproximateCreationDateTime"])
