"""What all bodies share: strict, frozen, unknown fields refused, so nobody assigns what isn't theirs (API3)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ghirbal.http.body import MAX_BODY, field_error, json_object
from ghirbal.http.request import Request

CommentId = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$")]


Name = Annotated[str, StringConstraints(max_length=400)]


Version = Annotated[int, Field(ge=1, lt=10**9, strict=True)]


Text = Annotated[str, StringConstraints(max_length=8_000)]
"""Room for what NFC makes shorter; the real rule, 1,000 code points after NFC, gives its own error."""


class Body(BaseModel):
    """A strict, frozen JSON object; texts of its `mended` fields come as they were sent, and are put right here."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
    mended: ClassVar[frozenset[str]] = frozenset()


B = TypeVar("B", bound=Body)


def body_of(model: type[B], request: Request, most: int = MAX_BODY) -> B:
    """The request's JSON body of at most `most` bytes as `model`.

    Raises Refused as `json_object` does, and "body-field" naming the field.
    """
    document: dict[str, Any] = json_object(request, most, model.mended)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise field_error(error.errors(include_url=False, include_input=False)) from None
