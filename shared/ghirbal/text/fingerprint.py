"""Fingerprints of a text: for the same text again, for nearly the same, for one put together of the same phrases."""

from __future__ import annotations

import hashlib
import struct

from ghirbal.text.fold import Folded, fold
from ghirbal.text.tokens import tokenize

_BYTES = 8
_LANE = 16
"""Bits of a counter: a fold has at most 20,000 letters."""
_LANES = tuple(sum((byte >> bit & 1) << _LANE * bit for bit in range(8)) for byte in range(256))
"""A byte's eight bits, each in a counter of its own: one addition counts eight, ten times as fast as one by one."""
_SHINGLE = 4
"""Letters of one simhash feature: short enough that one changed word in ten moves few bits."""

_WORDS = 2
"""Words of a phrase: of 8,000 long comments in papers none shares four of 15 with two of the 48 before it."""
SKETCHED = 15
"""Phrases that stand for a text, a byte each: 120 bits are a number that DynamoDB keeps whole."""
_NONE = (1 << 32) - 1


def fingerprint(text: str | Folded) -> str:
    """Sixteen hex digits: equal for texts that differ only in what folding and punctuation hide.

    >>> fingerprint("الله يرحمه") == fingerprint("اللّه... يَرحمُه!!")
    True
    >>> fingerprint("الله يرحمه") == fingerprint("الله يرحمها")
    False
    """
    return hashlib.sha256(_essence(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def simhash(text: str | Folded) -> int:
    """A 64-bit hash of which few bits change when few words do (Charikar 2002).

    >>> one = simhash("شقق للبيع في الدار البيضاء بثمن مناسب اتصلوا بنا اليوم قبل نفاد العرض")
    >>> two = simhash("شقق للبيع في الدار البيضاء بثمن مناسب اتصلوا بنا الآن قبل نفاد العرض")
    >>> distance(one, two) < 16 < distance(one, simhash("رحمه الله وأسكنه فسيح جناته"))
    True
    """
    letters = _essence(text)
    pieces = max(1, len(letters) - _SHINGLE + 1)
    sums = [0] * _BYTES
    for start in range(pieces):
        piece = letters[start : start + _SHINGLE].encode("utf-8", "surrogatepass")
        for place, byte in enumerate(hashlib.blake2b(piece, digest_size=_BYTES).digest()):
            sums[place] += _LANES[byte]
    lane = (1 << _LANE) - 1
    return sum(
        1 << 8 * (_BYTES - 1 - place) + bit
        for place, total in enumerate(sums)
        for bit in range(8)
        if 2 * (total >> _LANE * bit & lane) > pieces
    )


def distance(one: int, other: int) -> int:
    """How many of the 64 bits of two simhashes differ.

    >>> distance(0b1010, 0b1001)
    2
    """
    return (one ^ other).bit_count()


def sketch(text: str | Folded) -> int:
    """Fifteen of a text's phrases, by which texts of one template are known however many of its words change.

    Each byte is that of the least of the phrases' hashes in an order of its own (minwise hashing, Broder 1997).

    >>> frame = "يا إخوان أنا {} كنت {} حتى نصحني {} بهذه الطريقة والآن صار عندي دخل كل شهر"
    >>> one = sketch("صباح الخير " + frame.format("طالب", "فقيرا", "صديق"))
    >>> two = sketch("مرحبا " + frame.format("تاجر", "محتاجا", "جار"))
    >>> shared(one, two) >= 4 > shared(one, sketch("رحم الله الفقيد وأسكنه فسيح جناته وألهم ذويه الصبر"))
    True
    """
    words = [token.text for token in tokenize(fold(text) if isinstance(text, str) else text)]
    phrases = {" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))}
    least = [_NONE] * 16
    for phrase in phrases:
        digest = hashlib.blake2b(phrase.encode("utf-8", "surrogatepass")).digest()
        least = list(map(min, least, struct.unpack("<16I", digest)))
    return int.from_bytes(bytes(number & 0xFF for number in least[:SKETCHED]))


def shared(one: int, other: int) -> int:
    """How many of the fifteen places of two sketches are the same.

    >>> shared(0x010203, 0x010903)
    14
    """
    differing = (one ^ other).to_bytes(SKETCHED)
    return differing.count(0)


def _essence(text: str | Folded) -> str:
    """Letters and digits of the folded text; a text without any (emoji alone) is taken as it is."""
    folded = fold(text) if isinstance(text, str) else text
    return "".join(token.text for token in tokenize(folded)) or folded.text.replace(" ", "")
