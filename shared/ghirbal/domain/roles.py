"""Who may do what: roles in order, and the question whether one is enough."""

from __future__ import annotations

from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import RANK, Role


def at_least(role: Role) -> tuple[Role, ...]:
    """The roles that may do what `role` may.

    >>> [str(r) for r in at_least(Role.EDITOR)]
    ['editor', 'owner']
    """
    return tuple(r for r in Role if RANK[r] >= RANK[role])


def allow(role: Role, needed: Role) -> None:
    """Raise Forbidden("not-allowed") when the token's role is too low; the team's row is checked by the store."""
    if role not in at_least(needed):
        raise Forbidden("not-allowed")
