"""Records of a failed stream batch on their way into the stream function once more, as its mapping would bring them.

A batch is taken whole or from the front; one whose call failed is halved until the record stands alone that nobody can
take. Nothing here prints or keeps what a record carries: only its sequence number and the error's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ghirbal_tools.dev.delivery import Record, sequence_of, taken_of

Invoke = Callable[[dict[str, Any]], object]
"""Calls the stream function with an event and answers its result; raises FunctionFailed when the function raised."""

ALIAS = "live"
"""What the stack's mapping calls too: the version that the last deploy put into use."""

PASSING = frozenset({"StoreUnavailable", "StoreContended"})
"""Errors of the function that say nothing about the record: the table is away, or others write the same rows."""

HANDED_BACK = "handed back (is the event bus there?)"


class FunctionFailed(Exception):
    """The function raised; `kind` is the name of its error, never its message, which could carry anything."""

    def __init__(self, kind: str) -> None:
        """Keep the name."""
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Left:
    """A record that was not taken: its sequence number and why."""

    sequence: str
    why: str


@dataclass(frozen=True, slots=True)
class RedeliveryOutcome:
    """How a list of records went: `taken` of them, `poison` that nobody can read, and where it `stopped`, if it did.

    Whatever stands behind the place where it stopped was not tried.
    """

    taken: int
    poison: tuple[Left, ...] = ()
    stopped: Left | None = None

    @property
    def left(self) -> tuple[Left, ...]:
        """What was tried and not taken."""
        return (*self.poison, self.stopped) if self.stopped else self.poison

    @property
    def whole(self) -> bool:
        """Whether every record was taken."""
        return not self.left


def redeliver(records: Sequence[Record], invoke: Invoke, size: int) -> RedeliveryOutcome:
    """Bring records to the function in their order, at most `size` a call."""
    work = [records[start : start + size] for start in range(0, len(records), size)][::-1]
    taken, poison = 0, list[Left]()
    while work:
        batch = work.pop()
        try:
            done = taken_of(invoke({"Records": list(batch)}), batch)
        except FunctionFailed as error:
            first = Left(sequence_of(batch[0]), error.kind)
            if error.kind in PASSING:
                return RedeliveryOutcome(taken, tuple(poison), first)
            if len(batch) == 1:
                poison.append(first)
            else:
                work += _halves(batch)
            continue
        if not done:
            return RedeliveryOutcome(taken, tuple(poison), Left(sequence_of(batch[0]), HANDED_BACK))
        taken += done
        work += [batch[done:]] if done < len(batch) else []
    return RedeliveryOutcome(taken, tuple(poison))


def _halves(batch: Sequence[Record]) -> list[Sequence[Record]]:
    """The later half below the earlier one, which is taken from the stack first."""
    middle = len(batch) // 2
    return [batch[middle:], batch[:middle]]


class Lambda(Protocol):
    """What is used of boto3's client of Lambda."""

    def invoke(self, *, FunctionName: str, Qualifier: str, Payload: bytes) -> Mapping[str, Any]:
        """Call a function and wait for its answer."""


def deployed(client: Lambda, function: str) -> Invoke:
    """The stream function of a deployed stack. Calls raise ClientError when Lambda refuses them."""

    def invoke(event: dict[str, Any]) -> object:
        answer = client.invoke(FunctionName=function, Qualifier=ALIAS, Payload=json.dumps(event).encode())
        said = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise FunctionFailed(_error_type(said) or answer["FunctionError"])
        return said

    return invoke


def _error_type(said: object) -> str:
    return str(said.get("errorType", "")) if isinstance(said, Mapping) else ""
