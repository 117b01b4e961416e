"""What a route promises, said once beside its handler; docs/openapi.json and the template's routes are made of it.

Plain values only: a class for each would be made at every cold start, and only the tools read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Required, TypedDict

from ghirbal.domain.languages import LANGUAGES

if TYPE_CHECKING:
    from ghirbal.http.bodies.base import Body

Schema = Mapping[str, Any]
"""JSON Schema of a parameter."""

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "pattern": "^[a-z2-7]{26}$"}
LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}
LANGUAGE: Schema = {"enum": list(LANGUAGES), "default": LANGUAGES[0]}
IDEMPOTENCY_KEY: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$"}
READER_HEADERS: Mapping[str, Schema] = {"Ghirbal-Reader": TEXT, "Ghirbal-SSO": TEXT}
POSTING_HEADERS: Mapping[str, Schema] = {
    **READER_HEADERS,
    "Ghirbal-Form": TEXT,
    "Idempotency-Key": IDEMPOTENCY_KEY,
}


class Contract(TypedDict, total=False):
    """One route.

    `rate` is how many requests a second API Gateway lets through over all callers, twice as many in a burst; where
    `head_rate` stands, HEAD is answered too, and so often.
    `answers` names for each status what is answered: a model of the tools' `openapi` folder, a media type of text
    (it has a slash), several of these, or "" for an answer without a body. `optional` are headers that may be absent
    beside Ghirbal-SSO, `required` query parameters that may not. `form` says that the body comes from an HTML form.
    """

    rate: Required[int]
    head_rate: int
    answers: Required[Mapping[int, str | tuple[str, ...]]]
    query: Mapping[str, Schema]
    required: tuple[str, ...]
    headers: Mapping[str, Schema]
    optional: tuple[str, ...]
    body: type[Body]
    form: bool
