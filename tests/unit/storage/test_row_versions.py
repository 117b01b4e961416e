"""Rows outlive releases: what the first one wrote is read for ever; what a later one adds disturbs no older reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ghirbal.domain.comment import Status
from ghirbal.domain.reader import Retention, Role
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.writes import changes
from ghirbal.storage.rows.around import (
    moderator_from_item,
    page_from_item,
    private_from_item,
    reputation_from_item,
)
from ghirbal.storage.rows.comment import comment_from_item, comment_to_item, log_from_item, report_from_item
from ghirbal.storage.rows.counted import counted_from_item
from ghirbal.storage.rows.flood import judged_from_item
from ghirbal.storage.rows.votes import top_from_item, vote_from_item
from ghirbal.storage.sites import site_from_item
from ghirbal_tools.template import ROOT

SITE, PAGE, COMMENT = "akhbar", "b" * 26, "a" * 26
ROWS: dict[str, Any] = json.loads((ROOT / "tests/golden/rows_0_1.json").read_text("utf-8"))
READERS: dict[str, Callable[[Item], Any]] = {
    "comment": comment_from_item,
    "log": log_from_item,
    "report": report_from_item,
    "vote": vote_from_item,
    "counted": counted_from_item,
    "judged": judged_from_item,
    "private": lambda row: private_from_item(COMMENT, row),
    "page": lambda row: page_from_item(SITE, PAGE, row),
    "reputation": reputation_from_item,
    "moderator": lambda row: moderator_from_item(SITE, row),
    "site": lambda row: site_from_item(SITE, row),
    "top": top_from_item,
}


def row(name: str) -> Item:
    found: Item = dict(ROWS[name])
    return found


def test_every_kind_of_row_has_its_first_form() -> None:
    assert READERS.keys() == ROWS.keys() - {"about"}


@pytest.mark.parametrize("name", READERS)
def test_what_a_later_release_adds_disturbs_no_older_reader(name: str) -> None:
    read = READERS[name]
    assert read(row(name) | {"zz": "of the future", "zn": 7, "zs": frozenset({"x"})}) == read(row(name))


def test_the_first_release_s_rows_say_what_they_said() -> None:
    comment = comment_from_item(row("comment"))
    assert (comment.text, comment.status, comment.version, comment.likes) == ("شكراً", Status.APPROVED, 1, 0)
    assert (log_from_item(row("log")).to, log_from_item(row("log")).by) == ("APPROVED", "mina")
    assert (report_from_item(row("report")).weight, vote_from_item(row("vote")).counted) == (1, False)
    assert counted_from_item(row("counted")).on
    assert judged_from_item(row("judged")).version == 1
    page = page_from_item(SITE, PAGE, row("page"))
    assert page is not None
    assert (page.open, page.moved_to, page.title) == (True, "", "")
    assert moderator_from_item(SITE, row("moderator")).role is Role.MODERATOR
    site = site_from_item(SITE, row("site"))
    assert (site.origins, site.retention) == (("https://akhbar.example",), Retention())
    assert top_from_item(row("top")).placed[0].likes == 2


def test_a_step_of_an_older_release_leaves_what_a_later_one_added() -> None:
    """A comment is changed attribute by attribute: those that the step doesn't know are not in its expression."""
    before = comment_from_item(row("comment") | {"zz": "of the future"})
    after = comment_from_item(row("comment") | {"v": 2, "st": "REJECTED"})
    expression, values = changes(comment_to_item(before), comment_to_item(after), frozenset())
    assert "zz" not in expression
    assert values["v"] == 2
