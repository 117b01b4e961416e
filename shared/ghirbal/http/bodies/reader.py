"""The bodies that readers send. Unknown fields are refused, so nobody assigns what isn't theirs (API3)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from ghirbal.http.bodies.base import Body, CommentId, Name, Text, Version


class ProofBody(Body):
    """A solved challenge of an earlier 403 "proof-required"."""

    challenge: Annotated[str, StringConstraints(max_length=1_000)]
    nonce: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


def given(proof: ProofBody | None) -> tuple[str, str]:
    """(challenge, nonce), or two empty texts."""
    return (proof.challenge, proof.nonce) if proof else ("", "")


class PostBody(Body):
    """POST …/comments."""

    text: Text
    name: Name = ""
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
