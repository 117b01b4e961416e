"""The bodies that moderators send: apart from the readers', whose function would build these models at each start."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ghirbal.domain.languages import Language
from ghirbal.http.bodies.base import Body, CommentId, Name, Text, Version


class DecisionBody(Body):
    """POST …/comments/{id}/decisions."""

    action: Literal["approve", "reject", "spam", "hold", "delete"]
    version: Version | None = None
    reason: Annotated[str, StringConstraints(max_length=40)] = ""


class BulkDecision(Body):
    """One of many decisions."""

    id: CommentId
    action: Literal["approve", "reject", "spam", "hold", "delete"]
    version: Version
    reason: Annotated[str, StringConstraints(max_length=40)] = ""


class BulkBody(Body):
    """POST …/decisions."""

    decisions: Annotated[list[BulkDecision], Field(min_length=1, max_length=50)]


class VersionBody(Body):
    """POST …/undo and …/restore: the version that was seen."""

    version: Version | None = None


class NoteBody(Body):
    """POST …/notes."""

    text: Text


class AnswerBody(Body):
    """POST …/pages/{page}/comments of the moderators' endpoint."""

    text: Text
    parent: CommentId | None = None
    name: Name = ""


class MemberBody(Body):
    """POST …/team. `id` only where the issuer of the tokens is not ours to ask."""

    mail: Annotated[str, StringConstraints(max_length=254)]
    role: Literal["auditor", "moderator", "editor", "owner"] = "moderator"
    lang: Language = "ar"
    id: Annotated[str, StringConstraints(max_length=128, pattern=r"^[\x21-\x7e]*$")] = ""


class MeBody(Body):
    """PUT …/me."""

    lang: Language
    budget: Annotated[int, Field(ge=0, le=200, strict=True)] = 40


class PageBody(Body):
    """PUT …/pages/{page}."""

    open: bool
