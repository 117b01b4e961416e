"""What deciding and reporting hand to the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Role
    from ghirbal.ports.posting import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step from `before` (as read) to `after`, with its log row, in one transaction.

    `moderator` and `roles`: the team row that must exist with one of these roles at that moment.
    `limits`: used in the same transaction (an author's edit). `while_open`: only while the article takes comments.
    """

    before: Comment
    after: Comment
    moderator: str | None = None
    roles: tuple[Role, ...] = ()
    limits: tuple[Use, ...] = ()
    while_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's report of a comment, as seen at `version`: one per reader and comment. `at` is epoch milliseconds."""

    reader: str
    reason: str
    weight: int
    at: int
    page: str
    version: int
