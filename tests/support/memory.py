"""The table in memory: the same ports, errors and stream records, and no boto3.

Rows are plain dictionaries like the real ones, so that images and lists look alike; what each method *does* is written
again in plain Python, under one lock, so that a mistake in an expression of the real one shows as a difference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ghirbal.domain.clock import DAY, SECOND, Clock
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, Forbidden, LimitReached, NotFound
from ghirbal.domain.ids import SHARDS
from ghirbal.domain.reader import Moderator, Page, Role, Site, Standing
from ghirbal.ports import (
    DUPLICATE,
    Change,
    CountDelta,
    Counted,
    Duplicates,
    Fingerprint,
    LimitUse,
    LogEntry,
    Order,
    PageHead,
    PostContext,
    PostKeys,
    Ref,
    Report,
    Reservation,
    Slice,
)
from ghirbal.storage import indexes, keys, position, rows
from ghirbal.storage.indexes import BY_PAGE, BY_RISK, BY_WAIT, Index
from ghirbal.storage.items import Item, Row, alive, flag, members, number, text
from ghirbal.storage.keys import Key
from ghirbal.storage.posting import IDS_KEPT, POSTERS_KEPT
from ghirbal.storage.sites import site_from_item, site_to_item
from ghirbal.storage.wire import to_image
from tests.support.table import projection

Position = Mapping[str, str]


class Rows:
    """All rows, the lock they are changed under, and what the stream would tell of them."""

    def __init__(self, clock: Clock) -> None:
        """An empty table."""
        self.clock = clock
        self.lock = threading.RLock()
        self.items: dict[Key, Item] = {}
        self.records: list[dict[str, Any]] = []

    def get(self, key: Key) -> Item | None:
        """The row under a key, past its time or not, as DynamoDB would."""
        return self.items.get(key)

    def write(self, item: Item) -> None:
        """Write a whole row; one that changes nothing makes no record (DynamoDB neither)."""
        key = Key(text(item, "PK"), text(item, "SK"))
        old = self.items.get(key)
        self.items[key] = item
        if old != item:
            self._record("MODIFY" if old else "INSERT", key, old, item)

    def remove(self, key: Key, principal: str = "") -> None:
        """Remove a row; `principal` is who the record says did it."""
        old = self.items.pop(key, None)
        if old is not None:
            self._record("REMOVE", key, old, None, principal)

    def add(self, key: Key, **sums: int) -> None:
        """Add to numbers of a row, made when it is not there."""
        item = dict(self.items.get(key) or {"PK": key.pk, "SK": key.sk})
        for name, n in sums.items():
            item[name] = number(item, name, 0) + n
        self.write(item)

    def expire(self) -> None:
        """What TTL does, late: remove what is past its time."""
        with self.lock:
            for key in [key for key, item in self.items.items() if not alive(item, self.clock())]:
                self.remove(key, "dynamodb.amazonaws.com")

    def partition(self, pk: str) -> list[Item]:
        """The rows of a partition in order."""
        return [self.items[key] for key in sorted(self.items) if key.pk == pk]

    def index(self, index: Index, partition: str) -> list[Item]:
        """The rows of an index partition in order, with what it projects."""
        found = [item for item in self.items.values() if item.get(index.pk) == partition]
        kept = projection(index.name)
        projected = [{name: value for name, value in item.items() if name in kept} for item in found]
        return sorted(projected, key=lambda item: (text(item, index.sk), text(item, "PK"), text(item, "SK")))

    def _record(self, name: str, key: Key, old: Item | None, new: Item | None, principal: str = "") -> None:
        number_ = f"{len(self.records) + 1:021d}"
        images = {"OldImage": old, "NewImage": new}
        record: dict[str, Any] = {
            "eventID": f"event-{number_}",
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {
                "ApproximateCreationDateTime": self.clock() // SECOND,
                "Keys": to_image({"PK": key.pk, "SK": key.sk}),
                "SequenceNumber": number_,
                "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
                **{name: to_image(image) for name, image in images.items() if image is not None},
            },
        }
        if principal:
            record["userIdentity"] = {"type": "Service", "principalId": principal}
        self.records.append(record)


class Memory:
    """Every port of the table, over the same rows."""

    def __init__(self, clock: Clock) -> None:
        """`clock` tells what is past its time."""
        self.rows = Rows(clock)
        self.comments = MemoryComments(self.rows)
        self.pages = MemoryPages(self.rows)
        self.sites = MemorySites(self.rows)
        self.counters = MemoryCounters(self.rows)
        self.seen = MemorySeen(self.rows)

    def records(self) -> Sequence[Mapping[str, Any]]:
        """What the table's stream has told, oldest first."""
        with self.rows.lock:
            return tuple(self.rows.records)

    def plant(self, item: Item) -> None:
        """Put a row there, whatever it says: a ban, a standing, an expired or broken one."""
        with self.rows.lock:
            self.rows.write(item)


