"""Cursors open for the list that made them and for nothing else (fault cases 15, 39, 45)."""

from __future__ import annotations

import pytest

from ghirbal.auth.cursors import CURSOR, open_cursor, seal_cursor
from ghirbal.auth.life import CURSOR_LIFE, SKEW
from ghirbal.domain.errors import Refused
from tests.unit.auth.support import NOW, signed

TOKENS = signed("1")
POSITION = {"PK": "C#akhbar#" + "c" * 26, "SK": "C", "gp": "A#akhbar#" + "p" * 26, "gs": f"{NOW}#" + "c" * 26}


def sealed() -> str:
    cursor = seal_cursor(TOKENS, "akhbar", "roots/p/newest", POSITION, NOW)
    assert cursor is not None
    return cursor


def test_a_cursor_opens_to_the_position_it_was_made_of() -> None:
    assert open_cursor(TOKENS, sealed(), "akhbar", "roots/p/newest", NOW) == POSITION


def test_the_end_of_a_list_has_no_cursor_and_the_start_needs_none() -> None:
    assert seal_cursor(TOKENS, "akhbar", "roots/p/newest", None, NOW) is None
    assert open_cursor(TOKENS, None, "akhbar", "roots/p/newest", NOW) is None


def test_an_empty_slice_with_a_position_still_has_a_cursor() -> None:
    """Fault case 15: zero items and a last key give the client something to go on with."""
    cursor = seal_cursor(TOKENS, "akhbar", "roots/p/newest", {}, NOW)
    assert cursor is not None
    assert open_cursor(TOKENS, cursor, "akhbar", "roots/p/newest", NOW) == {}


@pytest.mark.parametrize(
    ("site", "query"),
    [
        ("sahifa", "roots/p/newest"),
        ("akhbar", "roots/q/newest"),
        ("akhbar", "roots/p/oldest"),
        ("akhbar", "queue"),
    ],
)
def test_a_cursor_of_another_site_or_list_is_refused(site: str, query: str) -> None:
    with pytest.raises(Refused, match="cursor"):
        open_cursor(TOKENS, sealed(), site, query, NOW)


@pytest.mark.parametrize("cursor", ["", "garbage", "v1.1.e30." + "A" * 43])
def test_a_damaged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Refused, match="cursor"):
        open_cursor(TOKENS, cursor, "akhbar", "roots/p/newest", NOW)


def test_a_truncated_or_bit_flipped_cursor_is_refused() -> None:
    whole = sealed()
    flipped = whole[:20] + chr(ord(whole[20]) ^ 1) + whole[21:]
    for cursor in (whole[:-1], whole[: len(whole) // 2], flipped):
        with pytest.raises(Refused, match="cursor"):
            open_cursor(TOKENS, cursor, "akhbar", "roots/p/newest", NOW)


def test_a_cursor_of_a_key_that_is_gone_is_refused() -> None:
    with pytest.raises(Refused, match="cursor"):
        open_cursor(signed("3", "2"), sealed(), "akhbar", "roots/p/newest", NOW)


def test_a_signed_position_that_is_no_mapping_of_texts_is_refused() -> None:
    payload = {"site": "akhbar", "query": "queue", "at": {"PK": 7}, "issued": NOW}
    with pytest.raises(Refused, match="cursor"):
        open_cursor(TOKENS, TOKENS.issue(CURSOR, payload), "akhbar", "queue", NOW)


@pytest.mark.parametrize("late", [-SKEW, 0, CURSOR_LIFE])
def test_a_cursor_lives_for_a_day_both_ends_included(late: int) -> None:
    assert open_cursor(TOKENS, sealed(), "akhbar", "roots/p/newest", NOW + late) == POSITION


@pytest.mark.parametrize("late", [-SKEW - 1, CURSOR_LIFE + 1])
def test_a_cursor_is_refused_a_millisecond_outside(late: int) -> None:
    with pytest.raises(Refused, match="cursor"):
        open_cursor(TOKENS, sealed(), "akhbar", "roots/p/newest", NOW + late)
