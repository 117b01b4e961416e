"""What a refusal marks is all that a reader has to change. Insults come from the planted phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.usecases.posting.post import public_spans

PLANTED = Path(__file__).parents[2] / "golden" / "planted.tsv"
ROWS = [line.split("\t") for line in PLANTED.read_text("utf-8").splitlines() if line and line[0] != "#"]
EXPLICIT = {
    script: [row[0] for row in ROWS if row[1:3] == [script, "explicit"]] for script in ("ar", "latn", "fr")
}


def spans(text: str) -> list[dict[str, int]]:
    return public_spans(judge(Submission(text), shipped_policy()), shipped_policy())


@pytest.mark.parametrize("first", range(0, 25, 5))
@pytest.mark.parametrize("script", EXPLICIT)
def test_of_five_insults_a_refusal_marks_five_and_who_obeys_is_not_refused_again(
    script: str, first: int
) -> None:
    text = " / ".join(EXPLICIT[script][first : first + 5])
    assert judge(Submission(text), shipped_policy()).action.value == "reject"
    for span in sorted(spans(text), key=lambda span: -span["start"]):
        text = text[: span["start"]] + text[span["end"] :]
    assert judge(Submission(text), shipped_policy()).action.value != "reject"


def test_the_same_insult_twice_is_marked_twice() -> None:
    insult = EXPLICIT["fr"][0]
    text = f"{insult} / {insult}"
    (word, *_) = spans(insult)
    assert {span["start"] for span in spans(text)} >= {word["start"], word["start"] + len(insult) + 3}
