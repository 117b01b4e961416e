"""What everybody may read of a whole site: its newest comments, under whichever article."""

from __future__ import annotations

from ghirbal.domain.comment import Comment
from ghirbal.domain.listing import Listing
from ghirbal.ports.comments import Comments, Order
from ghirbal.ports.votes import Votes


def newest(site: str, most: int, comments: Comments, votes: Votes) -> tuple[Comment, ...]:
    """At most `most` published comments, the newest first; without replies whose root shows none (attack M12).

    Read consistently, so what was taken down a moment ago is not among them; fewer where such replies were.
    """
    found = comments.listing(site, Listing.PUBLISHED, Order.NEWEST, most, None).comments
    roots = votes.comments(site, {comment.root for comment in found if comment.root})
    return tuple(
        comment
        for comment in found
        if comment.root is None or ((root := roots.get(comment.root)) is not None and root.shows_replies)
    )
