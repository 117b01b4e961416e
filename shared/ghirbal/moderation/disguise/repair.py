"""Repairing a text: torn, dotted, starred and spelled-out words are put together and read again.

What the matcher finds in repaired words is a disguise. Every repair is bold, so `Disguises` has a
second check for each, and the matcher is the third.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from ghirbal.moderation.disguise.completion import Completion
from ghirbal.moderation.disguise.disguises import HEAD, HIDES, SINGLE, Disguises, is_look_alike
from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.moderation.disguise.masked_letters import MASKS, MaskedLetters
from ghirbal.moderation.disguise.run_on import MOST_LETTERS, Part, parted
from ghirbal.moderation.disguise.starred_words import StarredWords
from ghirbal.moderation.disguise.stretches import MOST_DECODED, Odd, Stretches, glued, oddness
from ghirbal.moderation.disguise.torn_words import TORN_GAP, follows, is_torn_innocent
from ghirbal.moderation.lexicon.context import Surroundings, is_aimed
from ghirbal.moderation.lexicon.matching import Match, find_matches
from ghirbal.moderation.lexicon.phrases import bare
from ghirbal.text.fold import Folded, collapse
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

_MOST_LOOSE = 2
_LOOSE_LETTERS = frozenset("وayoeldcjmnstuwbf")
"""Single letters that are words themselves and may stand before or behind a word that is spelled out."""
_ELISIONS = frozenset("'’")
"""Between a French article and an entry, which is plain to see: l'idiot is no disguise."""
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu"})
"""What French elides before a vowel: t'inquiète is two words."""
_FEW_STARRED = 2
"""Words with a star from which on a text may have one in each."""
_STAR_INSIDE = re.compile(r"[^\W_]_?[*]_?(?=[^\W_])")
_GAPS = 2
"""Kinds of gaps in a row of letters: within words and between them."""
MOST_SPELLED = 16
"""Letters in a row that may be one word; more are several."""
_SHORTEST = 3
_EXPLICIT, _STRONG = 3, 2
"""Letters of a spelled-out word."""


class Fix(NamedTuple):
    """A word put together again of the tokens up to `last`, what it needs to count, and what it may be as well.

    `whole`: nothing but signs, blanks between single letters or look-alikes came off, and the lexicon lists what is
    left; every other repair is a guess.
    """

    word: str
    last: int
    needs: Needs = Needs.NOTHING
    others: tuple[str, ...] = ()
    whole: bool = False
    ways: tuple[str, ...] = ()


Made = tuple[tuple[Token, Fix], ...]
"""Words put together again, one behind the other."""


class Repaired(NamedTuple):
    """The words of a text after repairs, by what repair those are that do not stand as they stood, and whether most of
    them are starred."""

    tokens: tuple[Token, ...]
    fixes: Mapping[int, Fix]
    starred: bool = False


