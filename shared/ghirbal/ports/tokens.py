"""Key material and the tokens signed with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


class Keys(Protocol):
    """Key material, derived per purpose and site from one secret."""

    def pinned(self, purpose: str, site: str) -> bytes:
        """A key that never rotates: comment id, reader, mail, bans."""

    def derived(self, purpose: str, site: str, key_id: str) -> bytes:
        """A key that its site's owner knows too; a new `key_id` makes another one."""

    def hashing(self, purpose: str, site: str) -> bytes:
        """The current key for short-lived keyed hashes (addresses)."""


class Tokens(Protocol):
    """Signed tokens `v1.<key id>.<payload>.<mac>`, the purpose inside the MAC."""

    def issue(self, purpose: str, payload: Mapping[str, object]) -> str:
        """A token signed by the newest key."""

    def read(self, purpose: str, token: str) -> Mapping[str, object] | None:
        """The payload when any live key signed it for this purpose; None for garbage. Never raises."""
