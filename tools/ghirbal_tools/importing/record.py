"""What every format is read into: one comment of another system, as it stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImportProblem(ValueError):
    """A file that can't be read to its end; nothing of it was imported. The message says where and what to do."""


class State(StrEnum):
    """What the other system says of a comment."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One comment. `place` says where in the file it stands, for the report; `key` is its id there, "" for none.

    `page` is the article's address as it stands in the file, or a path below the site; `page_key` names articles in
    systems that keep the address elsewhere. `text` is plain after reading. `created` is epoch milliseconds, None where
    the file says nothing that could be read. `author` tells people apart: an id of theirs, else "".
    `skip` is why it can't be a comment of ours ("pingback", "empty"), "" for one that can.
    """

    place: str
    key: str = ""
    parent: str = ""
    page: str = ""
    page_key: str = ""
    title: str = ""
    text: str = ""
    name: str = ""
    mail: str = ""
    author: str = ""
    created: int | None = None
    state: State = State.APPROVED
    likes: int = 0
    staff: bool = False
    skip: str = ""
