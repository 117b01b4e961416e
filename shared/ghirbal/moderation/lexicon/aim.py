"""Of whom a plain word is said: of somebody, or of an act, an idea, a thing.

"Stupid", "cowardly", "rotten", "dog" are in every newspaper. Such a word is an insult where the construction around it
says so; each construction is one small rule here, and the words they look for are rows of data/context_words.tsv
(roles aim, person, this, thing). What they miss is an insult by mere allusion ("some donkey wrote this"), and what they
wrongly take for one is a description of a person whom nobody insults ("he was called mad").
"""

from __future__ import annotations

from collections.abc import Sequence

from ghirbal.moderation.lexicon.context import is_aimed, shipped_context
from ghirbal.moderation.lexicon.matching import Match
from ghirbal.text.tokens import Token

_SPOKEN_OF = frozenset({"insult", "animal", "race", "sexual", "family", "religion"})
"""Kinds whose plain words describe as well; a curse or a threat is an act whoever it is said to."""
_PLAIN, _STRONG, _ALONE, _SHORT, _SUBJECT_NEAR = 1, 2, 2, 5, 3
_ARTICLES = ("ال", "وال")
_LINEAGE = frozenset({"بن", "بنت"})


def needs_aim(match: Match) -> bool:
    """Whether a match only counts where it is said of somebody."""
    return match.entry.severity == _PLAIN and match.entry.kind in _SPOKEN_OF


def is_lineage(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a phrase about a father is a genealogy: "بن" or "بنت" before a name; the insult has the article."""
    first, last = tokens[match.first].text, tokens[match.last].text
    named = match.entry.kind == "family" and first in _LINEAGE and not last.startswith("ال")
    return named and not _is_vocative(match, tokens)


def is_of_somebody(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a plain word is said of somebody, by the construction it stands in."""
    if _is_vocative(match, tokens):
        return True
    if _is_of_a_thing(match, tokens):
        return False
    return (
        _is_outcry(match, tokens)
        or is_aimed(match, tokens)
        or any(_has_role(tokens, place, "aim") for place in range(match.first, match.last + 1))
        or _has_role(tokens, match.first - 1, "this")
        or any(
            _has_role(tokens, place, "person") for place in range(match.first - _SUBJECT_NEAR, match.first)
        )
    )


def is_addressed(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a strong insult is thrown at somebody: called out, nearly alone, or with a word that aims right beside it."""
    if match.guessed or match.entry.severity != _STRONG or match.entry.kind not in _SPOKEN_OF:
        return False
    others = len(tokens) - (match.last - match.first + 1)
    inside = range(match.first, match.last + 1)
    return (
        others < _ALONE
        or _is_vocative(match, tokens)
        or is_aimed(match, tokens, 1)
        or any(_has_role(tokens, place, "aim") for place in inside)
    )


def _is_vocative(match: Match, tokens: Sequence[Token]) -> bool:
    before = tokens[match.first - 1].text if match.first else ""
    return tokens[match.first].text.startswith("يا") or before in ("يا", "ya", "ia")


def _is_outcry(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether the word is nearly all of the text, or begins a short one without an article: "donkey, never pleased"."""
    others = len(tokens) - (match.last - match.first + 1)
    bare = not tokens[match.first].text.startswith(_ARTICLES)
    return others < _ALONE or (match.first == 0 and others < _SHORT and bare)


def _is_of_a_thing(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether the noun right before the word is an act, an idea or a thing, which it then describes."""
    return _has_role(tokens, match.first - 1, "thing")


def _has_role(tokens: Sequence[Token], place: int, role: str) -> bool:
    return 0 <= place < len(tokens) and role in shipped_context().roles(tokens, place)