class MemoryComments:
    """`ports.Comments` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def open_post(self, wanted: PostKeys) -> PostContext:
        with self._rows.lock:
            site = wanted.site
            page = self._alive(keys.page(site, wanted.page))
            bans = [self._alive(keys.ban(site, kind, hashed)) for kind, hashed in wanted.bans]
            return PostContext(
                existing=self.get(site, wanted.comment_id),
                parent=self.get(site, wanted.parent) if wanted.parent else None,
                page=rows.page_from_item(site, wanted.page, page),
                standing=self._standing(site, wanted.reader),
                bans=tuple(rows.ban_from_item(ban) for ban in bans if ban),
                duplicates=self._duplicates(wanted),
            )

    def reserve(self, reservation: Reservation) -> frozenset[str]:
        with self._rows.lock:
            site, mark = reservation.site, reservation.fingerprint
            refused = {use.kind for use in _full(self._rows, site, reservation.limits)}
            if mark and self._posted_twice(site, mark):
                refused.add(DUPLICATE)
            if not refused:
                self._take(reservation)
            return frozenset(refused)

    def put_new(self, comment: Comment) -> Comment | None:
        with self._rows.lock:
            existing = self.get(comment.site, comment.id)
            if existing is None:
                self._rows.write(rows.comment_to_item(comment))
            return existing

    def get(self, site: str, comment_id: str) -> Comment | None:
        with self._rows.lock:
            item = self._rows.get(keys.comment(site, comment_id))
            return rows.comment_from_item(item) if item else None

    def change(self, change: Change) -> None:
        before, after = change.before, change.after
        with self._rows.lock:
            if change.moderator is not None:
                _allow(self._rows, before.site, change.moderator, change.roles)
            current = self._as_seen(before)
            _raise_full(self._rows, before.site, change.limits)
            kept = replace(after, replies=current.replies, likes=current.likes)
            if before.report_weight == after.report_weight:
                kept = replace(kept, report_weight=current.report_weight)
            if before.reports == after.reports:
                kept = replace(kept, reports=current.reports)
            self._rows.write(rows.comment_to_item(kept))
            self._rows.write(rows.log_to_item(before, after))
            _use(self._rows, before.site, change.limits)

    def report(self, comment: Comment, report: Report, limits: Sequence[LimitUse]) -> Comment | None:
        with self._rows.lock:
            key = keys.report(comment.site, comment.id, report.reader)
            if self._rows.get(key):
                return None
            self._as_seen(comment)
            _raise_full(self._rows, comment.site, limits)
            self._rows.write(rows.report_to_item(comment, report))
            self._rows.add(keys.comment(comment.site, comment.id), rn=1, rw=report.weight)
            _use(self._rows, comment.site, limits)
            return self.get(comment.site, comment.id)

    def log(self, site: str, comment_id: str) -> tuple[LogEntry, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.comment(site, comment_id).pk)
            return tuple(
                rows.log_from_item(item) for item in found if text(item, "SK").startswith(keys.LOG_PREFIX)
            )

    def roots(self, site: str, page: str, order: Order, limit: int, after: Position | None) -> Slice:
        return self._list(indexes.roots_of(site, page), order, limit, after)

    def thread(self, site: str, root: str, limit: int, after: Position | None) -> Slice:
        partition = indexes.replies_of(site, root)
        position.read(after, partition, Order.OLDEST, BY_PAGE)
        top = self.get(site, root)
        if top is None or not top.shows_replies:
            return Slice(())
        return self._list(partition, Order.OLDEST, limit, after)

    def head(self, site: str, page: str) -> PageHead:
        with self._rows.lock:
            count: Row = self._rows.get(keys.page_count(site, page)) or {}
            meta: Row = self._rows.get(keys.page(site, page)) or {}
            return PageHead(
                all=max(0, number(count, "n", 0)),
                roots=max(0, number(count, "roots", 0)),
                open=not flag(meta, "closed"),
            )

    def counts(self, site: str, pages: Sequence[str]) -> Mapping[str, int]:
        return {page: self.head(site, page).all for page in pages}

    def queue(
        self, site: str, order: Order, limit: int, after: Position | None, page: str | None = None
    ) -> Slice:
        if page is not None:
            way = Order.NEWEST if order is Order.NEWEST else Order.OLDEST
            found = self._list(indexes.waiting_at(site, page), way, limit, after)
            return Slice(self._whole(site, [comment.id for comment in found.comments]), found.after)
        return self._queue(site, order, limit, after)

    def pending(self, site: str) -> int:
        with self._rows.lock:
            counts = [self._rows.get(keys.site_pending(site, shard)) or {} for shard in range(SHARDS)]
            return max(0, sum(number(count, "n", 0) for count in counts))

    def _alive(self, key: Key) -> Item | None:
        item = self._rows.get(key)
        return item if alive(item, self._rows.clock()) else None

    def _standing(self, site: str, reader: str) -> Standing | None:
        return rows.standing_from_item(self._alive(keys.standing(site, reader)))

    def _duplicates(self, wanted: PostKeys) -> Duplicates:
        found = [self._alive(keys.duplicates(wanted.site, wanted.fingerprint, day)) for day in wanted.days]
        return Duplicates(
            ids=frozenset(name for item in found if item for name in members(item, "ids")),
            posters=frozenset(name for item in found if item for name in members(item, "posters")),
        )

    def _posted_twice(self, site: str, mark: Fingerprint) -> bool:
        item: Row = self._rows.get(keys.duplicates(site, mark.fingerprint, mark.day)) or {}
        mine = mark.comment_id in members(item, "ids") | members(item, "more")
        return mark.poster in members(item, "posters") and not mine

    def _take(self, reservation: Reservation) -> None:
        site = reservation.site
        _use(self._rows, site, reservation.limits)
        if reservation.fingerprint:
            self._mark(site, reservation.fingerprint)
        if private := reservation.private:
            said: Item = {"address": private.address, "mail": private.mail, "exp": private.expires}
            self._rows.write(rows.keyed(keys.private(site, private.comment_id), said))
        if reservation.page:
            self._new_page(reservation.page)

    def _mark(self, site: str, mark: Fingerprint) -> None:
        key = keys.duplicates(site, mark.fingerprint, mark.day)
        item = self._rows.get(key) or {"PK": key.pk, "SK": key.sk}
        for names, kept in (("ids", IDS_KEPT), ("more", POSTERS_KEPT)):
            named = members(item, names)
            if mark.comment_id in named or len(named) < kept:
                posters = members(item, "posters") | {mark.poster}
                added: Item = {names: named | {mark.comment_id}, "posters": posters, "exp": mark.expires}
                return self._rows.write(item | added)
        return None

    def _new_page(self, page: Page) -> None:
        key = keys.page(page.site, page.id)
        item = self._rows.get(key) or {"PK": key.pk, "SK": key.sk}
        self._rows.write({"url": page.url, "title": page.title} | item)

    def _as_seen(self, seen: Comment) -> Comment:
        current = self.get(seen.site, seen.id)
        if current is None:
            raise NotFound("not-found")
        if (current.version, current.status) != (seen.version, seen.status):
            raise Conflict(current)
        return current

    def _list(self, partition: str, order: Order, limit: int, after: Position | None) -> Slice:
        at = position.read(after, partition, order, BY_PAGE)
        with self._rows.lock:
            found = _after(self._rows.index(BY_PAGE, partition), BY_PAGE, at, newest=order is Order.NEWEST)
        shown = found[:limit]
        more = len(found) > limit
        comments = tuple(rows.comment_from_item(item) for item in shown)
        return Slice(comments, position.write(partition, order, text(shown[-1], "gs")) if more else None)

    def _queue(self, site: str, order: Order, limit: int, after: Position | None) -> Slice:
        index = BY_RISK if order is Order.RISKIEST else BY_WAIT
        partitions = indexes.risk_shards(site) if index is BY_RISK else indexes.wait_shards(site)
        places = position.read_shards(after, site, order, index)
        newest = order is Order.NEWEST
        with self._rows.lock:
            shards = [
                [] if at is None else _after(self._rows.index(index, partition), index, at, newest=newest)
                for partition, at in zip(partitions, places, strict=True)
            ]
        ordered = sorted((text(i, index.sk) for shard in shards for i in shard), reverse=newest)
        taken = set(ordered[:limit])
        left = [
            _place([text(i, index.sk) for i in shard], taken, at)
            for shard, at in zip(shards, places, strict=True)
        ]
        ids = [sort_key.rpartition("#")[2] for sort_key in ordered[:limit]]
        return Slice(self._whole(site, ids), position.write_shards(site, order, left))

    def _whole(self, site: str, ids: Iterable[str]) -> tuple[Comment, ...]:
        found = [self.get(site, comment_id) for comment_id in ids]
        return tuple(c for c in found if c is not None and c.status is Status.PENDING)


class MemoryPages:
    """`ports.Pages` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str, page: str) -> Page | None:
        with self._rows.lock:
            return rows.page_from_item(site, page, self._rows.get(keys.page(site, page)))

    def put(self, page: Page, moderator: str, roles: tuple[Role, ...]) -> None:
        with self._rows.lock:
            _allow(self._rows, page.site, moderator, roles)
            key = keys.page(page.site, page.id)
            said: Item = {"url": page.url, "title": page.title, "closed": not page.open, "mode": page.mode}
            self._rows.write({"PK": key.pk, "SK": key.sk} | said)


