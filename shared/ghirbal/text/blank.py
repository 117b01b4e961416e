"""What is blank, said once: what is trimmed off a text before it is stored, and whether anything of it can be seen."""

from __future__ import annotations

import unicodedata

from ghirbal.text.fold import drop_marks

WHITE = (
    "".join(
        map(
            chr,
            (*range(0x09, 0x0E), 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F),
        )
    )
    + "\u3000\ufeff"
)
"""White space as `trim()` of a browser has it, which is not `strip()`'s: the widget marks what a refusal names and
counts from the same first character (tests/vectors/trim.json)."""


def trimmed(text: str) -> str:
    """A text without white space around it, line ends as LF: as it is stored.

    >>> trimmed("\\r\\n a\\r\\nb \\ufeff"), trimmed("\\x85a")
    ('a\\nb', '\\x85a')
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(WHITE)


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: white space, marks without a letter, tatweel, fillers, the invisible.

    >>> [is_blank(text) for text in ("\\u200b", "ـ", "\\u3164 \\u2800", "\\u064b\\u0301", "ء", "!", "😀", "ʰ")]
    [True, True, True, True, False, False, False, False]

    Wrong for a character that the reader's fonts lack, and for signs of private use, which some fonts draw.

    >>> is_blank("\\ue000")
    True
    """
    return not drop_marks(unicodedata.normalize("NFKD", text)).strip()
