"""The service's one secret, read from AWS Secrets Manager when first needed and kept.

Time-outs: connect 1 s, read 1 s, two attempts. Read again after ten minutes; while that fails the secret in memory goes
on, and the next try comes a minute later. With nothing in memory whatever needs a key fails closed (fault case 46).

A key is known before it signs (attack B15): while the version of the secret is so young that another process may still
hold the one before, the newest key verifies and the next one signs. Secrets Manager says how old a version is, so all
processes agree and nobody has to remember anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from ghirbal.adapters.aws import make_client
from ghirbal.auth.keyring import Secret, parse_secret
from ghirbal.domain.clock import MINUTE, SECOND, Clock
from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

REFRESH = 10 * MINUTE
RETRY = MINUTE
SETTLED = REFRESH + 5 * MINUTE
"""Age at which a version is known to every process: read again each ten minutes, and some tries failed."""


class Stored(NamedTuple):
    """A version of the secret: its text, and when it was stored, epoch milliseconds."""

    text: str
    at: int = 0


Fetch = Callable[[str], Stored]
"""Answers the version in force of the secret with this name or ARN, or raises anything."""


class SecretReader:
    """Calls itself a `SecretProvider`: `reader()` answers the secret."""

    def __init__(self, name: str, clock: Clock, fetch: Fetch | None = None) -> None:
        """`name` is the secret's name or ARN; without `fetch` Secrets Manager is asked."""
        self._name = name
        self._clock = clock
        self._fetch = fetch or self._from_manager
        self._lock = Lock()
        self._held: Secret | None = None
        self._due = 0

    def __call__(self) -> Secret:
        """The secret. Raises GhirbalError("secret-unavailable") when there is none to be had."""
        with self._lock:
            if self._held is None or self._clock() >= self._due:
                self._refresh()
            if self._held is None:
                raise GhirbalError("secret-unavailable")
            return self._held

    def _refresh(self) -> None:
        try:
            stored, now = self._fetch(self._name), self._clock()
            self._held = _announced(parse_secret(stored.text), now - stored.at)
            self._due = now + REFRESH
        except Exception:
            # Whatever the reason (no answer, no right, no JSON): keep what we have, and ask again soon.
            self._due = self._clock() + RETRY

    @cached_property
    def _client(self) -> SecretsManagerClient:
        made: SecretsManagerClient = make_client("secretsmanager", read_seconds=1)
        return made

    def _from_manager(self, name: str) -> Stored:
        answer = self._client.get_secret_value(SecretId=name)
        return Stored(answer["SecretString"], int(answer["CreatedDate"].timestamp() * SECOND))


def _announced(secret: Secret, age: int) -> Secret:
    """The secret with its newest key last, and so not signing, while the version is young."""
    newest, *others = secret.live
    return replace(secret, live=(*others, newest)) if age < SETTLED else secret
