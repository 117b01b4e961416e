"""Build the filters of ordinary and of frequent words: `python -m ghirbal_tools.vocabulary DATA`.

DATA holds word frequencies (`word_frequency_ar.txt.gz`, `_fr`), names, and comments. A word is taken when it is
frequent enough in a source and the lexicon does not know it as an entry; what the lexicon would only guess at (by
sound or by skeleton) is taken from French alone, since in Arabizi such a word is more often the insult itself.
Frequent words are taken whatever they are: they are compared with one another. The output holds hashes of words, no
words (`ghirbal.text.vocabulary`).
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ghirbal.moderation.lexicon.lexicon import Lexicon, shipped_lexicon
from ghirbal.text import vocabulary
from ghirbal.text.fold import fold
from ghirbal.text.skeleton import is_latin
from ghirbal.text.tokens import tokenize
from ghirbal_tools.training.corpus import read_ordinary

COMMENTS = {
    "hespress_ar.jsonl.gz": 2,
    "hespress_fr.jsonl.gz": 2,
    "aj.jsonl.gz": 4,
    "omcd.jsonl.gz": 3,
    "mdold.jsonl.gz": 4,
    "dziriofn.jsonl.gz": 4,
    "osact4.jsonl.gz": 4,
    "smsspam.jsonl.gz": 3,
    "tubespam.jsonl.gz": 3,
    "unlabelled_darija.txt.gz": 5,
    "unlabelled_arabizi.txt.gz": 4,
}
"""How often a word must stand in a source of comments (in its clean rows, where rows are labelled)."""

ORDINARY = {
    "aoc_alghad": 2,
    "aoc_youm7": 2,
    "doda_arabic": 1,
    "doda_latin": 1,
    "dialects": 3,
    "tsac_praise": 3,
    "reviews_RES1": 2,
    "reviews_PROD": 2,
    "hadith": 3,
    "quran": 1,
}
"""The same of ordinary text. What the lexicon only guesses at, or reaches by endings, is an ordinary word here."""

FREQUENCIES = ("word_frequency_ar.txt.gz", "word_frequency_fr.txt.gz")
ENGLISH = frozenset({"smsspam.jsonl.gz", "tubespam.jsonl.gz"})
FREQUENT = 50_000
""""Frequent" is one word of so many: at every 25,000th .5 % more starred insults are caught and .3 % more innocents."""


def main(argv: list[str]) -> int:
    """Write the filter; 0, or 2 without the data."""
    if len(argv) != 1 or not Path(argv[0]).is_dir():
        print("usage: python -m ghirbal_tools.vocabulary DATA", file=sys.stderr)
        return 2
    data = Path(argv[0])
    ordinary, frequent = ordinary_words(data, shipped_lexicon()), frequent_words(data)
    vocabulary.FILE.write_bytes(vocabulary.build(ordinary))
    vocabulary.FREQUENT_FILE.write_bytes(vocabulary.build(frequent, vocabulary.FREQUENT_BITS))
    print(f"{len(ordinary)} ordinary words, {len(frequent)} frequent ones")
    return 0


def ordinary_words(data: Path, lexicon: Lexicon) -> set[str]:
    """Folded words of all sources that no entry of the lexicon claims."""
    listed = {word for name in FREQUENCIES for word in _listed(data / name)}
    listed |= set(_words(_lines(data / "moroccan_names_and_places.txt.gz")))
    seen: set[str] = set()
    for name, least in COMMENTS.items():
        counts = Counter(_words(_clean(data / name)))
        seen |= {word for word, count in counts.items() if count >= least}
    plain = {word for word in _ordinary(data) if not lexicon.stands(word)}
    return (
        plain
        | {word for word in listed if not lexicon.lists(word)}
        | {word for word in seen if not (lexicon.lists(word) or (is_latin(word) and lexicon.guesses(word)))}
    )


def _ordinary(data: Path) -> set[str]:
    """Words that ordinary text holds often enough; the tenth that is kept for measuring is not read."""
    counts: dict[str, Counter[str]] = {source: Counter() for source in ORDINARY}
    for row in read_ordinary(data, ORDINARY):
        if not row.dev:
            counts[row.source].update(_words([row.original]))
    return {
        word for source, found in counts.items() for word, times in found.items() if times >= ORDINARY[source]
    }


def frequent_words(data: Path) -> set[str]:
    """Folded words that are every 50,000th in one of the frequency lists, or in the comments of their script."""
    found: set[str] = set()
    for name in FREQUENCIES:
        found |= _above(_counted(data / name))
    comments = [name for name in COMMENTS if name not in ENGLISH]
    words = Counter(word for name in comments for word in _words(_clean(data / name)))
    for latin in (True, False):
        found |= _above(Counter({word: count for word, count in words.items() if word.isascii() is latin}))
    return found


def _above(counts: Counter[str]) -> set[str]:
    """The words that are at least every `FREQUENT`th of all, and stand there twice."""
    least = max(counts.total() / FREQUENT, 2)
    return {word for word, count in counts.items() if count >= least}


def _counted(path: Path) -> Counter[str]:
    """A frequency list's folded words: spellings that fold to one word are counted together."""
    counts: Counter[str] = Counter()
    for line in _lines(path):
        written, count = line.split()
        for word in _words([written]):
            counts[word] += int(count)
    return counts


def _listed(path: Path) -> Iterator[str]:
    return _words(line.split("\t")[0].split(" ")[0] for line in _lines(path))


def _clean(path: Path) -> Iterator[str]:
    if path.name.endswith(".txt.gz"):
        yield from _lines(path)
        return
    for line in _lines(path):
        row = json.loads(line)
        if not row.get("label", 0) and row.get("label3", 0) in (0, "0", "normal", None):
            yield row["text"]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for token in tokenize(fold(text)):
            if len(token.text) > 1 and not token.text.isdigit():
                yield token.text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