class MemorySites:
    """`ports.Sites` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str) -> Site | None:
        with self._rows.lock:
            item = self._rows.get(keys.site_config(site))
            return site_from_item(site, item) if item else None

    def put(self, site: Site) -> None:
        with self._rows.lock:
            self._rows.write(site_to_item(site))
            self._rows.write(rows.keyed(keys.registry(site.id), {"status": "active"}))

    def all(self) -> tuple[str, ...]:
        with self._rows.lock:
            return tuple(text(item, "SK") for item in self._rows.partition(keys.REGISTRY))

    def moderator(self, site: str, moderator: str) -> Moderator | None:
        with self._rows.lock:
            item = self._rows.get(keys.moderator(site, moderator))
            return rows.moderator_from_item(site, item) if item else None

    def team(self, site: str) -> tuple[Moderator, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.team(site))
            return tuple(rows.moderator_from_item(site, item) for item in found)

    def put_moderator(self, moderator: Moderator) -> None:
        said: Item = {"role": str(moderator.role), "mail": moderator.mail, "lang": moderator.lang}
        with self._rows.lock:
            self._rows.write(rows.keyed(keys.moderator(moderator.site, moderator.id), said))

    def remove_moderator(self, site: str, moderator: str) -> None:
        with self._rows.lock:
            self._rows.remove(keys.moderator(site, moderator))


class MemoryCounters:
    """`ports.Counters` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def counted(self, refs: Sequence[Ref]) -> Mapping[Ref, Counted]:
        with self._rows.lock:
            found = [self._rows.get(keys.counted(site, comment_id)) for site, comment_id in refs]
            read = [rows.counted_from_item(item) for item in found if item]
            return {(row.site, row.id): row for row in read}

    def commit(self, delta: CountDelta) -> bool:
        with self._rows.lock:
            read = self.counted([(row.site, row.id) for row in delta.rows])
            stands = {ref: row.revision for ref, row in read.items()}
            if any(stands.get((row.site, row.id), 0) != row.revision for row in delta.rows):
                return False
            for row in delta.rows:
                self._rows.write(rows.counted_to_item(row))
            if delta.n or delta.roots:
                self._rows.add(keys.page_count(delta.site, delta.page), n=delta.n, roots=delta.roots)
            for shard, n in (delta.pending or {}).items():
                self._rows.add(keys.site_pending(delta.site, shard), n=n)
            for comment_id, n in (delta.replies or {}).items():
                if self._rows.get(keys.comment(delta.site, comment_id)):
                    self._rows.add(keys.comment(delta.site, comment_id), rc=n)
            return True

    def recount(self, site: str, page: str) -> PageHead:
        with self._rows.lock:
            whole = [
                rows.comment_from_item(item)
                for key, item in self._rows.items.items()
                if _is_comment(key, site)
            ]
            here = {comment.id: comment for comment in whole if comment.page == page}
            roots = sum(c.public for c in here.values() if c.root is None)
            replies = sum(c.public and here[c.root].shows_replies for c in here.values() if c.root in here)
            meta: Row = self._rows.get(keys.page(site, page)) or {}
            return PageHead(all=roots + replies, roots=roots, open=not flag(meta, "closed"))


