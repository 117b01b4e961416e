"""Advertisements put together of own phrases: there is no public set of Arabic comment spam to learn from.

`python -m ghirbal_tools.training.ads N` prints some. An advertisement is an opening, one or two offers of one kind, a
call and a closing, each there or not, in one language, with or without ornaments, then a contact in one of many forms.
Phrases for training and for testing are held apart.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parent / "data" / "ad_phrases.tsv"
TRAIN, TEST = "train", "test"
FRAME = ("open", "call", "close")
WORDS = "words"
LANGUAGES = ("ar", "ma", "latn", "fr")
_WEIGHTS = (5, 3, 1, 3)
_STRUNG = 0.5
"""Share of training advertisements that are strung together of words: phrases alone are learned by heart."""

_ORNAMENTS = ("✅", "🔥", "💰", "📞", "⭐", "👉", "🌹", "💯", "❤️", "🎁")
_FILLINGS = {
    "name": ("ابو سليمان", "المغربي", "فاطمة", "Karim", "ام ياسين", "عبد الرحمن", "Mme Sophie", "الادريسي"),
    "city": ("الدار البيضاء", "الرباط", "مراكش", "طنجة", "اكادير", "Fès", "دبي", "الرياض", "جدة"),
    "sum": ("500", "1000", "2500", "5000", "١٠٠٠٠", "30000", "150"),
    "days": ("3", "7", "٥", "10", "15", "ثلاثة"),
}
_SPELLED = ("صفر", "واحد", "جوج", "تلاتة", "ربعة", "خمسة", "ستة", "سبعة", "تمنية", "تسعود")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Ad:
    """One advertisement. `text` holds the contact, `words` is the same without it."""

    text: str
    words: str
    kind: str
    lang: str


def advertisements(part: str, count: int, seed: int = 7) -> Iterator[Ad]:
    """So many advertisements of a part, the same ones for the same seed."""
    chance = random.Random(f"{part} {seed}")  # noqa: S311 - a reproducible choice
    for _ in range(count):
        yield make_ad(part, chance)


def make_ad(part: str, chance: random.Random) -> Ad:
    """One advertisement; `chance` decides language, kind, parts, ornaments and contact."""
    phrases = read_phrases()
    lang = chance.choices(LANGUAGES, _WEIGHTS)[0]
    kinds = [role for p, of, role in phrases if (p, of) == (part, lang) and role not in FRAME]
    kind = WORDS if WORDS in kinds and chance.random() < _STRUNG else chance.choice(kinds)
    offers = (
        _offers(phrases[part, lang, kind], chance)
        if kind != WORDS
        else [_strung(phrases, part, lang, chance)]
    )
    pieces = [*_some(phrases, part, lang, "open", 0.5, chance), *offers]
    pieces += _some(phrases, part, lang, "close", 0.4, chance)
    call = _some(phrases, part, lang, "call", 0.75, chance)
    words = _joined([*pieces, *call], chance)
    return Ad(f"{words} {contact(chance)}".strip(), words, kind, lang)


def contact(chance: random.Random) -> str:
    """A way to reach the advertiser, or none: a number in one of many spellings, an address, a handle."""
    number = f"06{chance.randrange(10**8):08d}"
    pairs = " ".join(number[place : place + 2] for place in range(0, 10, 2))
    handle = chance.choice(("offre", "rohani", "khidma", "trade")) + str(chance.randrange(100, 999))
    forms = (
        "",
        number,
        pairs,
        pairs.replace(" ", chance.choice(".-")),
        number.translate(_EASTERN),
        " ".join(number),
        " ".join(_SPELLED[int(digit)] for digit in number),
        f"+212{number[1:]}",
        f"00212 {pairs[1:]}",
        f"https://{handle}.example/x",
        f"{handle}.com",
        f"https://bit.ly/{handle}",
        f"wa.me/212{number[1:]}",
        f"telegram @{handle}",
        f"{handle}@gmail.com",
    )
    return chance.choice(forms)


def _offers(phrases: Sequence[str], chance: random.Random) -> list[str]:
    return chance.sample(list(phrases), min(len(phrases), chance.choice((1, 1, 2))))


def _strung(
    phrases: Mapping[tuple[str, str, str], Sequence[str]], part: str, lang: str, chance: random.Random
) -> str:
    """Four to nine words of one trade: the sentences in between matter less than what is traded."""
    words = chance.choice(phrases[part, lang, WORDS]).split(",")
    return " ".join(chance.sample(words, min(len(words), chance.randint(4, 9))))


def _some(
    phrases: Mapping[tuple[str, str, str], Sequence[str]],
    part: str,
    lang: str,
    role: str,
    share: float,
    chance: random.Random,
) -> list[str]:
    """A phrase of the role in a share of advertisements; Darija borrows from Arabic where it has none."""
    found = phrases.get((part, lang, role)) or (phrases.get((part, "ar", role), ()) if lang == "ma" else ())
    return [chance.choice(list(found))] if found and chance.random() < share else []


def _joined(pieces: Sequence[str], chance: random.Random) -> str:
    filled = [_filled(piece, chance) for piece in pieces]
    ornament = chance.choice(_ORNAMENTS) if chance.random() < 0.3 else ""
    between = chance.choice((" ", ". ", "\n", " - ", "، "))
    return between.join(f"{ornament} {piece} {ornament}".strip() if ornament else piece for piece in filled)


def _filled(phrase: str, chance: random.Random) -> str:
    for slot, values in _FILLINGS.items():
        phrase = phrase.replace(f"{{{slot}}}", chance.choice(values))
    return phrase


@cache
def read_phrases() -> Mapping[tuple[str, str, str], Sequence[str]]:
    """Phrases by part, language and role. Raises ValueError naming the line that is not four columns."""
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for number, line in enumerate(PHRASES.read_text("utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 4 or cells[0] not in (TRAIN, TEST) or cells[1] not in LANGUAGES:
                raise ValueError(f"{PHRASES.name} line {number}: expected part, lang, role and text")
            found[cells[0], cells[1], cells[2]].append(cells[3])
    return dict(found)


if __name__ == "__main__":
    for ad in advertisements(TRAIN, int(sys.argv[1])):
        print(f"{ad.lang}\t{ad.kind}\t{ad.text!r}")
