"""Links and telephone numbers in a folded text: where the ways out of the comment box are.

Both work on the folded text, where Arabic-Indic digits are ASCII, invisible characters are gone and
doubled letters are single: "https" reads "htps", "www" reads "w", "app" reads "ap".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ghirbal.text.fold import Folded
from ghirbal.text.numbers import number_kind

_TOP_LEVEL = (
    "com|net|org|info|biz|io|co|fr|dz|tn|eg|sa|ae|ru|cn|tk|ml|ga|cf|gq|xyz|top|online|site|shop|store|club|live|"
    "vip|win|bet|casino|ap|link|click|pro|ly|gl|uk|website|space|life|world|today|news|blog|dev"
)
_WORD_TOP_LEVEL = "ma|me|tv|be|us|de|es|it|in|to|ai|page"
"""Endings that are French or English words as well: a link only behind "www." or before a path."""
_MIXED = r"[a-z0-9\u0370-\u03ff\u0400-\u04ff-]{1,63}"
"""A label in Latin, Greek or Cyrillic letters: a host that mixes them pretends to be another."""
_ADDRESS = re.compile(
    r"(?P<anchor>\[(?:url|link|img)\b[^\[\]\n]{0,300}\]|<a\s(?=[^<>\n]{0,200}href)[^<>\n]{0,300}>)"
    r"|(?P<url>\b(?:htps?|hxps?|ftp)\s?:\s?/\s?/\s?[^\s<>\"']{1,200})"
    r"|(?P<mail>(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}\b)"
    r"|(?P<chat>(?<![\w.@-])(?:wa\.me|t\.me|m\.me|telegram\.me|discord\.g|(?:chat|api)\.whatsap\.com|"
    r"whatsap\.com/chanel|line\.me)/\S{1,100})"
    r"|(?P<domain>(?<![\w.@-])(?:"
    r"(?:w\.)?(?:" + _MIXED + r"\.){1,4}(?:" + _TOP_LEVEL + r")(?![\w@-]|\.\w)(?:/[^\s<>\"']{0,200})?"
    r"|w\.(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,24}\b(?:/[^\s<>\"']{0,200})?"
    r"|(?:[a-z0-9-]{1,63}\.){1,4}(?:" + _WORD_TOP_LEVEL + r")/[^\s<>\"']{0,200}))"
)
_HINT = re.compile(r"[\w-]\.[a-z]|/\s?/|@|\[|<a")
"""What every address has: looked for first, in a fifth of the time."""
_PHONE = re.compile(r"(?<!\w)(?<!\d[.,/])(?:\+|0|o(?=[\d ._*-]{8})|212[5-8])[\d ._*\-()/]{7,28}(?!\w)")
_NATIONAL = re.compile(r"(?:(?:\+|00)?212[05-8]?|0)[5-8]\d{8}|0[1-9]\d{8,9}")
"""Morocco in its own forms, and the ten or eleven digits of France, Algeria, Egypt, Saudi Arabia."""
_INTERNATIONAL = re.compile(r"(?:\+|00)[1-9]\d{7,13}")
_NUMBER_HINT = re.compile(r"[0+]|212|o[5-7]")
"""What every number begins with, looked for first; the letter o stands for a zero."""
_NOT_DIGITS = re.compile(r"[^\d+]")


class Place(NamedTuple):
    """Something found: its kind and its half-open positions in the folded text."""

    kind: str
    start: int
    end: int


def find_links(folded: Folded) -> list[Place]:
    """Links of every spelling; kinds are anchor, url, mail, chat and domain.

    >>> from ghirbal.text.fold import fold
    >>> [place.kind for place in find_links(fold("شوف https://a.example/x أو exemple.com و wa.me/212600"))]
    ['url', 'domain', 'chat']
    >>> find_links(fold("ثمنه 3.5 درهم. انتهى"))
    []

    Wrong for a missing space after a full stop before a word that is also a domain ending.

    >>> [place.kind for place in find_links(fold("c'est fini.net et clair"))]
    ['domain']
    """
    if not _HINT.search(folded.text):
        return []
    return [
        Place(found.lastgroup or "url", found.start(), found.end())
        for found in _ADDRESS.finditer(folded.text)
    ]


def find_phones(folded: Folded) -> list[Place]:
    """Telephone numbers; kinds are national and international. Spaces, dots, dashes and stars may stand inside.

    >>> from ghirbal.text.fold import fold
    >>> [place.kind for place in find_phones(fold("الهاتف ٠٦ ١٢ ٣٤ ٥٦ ٧٨ أو +33 6 12 34 56 78"))]
    ['national', 'international']
    >>> find_phones(fold("سنة 2024 و 1000000 درهم و 0.5%"))
    []
    >>> find_phones(fold("من 01/09/2024 12 يوما، 0-1 2-0 3-1 2-2 1-1، 0-306-40615-2"))
    []
    """
    if not _NUMBER_HINT.search(folded.text):
        return []
    places: list[Place] = []
    for found in _PHONE.finditer(folded.text):
        written = found.group()
        kind = _phone_kind(_NOT_DIGITS.sub("", written.replace("o", "0", 1)))
        if kind and not number_kind(folded.text, *found.span()):
            places.append(Place(kind, found.start(), found.start() + len(written.rstrip(" ._*-(/"))))
    return places


def without_places(folded: Folded, places: Iterable[Place]) -> str:
    """The folded text with places blanked: what an advertisement says in words. The very same text without any.

    >>> from ghirbal.text.fold import fold
    >>> folded = fold("اتصل 0612345678 https://a.example")
    >>> without_places(folded, [*find_links(folded), *find_phones(folded)]).split()
    ['اتصل']
    """
    kept, end = [], 0
    for place in sorted(places, key=lambda place: place.start):
        kept.append(folded.text[end : place.start])
        end = max(end, place.end)
    return " ".join([*kept, folded.text[end:]]) if kept else folded.text


def _phone_kind(digits: str) -> str:
    if _NATIONAL.fullmatch(digits):
        return "national"
    return "international" if _INTERNATIONAL.fullmatch(digits) else ""
