"""Advertisements put together of own phrases: there is no public set of Arabic comment spam to learn from.

`python -m ghirbal_tools.training.ads N` prints some. An advertisement is an opening, an offer of one trade, a closing
and a call, each but the offer there or not, in one language, with or without ornaments, then a contact in one of many
forms. Phrases for training and for testing are held apart, and so are some trades.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ghirbal_tools.training.ad_book import LANGUAGES, TRAIN, Book

_WEIGHTS = (5, 3, 1, 3)

_ORNAMENTS = ("✅", "🔥", "💰", "📞", "⭐", "👉", "🌹", "💯", "❤️", "🎁")
_FILLINGS = {
    "name": "ابو سليمان,المغربي,فاطمة,Karim,ام ياسين,عبد الرحمن,Mme Sophie,الادريسي,ابو فهد,النور,الامانة,Samira,سناء",
    "city": "الدار البيضاء,الرباط,مراكش,طنجة,اكادير,Fès,دبي,الرياض,جدة,القاهرة,الكويت,الدمام,الدوحة,Casablanca,وجدة",
    "sum": "500,1000,2500,5000,١٠٠٠٠,30000,150,99,50,٢٥٠,1200",
    "days": "3,7,٥,10,15,ثلاثة,24,48",
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
    """One advertisement; `chance` decides language, trade, shape, ornaments and contact."""
    lang = chance.choices(LANGUAGES, _WEIGHTS)[0]
    book = Book(part, lang, chance)
    trade = chance.choice(book.trades())
    pieces = [*book.some("open", 0.5), *book.pieces(trade), *book.some("close", 0.5), *book.some("call", 0.6)]
    words = _joined(pieces, chance)
    return Ad(f"{words} {contact(chance)}".strip(), words, trade, lang)


def honest_comments(count: int, seed: int = 7) -> Iterator[str]:
    """So many comments of readers who use the same words and mean no advertising."""
    chance = random.Random(f"honest {seed}")  # noqa: S311 - a reproducible choice
    for _ in range(count):
        book = Book(TRAIN, chance.choices(LANGUAGES, _WEIGHTS)[0], chance)
        yield " ".join(_filled(sentence, chance) for sentence in book.honest())


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


def _joined(pieces: Sequence[str], chance: random.Random) -> str:
    filled = [_filled(piece, chance) for piece in pieces]
    ornament = chance.choice(_ORNAMENTS) if chance.random() < 0.3 else ""
    between = chance.choice((" ", ". ", "\n", " - ", "، "))
    return between.join(f"{ornament} {piece} {ornament}".strip() if ornament else piece for piece in filled)


def _filled(phrase: str, chance: random.Random) -> str:
    for slot, values in _FILLINGS.items():
        phrase = phrase.replace(f"{{{slot}}}", chance.choice(values.split(",")))
    return phrase


if __name__ == "__main__":
    for ad in advertisements(TRAIN, int(sys.argv[1])):
        print(f"{ad.lang}\t{ad.kind}\t{ad.text!r}")
