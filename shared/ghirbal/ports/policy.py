"""What the policy workbench needs of the world: a site's policy documents as versions, and who put them in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Role


class Step(StrEnum):
    """What people do to a site's policy."""

    SAVED = "saved"
    ACTIVATED = "activated"
    ROLLED_BACK = "rolled-back"
    OVERRIDDEN = "overridden"
    OVERRIDE_ENDED = "override-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A site's document as it was saved; it never changes. `at` is epoch milliseconds."""

    site: str
    version: int
    document: Mapping[str, Any]
    by: str
    at: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A document laid over the site's until `until` (epoch milliseconds)."""

    document: Mapping[str, Any]
    until: int
    by: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyState:
    """Which version is in force (0: the shipped policy alone), which was before, which is the newest saved.

    `revision` is an optimistic lock: it grows with every change.
    """

    site: str
    active: int = 0
    previous: int = 0
    newest: int = 0
    override: Override | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEntry:
    """A line of the history: who did what when. `until` only for an override."""

    step: Step
    version: int
    by: str
    at: int
    note: str = ""
    until: int = 0


class Policies(Protocol):
    """Policy documents of sites. Every method may raise StoreUnavailable."""

    def state(self, site: str) -> PolicyState:
        """What is in force, read consistently; a site that never saved anything has the state of no versions."""

    def version(self, site: str, version: int) -> PolicyVersion | None:
        """One saved document."""

    def change(
        self,
        before: PolicyState,
        after: PolicyState,
        entry: PolicyEntry,
        roles: tuple[Role, ...],
        saved: PolicyVersion | None = None,
        outdated: tuple[int, ...] = (),
    ) -> None:
        """Move from one state to the next: its line of history, a new version, outdated ones gone, in one transaction.

        Raises Refused("policy-changed") when somebody was faster, Forbidden("not-on-team").
        """

    def history(self, site: str, limit: int) -> tuple[PolicyEntry, ...]:
        """The newest lines of the history, newest first."""
