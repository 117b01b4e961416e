"""The detectors, each one kind of evidence in one small module."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ghirbal.moderation import ENGINE_VERSION
from ghirbal.moderation.detectors.adverts import AdvertDetector
from ghirbal.moderation.detectors.hate import HateDetector
from ghirbal.moderation.detectors.links import LinkDetector
from ghirbal.moderation.detectors.marks import MarkDetector
from ghirbal.moderation.detectors.names import MailDetector, NameDetector
from ghirbal.moderation.detectors.phones import PhoneDetector
from ghirbal.moderation.detectors.shapes import ShapeDetector
from ghirbal.moderation.detectors.statistical import ModelDetector
from ghirbal.moderation.detectors.wording import WordingDetector
from ghirbal.moderation.detectors.words import DisguiseDetector, SiteWordDetector, WordDetector
from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.model_doubts import ModelDoubts
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.grammar.grammar import shipped_grammar
from ghirbal.moderation.lexicon.ad_cues import shipped_cues
from ghirbal.moderation.lexicon.lexicon import shipped_lexicon
from ghirbal.moderation.lexicon.tables import lists_checksum
from ghirbal.moderation.model.abuse import load
from ghirbal.moderation.model.spam import load_spam
from ghirbal.moderation.reading import Detector


@cache
def engine_version() -> str:
    """Version of the rules, the model and the lists: another one wherever a text could be judged otherwise."""
    models = f"model.{load().header.version[:8]}.spam.{load_spam().header.version[:8]}"
    return f"{ENGINE_VERSION}+{models}.lists.{lists_checksum():08x}"


@cache
def shipped_detectors() -> Sequence[Detector]:
    """The detectors of the package, made once: cheap ones, all of which run on every comment."""
    lexicon = shipped_lexicon()
    words, disguises = WordDetector(lexicon), DisguiseDetector(Repairer(Disguises(lexicon)))
    return (
        words,
        HateDetector(shipped_grammar),
        disguises,
        ModelDetector(load, ModelDoubts(lexicon)),
        SiteWordDetector(),
        LinkDetector(),
        PhoneDetector(shipped_cues()),
        AdvertDetector(shipped_cues()),
        ShapeDetector(),
        WordingDetector(load_spam),
        MarkDetector(),
        NameDetector((words, disguises), shipped_cues()),
        MailDetector(),
    )
