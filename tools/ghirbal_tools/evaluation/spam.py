"""Spam: what the structure rules find alone, what the text model adds, and what both cost published comments.

"Own advertisements" are put together of phrases that training never saw, by the same hand as the training's: they
show that the forms of contact are found, less how strangers' wording is; "trades not learned" are of trades that
training has no word about either. Marked tweets and video comments are dev rows; "as sent" is the whole set, on which
no weight of the structure rules was fitted, though some of its misses were read. "Left out" is told by the training: a
source of which it saw nothing, found by its words alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ghirbal.domain.verdict import Action, Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors import shipped_detectors
from ghirbal.moderation.model.spam import load_spam
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.moderation.reading import Detector
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, share, told
from ghirbal_tools.training.ad_book import TEST, trades_only_in
from ghirbal_tools.training.ads import Ad, advertisements
from ghirbal_tools.training.corpus import PUBLISHED_ARABIC, PUBLISHED_FRENCH
from ghirbal_tools.training.spam_corpus import MARKED, Text, read_texts, rows_of, second_site

SECTION = "spam"
STRUCTURE = frozenset({"links", "phones", "adverts", "shapes"})
BOTH = STRUCTURE | {"wording"}
AS_SENT = (("sohateful", "spam"), ("tubespam", "label"))
UNSEEN = ("smsspam", "label")
"""English messages to telephones, in no training; rules for short numbers were written after reading fifteen."""

BUDGET = 0.002
ADS = 1_500


def spam_figures(golden: Path, data: Path) -> Iterator[Figure]:
    """Flagged shares by group for structure alone and with the model; recall of the model at the budget."""
    texts = read_texts(data)
    clean = _clean(data)
    for name, target in (
        ("published, Arabic", "<= .001"),
        ("published, French", "<= .001"),
        ("second Arabic news site", ""),
    ):
        yield from _flagged(name, clean[name], LOWER, target)
    ads, strange = _own_advertisements()
    yield from _flagged("own advertisements, phrases not seen", [ad.text for ad in ads], HIGHER, ">= .65")
    yield from _flagged("the same, Arabic and Darija", _arabic(ads), HIGHER, ">= .60")
    yield from _flagged("the same without any contact", [ad.words for ad in ads], HIGHER)
    yield from _flagged("own advertisements, trades not learned", [ad.text for ad in strange], HIGHER)
    yield from _flagged("trades not learned, without any contact", [ad.words for ad in strange], HIGHER)
    yield from _contacts(golden / "contacts.tsv")
    for source in MARKED:
        marked = [text.original for text in texts if text.source == source and text.spam and text.dev]
        yield from _flagged(f"{source}, marked as spam, links taken out", marked, HIGHER)
        unmarked = [text.original for text in texts if text.source == source and not text.spam and text.dev]
        yield from _flagged(f"{source}, not marked", unmarked, LOWER)
    for source, mark in (*AS_SENT, UNSEEN):
        yield from _as_sent(data, source, mark)
    yield from _at_budget([text for part in clean.values() for text in part], ads, strange, texts)
    yield from _left_out()


def contact_texts(path: Path, kind: str) -> list[str]:
    """The sentences of one kind, `honest` or `spam`, of tests/golden/contacts.tsv."""
    lines = path.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [text for said, _family, text in rows if said == kind]


def _contacts(path: Path) -> Iterator[Figure]:
    """Honest comments full of numbers, addresses and prices, and advertisements of many forms, by the whole engine."""
    for name, kind, better, target in (
        ("honest comments with numbers, addresses, prices", "honest", LOWER, "<= .03"),
        ("advertisements of many forms", "spam", HIGHER, ">= .93"),
    ):
        verdicts = [judge(Submission(text), shipped_policy()) for text in contact_texts(path, kind)]
        held = [verdict.action is not Action.PUBLISH for verdict in verdicts]
        refused = [verdict.action is Action.REJECT for verdict in verdicts]
        yield share(SECTION, f"{name}: flagged", held, better, target)
        yield share(SECTION, f"{name}: refused", refused, better, "0" if better is LOWER else "")


def _own_advertisements() -> tuple[list[Ad], list[Ad]]:
    """Those of trades that training knows, and those of trades that it doesn't; both in phrases it never saw."""
    ads, unknown = list(advertisements(TEST, ADS)), trades_only_in(TEST)
    return [ad for ad in ads if ad.kind not in unknown], [ad for ad in ads if ad.kind in unknown]


