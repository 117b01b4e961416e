"""Hate and threats found in a text: labels on words, rules over labels, and what takes them back.

    the words of a text  ->  labels (group, vermin, out, harm.me>you …)  ->  rules  ->  denied? asked? condemned?

Linear in the text: a rule looks a bounded number of words ahead from each word that may begin it. A pronoun points back
to a group named in the same sentence or the two before it.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from ghirbal.moderation.grammar.rules import Part, Rule, rules_of
from ghirbal.moderation.grammar.verbs import HarmVerbs, verbs_of
from ghirbal.moderation.grammar.words import NAMES, Form, LabelledWords, keys, words_of
from ghirbal.moderation.lexicon.lexicon import shipped_lexicon
from ghirbal.moderation.lexicon.tables import shipped_store
from ghirbal.text.tokens import Token

GROUP, ASKS, CONDEMNS, REPORTS, JOKES = "group", "asks", "condemns", "reports", "jokes"
AND, INSULT, TELLS, SURE = "and", "insult", "tells", "_SURE"
CONTEMPT = "CONTEMPT"
_NEGATIONS = frozenset({"inner", "not", "never"})
_NEGATED_BEFORE = (("not", 1), ("never", 1), ("never", 2))
"""How far before a rule's first word a negation reaches: French pas, which follows its verb, not at all."""
_SENTENCES_BACK, _ASKED_BEFORE, _JOKED_NEAR, _CITED_NEAR, _TOLD_BEFORE, _QUOTED_NEAR = 2, 4, 5, 14, 5, 200
_ENDS = frozenset(".!?؟()")
_MOST_WORDS = 20_000
_INSULTING = frozenset({"insult", "animal", "sexual", "family"})


class Said(NamedTuple):
    """A rule that holds: its symbol, the tokens it spans (both included), whether the text condemns or reports it."""

    symbol: str
    first: int
    last: int
    cited: bool


class _Known(NamedTuple):
    """What is known of one word: labels of its own, and the phrases it begins by the key of their second word."""

    labels: frozenset[str]
    phrases: Mapping[str, tuple[Form, ...]]


Labels = Sequence[dict[str, int]]
"""For each token the labels that begin there, and the last token of each."""


class Grammar:
    """Words, verbs and rules together, with a bounded memory of words seen."""

    def __init__(
        self,
        words: LabelledWords,
        verbs: HarmVerbs,
        rules: Sequence[Rule],
        insults: Callable[[str], bool] = lambda _word: False,
    ) -> None:
        """Index the rules by the labels they may begin with; `insults` says which words have the label `insult`."""
        self._words, self._verbs, self._insults = words, verbs, insults
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules:
            for label in rule.parts[0].labels:
                self._rules.setdefault(label, []).append(rule)
        self._known: dict[str, _Known] = {}

    def find(self, tokens: Sequence[Token], text: str) -> Iterator[Said]:
        """What is said of groups and to persons, in the order of the text; what is denied is not said."""
        labels = self.labels(tokens)
        told = _Told(tokens, text, labels)
        rules = self._possible(frozenset().union(*labels))
        end = -1
        for first, here in enumerate(labels):
            held = list(_held(rules, here, labels, first, told)) if first > end else []
            if held:
                _sure, end, symbol = max(held)
                yield Said(symbol, first, end, told.cited(symbol, first, end))

    def _possible(self, said: frozenset[str]) -> dict[str, list[Rule]]:
        """The rules that the labels of a text leave room for, by the label they begin with.

        Without this each of two hundred repetitions of one word asks the same fifty rules in vain.
        """
        return {
            label: [
                rule
                for rule in self._rules[label]
                if not any(part.labels.isdisjoint(said) for part in rule.parts)
            ]
            for label in said & self._rules.keys()
        }

    def labels(self, tokens: Sequence[Token]) -> Labels:
        """The labels that begin at each token, and where each of them ends."""
        return [self._labels_at(tokens, place) for place in range(len(tokens))]

    def _labels_at(self, tokens: Sequence[Token], place: int) -> dict[str, int]:
        known = self._of(tokens[place].text)
        found = dict.fromkeys(known.labels, place)
        for form in self._continued(known, tokens, place):
            last = place + len(form.keys) - 1
            if last < len(tokens) and all(
                form.keys[ahead] in _keys(tokens[place + ahead].text) for ahead in range(2, len(form.keys))
            ):
                found.update((label, max(last, found.get(label, 0))) for label in form.labels)
        return found

    def _continued(self, known: _Known, tokens: Sequence[Token], place: int) -> Iterator[Form]:
        """The phrases that a word begins and the next word goes on with: "a" begins a hundred, few go on."""
        if known.phrases and place + 1 < len(tokens):
            for key in _keys(tokens[place + 1].text):
                yield from known.phrases.get(key, ())

    def _of(self, word: str) -> _Known:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            known = self._known[word] = self._analyse(word)
        return known

    def _analyse(self, word: str) -> _Known:
        forms = self._words.begun_by(word)
        labels = frozenset().union(*(form.labels for form in forms if len(form.keys) == 1))
        if self._insults(word):
            labels |= {INSULT}
        phrases: dict[str, tuple[Form, ...]] = {}
        for form in forms:
            if len(form.keys) > 1:
                phrases[form.keys[1]] = (*phrases.get(form.keys[1], ()), form)
        return _Known(labels | self._verbs.labels(word), phrases)


