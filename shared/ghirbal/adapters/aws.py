"""The one maker of AWS clients, and the one place where what they raise becomes an error of ours.

boto3 is imported here alone, when a client is first needed: it costs 200 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from ghirbal.domain.errors import GhirbalError

C = TypeVar("C")

ATTEMPTS = 2
"""In all: boto3's `max_attempts` counts differently, and four calls of its default outlast every function."""


def make_client(service: str, *, connect_seconds: int = 1, read_seconds: int) -> Any:
    """A client of the environment's region, credentials and endpoint, with time-outs and two attempts in all."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )
    make: Any = boto3.client
    return make(service, config=config)


class AwsAdapter(Generic[C]):
    """An adapter over one client `C`, which is made at its first use; tests give one of their own."""

    service: str
    read_seconds: int
    connect_seconds: int = 1

    def __init__(self, client: C | None = None) -> None:
        """`client` is made on first use when none is given."""
        self._given = client

    @cached_property
    def _client(self) -> C:
        if self._given is not None:
            return self._given
        made = make_client(self.service, connect_seconds=self.connect_seconds, read_seconds=self.read_seconds)
        return cast("C", made)


def failures() -> tuple[type[Exception], ...]:
    """What a client's call may raise: a refusal by the service, or no answer from it."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (BotoCoreError, ClientError)


@contextmanager
def unavailable(code: str) -> Iterator[None]:
    """Turn whatever a client raises inside into GhirbalError(code), without its message: that may hold an address."""
    try:
        yield
    except failures() as error:
        raise GhirbalError(code, why=type(error).__name__) from None
