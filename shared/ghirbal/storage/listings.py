"""What doesn't wait for a moderator: published, insisted on, rejected, spam, deleted; and all that one reader wrote.

As in the queue the index says which comments, and these are read consistently: what has just become something else is
left out (fault case 18).
"""

from __future__ import annotations

from ghirbal.domain.ids import ID_LENGTH
from ghirbal.domain.listing import Listing, listing_of
from ghirbal.ports.comments import Order, Slice, Span
from ghirbal.storage.dynamodb import indexes, position
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR, BY_RISK, BY_WAIT, NO_RISK
from ghirbal.storage.dynamodb.items import text
from ghirbal.storage.dynamodb.position import Position
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.lists import ask
from ghirbal.storage.queues import Sharded, merged, whole


def listing(
    table: Table,
    site: str,
    listing_: Listing,
    order: Order,
    limit: int,
    after: Position | None,
    page: str | None,
    span: Span,
) -> Slice:
    """One page of a list: four queries of a site's or one of an article's, and one batch read."""
    ids, following = merged(table, site, where(site, listing_, page, span), order, limit, after)
    found = (comment for comment in whole(table, site, ids) if listing_of(comment) is listing_)
    return Slice(tuple(found), following)


def where(site: str, listing_: Listing, page: str | None, span: Span) -> Sharded:
    """The partitions that a list lies in."""
    name = f"{site}#{listing_}#{page or ''}"
    if page is None:
        return Sharded(name, BY_RISK, indexes.listed_shards(site, listing_), between(span, f"{NO_RISK}#"))
    return Sharded(name, BY_WAIT, (indexes.listed_at(site, page, listing_),), between(span))


def written(table: Table, site: str, reader: str, limit: int, after: Position | None, span: Span) -> Slice:
    """One page of what a reader wrote: one query and one batch read. One row more than wanted tells whether it ends."""
    partition = indexes.written_by(site, reader)
    at = position.read(after, partition, Order.NEWEST, BY_AUTHOR)
    found = ask(table, site, BY_AUTHOR, partition, at, limit + 1, newest=True, between=between(span, "C#"))
    places = [text(row, BY_AUTHOR.sk) for row in found.rows]
    last = places[limit - 1] if len(places) > limit else text(found.more, BY_AUTHOR.sk) if found.more else ""
    following = position.write(partition, Order.NEWEST, last) if last else None
    return Slice(whole(table, site, [place[-ID_LENGTH:] for place in places[:limit]]), following)


def between(span: Span, prefix: str = "") -> tuple[str, str]:
    """The lowest and the highest sort key of a span: a digit comes before `~`, and so do `#` and every letter.

    >>> between(Span(1, 3), "C#")
    ('C#0000000000001', 'C#0000000000002~')
    """
    return f"{prefix}{span.since:013d}", f"{prefix}{span.until - 1:013d}~"
