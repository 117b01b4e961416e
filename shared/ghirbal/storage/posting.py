"""What a post does before its comment is stored: one read of all it depends on, one transaction of what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ghirbal.domain.breaker import HOURS_READ, UNKNOWN_PAGES
from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.ports.flood import NEAR_KEPT
from ghirbal.ports.posting import (
    DUPLICATE,
    Duplicates,
    Fingerprint,
    LimitRow,
    PostContext,
    PostKeys,
    PrivateRow,
    Reservation,
    Traffic,
    Usage,
)
from ghirbal.storage import limits
from ghirbal.storage.dynamodb import keys, keys_flood
from ghirbal.storage.dynamodb.failures import Reason
from ghirbal.storage.dynamodb.items import Item, Row, alive, flag, members, number
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.rows.around import ban_from_item, page_from_item, private_to_item, reputation_from_item
from ghirbal.storage.rows.ban_patterns import patterns_from_item, patterns_key
from ghirbal.storage.rows.comment import comment_from_item
from ghirbal.storage.rows.flood import breaker_from_item, near_from_item, sizes_from_item

IDS_KEPT = 20
"""Comments a duplicate bucket names."""

POSTERS_KEPT = 400
"""Readers it remembers: 400 hashes are 11 KB. After that the same reader's second copy is no longer told."""

# The same reader's same text again, unless it is this very post, tried again.
_NOT_TWICE = "(NOT contains(#posters, :poster) OR contains(#ids, :id) OR contains(#more, :id))"
_ROOM = "(attribute_not_exists({names}) OR size({names}) < :kept OR contains({names}, :id))"


def open_post(table: Table, wanted: PostKeys, now: int) -> PostContext:
    """Everything a post depends on, in one consistent read; what is past its time counts as absent."""
    found = table.get_many(post_keys(wanted))
    return context_of(wanted, {key: row for key, row in found.items() if alive(row, now)})


def context_of(wanted: PostKeys, rows: Mapping[Key, Item]) -> PostContext:
    """What these rows, none of them past its time, say of a post."""
    site = wanted.site
    near = [near_from_item(rows[key]) for key in _near_keys(wanted) if key in rows]
    return PostContext(
        existing=_comment(rows.get(keys.comment(site, wanted.comment_id))),
        parent=_comment(rows.get(keys.comment(site, wanted.parent))) if wanted.parent else None,
        page=page_from_item(site, wanted.page, rows.get(keys.page(site, wanted.page))),
        reputation=reputation_from_item(rows.get(keys.reputation(site, wanted.reader))),
        bans=tuple(ban_from_item(rows[key]) for key in _ban_keys(wanted) if key in rows),
        patterns=patterns_from_item(rows.get(patterns_key(site))),
        duplicates=_duplicates([rows[key] for key in _duplicate_keys(wanted) if key in rows]),
        near=tuple(dict.fromkeys(one for bucket in near for one in bucket)),
        near_full=any(len(bucket) >= NEAR_KEPT for bucket in near),
        traffic=_traffic(wanted, rows),
        used=used_of(wanted.site, wanted.limits, rows),
    )


def used_of(site: str, asked: Iterable[LimitRow], rows: Mapping[Key, Item]) -> dict[LimitRow, Usage]:
    """What these windows hold, as far as there is a row."""
    found = ((row, rows.get(limits.row_key(site, row))) for row in asked)
    return {row: limits.usage(item) for row, item in found if item is not None}


def reserve(table: Table, reservation: Reservation) -> frozenset[str]:
    """Take limits, bucket, private row and page together; or nothing, and say what was full."""
    for bucket in _buckets(reservation):
        writes = _writes(reservation, bucket)
        reasons = carry_out(table, writes)
        refused = {limit.kind for limit in limits.full(reservation.limits, reasons)}
        if reservation.fingerprint and bucket and reasons:
            refused |= _bucket_refusal(reservation.fingerprint, reasons[len(reservation.limits)])
        if refused or not reasons:
            return frozenset(refused)
    raise AssertionError("the last attempt writes no bucket, so nothing is left to be full")


def post_keys(wanted: PostKeys) -> Iterator[Key]:
    """Every row that a post depends on: at most 45."""
    yield keys.comment(wanted.site, wanted.comment_id)
    if wanted.parent:
        yield keys.comment(wanted.site, wanted.parent)
    yield keys.page(wanted.site, wanted.page)
    yield keys.reputation(wanted.site, wanted.reader)
    yield from _ban_keys(wanted)
    yield patterns_key(wanted.site)
    yield from _duplicate_keys(wanted)
    yield from _near_keys(wanted)
    yield from _traffic_keys(wanted)
    yield from (limits.row_key(wanted.site, row) for row in wanted.limits)


