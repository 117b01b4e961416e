"""Every symbol can be told to a moderator and to a reader, in three languages."""

from __future__ import annotations

import json

import pytest

from ghirbal.domain.languages import LANGUAGES
from ghirbal.moderation import DATA, shipped_document
from ghirbal.moderation.explain import AUDIENCES, explain

SYMBOLS = [*shipped_document()["symbols"], *(entry["name"] for entry in shipped_document()["composites"])]


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_symbol_of_the_policy_is_explained(symbol: str, audience: str, lang: str) -> None:
    sentence = explain(symbol, lang, audience)
    assert sentence != symbol
    assert len(sentence) <= 120


def test_the_three_languages_differ() -> None:
    described = json.loads((DATA / "explanations.json").read_text("utf-8"))
    for by_audience in described.values():
        for by_language in by_audience.values():
            assert len(set(by_language.values())) == len(LANGUAGES)


def test_no_sentence_is_without_a_symbol() -> None:
    described = set(json.loads((DATA / "explanations.json").read_text("utf-8")))
    used = {rule["explain"] for rule in shipped_document()["symbols"].values()}
    used |= {entry["name"].lower() for entry in shipped_document()["composites"]}
    assert described == used


def test_readers_learn_nothing_of_behaviour_rules() -> None:
    sentences = {
        explain(symbol, "en", "reader")
        for symbol in ("HONEYPOT", "TOO_FAST", "BANNED_RANGE", "ADDRESS_CROWDED")
    }
    assert len(sentences) == 1


def test_an_unknown_audience_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="moderator"):
        explain("LINK", "en", "editor")
