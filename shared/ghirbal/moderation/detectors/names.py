"""The shown name and the e-mail's domain are judged by the same rules as the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.lexicon.ad_cues import Cues
from ghirbal.moderation.mail_domain import mail_evidence
from ghirbal.moderation.reading import Detector, Reading, Submission, read

_BAITS = frozenset({"healer", "loan", "trading", "sexual", "pills", "papers", "followers", "promo"})
"""Groups whose phrases nobody has for a name; "للبيع" and "فرصة عمل" may be a joke."""


_ABUSE = ("LEX_", "DISGUISED_")


class NameDetector:
    """Insults, plain or in disguise, contacts and baits in the name; without a place: it is not in the text."""

    name = "name"

    def __init__(self, words: Sequence[Detector], cues: Cues) -> None:
        """Take what finds insults and what finds baits."""
        self.words, self.cues = words, cues

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """NAME_ABUSE, or NAME_GUESSED where all is a guess; NAME_CONTACT, NAME_BAIT."""
        shown = reading.submission.name
        if not shown:
            return
        as_text = read(Submission(shown), reading.policy)
        found = (symbol for detector in self.words for symbol in detector(as_text))
        abuse = [symbol for symbol in found if symbol.name.startswith(_ABUSE)]
        if abuse:
            sure = [symbol for symbol in abuse if not symbol.name.endswith("_GUESSED")]
            strongest = max(sure or abuse, key=lambda symbol: symbol.score)
            told = "NAME_ABUSE" if sure else "NAME_GUESSED"
            yield Symbol(told, strongest.score, matched=strongest.matched)
        if as_text.links or as_text.phones:
            yield Symbol("NAME_CONTACT", 0.8, matched=shown[:64])
        if any(found.group in _BAITS for found in self.cues.find(as_text.tokens)):
            yield Symbol("NAME_BAIT", 0.7, matched=shown[:64])


class MailDetector:
    """What the e-mail's domain says. Symbols without a place and without `matched`: an address is nobody's business."""

    name = "mail"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """MAIL_DISPOSABLE, MAIL_ODD."""
        for name in mail_evidence(reading.submission.mail):
            yield Symbol(name, 0.3)
