"""Of whom a plain word is said: of somebody, or of an act, an idea, a thing.

"Stupid", "cowardly", "rotten", "dog" are in every newspaper. Such a word is an insult where the construction around it
says so; each construction is one small rule here, and the words they look for are rows of data/context_words.tsv
(roles aim, person, this, thing). What they miss is an insult by mere allusion ("some donkey wrote this"), and what they
wrongly take for one is a description of a person whom nobody insults ("he was called mad").
"""

from __future__ import annotations

from collections.abc import Iterator

from ghirbal.moderation.lexicon.context import Surroundings, contexts, is_aimed
from ghirbal.moderation.lexicon.matching import Match

_SPOKEN_OF = frozenset({"insult", "animal", "race", "sexual", "family", "religion"})
"""Kinds whose plain words describe as well; a curse or a threat is an act whoever it is said to."""
_PLAIN, _STRONG, _ALONE, _SHORT, _SUBJECT_NEAR = 1, 2, 2, 5, 3
_ARTICLES = ("ال", "وال")
_TOLD = frozenset({"CTX_UNAIMED", "CTX_ANIMALS"})
"""Contexts that take the word back already."""
_CALLS = frozenset({"يا", "ya", "ia", "ايها", "ايتها", "وا"})
_SHORT_CALLS = frozenset({"ا", "a", "wa"})
"""Darija calls with a single vowel; in French "a" is a verb."""
_LINEAGE = frozenset({"بن", "بنت"})


def contexts_and_aim(match: Match, around: Surroundings) -> Iterator[str]:
    """What stands around a match: its contexts, then CTX_UNAIMED if nobody is meant, CTX_AIMED if somebody is."""
    found = tuple(contexts(match, around))
    yield from found
    nobody = is_lineage(match, around) or (needs_aim(match) and not is_of_somebody(match, around))
    if nobody and _TOLD.isdisjoint(found):
        yield "CTX_UNAIMED"
    if is_addressed(match, around):
        yield "CTX_AIMED"


def needs_aim(match: Match) -> bool:
    """Whether a match only counts where it is said of somebody."""
    return match.entry.severity == _PLAIN and match.entry.kind in _SPOKEN_OF


def is_lineage(match: Match, around: Surroundings) -> bool:
    """Whether a phrase about a father is a genealogy: "بن" or "بنت" before a name; the insult has the article."""
    first, last = around.tokens[match.first].text, around.tokens[match.last].text
    named = match.entry.kind == "family" and first in _LINEAGE and not last.startswith("ال")
    return named and not _is_vocative(match, around)


def is_of_somebody(match: Match, around: Surroundings) -> bool:
    """Whether a plain word is said of somebody, by the construction it stands in."""
    if _is_vocative(match, around):
        return True
    if _is_of_a_thing(match, around):
        return False
    return (
        _is_outcry(match, around)
        or is_aimed(match, around)
        or around.near("aim", match.first, match.last + 1)
        or around.near("this", match.first - 1, match.last + 1)
        or around.near("person", match.first - _SUBJECT_NEAR, match.first)
    )


def is_addressed(match: Match, around: Surroundings) -> bool:
    """Whether a strong insult is thrown at somebody: called out, nearly alone, or right beside a word that aims."""
    if match.guessed or match.entry.severity != _STRONG or match.entry.kind not in _SPOKEN_OF:
        return False
    others = len(around.tokens) - (match.last - match.first + 1)
    return (
        others < _ALONE
        or _is_vocative(match, around)
        or is_aimed(match, around, 1)
        or around.near("aim", match.first, match.last + 1)
    )


def _is_vocative(match: Match, around: Surroundings) -> bool:
    before = around.tokens[match.first - 1].text if match.first else ""
    if around.tokens[match.first].text.startswith("يا") or before in _CALLS:
        return True
    return before in _SHORT_CALLS and match.entry.script != "fr"


def _is_outcry(match: Match, around: Surroundings) -> bool:
    """Whether the word is nearly all of the text, or begins a short one without an article: "donkey, never pleased"."""
    others = len(around.tokens) - (match.last - match.first + 1)
    bare = not around.tokens[match.first].text.startswith(_ARTICLES)
    return others < _ALONE or (match.first == 0 and others < _SHORT and bare)


def _is_of_a_thing(match: Match, around: Surroundings) -> bool:
    """Whether the noun right before the word is an act, an idea or a thing, which it then describes.

    A definite one before an indefinite word is not described by it: "the writer of this article is a donkey" is said of
    the writer, who stands before it.
    """
    if not around.near("thing", match.first - 1, match.first):
        return False
    noun, word = around.tokens[match.first - 1].text, around.tokens[match.first].text
    predicate = noun.startswith(_ARTICLES) and not word.startswith(_ARTICLES)
    return not (predicate and around.near("person", match.first - _SUBJECT_NEAR, match.first - 1))
