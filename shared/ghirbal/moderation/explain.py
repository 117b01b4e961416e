"""Symbols in words: for the moderator why and where, for the reader what to change.

The sentences are in data/explanations.json, by explanation key, audience and language. A reader's
sentence never repeats a word of the comment, and tells nothing of behaviour rules.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from ghirbal.domain.languages import LANGUAGES
from ghirbal.moderation import DATA, shipped_document

AUDIENCES = ("moderator", "reader")


def explain(symbol: str, lang: str, audience: str) -> str:
    """The sentence for a symbol; a symbol that nobody described is told by its name to moderators.

    Unknown languages read English. Raises ValueError for an audience that is not moderator or reader.

    >>> explain("CONTACT_PHONE", "en", "moderator")
    'Telephone number in the text'
    >>> explain("NEW_RULE", "en", "moderator"), explain("NEW_RULE", "fr", "reader")
    ('NEW_RULE', 'La modération lira votre commentaire avant publication.')
    """
    if audience not in AUDIENCES:
        raise ValueError(f"audience {audience!r}; write one of {', '.join(AUDIENCES)}")
    language = lang if lang in LANGUAGES else "en"
    described = _sentences().get(_key(symbol))
    if described is not None:
        return described[audience][language]
    return symbol if audience == "moderator" else _sentences()["site_word_hold"]["reader"][language]


def _key(symbol: str) -> str:
    rule = shipped_document()["symbols"].get(symbol, {})
    return str(rule.get("explain", symbol.lower()))


@cache
def _sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    sentences: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(
        (DATA / "explanations.json").read_text("utf-8")
    )
    return sentences