def _held(
    rules: dict[str, list[Rule]], here: dict[str, int], labels: Labels, first: int, told: _Told
) -> Iterator[tuple[bool, int, str]]:
    """What the rules that begin at `first` find: whether it is sure, its last token, its symbol."""
    for label in here:
        for rule in rules.get(label, ()):
            places = _places(rule.parts, labels, first)
            if places is not None and told.means(rule, places):
                yield rule.symbol.endswith(SURE), places[-1][1], rule.symbol


def _places(parts: Sequence[Part], labels: Labels, first: int) -> list[tuple[int, int]] | None:
    """First and last token of each part of a rule that begins at `first`, each as near as can be; None without one."""
    places = [(first, _last(parts[0], labels[first]))]
    for part in parts[1:]:
        behind = places[-1][1] + 1
        near = range(behind, min(len(labels), behind + part.gap + 1))
        place = _first(part, labels, near)
        if place is None:
            return None
        places.append((place, _last(part, labels[place])))
    return places


def _first(part: Part, labels: Labels, near: range) -> int | None:
    """The first of the places near that has a label of the part; a name is not looked for behind "and"."""
    for at in near:
        if not part.labels.isdisjoint(labels[at]):
            return at
        if AND in labels[at] and not part.labels.isdisjoint(NAMES):
            return None
    return None


def _last(part: Part, here: dict[str, int]) -> int:
    return max(here[label] for label in part.labels if label in here)


