"""The one way to count a comment, the same in the widget and here (tests/vectors/length.json)."""

from __future__ import annotations

import unicodedata


def count_characters(text: str) -> int:
    """Unicode code points after NFC: what the reader's counter shows.

    >>> count_characters("مرحبا"), count_characters("e\u0301"), count_characters("👩\u200d👧")
    (5, 1, 3)
    """
    return len(unicodedata.normalize("NFC", text))
