"""The keys that put a row into the secondary indexes: what lists and queues are read by.

by_page   approved roots and placeholders of an article, approved replies of a root, what waits at an article
by_risk   what waits at a site, riskiest first; what doesn't, by what became of it and when it was written
by_wait   what waits at a site by the time it waits; what doesn't at an article, as above
by_author what a reader wrote and reported          by_time   comments of a day, log rows of a month

Times have 13 digits and risk has three, so that text order is number order.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ghirbal.domain.clock import day
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import NotFound
from ghirbal.domain.ids import SHARDS, shard_of
from ghirbal.domain.listing import Listing, listing_of
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.keys import id_token, reader_token, site_token

MAX_RISK = 999
NO_RISK = "000"
"""What stands in the risk's place where by_risk is read by time."""
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
TIME_AND_ID = re.compile(r"\d{13}#[a-z2-7]{26}", re.ASCII)
RISK_TIME_AND_ID = re.compile(r"\d{3}#\d{13}#[a-z2-7]{26}", re.ASCII)


class Index(NamedTuple):
    """An index, the attributes that are its keys, and the form of its sort key for comments."""

    name: str
    pk: str
    sk: str
    form: re.Pattern[str] = TIME_AND_ID


BY_PAGE = Index("by_page", "gp", "gs")
BY_RISK = Index("by_risk", "kp", "ks", RISK_TIME_AND_ID)
BY_WAIT = Index("by_wait", "wp", "ws")
BY_AUTHOR = Index("by_author", "ap", "as", re.compile(r"C#\d{13}#[a-z2-7]{26}", re.ASCII))
BY_TIME = Index("by_time", "tp", "ts")


def roots_of(site: str, page: str) -> str:
    """The partition of an article's public top-level comments."""
    return f"A#{site_token(site)}#{id_token(page, 'page')}"


def replies_of(site: str, root: str) -> str:
    """The partition of a root's public replies."""
    return f"A#{site_token(site)}#{id_token(root)}"


def waiting_at(site: str, page: str) -> str:
    """The partition of what waits at one article."""
    return f"P#{site_token(site)}#{id_token(page, 'page')}"


def risk_shards(site: str) -> tuple[str, ...]:
    """The partitions of a site's queue by risk."""
    return tuple(f"Q#{site_token(site)}#{shard}" for shard in range(SHARDS))


def wait_shards(site: str) -> tuple[str, ...]:
    """The partitions of a site's queue by time."""
    return tuple(f"W#{site_token(site)}#{shard}" for shard in range(SHARDS))


def listed_shards(site: str, listing: Listing) -> tuple[str, ...]:
    """The partitions of a site's comments of which the same became."""
    return tuple(f"D#{site_token(site)}#{listing}#{shard}" for shard in range(SHARDS))


def listed_at(site: str, page: str, listing: Listing) -> str:
    """The partition of an article's comments of which the same became."""
    return f"E#{site_token(site)}#{id_token(page, 'page')}#{listing}"


def written_by(site: str, reader: str) -> str:
    """The partition of what a reader wrote and reported."""
    return f"U#{site_token(site)}#{reader_token(reader)}"


def written_on(site: str, day_: str, shard: int) -> str:
    """The partition of one shard of what was written on a UTC day."""
    return f"T#{site_token(site)}#{day_}#{shard}"


def time_and_id(ms: int, comment_id: str) -> str:
    """A sort key by time.

    >>> time_and_id(1, "a" * 26)
    '0000000000001#aaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    return f"{ms:013d}#{comment_id}"


def of_comment(comment: Comment) -> Item:
    """The index attributes of a comment in its present state."""
    created = time_and_id(comment.created, comment.id)
    shard = shard_of(comment.id)
    item: Item = {
        "tp": f"T#{comment.site}#{day(comment.created)}#{shard}",
        "ts": created,
    }
    if comment.reader:  # what came out of a list does not say who wrote it
        item |= {"ap": f"U#{comment.site}#{reader_token(comment.reader)}", "as": f"C#{created}"}
    partition = _list_of(comment)
    if partition:
        item |= {"gp": partition, "gs": created}
    return item | (_queue(comment, shard) if comment.status is Status.PENDING else _listed(comment, shard))


def of_report(site: str, comment_id: str, reader: str, at: int) -> Item:
    """The index attributes of a report: in the history of the reader who made it."""
    return {"ap": f"U#{site}#{reader_token(reader)}", "as": f"R#{time_and_id(at, comment_id)}"}


def of_vote(site: str, comment_id: str, reader: str, at: int) -> Item:
    """The index attributes of a like: in the history of the reader whose it is."""
    return {"ap": f"U#{site}#{reader_token(reader)}", "as": f"V#{time_and_id(at, comment_id)}"}


def log_of(site: str, month: str) -> str:
    """The partition of a month's log rows (`YYYY-MM`). Raises NotFound."""
    if not MONTH.fullmatch(month):
        raise NotFound("not-found", what="month")
    return f"L#{site_token(site)}#{month}"


def of_log(site: str, comment_id: str, at: int) -> Item:
    """The index attributes of a log row: in the decision log of its month."""
    return {"tp": log_of(site, day(at)[:7]), "ts": time_and_id(at, comment_id)}


def _list_of(comment: Comment) -> str:
    if comment.status is Status.PENDING:
        return waiting_at(comment.site, comment.page)
    if not comment.shows_replies:
        return ""
    return replies_of(comment.site, comment.root) if comment.root else roots_of(comment.site, comment.page)


def _listed(comment: Comment, shard: int) -> Item:
    listing = listing_of(comment)
    assert listing is not None, "what doesn't wait is in a list"
    created = time_and_id(comment.created, comment.id)
    return {
        "kp": f"D#{comment.site}#{listing}#{shard}",
        "ks": f"{NO_RISK}#{created}",
        "wp": listed_at(comment.site, comment.page, listing),
        "ws": created,
    }


def _queue(comment: Comment, shard: int) -> Item:
    waits = time_and_id(comment.held_since or comment.created, comment.id)
    risk = min(comment.verdict.risk, MAX_RISK) if comment.verdict else 0
    return {
        "kp": f"Q#{comment.site}#{shard}",
        "ks": f"{MAX_RISK - risk:03d}#{waits}",
        "wp": f"W#{comment.site}#{shard}",
        "ws": waits,
    }