@dataclass(frozen=True, slots=True)
class _Claim:
    lease: int
    done: bool
    expires: int


class MemorySeen:
    """`ports.Seen` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._lock = rows_.lock
        self._claims: dict[Key, _Claim] = {}

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        key = keys.seen(consumer, event_id)
        with self._lock:
            held = self._claims.get(key)
            if held and held.expires > now and (held.done or held.lease > now):
                return False
            self._claims[key] = _Claim(now + lease_ms, done=False, expires=now + 15 * DAY)
            return True

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        key = keys.seen(consumer, event_id)
        with self._lock:
            self._claims[key] = _Claim(now, done=True, expires=now + 15 * DAY)


def _is_comment(key: Key, site: str) -> bool:
    return key.sk == keys.COMMENT_ROW and key.pk.startswith(f"C#{site}#")


def _limit_row(table: Rows, site: str, use: LimitUse) -> tuple[Key, frozenset[str]]:
    key = keys.limit(site, use.kind, use.key, use.window)
    return key, members(table.get(key) or {}, "ids")


def _full(table: Rows, site: str, uses: Iterable[LimitUse]) -> list[LimitUse]:
    counted = [(use, _limit_row(table, site, use)[1]) for use in uses]
    return [use for use, ids in counted if ids and len(ids) >= use.n and use.member not in ids]


def _use(table: Rows, site: str, uses: Iterable[LimitUse]) -> None:
    for use in uses:
        key, ids = _limit_row(table, site, use)
        table.write({"PK": key.pk, "SK": key.sk, "ids": ids | {use.member}, "exp": use.expires})


def _raise_full(table: Rows, site: str, uses: Sequence[LimitUse]) -> None:
    for use in _full(table, site, uses):
        seconds = max(1, use.expires - table.clock() // SECOND)
        raise LimitReached("limit-reached", kind=use.kind, retry_after=seconds)


def _allow(table: Rows, site: str, moderator: str, roles: Sequence[Role]) -> None:
    item = table.get(keys.moderator(site, moderator))
    if item is None or (roles and text(item, "role") not in roles):
        raise Forbidden("not-on-team")


def _after(found: Sequence[Item], index: Index, at: str, *, newest: bool) -> list[Item]:
    ordered = list(reversed(found)) if newest else list(found)
    if at == position.START:
        return ordered
    beyond: Callable[[str], bool] = (lambda key: key < at) if newest else (lambda key: key > at)
    return [item for item in ordered if beyond(text(item, index.sk))]


def _place(shard: Sequence[str], taken: set[str], at: str | None) -> str | None:
    """Where to go on in a shard; None when all of it was taken."""
    mine = [sort_key for sort_key in shard if sort_key in taken]
    if len(mine) == len(shard):
        return None
    return mine[-1] if mine else at