class Repairer:
    """Repairs texts with what a lexicon's words look like in disguise."""

    def __init__(self, disguises: Disguises) -> None:
        """Remember the disguises; masks have a table of their own."""
        self._disguises = disguises
        self._masks = MaskedLetters(disguises)
        self._stars, self._stretches = StarredWords(disguises), Stretches(disguises)

    def find(self, folded: Folded, tokens: Sequence[Token]) -> tuple[Repaired, list[Match]]:
        """The repaired words, and the entries in them that no one could read before."""
        repaired = self._completed(self.repair(folded, tokens))
        if not repaired.fixes:
            return repaired, []
        lexicon, beside = self._disguises.lexicon, self._disguises.beside
        around = Surroundings(repaired.tokens, folded.text)
        matches = [
            match
            for match in find_matches(lexicon, repaired.tokens)
            if _counts(match, repaired, beside, around)
        ]
        if matches:
            plain = [_span(match, tokens) for match in find_matches(lexicon, tokens)]
            matches = [match for match in matches if not _covered(_span(match, repaired.tokens), plain)]
        return repaired, matches

    def repair(self, folded: Folded, tokens: Sequence[Token]) -> Repaired:
        """Put torn, dotted and respelled words together again."""
        looks = self._disguises.looks
        odd = oddness(folded)
        every = odd.anywhere or not MASKS.isdisjoint(folded.text)
        out: list[Token] = []
        fixes: dict[int, Fix] = {}
        done = decoded = 0
        for index, token in enumerate(tokens):
            if index < done or not (every or looks[token[0]]):
                continue
            made, last = self._made_at(folded, tokens, index, odd)
            if not made and last == index and odd.anywhere and decoded < MOST_DECODED:
                made, last = self._decoded(folded, tokens, index, odd)
                decoded += bool(made)
            if made or last > index:
                out.extend(tokens[done : index if made else last + 1])
                fixes.update((len(out) + place, fix) for place, (_, fix) in enumerate(made))
                out.extend(word for word, _ in made)
                done = last + 1
        return Repaired((*out, *tokens[done:]), fixes, bool(fixes) and _is_starred(folded, tokens))

    def _completed(self, repaired: Repaired) -> Repaired:
        """Of the words that a mask may hide, the one that completes a phrase."""
        others = {place: fix.others for place, fix in repaired.fixes.items() if fix.others}
        if not others:
            return repaired
        tokens = list(repaired.tokens)
        for place, word in Completion(self._disguises.lexicon, tokens, others).chosen().items():
            if place in others:
                tokens[place] = tokens[place]._replace(text=word)
        return repaired._replace(tokens=tuple(tokens))

    def _made_at(self, folded: Folded, tokens: Sequence[Token], index: int, odd: Odd) -> tuple[Made, int]:
        """The repairs that begin at a token, and the last token looked at.

        What signs of several kinds hold together is read as one, before any part of it is.
        """
        if self._disguises.looks[tokens[index].text] & SINGLE:
            last = _run_end(folded, tokens, index)
            if last - index + 1 >= _SHORTEST and last >= _held_together(folded, tokens, index, odd):
                return self._run(folded, tokens, index, last, odd)
        if _held_together(folded, tokens, index, odd) - index + 1 >= _SHORTEST:
            made, last = self._decoded(folded, tokens, index, odd)
            if made:
                return made, last
        fix, last = self._fix_at(folded, tokens, index)
        return _made(fix, tokens, index), last

    def _run(
        self, folded: Folded, tokens: Sequence[Token], index: int, last: int, odd: Odd
    ) -> tuple[Made, int]:
        """What single letters in a row spell: one word, one with dots or the like added, several words."""
        words = _chunks(folded, tokens, index, last)
        if len(words) > 1:
            chunks = [self._chunk(folded, tokens, first, end, odd) for first, end in words]
            return tuple(chain.from_iterable(chunks)), last
        letters = [token.text for token in tokens[index : last + 1]]
        end, word = _spelled_out(self._disguises, letters, index)
        if word is not None:
            return _made(Fix(word, end, whole=self._stands(word), ways=("letters",)), tokens, index), end
        if odd.anywhere and last - index < MOST_SPELLED:
            guess = self._stretches.between(folded, tokens, index, last, odd)
            if guess is not None:
                return _made(_guessed(guess, last, "letters"), tokens, index), last
        parts = parted(self._disguises, letters)
        if not parts:
            return (), end
        made = [_made(self._parted(part, index), tokens, index + part.first) for part in parts]
        return tuple(chain.from_iterable(made)), index + parts[-1].end - 1

    def _parted(self, part: Part, index: int) -> Fix:
        """A word that was parted from its neighbours: a plain one has to be aimed."""
        known = self._disguises.lexicon.known[part.word]
        plain = known is not None and known.entry is not None and known.entry.severity < _STRONG
        needs = Needs.AIM if plain else Needs.NOTHING
        return Fix(part.word, index + part.end - 1, needs, ways=("letters",))

    def _chunk(self, folded: Folded, tokens: Sequence[Token], first: int, last: int, odd: Odd) -> Made:
        """One of several words that are spelled out, told apart by wider gaps: it is what its letters are."""
        word = collapse("".join(token.text for token in tokens[first : last + 1]))
        guess = self._stretches.between(folded, tokens, first, last, odd) if odd.anywhere else None
        if guess is not None and not self._stands(word):
            return _made(_guessed(guess, last, "letters"), tokens, first)
        return _made(Fix(word, last, whole=self._stands(word), ways=("letters",)), tokens, first)

    def _decoded(self, folded: Folded, tokens: Sequence[Token], index: int, odd: Odd) -> tuple[Made, int]:
        """What an odd stretch that begins at a token may stand for, when nothing simpler was found."""
        found = self._stretches.at(folded, tokens, index, odd)
        if found is None:
            return (), index
        guess, last = found
        return _made(_guessed(guess, last), tokens, index), last

    def _fix_at(self, folded: Folded, tokens: Sequence[Token], index: int) -> tuple[Fix | None, int]:
        """The repair of one word that begins at a token, and the last token looked at."""
        text = tokens[index].text
        look = self._disguises.looks[text]
        starred = self._stars.at(folded, tokens, index) if _is_masked(folded, tokens[index]) else None
        if starred is not None:
            guess, last = starred
            return Fix(guess.words[0], last, guess.needs, guess.words[1:], ways=("stars",)), last
        fix = None
        if index + 1 < len(tokens) and (look & HEAD or _is_masked(folded, tokens[index])):
            fix = self._torn_at(folded, tokens, index)
        if fix is None and look & HIDES:
            fix = self._unmasked(folded, tokens, index)
        return fix, index if fix is None else fix.last

    def _unmasked(self, folded: Folded, tokens: Sequence[Token], index: int) -> Fix | None:
        guess = self._disguises.unmask(tokens[index].text)
        if guess is None or is_torn_innocent(self._disguises.lexicon, folded, tokens, index):
            return None
        if guess.needs >= Needs.PHRASE and not self._in_company(tokens, index):
            return None
        plain = is_look_alike(tokens[index].text, guess.words[0]) and self._stands(guess.words[0])
        return Fix(guess.words[0], index, guess.needs, guess.words[1:], plain, guess.ways or ("alike",))

    def _stands(self, word: str) -> bool:
        return self._disguises.lexicon.stands(word)

    def _in_company(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a word beside a token may belong to a phrase with it: mostly not, which ends the matter."""
        before, behind = tokens[max(0, index - 1) : index], tokens[index + 1 : index + 2]
        return any(self._disguises.in_phrase(token.text) for token in (*before, *behind))

    def _torn_at(self, folded: Folded, tokens: Sequence[Token], index: int) -> Fix | None:
        """A word in two pieces, split by a space or by one or two other characters."""
        left, right = tokens[index], tokens[index + 1]
        gap = folded.text[left.end : right.start]
        word = self._disguises.torn(left.text, right.text) if gap == " " or " " not in gap else None
        if (word is None and gap == " ") or len(gap) > TORN_GAP:
            return None
        known = self._disguises.lexicon.known[right.text]
        if gap in _ELISIONS and (left.text in _ELIDED or (known is not None and known.entry is not None)):
            return None
        masked = len(gap) == 1 and gap in MASKS
        if not masked and (self._belongs_to_the_next(tokens, index) or _is_masked(folded, right)):
            return None
        innocent = self._disguises.lexicon.innocent_phrases.get(left.text, ())
        if (left.text, right.text) in innocent or _begins_a_run(tokens, index + 1):
            return None
        guess = self._masks.behind(left.text, gap, right.text) if masked else None
        if guess is not None:
            others = (*guess.words, *filter(None, [word]))
            joined = guess.words[0] == collapse(left.text + right.text) and self._stands(guess.words[0])
            return Fix(guess.words[0], index + 1, guess.needs, others, joined, ("stars",))
        if word is None:
            return None
        return Fix(word, index + 1, whole=gap != " " and self._stands(word), ways=("pieces",))

    def _belongs_to_the_next(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the second piece is a fragment that makes a word with the token after it, and the first is a word."""
        if (
            index + 2 >= len(tokens)
            or len(tokens[index + 1].text) > TORN_GAP
            or not is_ordinary(tokens[index].text)
        ):
            return False
        return self._disguises.torn(tokens[index + 1].text, tokens[index + 2].text) is not None


def _made(fix: Fix | None, tokens: Sequence[Token], index: int) -> Made:
    if fix is None:
        return ()
    return ((Token(fix.word, tokens[index].start, tokens[fix.last].end), fix),)


def _guessed(guess: Guess, last: int, *ways: str) -> Fix:
    return Fix(guess.words[0], last, guess.needs, guess.words[1:], ways=(*ways, *guess.ways))


def _held_together(folded: Folded, tokens: Sequence[Token], index: int, odd: Odd) -> int:
    """The last token of what signs hold together, if it begins here in a text that is written oddly; else the token."""
    if not odd.anywhere or (index and " " not in _between(folded, tokens, index - 1)):
        return index
    return glued(folded, tokens, index)


def _is_masked(folded: Folded, token: Token) -> bool:
    """Whether a sign for a letter follows a token at once."""
    return folded.text[token.end : token.end + 1] in MASKS


def is_whole(match: Match, repaired: Repaired) -> bool:
    """Whether every repaired word of a match reads as listed once signs and look-alikes are off."""
    fixes = [repaired.fixes[place] for place in range(match.first, match.last + 1) if place in repaired.fixes]
    return not match.guessed and all(fix.whole and fix.needs is Needs.NOTHING for fix in fixes)


def ways_of(match: Match, repaired: Repaired) -> tuple[str, ...]:
    """By which ways the words of a match were reached, each told once."""
    inside = range(match.first, match.last + 1)
    ways = (way for place in inside if place in repaired.fixes for way in repaired.fixes[place].ways)
    return tuple(dict.fromkeys(ways))


def _span(match: Match, tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[match.first].start, tokens[match.last].end


def _covered(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span lies within one of what is plain to see, in order and apart: that needs no second telling."""
    before = bisect_right(others, span[0], key=lambda other: other[0])
    return before > 0 and span[1] <= others[before - 1][1]


def _counts(match: Match, repaired: Repaired, beside: Set[str], around: Surroundings) -> bool:
    """Whether a match holds a repaired word, and what that needs to count."""
    inside = range(match.first, match.last + 1)
    fixes = [repaired.fixes[place] for place in inside if place in repaired.fixes]
    if not fixes:
        return False
    explicit, needs = match.entry.severity == _EXPLICIT, fixes[0].needs
    if repaired.starred and _is_weak(match, repaired):
        return False
    if needs is Needs.NOTHING:
        return True
    if len(inside) > 1:
        latin = match.entry.script != "ar" and match.entry.severity == _STRONG
        return explicit or latin or needs is not Needs.EXPLICIT_PHRASE
    if needs is not Needs.AIM:
        return False
    following = repaired.tokens[match.last + 1 : match.last + 2]
    return is_aimed(match, around) or (explicit and any(bare(token.text) in beside for token in following))


def _is_weak(match: Match, repaired: Repaired) -> bool:
    """Whether a match is no evidence where most words have a star: all but a phrase as listed and an explicit word."""
    severity = match.entry.severity
    if match.first < match.last:
        return match.guessed and severity < _STRONG
    short = len(repaired.tokens[match.first].text) <= _SHORTEST
    return severity < _STRONG or (short and severity < _EXPLICIT)


def _is_starred(folded: Folded, tokens: Sequence[Token]) -> bool:
    """Whether stars stand in most words of a text, so that one says nothing of the word that has it."""
    stars = len(_STAR_INSIDE.findall(folded.text))
    return stars >= _FEW_STARRED and 2 * stars >= len(tokens) - stars


def _spelled_out(disguises: Disguises, letters: Sequence[str], index: int) -> tuple[int, str | None]:
    """The word that single letters spell, and its last token; words of one letter may stand around it.

    The whole run is tried first. With letters left out in front, the tokens before the word are passed over.
    """
    whole = collapse("".join(letters))
    if whole in disguises.forms or disguises.is_innocent(whole):
        return index + len(letters) - 1, disguises.listed(whole)
    for front in range(_MOST_LOOSE + 1):
        for back in range(_MOST_LOOSE + 1 if _LOOSE_LETTERS.issuperset(letters[:front]) else 0):
            kept = letters[front : len(letters) - back]
            if len(kept) > _SHORTEST and _LOOSE_LETTERS.issuperset(letters[len(letters) - back :]):
                word = disguises.listed(collapse("".join(kept)))
                if word is not None:
                    return (index + front - 1, None) if front else (index + len(kept) - 1, word)
    return index + len(letters) - 1, disguises.guessed(whole)


def _begins_a_run(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word spelled out in single letters begins here: its first letter belongs to no other word."""
    end = min(len(tokens), index + _SHORTEST) - 1
    return end - index + 1 == _SHORTEST and all(follows(tokens[i], tokens[i + 1]) for i in range(index, end))


def _run_end(folded: Folded, tokens: Sequence[Token], first: int) -> int:
    """The last of the single letters in a row that begin here, with the same between any two, or with wider blanks."""
    last, gaps = first, set[str]()
    end = min(len(tokens), first + MOST_LETTERS)
    while last + 1 < end and follows(tokens[last], tokens[last + 1]):
        gaps.add(_between(folded, tokens, last))
        if len(gaps) > 1 and not _are_blanks(gaps):
            break
        last += 1
    return last


def _between(folded: Folded, tokens: Sequence[Token], place: int) -> str:
    return folded.text[tokens[place].end : tokens[place + 1].start]


def _are_blanks(gaps: Set[str]) -> bool:
    """Whether two gaps are the narrow one between letters and the wider one between words."""
    return len(gaps) == _GAPS and not "".join(gaps).strip(" ")


def _chunks(folded: Folded, tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """First and last token of each word of a row of letters, told apart by the wider gaps if there are two kinds."""
    gaps = {place: _between(folded, tokens, place) for place in range(first, last)}
    wide = max(gaps.values(), key=len)
    ends = [place for place, gap in gaps.items() if gap == wide] if len(set(gaps.values())) > 1 else []
    starts = [first, *(end + 1 for end in ends)]
    return list(zip(starts, [*ends, last], strict=True))
