"""Resolved comments into the table: each once, whatever is there stays, counted at once, read back at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import IO, Protocol, TypeVar

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreContended, StoreUnavailable
from ghirbal.domain.page import clean_title
from ghirbal.domain.reader import Page
from ghirbal.ports.posting import PrivateRow
from ghirbal.usecases.posting.post import PRIVATE_DAYS
from ghirbal_tools.importing.resolve import Resolved, Resolver
from ghirbal_tools.importing.spool import BEGUN, Spool

T = TypeVar("T")

BATCH = 200
"""Comments between two checkpoints."""

READ_BATCH = 100
"""Comments that are asked for at once; DynamoDB answers 100 a call."""

THREADS = 8

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before each further try: a minute in all, in which an on-demand table has grown by what was too much."""


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Consecutive tuples of at most `size`; itertools has it from Python 3.12 on."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


class Store(Protocol):
    """Where imported comments go."""

    def put(self, comment: Comment) -> bool:
        """Store a comment if there is none of its id; whether it was stored."""

    def put_page(self, page: Page) -> None:
        """Store an article's row if there is none."""

    def put_private(self, site: str, row: PrivateRow) -> None:
        """Store the row of a hashed mail if there is none."""

    def count(self, comments: Sequence[Comment]) -> None:
        """Bring counters and lists of the most liked to what these comments are; again changes nothing."""

    def there(self, site: str, ids: Iterable[str]) -> set[str]:
        """Which of these comments are stored, read consistently."""


@dataclass(slots=True)
class Progress:
    """One line on a terminal: how many, how fast, how long still."""

    total: int
    out: IO[str] = sys.stderr
    done: int = 0
    begun: float = 0.0
    told: float = 0.0

    def add(self, n: int) -> None:
        """Count and, at most twice a second, tell."""
        now = time.monotonic()
        self.begun = self.begun or now
        self.done += n
        if self.out.isatty() and (now - self.told > 0.5 or self.done >= self.total):
            self.told = now
            rate = self.done / max(now - self.begun, 0.001)
            left = int((self.total - self.done) / rate) if rate else 0
            self.out.write(
                f"\r{self.done:,} of {self.total:,} · {rate:,.0f}/s · {left // 60}:{left % 60:02d} left "
            )
            self.out.write("\n" if self.done >= self.total else "")
            self.out.flush()


class Patient:
    """A store that is asked again when it is away for a moment: throttled, or without an answer in time.

    Whatever is asked twice changes nothing more, for every write is insert-only or counts by version.
    """

    def __init__(self, store: Store, pause: Callable[[float], None] = time.sleep) -> None:
        """`pause` waits the given seconds."""
        self._store, self._pause = store, pause

    def put(self, comment: Comment) -> bool:
        """As the store's; a comment that was stored although its answer was lost counts as there before."""
        return self._again(lambda: self._store.put(comment))

    def put_page(self, page: Page) -> None:
        """As the store's."""
        self._again(lambda: self._store.put_page(page))

    def put_private(self, site: str, row: PrivateRow) -> None:
        """As the store's."""
        self._again(lambda: self._store.put_private(site, row))

    def count(self, comments: Sequence[Comment]) -> None:
        """As the store's."""
        self._again(lambda: self._store.count(comments))

    def there(self, site: str, ids: Iterable[str]) -> set[str]:
        """As the store's."""
        wanted = list(ids)
        return self._again(lambda: self._store.there(site, wanted))

    def _again(self, call: Callable[[], T]) -> T:
        for seconds in PAUSES:
            try:
                return call()
            except (StoreUnavailable, StoreContended):
                self._pause(seconds)
        return call()


def load(spool: Spool, resolver: Resolver, store: Store, progress: Progress, now: int) -> None:
    """Store what is undone, batch by batch; each batch is marked when it is there and counted.

    What is not there yet is marked as begun before it is stored: a run that goes on after a killed one then knows
    whose doing it is that a comment is there. Raises StoreUnavailable when the store stays away for a minute.
    """
    pages: set[str] = set()
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in batched(resolver.all(undone=True), BATCH):
            kept = [one for one in batch if one.comment is not None]
            for one in kept:
                if one.address not in pages:
                    pages.add(one.address)
                    store.put_page(_page(one))
            # Each id once: of two threads with the same comment either may be the one that stores it.
            firsts = list({_id(one): one for one in reversed(kept)}.values())
            ours = _begun(firsts, spool, store)
            new = list(pool.map(lambda one: _put(one, resolver, store, now), firsts))
            ours |= {one.number for one, stored in zip(firsts, new, strict=True) if stored}
            store.count([one.comment for one in kept if one.comment is not None])
            said = [("imported" if one.number in ours else "merged", one.number) for one in kept]
            spool.mark(
                [*said, *((f"skipped {one.reason}", one.number) for one in batch if one.comment is None)]
            )
            progress.add(len(batch))


def _begun(firsts: Sequence[Resolved], spool: Spool, store: Store) -> set[int]:
    """Of records with one id each: those whose comments are this import's, begun before or not there yet."""
    ours = {one.number for one in firsts if one.outcome == BEGUN}
    asked = {_id(one): one for one in firsts if one.number not in ours}
    there = store.there(_comment(firsts[0]).site, asked) if asked else set()
    new = {one.number for name, one in asked.items() if name not in there}
    spool.mark([(BEGUN, number) for number in sorted(new)])
    return ours | new


def _id(one: Resolved) -> str:
    return _comment(one).id


def _comment(one: Resolved) -> Comment:
    assert one.comment is not None
    return one.comment


def _put(one: Resolved, resolver: Resolver, store: Store, now: int) -> bool:
    comment = _comment(one)
    mail = resolver.mail_hash(one.record)
    if mail:
        row = PrivateRow(
            comment_id=comment.id, address="", mail=mail, expires=(now + PRIVATE_DAYS * DAY) // 1000
        )
        store.put_private(comment.site, row)
    return store.put(comment)


def _page(one: Resolved) -> Page:
    comment = _comment(one)
    return Page(
        comment.site, comment.page, one.address, clean_title(one.record.title), created=comment.created
    )


def foretold(spool: Spool, resolver: Resolver, store: Store, site: str) -> Iterator[tuple[Resolved, str]]:
    """Every record, and "merged" for a comment that is stored or came earlier in the file, else "imported"."""
    for batch in batched(resolver.all(), READ_BATCH):
        there = store.there(site, {one.comment.id for one in batch if one.comment is not None})
        for one in batch:
            known = one.comment is not None and (
                one.comment.id in there or not spool.is_first(one.comment.id)
            )
            yield one, "merged" if known else "imported"


def missing(resolver: Resolver, store: Store, site: str) -> Iterator[str]:
    """The ids that should be there and are not."""
    ids = (one.comment.id for one in resolver.all() if one.comment is not None)
    for batch in batched(ids, READ_BATCH):
        yield from set(batch) - store.there(site, batch)
