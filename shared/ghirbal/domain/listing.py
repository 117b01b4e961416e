"""Which list a comment is in that doesn't wait for a decision."""

from __future__ import annotations

from enum import StrEnum

from ghirbal.domain.comment import ActorKind, Comment, Status


class Listing(StrEnum):
    """Lists that hold no comment twice.

    INSISTED: refused by the checks alone and sent again all the same; no moderator has looked at it yet.
    """

    PUBLISHED = "published"
    INSISTED = "insisted"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


_LISTINGS = {
    Status.APPROVED: Listing.PUBLISHED,
    Status.REJECTED: Listing.REJECTED,
    Status.SPAM: Listing.SPAM,
    Status.DELETED: Listing.DELETED,
}


def listing_of(comment: Comment) -> Listing | None:
    """The list of a comment; None for one that waits."""
    if comment.status is Status.REJECTED and comment.by.kind is ActorKind.PIPELINE:
        return Listing.INSISTED
    return _LISTINGS.get(comment.status)
