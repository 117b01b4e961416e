"""Counts of articles, and what is remembered of those that have none (attack B5)."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from ghirbal.usecases.page_counts import MOST, REMEMBERED, PageCounts
from tests.support.making import Hand


class Store(SimpleNamespace):
    """Counts of one article, and what was asked for."""

    def __init__(self) -> None:
        super().__init__(asked=[], known={"page": 3})

    def counts(self, site: str, pages: Sequence[str]) -> dict[str, int]:
        del site
        self.asked += pages
        return {page: n for page, n in self.known.items() if page in pages}


def made() -> tuple[PageCounts, Any, Hand]:
    store, clock = Store(), Hand()
    return PageCounts(store, clock), store, clock


def test_an_article_without_comments_is_not_looked_for_again_for_seconds() -> None:
    counts, store, clock = made()
    for _ in range(3):
        assert counts.of("demo", ["invented", "page"]) == {"page": 3}
    assert store.asked == ["invented", "page", "page", "page"], "what there is, is told as it stands"
    clock.now += REMEMBERED
    store.known["invented"] = 1
    assert counts.of("demo", ["invented"]) == {"invented": 1}


def test_an_absent_article_of_one_site_may_be_there_at_another() -> None:
    counts, store, _ = made()
    counts.of("demo", ["news"])
    counts.of("other", ["news"])
    assert store.asked == ["news", "news"]


def test_what_is_remembered_has_an_end() -> None:
    counts, _, _ = made()
    for number in range(0, 3 * MOST, 100):
        counts.of("demo", [f"invented-{number + n}" for n in range(100)])
        assert len(vars(counts)["_absent"]) <= MOST + 200
