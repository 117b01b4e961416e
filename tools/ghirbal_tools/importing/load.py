"""Resolved comments into the table: each once, whatever is there stays, counted at once, read back at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import IO, Protocol, TypeVar

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import Comment
from ghirbal.domain.page import clean_title
from ghirbal.domain.reader import Page
from ghirbal.ports.posting import PrivateRow
from ghirbal.usecases.posting.post import PRIVATE_DAYS
from ghirbal_tools.importing.resolve import Resolved, Resolver
from ghirbal_tools.importing.spool import Spool

T = TypeVar("T")

BATCH = 200
"""Comments between two checkpoints."""

READ_BATCH = 100
"""Comments that are asked for at once; DynamoDB answers 100 a call."""

THREADS = 8


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


def load(spool: Spool, resolver: Resolver, store: Store, progress: Progress, now: int) -> None:
    """Store what is undone, batch by batch; each batch is marked when it is there and counted."""
    pages: set[str] = set()
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in batched(resolver.all(undone=True), BATCH):
            kept = [one for one in batch if one.comment is not None]
            for one in kept:
                if one.address not in pages:
                    pages.add(one.address)
                    store.put_page(_page(one))
            stored = list(pool.map(lambda one: _put(one, resolver, store, now), kept))
            store.count([one.comment for one in kept if one.comment is not None])
            said = [
                ("imported" if new else "merged", one.number) for new, one in zip(stored, kept, strict=True)
            ]
            spool.mark(
                [*said, *((f"skipped {one.reason}", one.number) for one in batch if one.comment is None)]
            )
            progress.add(len(batch))


def _put(one: Resolved, resolver: Resolver, store: Store, now: int) -> bool:
    assert one.comment is not None
    mail = resolver.mail_hash(one.record)
    if mail:
        row = PrivateRow(
            comment_id=one.comment.id, address="", mail=mail, expires=(now + PRIVATE_DAYS * DAY) // 1000
        )
        store.put_private(one.comment.site, row)
    return store.put(one.comment)


def _page(one: Resolved) -> Page:
    assert one.comment is not None
    comment = one.comment
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