class _Told:
    """The text around what a rule found: sentences, groups, denials, questions, condemnation."""

    def __init__(self, tokens: Sequence[Token], text: str, labels: Labels) -> None:
        self._tokens, self._text, self._labels = tokens, text, labels

    @cached_property
    def _ends(self) -> list[int]:
        """Positions in the text where sentences end."""
        return [place for place, character in enumerate(self._text) if character in _ENDS]

    def _sentence(self, token: int) -> int:
        return bisect(self._ends, self._tokens[token].start)

    def _with(self, label: str) -> list[int]:
        return [place for place, here in enumerate(self._labels) if label in here]

    @cached_property
    def _groups(self) -> list[int]:
        """Positions in the text where groups are named."""
        return [self._tokens[place].start for place in self._with(GROUP)]

    @cached_property
    def _condemned(self) -> list[int]:
        return sorted([*self._with(CONDEMNS), *self._with(REPORTS)])

    def means(self, rule: Rule, places: Sequence[tuple[int, int]]) -> bool:
        """Whether what a rule found is said in earnest, within one sentence, of a group where it needs one."""
        first, last = places[0][0], places[-1][1]
        if self._sentence(first) != self._sentence(last):
            return False
        if not self._stands_where(rule.flags, first, last):
            return False
        if "back" in rule.flags and not self._points_back(first):
            return False
        if "asked" in rule.flags and self._asked(first):
            return False
        return "stands" in rule.flags or not (self._denied(places) or self._joked(last))

    def _stands_where(self, flags: frozenset[str], first: int, last: int) -> bool:
        """Whether it begins its sentence, or is all of it, where the rule says so."""
        if flags.isdisjoint(("begins", "whole")):
            return True
        begins = first == 0 or self._sentence(first - 1) != self._sentence(first)
        ends = last + 1 == len(self._tokens) or self._sentence(last + 1) != self._sentence(last)
        return begins and (ends or "whole" not in flags)

    def _points_back(self, first: int) -> bool:
        """Whether a group is named in this sentence or in the two before it."""
        here = self._sentence(first)
        begun = self._ends[here - _SENTENCES_BACK - 1] if here > _SENTENCES_BACK else 0
        ends = self._ends[here] if here < len(self._ends) else len(self._text)
        return _any_within(self._groups, begun, ends)

    def _denied(self, places: Sequence[tuple[int, int]]) -> bool:
        """Whether a word of negation stands between the parts or right before them."""
        inside = {at for first, last in places for at in range(first, last + 1)}
        first, last = places[0][0], places[-1][1]
        if any(not _NEGATIONS.isdisjoint(self._labels[at]) for at in range(first, last) if at not in inside):
            return True
        return any(
            first - ahead >= 0
            and label in self._labels[first - ahead]
            and self._sentence(first - ahead) == self._sentence(first)
            for label, ahead in _NEGATED_BEFORE
        )

    def _asked(self, first: int) -> bool:
        """Whether the sentence begins as a question or ends as one."""
        here = self._sentence(first)
        if here < len(self._ends) and self._text[self._ends[here]] in "?؟":
            return True
        begun = range(max(0, first - _ASKED_BEFORE), first + 1)
        return any(ASKS in self._labels[at] and self._sentence(at) == here for at in begun)

    def _joked(self, last: int) -> bool:
        return any(JOKES in here for here in self._labels[last + 1 : last + 1 + _JOKED_NEAR])

    def cited(self, symbol: str, first: int, last: int) -> bool:
        """Whether the words around condemn or report what is said, or quotation marks stand around it.

        Contempt says shame and false itself: there a word of saying right before it counts alone.
        """
        if symbol == CONTEMPT:
            told = any(TELLS in here for here in self._labels[max(0, first - _TOLD_BEFORE) : first])
        else:
            told = _any_within(self._condemned, first - _CITED_NEAR, last + _CITED_NEAR)
        return told or self._in_quotes(first, last)

    def _in_quotes(self, first: int, last: int) -> bool:
        start, end = self._tokens[first].start, self._tokens[last].end
        before = self._text[max(0, start - _QUOTED_NEAR) : start]
        behind = self._text[end : end + _QUOTED_NEAR]
        opened = max(before.rfind(mark) for mark in '"«“')
        closed = any(mark in behind for mark in '"»”')
        return opened >= 0 and closed and not set("»”").intersection(before[opened:])


def _any_within(places: Sequence[int], first: int, last: int) -> bool:
    """Whether any of the ascending places is between the two, both included."""
    return bisect_left(places, first) < bisect(places, last)


@lru_cache(_MOST_WORDS)
def _keys(word: str) -> frozenset[str]:
    return keys(word)


@cache
def shipped_grammar() -> Grammar:
    """The grammar of the package, read once."""
    store = shipped_store()
    return Grammar(words_of(store), verbs_of(store), rules_of(store), _is_insult)


def _is_insult(word: str) -> bool:
    """Whether a word is an insult of the word list by itself, aimed or not: said of a group it is contempt for it.

    In French the plain ones are too mild: that one's own people are stupid is what readers sigh.
    """
    known = shipped_lexicon().known[word]
    entry = None if known is None else known.entry
    return entry is not None and entry.kind in _INSULTING and (entry.severity > 1 or not word.isascii())
