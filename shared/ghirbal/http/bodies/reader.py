"""The bodies that readers send. Unknown fields are refused, so nobody assigns what isn't theirs (API3)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, StringConstraints

from ghirbal.http.bodies.base import Body, CommentId, Name, Text, Version

MAX_TITLE = 1_000


def _well_formed(title: object) -> object:
    """A title of at most 1,000 characters without halves of surrogate pairs, whatever a page had cut it to.

    >>> _well_formed("a" + chr(0xD83D)), _well_formed(7)
    ('a�', 7)
    """
    if not isinstance(title, str):
        return title
    return title[:MAX_TITLE].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


Title = Annotated[str, BeforeValidator(_well_formed), StringConstraints(max_length=MAX_TITLE)]
"""The page's, not the reader's: whatever it is, it keeps no comment out."""


class ProofBody(Body):
    """A solved challenge of an earlier 403 "proof-required"."""

    challenge: Annotated[str, StringConstraints(max_length=1_000)]
    nonce: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


def given(proof: ProofBody | None) -> tuple[str, str]:
    """(challenge, nonce), or two empty texts."""
    return (proof.challenge, proof.nonce) if proof else ("", "")


class PostBody(Body):
    """POST …/comments."""

    mended: ClassVar[frozenset[str]] = frozenset({"title"})

    text: Text
    name: Name = ""
    url: Annotated[str, StringConstraints(max_length=2_000)]
    title: Title = ""
    parent: CommentId | None = None
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    website: Annotated[str, StringConstraints(max_length=400)] = ""
    nudge: Annotated[str, StringConstraints(max_length=1_000)] = ""
    proof: ProofBody | None = None


class PreviewBody(Body):
    """POST …/preview."""

    text: Text
    name: Name = ""
    url: Annotated[str, StringConstraints(max_length=2_000)]
    proof: ProofBody | None = None


class EditBody(Body):
    """PATCH …/comments/{id}. `version` may be missing here, so that its absence is answered by 428."""

    text: Text
    version: Version | None = None
    url: Annotated[str, StringConstraints(max_length=2_000)]


class ReportBody(Body):
    """POST …/comments/{id}/report."""

    reason: Literal["abuse", "spam", "other"] = "other"
    proof: ProofBody | None = None


class VoteBody(Body):
    """POST …/comments/{id}/vote."""

    on: bool
    proof: ProofBody | None = None
