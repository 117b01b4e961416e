"""Disguises of whole phrases, alone and two at a time, on insults and on innocent sentences.

`disguises` hides one word by one means. People who were refused once hide the whole insult, by several means at once;
each of these turns a text of several words into one that says the same to a reader. All are applied to innocent
sentences as well, which nobody may hold for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ghirbal_tools.evaluation.disguises import disguise_span, mixed_script, starred
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, share
from ghirbal_tools.evaluation.subjects import SEED, Judge, Subjects, flagged

TextDisguise = Callable[[str, random.Random], str]

_INNOCENTS = 400
_LONGEST_INNOCENT = 12
"""Words of an innocent sentence: planted phrases have four at the median, sentences somebody disguises are short."""

_DOTS = str.maketrans(
    {
        **dict.fromkeys("بتثنيىئ", "\u066e"),
        **dict.fromkeys("جخ", "ح"),
        **dict.fromkeys("فق", "\u066f"),
        "ذ": "د",
        "ز": "ر",
        "ش": "س",
        "ض": "ص",
        "ظ": "ط",
        "غ": "ع",
        "ة": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ؤ": "و",
    }
)
_FINALS = {"ن": "ں", "ي": "ى", "ى": "ى", "ئ": "ى", "ف": "\u06a1"}
_PLAIN_DOTS = _DOTS | {ord(letter): "ى" for letter in "بتثنيىئ"} | {ord("ف"): "\u06a1", ord("ق"): "\u066f"}
_SMALL = dict(zip("abcdefghijklmnoprstuvwz", "ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀsᴛᴜᴠᴡᴢ", strict=True))
_CYRILLIC = str.maketrans("aeopcyxik", "аеорсухік")
_ORNAMENTS = ("ہ", "ۂ", "ﮧ", "ـ♥ـ", "ٰ", "ۦ", "ٴ", "ﹻ")
_HEARTS = ("♥", "💔", "★", "•", "~", "·")
_SHORTEST = 3


def _each(text: str, change: Callable[[str], str], shortest: int = _SHORTEST) -> str:
    return " ".join(change(word) if len(word) >= shortest else word for word in text.split())


def every_word_starred(text: str, chance: random.Random) -> str:
    """One inner letter of every word behind a star."""
    return _each(text, lambda word: starred(word, chance))


def whole_spelled_out(text: str, chance: random.Random) -> str:
    """Every letter by itself, words no wider apart than letters."""
    return chance.choice((" ", ".", "-", " ")).join(text.replace(" ", ""))


def underlined(text: str, _chance: random.Random) -> str:
    """Letters joined by underscores: w_o_r_d."""
    return _each(text, "_".join)


def swapped_neighbours(text: str, chance: random.Random) -> str:
    """Two inner letters of the longest word exchanged."""
    return disguise_span(text, 0, len(text), _swapped, chance)


def _swapped(word: str, chance: random.Random) -> str:
    places = [place for place in range(1, len(word) - 2) if word[place] != word[place + 1]]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def dotless(text: str, _chance: random.Random) -> str:
    """Arabic without dots, as converters write it: the tooth and the ring of fa and qaf have letters of their own."""
    return _each(
        text, lambda word: word[:-1].translate(_DOTS) + _FINALS.get(word[-1], word[-1].translate(_DOTS)), 1
    )


def plainly_dotless(text: str, _chance: random.Random) -> str:
    """Arabic without dots as a common keyboard can write it: ى for every tooth."""
    return text.translate(_PLAIN_DOTS)


def small_capitals(text: str, _chance: random.Random) -> str:
    """Latin letters as small capitals."""
    return "".join(_SMALL.get(letter, letter) for letter in text.lower())


def circled(text: str, _chance: random.Random) -> str:
    """Latin letters in squares."""
    return "".join(
        chr(0x1F130 + ord(letter) - 97) if "a" <= letter <= "z" else letter for letter in text.lower()
    )


def regional(text: str, _chance: random.Random) -> str:
    """Latin letters as single regional indicators."""
    spread = ("".join(_indicator(letter) for letter in word) for word in text.lower().split())
    return " ".join(spread)


def _indicator(letter: str) -> str:
    return (chr(0x1F1E6 + ord(letter) - 97) if "a" <= letter <= "z" else letter) + " "


def cyrillic(text: str, chance: random.Random) -> str:
    """All letters of the longest word that have a Cyrillic twin."""
    return disguise_span(text, 0, len(text), lambda word, _: word.lower().translate(_CYRILLIC), chance)


def ornamented(text: str, chance: random.Random) -> str:
    """An ornament behind an inner letter of each word."""
    return _each(text, lambda word: _inside(word, chance.choice(_ORNAMENTS), chance))


def hearted(text: str, chance: random.Random) -> str:
    """Hearts, stars or dots between all letters of the longest word."""
    heart = chance.choice(_HEARTS)
    return disguise_span(text, 0, len(text), lambda word, _: heart.join(word), chance)


def filled(text: str, chance: random.Random) -> str:
    """x between all letters of the longest word."""
    return disguise_span(
        text, 0, len(text), lambda word, _: ("x" if word.isascii() else "ـxـ").join(word), chance
    )


def _inside(word: str, piece: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + piece + word[place:]


def one_of_another_script(text: str, chance: random.Random) -> str:
    """One letter of the longest word from another script."""
    return disguise_span(text, 0, len(text), mixed_script, chance)


SINGLE: dict[str, TextDisguise] = {
    "every word starred": every_word_starred,
    "whole insult spelled out": whole_spelled_out,
    "underlined letters": underlined,
    "swapped neighbours": swapped_neighbours,
    "without dots": dotless,
    "without dots, ى for a tooth": plainly_dotless,
    "small capitals": small_capitals,
    "squared letters": circled,
    "regional indicators": regional,
    "Cyrillic twins": cyrillic,
    "ornaments": ornamented,
    "hearts between letters": hearted,
    "x between letters": filled,
}
_COMBINED: dict[str, TextDisguise] = {
    "another script": one_of_another_script,
    "small capitals": small_capitals,
    "without dots": dotless,
    "ornaments": ornamented,
    "starred": every_word_starred,
    "hearts": hearted,
    "underlined": underlined,
}
"""Those that are put together two at a time, in this order: what changes letters before what stands between them."""


def combined() -> Iterator[tuple[str, TextDisguise]]:
    """Every pair, the one after the other."""
    for (name, first), (other, second) in combinations(_COMBINED.items(), 2):
        yield f"{name} + {other}", _after(first, second)


def _after(first: TextDisguise, second: TextDisguise) -> TextDisguise:
    return lambda text, chance: second(first(text, chance), chance)


def whole_disguise_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """Each disguise on the explicit phrases the engine finds as they stand, and on innocent sentences."""
    phrases = [p.text for p in subjects.phrases if p.level == "explicit" and flagged(judge(p.text))]
    innocents = innocent_sentences(subjects, judge)
    for name, disguise in SINGLE.items():
        yield from _pair(name, [disguise], phrases, innocents, judge)
    pairs = [disguise for _, disguise in combined()]
    yield from _pair("two disguises at once", pairs, phrases, innocents, judge)


def innocent_sentences(subjects: Subjects, judge: Judge) -> list[str]:
    """Short ordinary sentences that are published as they stand."""
    rows = [*subjects.rows, *subjects.ordinary]
    short = [row.original for row in rows if not row.label and 2 < len(row.words) <= _LONGEST_INNOCENT]
    chosen = random.Random(SEED).sample(short, min(len(short), 2 * _INNOCENTS))  # noqa: S311 - reproducible
    return [text for text in chosen if not flagged(judge(text))][:_INNOCENTS]


def _pair(
    name: str,
    disguises: Sequence[TextDisguise],
    phrases: Sequence[str],
    innocents: Sequence[str],
    judge: Judge,
) -> Iterator[Figure]:
    caught = [flagged(judge(text)) for text in hidden(phrases, disguises)]
    yield share("whole disguises", f"{name}: insult still caught", caught, HIGHER, ">= .95")
    wrong = [flagged(judge(text)) for text in hidden(innocents, disguises[:: max(1, len(disguises) // 4)])]
    yield share("whole disguises", f"{name}: innocent sentences flagged", wrong, LOWER, "<= .005")


def hidden(texts: Sequence[str], disguises: Sequence[TextDisguise]) -> Iterator[str]:
    """Each text by each disguise; what it leaves as it stands (another script, no word long enough) is left out."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible
    for disguise in disguises:
        for text in texts:
            changed = disguise(text, chance)
            if changed != text:
                yield changed
