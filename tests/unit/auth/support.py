"""Keys, clocks and identities for the tests of auth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ghirbal.adapters.secrets import Stored
from ghirbal.auth.keyring import Keyring, Secret, parse_secret
from ghirbal.auth.tokens import SignedTokens

PINNED = "p" * 40
NOW = 1_700_000_000_000


def secret(*live: str, pinned: str = PINNED) -> Secret:
    """A secret whose live keys have these ids, newest first."""
    keys = [{"id": name, "key": f"{name}-".ljust(40, "k")} for name in live]
    return parse_secret(json.dumps({"pinned": pinned, "live": keys}))


def keyring(*live: str) -> Keyring:
    """A keyring on such a secret."""
    held = secret(*live)
    return Keyring(lambda: held)


def signed(*live: str) -> SignedTokens:
    """Tokens signed and verified with these live keys."""
    return SignedTokens(keyring(*live))


@dataclass
class FakeClock:
    """A clock that stands until it is moved; epoch milliseconds."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now

    def forward(self, ms: int) -> None:
        """Move on."""
        self.now += ms


@dataclass
class Answers:
    """A fetcher that answers from a table, counts the calls, and fails for what isn't there."""

    table: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at: int = 0

    def text(self, name: str) -> str:
        """The text under a name."""
        self.asked.append(name)
        return str(self.table[name])

    def stored(self, name: str) -> Stored:
        """The text under a name, as a version stored at `at`."""
        return Stored(self.text(name), self.at)
