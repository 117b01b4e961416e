"""Readers, forms and nudges: who is who, and for how long (fault cases 45, 54; attacks M4, M10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.auth.life import FORM_LIFE, NUDGE_LIFE, SKEW
from ghirbal.auth.reader import (
    Form,
    Nudge,
    form_problem,
    issue_form,
    issue_nudge,
    issue_reader,
    new_reader,
    read_form,
    read_nudge,
    read_reader,
    reader_of,
)
from tests.unit.auth.support import NOW, keyring, signed

KEYS = keyring("1")
TOKENS = signed("1")
FORM = Form(site="akhbar", page="p" * 26, reader="r" * 26, issued=NOW, address="a" * 26)
NUDGE = Nudge(site="akhbar", page="p" * 26, reader="r" * 26, comment="c" * 26, issued=NOW)


def test_a_reader_token_always_names_the_same_reader() -> None:
    reader = new_reader(KEYS, "akhbar", NOW)
    token = issue_reader(TOKENS, reader)
    assert reader_of(TOKENS, KEYS, token, "akhbar", NOW) == reader.hash
    assert reader_of(TOKENS, KEYS, token, "akhbar", NOW + 10**11) == reader.hash


def test_two_readers_are_two() -> None:
    assert new_reader(KEYS, "akhbar", NOW).hash != new_reader(KEYS, "akhbar", NOW).hash


def test_reader_unlinkable() -> None:
    """M10: the very same secret id is another reader at another site, and the hash doesn't show it."""
    reader = new_reader(KEYS, "akhbar", NOW)
    elsewhere = issue_reader(TOKENS, replace(reader, site="sahifa"))
    found = read_reader(TOKENS, KEYS, elsewhere, "sahifa", NOW)
    assert found is not None
    assert found.id == reader.id
    assert found.hash != reader.hash
    assert reader.id not in reader.hash


def test_a_reader_token_of_another_site_is_nobody() -> None:
    token = issue_reader(TOKENS, new_reader(KEYS, "akhbar", NOW))
    assert reader_of(TOKENS, KEYS, token, "sahifa", NOW) is None


@pytest.mark.parametrize("token", ["", "v1.1.e30.AAAA", "a" * 26, "null"])
def test_an_unissued_reader_token_is_nobody(token: str) -> None:
    assert reader_of(TOKENS, KEYS, token, "akhbar", NOW) is None


def test_a_form_token_is_no_reader_token() -> None:
    assert reader_of(TOKENS, KEYS, issue_form(TOKENS, FORM), "akhbar", NOW) is None


def test_a_reader_moves_over_to_a_new_key_and_stays_the_same() -> None:
    token = issue_reader(TOKENS, new_reader(KEYS, "akhbar", NOW))
    between, after = signed("2", "1"), signed("3", "2")
    reader = read_reader(between, KEYS, token, "akhbar", NOW)
    assert reader is not None
    renewed = issue_reader(between, reader)
    assert reader_of(after, KEYS, renewed, "akhbar", NOW) == reader.hash
    assert reader_of(after, KEYS, token, "akhbar", NOW) is None


def test_a_reader_token_from_further_ahead_than_clocks_differ_is_nobody() -> None:
    token = issue_reader(TOKENS, new_reader(KEYS, "akhbar", NOW + SKEW))
    assert reader_of(TOKENS, KEYS, token, "akhbar", NOW) is not None
    assert reader_of(TOKENS, KEYS, token, "akhbar", NOW - 1) is None


def test_a_form_reads_back_and_fits_its_own_reader_and_page() -> None:
    form = read_form(TOKENS, issue_form(TOKENS, FORM))
    assert form == FORM
    assert form_problem(form, "akhbar", "p" * 26, "r" * 26, NOW) == ""


@pytest.mark.parametrize(
    ("site", "page", "reader"),
    [
        ("sahifa", "p" * 26, "r" * 26),
        ("akhbar", "q" * 26, "r" * 26),
        ("akhbar", "p" * 26, "s" * 26),
    ],
)
def test_shared_form_token_refused(site: str, page: str, reader: str) -> None:
    """M4: a form token that others hand round opens nothing for them."""
    assert form_problem(FORM, site, page, reader, NOW) == "form-token"


def test_garbage_in_place_of_a_form_is_named_before_its_age() -> None:
    assert form_problem(read_form(TOKENS, "garbage"), "akhbar", "p" * 26, "r" * 26, NOW) == "form-token"


@pytest.mark.parametrize("late", [-SKEW, 0, FORM_LIFE])
def test_a_form_is_alive_from_clock_skew_before_its_issue_to_two_hours_after(late: int) -> None:
    """Fault case 45: both boundaries are inclusive."""
    assert form_problem(FORM, "akhbar", "p" * 26, "r" * 26, NOW + late) == ""


@pytest.mark.parametrize("late", [-SKEW - 1, FORM_LIFE + 1])
def test_a_form_is_dead_a_millisecond_outside(late: int) -> None:
    assert form_problem(FORM, "akhbar", "p" * 26, "r" * 26, NOW + late) == "form-expired"


def test_a_form_from_a_machine_ahead_of_ours_has_no_negative_age() -> None:
    assert FORM.age(NOW - SKEW) == 0
    assert FORM.age(NOW + 1_500) == 1_500


def test_a_nudge_holds_for_its_own_comment_two_hours_long() -> None:
    nudge = read_nudge(TOKENS, issue_nudge(TOKENS, NUDGE))
    assert nudge == NUDGE
    assert nudge.holds("akhbar", "p" * 26, "r" * 26, "c" * 26, NOW + NUDGE_LIFE)
    assert not nudge.holds("akhbar", "p" * 26, "r" * 26, "c" * 26, NOW + NUDGE_LIFE + 1)


@pytest.mark.parametrize("changed", [{"site": "sahifa"}, {"page": "x"}, {"reader": "x"}, {"comment": "x"}])
def test_a_nudge_of_something_else_does_not_hold(changed: dict[str, str]) -> None:
    asked = {"site": "akhbar", "page": "p" * 26, "reader": "r" * 26, "comment": "c" * 26, **changed}
    assert not NUDGE.holds(**asked, now=NOW)


def test_garbage_is_no_nudge() -> None:
    assert read_nudge(TOKENS, "garbage") is None
    assert read_nudge(TOKENS, issue_form(TOKENS, FORM)) is None