def _left_out() -> Iterator[Figure]:
    """Sources of advertising left out of the training whole, as the training measured it for the shipped model."""
    for name, found in load_spam().header.report["recall_of_sources_left_out"].items():
        yield told(SECTION, f"{name}, left out, at .2 %: words alone", found, 1)


def _as_sent(data: Path, source: str, mark: str) -> Iterator[Figure]:
    """Structure alone on all marked texts of a set, with their links and numbers: no weight was fitted on these."""
    texts = [str(row["text"]) for row in rows_of(data, source) if row.get(mark)]
    held = [_judged(text, STRUCTURE).action is not Action.PUBLISH for text in texts]
    yield share(SECTION, f"{source}, marked as spam, as sent: structure", held, HIGHER, ">= .65")


def _clean(data: Path) -> dict[str, list[str]]:
    return {
        "published, Arabic": [str(row["text"]) for row in rows_of(data, PUBLISHED_ARABIC)],
        "published, French": [str(row["text"]) for row in rows_of(data, PUBLISHED_FRENCH)],
        "second Arabic news site": second_site(data),
    }


def _arabic(ads: Sequence[Ad]) -> list[str]:
    return [ad.text for ad in ads if ad.lang in ("ar", "ma")]


def _flagged(name: str, texts: Sequence[str], better: str, target: str = "") -> Iterator[Figure]:
    for rules, chosen, aim in (("structure", STRUCTURE, target), ("structure and model", BOTH, "")):
        verdicts = [_judged(text, chosen) for text in texts]
        held = [verdict.action is not Action.PUBLISH for verdict in verdicts]
        yield share(SECTION, f"{name}: {rules}", held, better, aim)


def _at_budget(
    clean: Sequence[str], ads: Sequence[Ad], strange: Sequence[Ad], texts: Sequence[Text]
) -> Iterator[Figure]:
    """Recall of `spam` cut so that the budget of clean comments is flagged: the model's words alone, and everything."""
    for rules, chosen in (("model alone", frozenset({"wording"})), ("structure and model", BOTH)):
        values = np.array([_judged(text, chosen).spam for text in clean])
        cut = float(np.quantile(values, 1 - BUDGET))
        yield told(
            SECTION,
            f"cut of `spam` at .2 % of {len(clean)} clean comments: {rules}",
            round(cut, 4),
            len(clean),
        )
        marked = [text.original for text in texts if text.source == MARKED[0] and text.spam and text.dev]
        for name, group, target in (
            ("own Arabic advertisements", _arabic(ads), ">= .60" if chosen is BOTH else ""),
            ("Arabic advertisements of trades not learned", _arabic(strange), ""),
            (f"{MARKED[0]}, marked, links taken out,", marked, ""),
        ):
            found = [_judged(text, chosen).spam > cut for text in group]
            yield share(SECTION, f"{name} at .2 %: {rules}", found, HIGHER, target)


def _judged(text: str, names: frozenset[str]) -> Verdict:
    return judge(Submission(text), shipped_policy(), detectors_named(names))


def detectors_named(names: frozenset[str]) -> list[Detector]:
    """The shipped detectors of these names.

    >>> sorted(detector.name for detector in detectors_named(STRUCTURE)) == sorted(STRUCTURE)
    True
    """
    return [detector for detector in shipped_detectors() if detector.name in names]
