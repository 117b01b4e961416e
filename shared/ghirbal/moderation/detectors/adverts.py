"""What advertisers write in words: baits, invitations, handles, numbers and hosts that are spelled out.

Baits score 0: whoever complains about healers and loans uses the same words. They count together with a way to reach
the writer (composites of the policy).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.detectors.phones import is_near, office_places
from ghirbal.moderation.lexicon.ad_cues import ENDING, ZERO, Cues, FoundCue
from ghirbal.moderation.reading import Reading
from ghirbal.text.spelled import begins_number, spelled_number

STRENGTHS = {
    "BAIT_HEALER": 0.4,
    "BAIT_LOAN": 0.4,
    "BAIT_JOB": 0.3,
    "BAIT_TRADING": 0.4,
    "BAIT_BETTING": 0.4,
    "BAIT_PROPERTY": 0.3,
    "BAIT_SEXUAL": 0.5,
    "BAIT_PILLS": 0.4,
    "BAIT_PAPERS": 0.5,
    "BAIT_SALES": 0.3,
    "BAIT_FOLLOWERS": 0.5,
    "CONTACT_PROMO": 0.8,
    "CONTACT_REACH": 0.8,
    "CONTACT_INVITE": 0.3,
    "FRAUD_WARNING": 0.0,
}
_SYMBOLS = {name.partition("_")[2].lower(): name for name in STRENGTHS}
"""By group of phrases: what follows the first underscore."""
_MIXED = r"(?=[a-z._-]{0,24}\d)(?=[0-9._-]{0,24}[a-z])"
"""A Latin letter and a digit ahead: neither a word nor a year or a sum."""

_HANDLE = re.compile(
    r"\W{0,4}(?:id|pseudo|حسابي|حساب|my)?\W{0,4}"
    r"(?:@[\w.]{3,30}|" + _MIXED + r"[a-z0-9._]{4,30}|[a-z]{2,20}[._][a-z][a-z._]{1,20}|[1-9][\d .-]{8,15}\d)"
)
"""After a platform's name: @name, a Latin name that holds a digit, a dot or an underscore (French has "sur Facebook :
il ..."), or digits without the sign that would make them a telephone number."""

_CODE = re.compile(r"\W{0,12}(?:\w{1,10}\W{1,4}){0,3}?" + _MIXED + r"[a-z0-9-]{3,12}\b")
_SHORT_NUMBER = re.compile(
    r"(?:\W{1,3}\w{1,20}){0,6}?\W{1,3}(?:to|at|on|au|الي|علي|للرقم|الرقم|ل)\W{0,3}(?!(?:19|20)\d\d\b)\d{4,6}\b"
)
"""After a word for sending: the short number of a paid service, which is no year."""

_FRIENDS = re.compile(
    r"(?:\W{1,3}\w{1,20}){0,3}?\W{1,3}(?:\d{1,3}|عشره|عشرين|عشر|سبعه|خمسه|خمسطاش|عشره|3chra|3echra|sb3a|khmsa"
    r"|dix|quinze|vingt|sept|cinq|ten|seven|five)\b"
)
"""After "send this message": to how many. Without a number it may be meant for a minister."""

_DOT = re.compile(r"\s?[(\[{<*_-]{0,2}\s?(?:\.|dot|point|نقطه|نقط)\s?[)\]}>*_-]{0,2}\s?")
_LONGEST_LABEL = 40


class AdvertDetector:
    """One symbol a group, where it stands first."""

    name = "adverts"

    def __init__(self, cues: Cues) -> None:
        """Take the phrases."""
        self.cues = cues

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """BAIT_*, CONTACT_* (promo, reach, invite, handle, code, short number, spelled), CHAIN_MESSAGE, NUMBER_PUBLIC,
        LINK_DISGUISED, FRAUD_WARNING."""
        seen: set[str] = set()
        cues = list(self.cues.find(reading.tokens))
        for found in cues:
            for symbol in _told(reading, found, cues):
                if symbol.name not in seen:
                    seen.add(symbol.name)
                    yield symbol


def _told(reading: Reading, found: FoundCue, cues: Sequence[FoundCue]) -> Iterable[Symbol]:
    name = _SYMBOLS.get(found.group)
    if name is not None:
        return (_symbol(reading, name, STRENGTHS[name], found.first, found.last),)
    if found.group == ZERO:
        last = (
            spelled_number(reading.tokens, found.first)
            if begins_number(reading.tokens, found.first)
            else None
        )
        return () if last is None else (_symbol(reading, "CONTACT_SPELLED", 0.85, found.first, last),)
    if found.group == ENDING:
        return _disguised(reading, found.first)
    return _followed(reading, found, cues) if found.group in _AFTER else ()


def _followed(reading: Reading, found: FoundCue, cues: Sequence[FoundCue]) -> Iterable[Symbol]:
    """What counts by what follows it; a short number beside an office is the office's."""
    pattern, name, strength = _AFTER[found.group]
    start, end = reading.tokens[found.first].start, reading.tokens[found.last].end
    after = pattern.match(reading.folded.text, end, end + 80)
    if after is None:
        return ()
    if found.group == "send" and is_near(office_places(reading.tokens, cues), start, after.end()):
        name, strength = "NUMBER_PUBLIC", 0.1
    return (reading.found(name, strength, start, after.end()),)


_AFTER = {
    "platform": (_HANDLE, "CONTACT_HANDLE", 0.8),
    "coupon": (_CODE, "CONTACT_CODE", 0.7),
    "send": (_SHORT_NUMBER, "CONTACT_SHORT_NUMBER", 0.8),
    "chain": (_FRIENDS, "CHAIN_MESSAGE", 0.7),
}


def _disguised(reading: Reading, ending: int) -> Iterable[Symbol]:
    """A host whose dot is a word, stands in brackets or between blanks; a plain one is the link detector's."""
    tokens, text = reading.tokens, reading.folded.text
    for before in range(max(0, ending - 2), ending):
        label = tokens[before]
        between = text[label.end : tokens[ending].start]
        if (
            _DOT.fullmatch(between)
            and between != "."
            and _is_label(label.text)
            and not between.startswith(". ")
        ):
            return (_symbol(reading, "LINK_DISGUISED", 0.85, before, ending),)
    return ()


def _is_label(word: str) -> bool:
    return word.isascii() and 3 <= len(word) <= _LONGEST_LABEL


def _symbol(reading: Reading, name: str, strength: float, first: int, last: int) -> Symbol:
    return reading.found(name, strength, reading.tokens[first].start, reading.tokens[last].end)
