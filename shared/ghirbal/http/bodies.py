"""The bodies of the write paths. Unknown fields are refused, so nobody assigns what isn't theirs (API3)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ghirbal.http.body import MAX_BODY, field_error, json_object
from ghirbal.http.request import Request

CommentId = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$")]
Version = Annotated[int, Field(ge=1, lt=10**9, strict=True)]
Text = Annotated[str, StringConstraints(max_length=8_000)]
"""Room for what NFC makes shorter; the real rule, 1,000 code points after NFC, gives its own error."""


class Body(BaseModel):
    """A strict, frozen JSON object."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ProofBody(Body):
    """A solved challenge of an earlier 403 "proof-required"."""

    challenge: Annotated[str, StringConstraints(max_length=1_000)]
    nonce: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class PostBody(Body):
    """POST …/comments."""

    text: Text
    name: Annotated[str, StringConstraints(max_length=400)] = ""
    url: Annotated[str, StringConstraints(max_length=2_000)]
    title: Annotated[str, StringConstraints(max_length=1_000)] = ""
    parent: CommentId | None = None
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    website: Annotated[str, StringConstraints(max_length=400)] = ""
    nudge: Annotated[str, StringConstraints(max_length=1_000)] = ""
    proof: ProofBody | None = None


class PreviewBody(Body):
    """POST …/preview."""

    text: Text
    name: Annotated[str, StringConstraints(max_length=400)] = ""
    url: Annotated[str, StringConstraints(max_length=2_000)]


class EditBody(Body):
    """PATCH …/comments/{id}. `version` may be missing here, so that its absence is answered by 428."""

    text: Text
    version: Version | None = None
    url: Annotated[str, StringConstraints(max_length=2_000)]


class ReportBody(Body):
    """POST …/comments/{id}/report."""

    reason: Literal["abuse", "spam", "other"] = "other"


class VoteBody(Body):
    """POST …/comments/{id}/vote."""

    on: bool


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
    name: Annotated[str, StringConstraints(max_length=400)] = ""


class MemberBody(Body):
    """POST …/team. `id` only where the issuer of the tokens is not ours to ask."""

    mail: Annotated[str, StringConstraints(max_length=254)]
    role: Literal["auditor", "moderator", "editor", "owner"] = "moderator"
    lang: Literal["ar", "fr", "en"] = "ar"
    id: Annotated[str, StringConstraints(max_length=128, pattern=r"^[\x21-\x7e]*$")] = ""


class MeBody(Body):
    """PUT …/me."""

    lang: Literal["ar", "fr", "en"]
    budget: Annotated[int, Field(ge=0, le=200, strict=True)] = 40


class PageBody(Body):
    """PUT …/pages/{page}."""

    open: bool


B = TypeVar("B", bound=Body)


def body_of(model: type[B], request: Request, most: int = MAX_BODY) -> B:
    """The request's JSON body of at most `most` bytes as `model`.

    Raises Refused as `json_object` does, and "body-field" naming the field.
    """
    document: dict[str, Any] = json_object(request, most)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise field_error(error.errors(include_url=False, include_input=False)) from None
