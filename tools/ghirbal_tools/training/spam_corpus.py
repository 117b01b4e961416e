"""What the spam model learns from: own advertisements, marked tweets and video comments, and comments of many places.

Synthetic advertisements are put into folds by trade and language, so that cross-fitted figures are those of a trade
not seen. Real texts are put into folds and the dev part by the hash of their folded form, as for the other model.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ghirbal.domain.policy import Policy
from ghirbal.moderation.detectors.wording import advertised_words
from ghirbal.moderation.reading import Submission, read
from ghirbal_tools.training.ad_book import TRAIN
from ghirbal_tools.training.ads import advertisements, honest_comments
from ghirbal_tools.training.corpus import DEV_SHARE, FOLDS, read_ordinary

SYNTHETIC = "own advertisements"
HONEST = "own honest comments"
MARKED = ("sohateful", "tubespam")
"""Sets whose `spam` or `label` marks advertising. The first one's marks are wide: more than half would do on a site."""

CLEAN = ("hespress_ar", "hespress_fr", "omcd", "mdold", "dziriofn", "osact4")
PLAIN = (("unlabelled_darija", 3), ("unlabelled_arabizi", 2))
"""Unlabelled comments, of which every third, every second is taken."""

ORDINARY_STEP = 3
"""Every third ordinary text is taken: reviews of goods and restaurants sound like advertising to who never saw any."""

SECOND_SITE = "aj"
"""Clean comments of another news site: measured on, never learned from, so that all of them count as dev."""

ADS = 12_000
"""With 6,000 the marked tweets, left out of the training, were found .37, with 14,000 .38."""

HONEST_COMMENTS = 4_000
"""Readers who ask for a link, complain of prices and warn of swindlers: without these, real ones of the second site
rank above advertisements."""

_NOISE = re.compile(r"&\w{2,6};|<[^>]{0,300}>|@user|https?://\S*")
"""What the sets' makers left in or put in: HTML, masked names, links whose mere presence marks a tweet."""

_POLICY = Policy("training", "balanced", 5, 10)


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one text, without its contacts; `original` as the set has it, markup taken off.

    `numbered` tells whether a telephone number was among the contacts.
    """

    source: str
    words: tuple[str, ...]
    spam: bool
    fold: int
    dev: bool
    original: str
    numbered: bool = False


def read_texts(data: Path) -> list[Text]:
    """All texts for training and dev, in a fixed order, each once; tweets with a link and no mark are left out."""
    texts = (*_synthetic(), *_marked(data), *_clean(data), *_ordinary(data), *_measured(data))
    return list({text.words: text for text in reversed(texts)}.values())[::-1]


def second_site(data: Path) -> list[str]:
    """The clean comments of the second site, as they are."""
    return [str(row["text"]) for row in rows_of(data, SECOND_SITE) if not row["label"]]


def rows_of(data: Path, source: str) -> Iterator[dict[str, object]]:
    """The rows of one set as published."""
    with gzip.open(data / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def make_text(source: str, original: str, *, spam: bool, fold_by: str = "") -> Text:
    """Clean, fold and split one text; its fold comes from `fold_by`, or from its words."""
    cleaned = _NOISE.sub(" ", original).strip()
    reading = read(Submission(cleaned), _POLICY)
    words = tuple(advertised_words(reading))
    digest = int(
        hashlib.sha256((fold_by or " ".join(words)).encode("utf-8", "surrogatepass")).hexdigest()[:8], 16
    )
    dev = not fold_by and digest % DEV_SHARE == 0
    return Text(source, words, spam, digest // DEV_SHARE % FOLDS, dev, cleaned, bool(reading.phones))


def _synthetic() -> Iterator[Text]:
    for ad in advertisements(TRAIN, ADS):
        yield make_text(SYNTHETIC, ad.words, spam=True, fold_by=f"{ad.lang} {ad.kind}")
    for comment in honest_comments(HONEST_COMMENTS):
        yield make_text(HONEST, comment, spam=False, fold_by=comment)


def _marked(data: Path) -> Iterator[Text]:
    for source in MARKED:
        mark = "spam" if source == "sohateful" else "label"
        for row in rows_of(data, source):
            spam, text = bool(row.get(mark)), str(row["text"])
            if spam or "http" not in text:
                yield make_text(source, text, spam=spam)


def _clean(data: Path) -> Iterator[Text]:
    for source in CLEAN:
        for row in rows_of(data, source):
            yield make_text(source, str(row["text"]), spam=False)
    for source, step in PLAIN:
        with gzip.open(data / f"{source}.txt.gz", "rt", encoding="utf-8") as lines:
            for line in list(lines)[::step]:
                yield make_text(source, line, spam=False)


def _ordinary(data: Path) -> Iterator[Text]:
    """Ordinary text without the tenth that is kept for measuring, which is never read here."""
    for row in [row for row in read_ordinary(data) if not row.dev][::ORDINARY_STEP]:
        yield make_text(row.source, row.original, spam=False, fold_by=row.text)


def _measured(data: Path) -> Iterator[Text]:
    for text in second_site(data):
        yield replace(make_text(SECOND_SITE, text, spam=False), dev=True)
