"""The spam model: its file, its weights added up, its symbols, and that it can't refuse a comment by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ghirbal.domain.policy import Policy
from ghirbal.domain.verdict import Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors.wording import WordingDetector, advertised_words
from ghirbal.moderation.model import features
from ghirbal.moderation.model.file import Action, Header, ModelFile, ModelFileError
from ghirbal.moderation.model.spam import (
    BUCKETS,
    SCRIPT,
    SPAM_PATH,
    SpamModel,
    SpamScore,
    load_spam,
    spam_features,
)
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.moderation.reading import read


class Says:
    def __init__(self, evidence: int) -> None:
        self.evidence = evidence

    def score(self, words: Iterable[str]) -> SpamScore:
        return SpamScore(0.9, self.evidence)


def file_of(weights: bytes) -> ModelFile:
    action = Action(1.0, -1.0, {SCRIPT: (-30.0, 0.0, 5.0)}, smoothing=0.0)
    return ModelFile(Header("v", "f", 1, (), action, {}), weights)


def verdict(text: str, evidence: int) -> Verdict:
    return judge(Submission(text), shipped_policy(), [WordingDetector(lambda: Says(evidence))])


def test_the_shipped_file_is_small_and_made_for_this_code() -> None:
    assert SPAM_PATH.stat().st_size <= 256 * 1024
    assert load_spam().header.features == features.fingerprint(), "run `ghirbal train --only spam` again"


def test_the_weights_of_all_features_are_added_over_the_root_of_their_number() -> None:
    rows = bytearray([128]) * BUCKETS
    word = "قرض"
    for feature in spam_features(word):
        rows[feature] = 129
    count = len(spam_features(word))
    told = SpamModel(file_of(bytes(rows))).score([word])
    assert told.spam == pytest.approx(1 / (1 + 2.718281828459045 ** -(count / count**0.5 - 1)))
    assert told.evidence == 1


def test_numbers_and_nothing_say_nothing() -> None:
    model = SpamModel(file_of(bytes([200]) * BUCKETS))
    assert model.score([]) == model.score(["2024", "و"]) == SpamScore(0.0, 0)


def test_a_file_of_another_shape_is_refused() -> None:
    whole = file_of(bytes(BUCKETS))
    for broken in (
        ModelFile(whole.header, bytes(5)),
        ModelFile(whole.header._replace(columns=2), whole.rows),
        ModelFile(whole.header._replace(action=Action(1.0, 0.0, {})), whole.rows),
    ):
        with pytest.raises(ModelFileError, match="spam model"):
            SpamModel(broken)


def test_the_model_alone_never_refuses() -> None:
    assert [verdict("كلمات كثيرة في هذا النص", evidence).action.value for evidence in (0, 1, 2)] == [
        "publish",
        "publish",
        "hold",
    ]


def test_contacts_and_the_model_together_hold_and_do_not_refuse() -> None:
    text = "اتصلوا بي على 0612345678 أو على https://site.example/a من فضلكم"
    assert judge(Submission(text), shipped_policy()).action.value == "hold"
    policy: Policy = shipped_policy()
    assert policy.group("spam").cap < policy.reject


def test_its_probability_is_told_as_spam_and_not_among_the_symbols() -> None:
    found = verdict("كلمات كثيرة في هذا النص", 0)
    assert found.spam == 0.9
    assert found.symbols == ()


def test_few_words_are_not_judged() -> None:
    assert verdict("مرحبا بكم", 2).spam == 0.0


def test_contacts_are_no_words_of_the_model() -> None:
    policy = shipped_policy()
    text = "زوروا https://bit.ly/abc واتصلوا 0612345678 الآن"
    assert advertised_words(read(Submission(text), policy)) == ["زوروا", "واتصلوا", "الان"]
    plain = read(Submission("نص بلا رابط"), policy)
    assert advertised_words(plain) == [token.text for token in plain.tokens]


def test_a_damaged_model_holds_the_comment() -> None:
    def damaged() -> SpamModel:
        raise ModelFileError("damaged")

    found = judge(Submission("كلمات كثيرة في هذا النص"), shipped_policy(), [WordingDetector(damaged)])
    assert found.action.value == "hold"
    assert [symbol.name for symbol in found.symbols] == ["DETECTOR_DEGRADED"]
