"""The bodies of bans and trust."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ghirbal.http.bodies.base import Body, CommentId

MOST_HOURS = 24 * 3_660
"""Ten years: what is meant to last longer has no end."""


class BanBody(Body):
    """POST …/bans: a reader, an address range or a mail by a comment of theirs; a name or a domain by itself.

    Without `hours` it is for ever.
    """

    kind: Literal["reader", "address", "mail", "name", "domain"]
    comment: CommentId | None = None
    pattern: Annotated[str, StringConstraints(max_length=100)] = ""
    hours: Annotated[int, Field(ge=1, le=MOST_HOURS, strict=True)] | None = None
    wide: bool = False


class TrustBody(Body):
    """POST …/readers/trust: the author of a comment is trusted, or no longer."""

    comment: CommentId
    trusted: bool
