"""The outward look of a comment: walls of emoji, repeated lines, strange spacing, foreign scripts, nothing but a link.

Each is weak: honest crowds send hearts and repeat a prayer. Only foreign scripts hold by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.detectors.links import is_cited
from ghirbal.moderation.reading import Reading

_PICTURES = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_EMOJI = re.compile(f"[{_PICTURES}]")
_FEWEST_EMOJI = 12
_EMOJI_SHARE = 0.2
"""Of all characters: hearts behind a sentence are fewer, an ornamented advertisement has more."""

_SHORTEST_LINE = 8
_REPEATED = 3
_GAPS = re.compile(r"[^\S\n]{12,}|(?:[^\S\n]*\n){6,}|(?:(?<=\s)\S(?=\s)\s){12}")
_LONGEST_ALONE = 3
"""Words beside a link that still say nothing about it: "look here", "my site"."""

SCRIPTS = {
    "cyrillic": "\u0400-\u052f",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "kana": "\u3040-\u30ff",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "thai": "\u0e00-\u0e7f",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "armenian": "\u0530-\u058f",
    "georgian": "\u10a0-\u10ff",
    "greek": "\u0370-\u03ff",
    "hebrew": "\u0590-\u05ff",
}
"""Scripts a policy may prohibit, and their letters. Tifinagh, Arabic and Latin are at home here."""

_UNUSUAL = re.compile("[\u0370-\u05ff\u0900-\u1fff\u2600-\u2bff\u3040-\ud7af\U0001f000-\U0001faff]")
"""Where all of these and all pictures lie, in few ranges: the exact set takes 6 ms to compile."""

_FEWEST_LETTERS = 5
_SCRIPT_SHARE = 0.2


class ShapeDetector:
    """Looks at the text as it was sent: folding takes repeats and ornaments away."""

    name = "shapes"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """EMOJI_WALL, LINES_REPEATED, SPACING_ODD, SCRIPT_PROHIBITED, LINK_ONLY."""
        text = reading.submission.text
        if _UNUSUAL.search(text):
            yield from _emoji_wall(text)
            yield from _foreign(text, reading.policy.scripts)
        if "\n" in text or "   " in text or "\t" in text:
            yield from _lines(text)
        if len(reading.tokens) <= 24:
            yield from _link_only(reading)


def _emoji_wall(text: str) -> Iterator[Symbol]:
    first = _EMOJI.search(text)
    if first is not None:
        found = _EMOJI.findall(text)
        if len(found) >= _FEWEST_EMOJI and len(found) >= _EMOJI_SHARE * len(text):
            yield Symbol("EMOJI_WALL", 0.3, start=first.start(), end=first.end(), matched=first.group())


def _foreign(text: str, prohibited: tuple[str, ...]) -> Iterator[Symbol]:
    letters = sum(map(str.isalpha, text))
    for script in prohibited:
        found = re.findall(f"[{SCRIPTS[script]}]", text) if script in SCRIPTS else []
        if len(found) >= _FEWEST_LETTERS and len(found) >= _SCRIPT_SHARE * letters:
            place = text.index(found[0])
            yield Symbol("SCRIPT_PROHIBITED", 0.6, start=place, end=place + 1, matched=found[0])


def _lines(text: str) -> Iterator[Symbol]:
    counted = Counter(line for raw in text.split("\n") if len(line := raw.strip()) >= _SHORTEST_LINE)
    line, times = counted.most_common(1)[0] if counted else ("", 0)
    if times >= _REPEATED:
        place = text.index(line)
        yield Symbol("LINES_REPEATED", 0.3, start=place, end=place + len(line), matched=line[:64])
    gap = _GAPS.search(text)
    if gap:
        yield Symbol("SPACING_ODD", 0.2, start=gap.start(), end=gap.end())


def _link_only(reading: Reading) -> Iterator[Symbol]:
    text = reading.folded.text
    places = reading.links
    if places and places[0].kind not in ("mail",) and not all(map(partial(is_cited, reading.folded), places)):
        inside = sum(
            any(place.start <= token.start < place.end for place in places) for token in reading.tokens
        )
        if len(reading.tokens) - inside <= _LONGEST_ALONE:
            yield reading.found("LINK_ONLY", 0.5, places[0].start, min(places[-1].end, len(text)))
