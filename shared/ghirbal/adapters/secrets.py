"""The service's one secret, read from AWS Secrets Manager when first needed and kept.

Time-outs: connect 1 s, read 1 s, two attempts. Read again after ten minutes; while that fails the secret in memory goes
on, and the next try comes a minute later. With nothing in memory whatever needs a key fails closed (fault case 46).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from ghirbal.adapters.aws import make_client
from ghirbal.auth.keyring import Secret, parse_secret
from ghirbal.domain.clock import MINUTE, Clock
from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

REFRESH = 10 * MINUTE
RETRY = MINUTE

Fetch = Callable[[str], str]
"""Answers the text of the secret with this name or ARN, or raises anything."""


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
            self._held = parse_secret(self._fetch(self._name))
            self._due = self._clock() + REFRESH
        except Exception:
            # Whatever the reason (no answer, no right, no JSON): keep what we have, and ask again soon.
            self._due = self._clock() + RETRY

    @cached_property
    def _client(self) -> SecretsManagerClient:
        made: SecretsManagerClient = make_client("secretsmanager", read_seconds=1)
        return made

    def _from_manager(self, name: str) -> str:
        return self._client.get_secret_value(SecretId=name)["SecretString"]
