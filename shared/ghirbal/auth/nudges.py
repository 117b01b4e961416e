"""`ports.posting.Nudges` on signed tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghirbal.auth.reader import Nudge, issue_nudge, read_nudge

if TYPE_CHECKING:
    from ghirbal.ports.posting import NudgeSubject
    from ghirbal.ports.tokens import Tokens


class SignedNudges:
    """Proofs that need no row: the token binds site, page, reader and comment."""

    def __init__(self, tokens: Tokens) -> None:
        """`tokens` signs and verifies."""
        self._tokens = tokens

    def issue(self, told: NudgeSubject, now: int) -> str:
        """A token for this reader and comment."""
        return issue_nudge(self._tokens, Nudge(told.site, told.page, told.reader, told.comment, now))

    def holds(self, token: str, told: NudgeSubject, now: int) -> bool:
        """Whether `token` says so and is alive; "" and garbage are not."""
        nudge = read_nudge(self._tokens, token) if token else None
        return nudge is not None and nudge.holds(told.site, told.page, told.reader, told.comment, now)