def _ban_keys(wanted: PostKeys) -> list[Key]:
    return [keys.ban(wanted.site, kind, hashed) for kind, hashed in wanted.bans]


def _duplicate_keys(wanted: PostKeys) -> list[Key]:
    return [keys.duplicates(wanted.site, wanted.fingerprint, day) for day in wanted.days]


def _near_keys(wanted: PostKeys) -> list[Key]:
    return [keys_flood.near(wanted.site, band, day) for day in wanted.days for band in wanted.bands]


def _past_hours(wanted: PostKeys) -> range:
    return range(wanted.hour - HOURS_READ, wanted.hour)


def _traffic_keys(wanted: PostKeys) -> Iterator[Key]:
    if not wanted.hour:
        return
    site = wanted.site
    yield keys_flood.breaker(site, wanted.page)
    yield keys_flood.breaker(site, UNKNOWN_PAGES)
    for hour in _past_hours(wanted):
        yield keys_flood.hour(site, wanted.page, hour)
        yield keys_flood.sizes(site, hour)
    for minute in (wanted.minute, wanted.minute - 1):
        yield keys_flood.newcomers(site, minute)


def _traffic(wanted: PostKeys, rows: Mapping[Key, Item]) -> Traffic:
    if not wanted.hour:
        return Traffic()
    site, sizes = wanted.site, Counter[int]()
    for hour in _past_hours(wanted):
        sizes.update(sizes_from_item(rows.get(keys_flood.sizes(site, hour), {})))
    hours = (rows.get(keys_flood.hour(site, wanted.page, hour)) for hour in _past_hours(wanted))
    new = (rows.get(keys_flood.newcomers(site, minute)) for minute in (wanted.minute, wanted.minute - 1))
    return Traffic(
        hours=tuple(number(row, "n") for row in hours if row),
        sizes=dict(sizes),
        breaker=breaker_from_item(rows.get(keys_flood.breaker(site, wanted.page))),
        unknown_breaker=breaker_from_item(rows.get(keys_flood.breaker(site, UNKNOWN_PAGES))),
        newcomers=max((number(row, "n") for row in new if row), default=0),
    )


def _comment(row: Item | None) -> Comment | None:
    return comment_from_item(row) if row else None


def _duplicates(rows: list[Item]) -> Duplicates:
    nothing: frozenset[str] = frozenset()
    return Duplicates(
        ids=nothing.union(*(members(row, "ids") for row in rows)),
        posters=nothing.union(*(members(row, "posters") for row in rows)),
        approved=any(flag(row, "ok") for row in rows),
    )


def _buckets(reservation: Reservation) -> Iterator[Write | None]:
    """Ways to enter the bucket, tried in turn: named in it, only counted in it, and, when it is full, not at all.

    A full bucket refuses nobody: a flood of copies must not silence an honest crowd (fault case 56).
    """
    if mark := reservation.fingerprint:
        yield _enter(reservation.site, mark, "#ids", IDS_KEPT)
        yield _enter(reservation.site, mark, "#more", POSTERS_KEPT)
    yield None


def _enter(site: str, mark: Fingerprint, names: str, kept: int) -> Write:
    return update(
        keys.duplicates(site, mark.fingerprint, mark.day),
        f"ADD {names} :one, #posters :posters SET #exp = :exp",
        f"{_NOT_TWICE} AND {_ROOM.format(names=names)}",
        one=frozenset({mark.comment_id}),
        id=mark.comment_id,
        posters=frozenset({mark.poster}),
        poster=mark.poster,
        kept=kept,
        exp=mark.expires,
    )


def _bucket_refusal(mark: Fingerprint, reason: Reason) -> set[str]:
    """DUPLICATE when this poster is in the bucket with another comment; a full bucket is no refusal."""
    row: Row = reason.row or {}
    same_post = mark.comment_id in members(row, "ids") | members(row, "more")
    twice = mark.poster in members(row, "posters") and not same_post
    return {DUPLICATE} if reason.failed and twice else set()


def _writes(reservation: Reservation, bucket: Write | None) -> list[Write]:
    site = reservation.site
    writes = [limits.use(site, limit) for limit in reservation.limits]
    if bucket:
        writes.append(bucket)
    if reservation.private:
        writes.append(_private(site, reservation.private))
    if reservation.page:
        writes.append(_new_page(reservation.page))
    return writes


def _private(site: str, row: PrivateRow) -> Write:
    return put(private_to_item(site, row))


def _new_page(page: Page) -> Write:
    """The first poster's address and title stay; of two first posters neither is refused."""
    return update(
        keys.page(page.site, page.id),
        "SET #url = if_not_exists(#url, :url), #title = if_not_exists(#title, :title), "
        "#cr = if_not_exists(#cr, :cr)",
        url=page.url,
        title=page.title,
        cr=page.created,
    )
