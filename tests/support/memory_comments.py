"""Posting, deciding and reporting in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Conflict, NotFound, Refused
from ghirbal.domain.reader import Page
from ghirbal.ports.comments import LogEntry
from ghirbal.ports.deciding import Change, Report
from ghirbal.ports.flood import BreakerTrip
from ghirbal.ports.posting import (
    DUPLICATE,
    Fingerprint,
    LimitRow,
    PostContext,
    PostKeys,
    Reservation,
    Usage,
    Use,
)
from ghirbal.storage.deciding import FIRST_REPORTERS
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, Row, alive, flag, members, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.limits import row_key
from ghirbal.storage.posting import IDS_KEPT, POSTERS_KEPT, context_of, post_keys, used_of
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.rows import comment as rows
from tests.support.memory_flood import MemoryArticleTraffic
from tests.support.memory_lists import MemoryLists
from tests.support.memory_rows import allow, full, raise_banned, raise_full, use


class MemoryComments(MemoryLists):
    """`ports.comments.Comments` in memory."""

    def open_post(self, wanted: PostKeys) -> PostContext:
        with self._rows.lock:
            found = {key: self._alive(key) for key in post_keys(wanted)}
            return context_of(wanted, {key: item for key, item in found.items() if item})

    def reserve(self, reservation: Reservation) -> frozenset[str]:
        with self._rows.lock:
            site, mark = reservation.site, reservation.fingerprint
            refused = {use.kind for use in full(self._rows, site, reservation.limits)}
            if mark and self._posted_twice(site, mark):
                refused.add(DUPLICATE)
            if not refused:
                self._take(reservation)
            return frozenset(refused)

    def used(self, site: str, rows: Sequence[LimitRow]) -> Mapping[LimitRow, Usage]:
        with self._rows.lock:
            found = {key: item for row in rows if (item := self._rows.get(key := row_key(site, row)))}
            return used_of(site, rows, found)

    def put_new(self, comment: Comment, trip: BreakerTrip | None = None) -> Comment | None:
        with self._rows.lock:
            existing = self.get(comment.site, comment.id)
            if existing is None:
                self._check_open(comment)
                if trip:
                    MemoryArticleTraffic(self._rows).trip(trip, self._rows.clock())
                self._rows.write(rows.comment_to_item(comment))
            return existing

    def _check_open(self, comment: Comment) -> None:
        if flag(self._rows.get(keys.page(comment.site, comment.page)) or {}, "closed"):
            raise Refused("page-closed")

    def change(self, change: Change) -> None:
        before, after = change.before, change.after
        with self._rows.lock:
            if change.moderator is not None:
                allow(self._rows, before.site, change.moderator, change.roles)
            current = self._as_seen(before)
            if change.while_open:
                self._check_open(before)
            raise_full(self._rows, before.site, change.limits)
            kept = replace(after, replies=current.replies, likes=current.likes)
            if before.report_weight == after.report_weight:
                kept = replace(kept, report_weight=current.report_weight)
            if before.reports == after.reports:
                kept = replace(kept, reports=current.reports, reporters=current.reporters)
            if before.claimed_by == after.claimed_by:
                kept = replace(kept, claimed_by=current.claimed_by, claimed_until=current.claimed_until)
            self._rows.write(rows.comment_to_item(kept))
            self._rows.write(rows.log_to_item(before, after))
            use(self._rows, before.site, change.limits)

    def report(
        self,
        comment: Comment,
        report: Report,
        limits: Sequence[Use],
        bans: Sequence[tuple[str, str]] = (),
    ) -> Comment | None:
        with self._rows.lock:
            key = keys.report(comment.site, comment.id, report.reader)
            if self._rows.get(key):
                return None
            raise_banned(self._rows, comment.site, bans, report.at)
            current = self._as_seen(comment)
            raise_full(self._rows, comment.site, limits)
            self._rows.write(rows.report_to_item(comment, report))
            first = comment.reports < FIRST_REPORTERS
            named = {*current.reporters, report.reader} if first else current.reporters
            weighed = replace(
                current,
                reports=current.reports + 1,
                report_weight=current.report_weight + report.weight,
                reporters=tuple(sorted(named)),
            )
            self._rows.write(rows.comment_to_item(weighed))
            use(self._rows, comment.site, limits)
            return self.get(comment.site, comment.id)

    def log(self, site: str, comment_id: str) -> tuple[LogEntry, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.comment(site, comment_id).pk)
            return tuple(
                rows.log_from_item(item) for item in found if text(item, "SK").startswith(keys.LOG_PREFIX)
            )

    def _alive(self, key: Key) -> Item | None:
        item = self._rows.get(key)
        return item if alive(item, self._rows.clock()) else None

    def _posted_twice(self, site: str, mark: Fingerprint) -> bool:
        item: Row = self._rows.get(keys.duplicates(site, mark.fingerprint, mark.day)) or {}
        mine = mark.comment_id in members(item, "ids") | members(item, "more")
        return mark.poster in members(item, "posters") and not mine

    def _take(self, reservation: Reservation) -> None:
        site = reservation.site
        use(self._rows, site, reservation.limits)
        if reservation.fingerprint:
            self._mark(site, reservation.fingerprint)
        if private := reservation.private:
            self._rows.write(rows_around.private_to_item(site, private))
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
        said: Item = {"url": page.url, "title": page.title, "cr": page.created}
        self._rows.write(said | item)

    def _as_seen(self, seen: Comment) -> Comment:
        current = self.get(seen.site, seen.id)
        if current is None:
            raise NotFound("not-found")
        if (current.version, current.status, current.page) != (seen.version, seen.status, seen.page):
            raise Conflict(current)
        return current
