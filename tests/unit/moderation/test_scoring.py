"""Composites: one by one, in place and all over the comment."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from ghirbal.domain.policy import parse
from ghirbal.domain.verdict import Action, Symbol
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.scoring import weigh


def names_after(composite: dict[str, Any], *symbols: Symbol) -> list[str]:
    policy = parse({"composites": [composite]})
    return [symbol.name for symbol in weigh(symbols, policy, "test").symbols]


HERE, THERE = (0, 4), (10, 14)
IN_PLACE = {"name": "NEGATED", "all": ["CTX_NOT"], "removes": ["LEX_*"], "same_place": True}
EVERYWHERE = {"name": "AD", "all": ["LINK"], "any": ["PHONE", "CHAT"], "none": ["STAFF"], "removes": ["LINK"]}


def at(name: str, place: tuple[int, int]) -> Symbol:
    return Symbol(name, 0.9, start=place[0], end=place[1])


def test_a_composite_takes_the_place_of_what_it_removes() -> None:
    assert names_after(IN_PLACE, at("LEX_A", HERE), at("CTX_NOT", HERE)) == ["NEGATED", "CTX_NOT"]


def test_a_composite_in_place_leaves_other_places_alone() -> None:
    found = (at("LEX_A", HERE), at("CTX_NOT", HERE), at("LEX_A", THERE))
    assert names_after(IN_PLACE, *found) == ["NEGATED", "CTX_NOT", "LEX_A"]


def test_evidence_without_a_place_is_never_in_place() -> None:
    assert names_after(IN_PLACE, at("LEX_A", HERE), Symbol("CTX_NOT", 0.0)) == ["LEX_A", "CTX_NOT"]


def test_all_any_and_none_decide() -> None:
    link, phone, staff = Symbol("LINK", 0.5), Symbol("PHONE", 0.5), Symbol("STAFF", 0.0)
    assert names_after(EVERYWHERE, link) == ["LINK"]
    assert names_after(EVERYWHERE, link, phone) == ["PHONE", "AD"]
    assert names_after(EVERYWHERE, link, phone, staff) == ["LINK", "PHONE", "STAFF"]


def test_a_composite_sees_what_the_one_before_left() -> None:
    first = {"name": "ONE", "all": ["A"], "removes": ["A"]}
    second = {"name": "TWO", "all": ["ONE"], "removes": ["ONE"]}
    policy = parse({"composites": [first, second]})
    assert [symbol.name for symbol in weigh([Symbol("A", 1.0)], policy, "test").symbols] == ["TWO"]


def test_a_composite_is_scored_in_its_group() -> None:
    policy = parse(
        {
            "composites": [{"name": "AD", "all": ["A"], "score": 6, "group": "g"}],
            "groups": {"g": {"cap": 5.5}},
        }
    )
    assert weigh([Symbol("A", 1.0)], policy, "test").score == 5.5


NOT_THE_AUTHORS_DOING = (
    "BANNED_NAME",
    "BANNED_RANGE",
    "DUPLICATE_OTHERS",
    "FIRST_COMMENTS",
    "LIMITS_UNKNOWN",
    "NEAR_BUCKET_FULL",
    "NEAR_DUPLICATE",
    "RESERVED_NAME",
    "SURGE",
    "TOO_FAST",
)
"""What is said of where a comment comes from, and of what others did."""


@pytest.mark.parametrize("pair", list(combinations(NOT_THE_AUTHORS_DOING, 2)), ids=" ".join)
@pytest.mark.parametrize("word", ["LEX_INSULT_PLAIN", "CONTACT_PHONE", "SPAM_MODEL_SURE"])
def test_where_it_comes_from_and_one_doubt_hold_and_never_refuse(pair: tuple[str, str], word: str) -> None:
    """A banned range (5) and a plain word (5) sum up to a refusal's score: moderators look at it."""
    found = [Symbol(name, 1.0) for name in (*pair, word)]
    assert weigh(found, shipped_policy(), "test").action is Action.HOLD


def test_a_word_that_refuses_refuses_from_a_banned_range_too() -> None:
    found = [Symbol("BANNED_RANGE", 1.0), Symbol("LEX_SEXUAL_EXPLICIT", 1.0)]
    assert weigh(found, shipped_policy(), "test").action is Action.REJECT
