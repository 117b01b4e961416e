"""What a post does before its comment is stored: one read of all it depends on, one transaction of what it takes."""

from __future__ import annotations

from collections.abc import Iterator

from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.ports import DUPLICATE, Duplicates, Fingerprint, PostContext, PostKeys, PrivateRow, Reservation
from ghirbal.storage import keys, limits
from ghirbal.storage.failures import Reason
from ghirbal.storage.items import EXPIRY, Item, Row, alive, members
from ghirbal.storage.keys import Key
from ghirbal.storage.rows import comment_from_item, keyed
from ghirbal.storage.rows_around import ban_from_item, page_from_item, standing_from_item
from ghirbal.storage.table import Table
from ghirbal.storage.transaction import carry_out
from ghirbal.storage.writes import Write, put, update

IDS_KEPT = 20
"""Comments a duplicate bucket names."""

POSTERS_KEPT = 400
"""Readers it remembers: 400 hashes are 11 KB. After that the same reader's second copy is no longer told."""

# The same reader's same text again, unless it is this very post, tried again.
_NOT_TWICE = "(NOT contains(#posters, :poster) OR contains(#ids, :id) OR contains(#more, :id))"
_ROOM = "(attribute_not_exists({names}) OR size({names}) < :kept OR contains({names}, :id))"


def open_post(table: Table, wanted: PostKeys, now: int) -> PostContext:
    """Everything a post depends on, in one consistent read; what is past its time counts as absent."""
    found = table.get_many(_post_keys(wanted))
    rows = {key: row for key, row in found.items() if alive(row, now)}
    site = wanted.site
    return PostContext(
        existing=_comment(rows.get(keys.comment(site, wanted.comment_id))),
        parent=_comment(rows.get(keys.comment(site, wanted.parent))) if wanted.parent else None,
        page=page_from_item(site, wanted.page, rows.get(keys.page(site, wanted.page))),
        standing=standing_from_item(rows.get(keys.standing(site, wanted.reader))),
        bans=tuple(ban_from_item(rows[key]) for key in _ban_keys(wanted) if key in rows),
        duplicates=_duplicates([rows[key] for key in _duplicate_keys(wanted) if key in rows]),
    )


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


def _post_keys(wanted: PostKeys) -> Iterator[Key]:
    yield keys.comment(wanted.site, wanted.comment_id)
    if wanted.parent:
        yield keys.comment(wanted.site, wanted.parent)
    yield keys.page(wanted.site, wanted.page)
    yield keys.standing(wanted.site, wanted.reader)
    yield from _ban_keys(wanted)
    yield from _duplicate_keys(wanted)


def _ban_keys(wanted: PostKeys) -> list[Key]:
    return [keys.ban(wanted.site, kind, hashed) for kind, hashed in wanted.bans]


def _duplicate_keys(wanted: PostKeys) -> list[Key]:
    return [keys.duplicates(wanted.site, wanted.fingerprint, day) for day in wanted.days]


def _comment(row: Item | None) -> Comment | None:
    return comment_from_item(row) if row else None


def _duplicates(rows: list[Item]) -> Duplicates:
    nothing: frozenset[str] = frozenset()
    return Duplicates(
        ids=nothing.union(*(members(row, "ids") for row in rows)),
        posters=nothing.union(*(members(row, "posters") for row in rows)),
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
    item: Item = {"address": row.address, "mail": row.mail, EXPIRY: row.expires}
    return put(keyed(keys.private(site, row.comment_id), item))


def _new_page(page: Page) -> Write:
    """The first poster's address and title stay; of two first posters neither is refused."""
    return update(
        keys.page(page.site, page.id),
        "SET #url = if_not_exists(#url, :url), #title = if_not_exists(#title, :title)",
        url=page.url,
        title=page.title,
    )
