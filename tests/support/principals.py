"""Tokens that are their owner's name; the real verification has its own tests in tests/unit/auth."""

from __future__ import annotations

from collections.abc import Mapping

from ghirbal.auth.principal import Principal
from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import Role


class FakePrincipals:
    """`Bearer <name>` names a principal of the table."""

    def __init__(self, known: Mapping[str, Principal] | None = None) -> None:
        self.known = dict(known or {}) | {
            "mina": Principal("mina", {"akhbar": Role.MODERATOR}),
            "omar": Principal("omar", {"akhbar": Role.MODERATOR}),
            "dina": Principal("dina", {"akhbar": Role.OWNER}),
            "rima": Principal("rima", {"akhbar": Role.AUDITOR}),
            "gone": Principal("gone", {"akhbar": Role.MODERATOR}),
            "elsewhere": Principal("elsewhere", {"other-site": Role.OWNER}),
            "machine": Principal("machine", {}, client_id="cms"),
        }

    def verify(self, authorization: str | None) -> Principal:
        """As the real one: missing and unknown tokens are refused."""
        if not authorization:
            raise Forbidden("token-missing")
        name = authorization.removeprefix("Bearer ")
        if name not in self.known:
            raise Forbidden("token-invalid")
        return self.known[name]
