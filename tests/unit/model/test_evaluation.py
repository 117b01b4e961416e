"""Figures, disguises and planting, with a judge that knows one word."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

pytest.importorskip("sklearn")

from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.text.fold import fold
from ghirbal_tools.evaluation.disguises import EVASIVE, SILENT, disguise_span, respelled
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, losses, parse, render, share, told
from ghirbal_tools.evaluation.planted import disguise_figures, innocent_figures, planted_figures
from ghirbal_tools.evaluation.sets import action_figures, clean_figures, judge_rows, wide_figures
from ghirbal_tools.evaluation.subjects import Innocent, Phrase, Subjects
from ghirbal_tools.training.corpus import Row, make_row

WORD = "balidoun"


def one_word_judge(text: str) -> Verdict:
    """Rejects whatever holds `WORD` once folded."""
    place = fold(text).text.find(WORD)
    found = (Symbol("WORD", 10.0, "explicit", place, place + len(WORD)),) if place >= 0 else ()
    action = Action.REJECT if found else Action.PUBLISH
    return Verdict(action, 10.0 * len(found), 500, 0.9 if found else 0.1, 0.0, found, "test", "test")


def _rows(source: str, texts: Sequence[str], label: int) -> list[Row]:
    return [make_row(source, {"text": text, "label": label}) for text in texts]


def subjects() -> Subjects:
    """Forty labelled rows a label, three hosts, one phrase, two innocents."""
    hosts = [f"commentaire numero {n} " + "mot ordinaire du lecteur " * 8 for n in range(3)]
    return Subjects(
        rows=_rows("mdold", [f"{WORD} {n} w nas kamlin" for n in range(40)], 1)
        + _rows("mdold", [f"nhar {n} zwin" for n in range(40)], 0)
        + _rows("hespress_fr", hosts, 0)
        + _rows("hespress_ar", hosts, 0),
        second_site=_rows("aj", ["خبر عادي"], 0),
        phrases=[Phrase(f"ya {WORD} sir", "latn", "explicit"), Phrase("haja okhra", "latn", "plain")],
        innocents=[Innocent("bladoun", "latn", "word"), Innocent("un ane dans le pre", "fr", "animals")],
        names=["Bouznika"],
    )


def by_name(figures: Sequence[Figure]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures}


def test_a_judge_that_is_right_scores_one() -> None:
    judged = judge_rows(subjects().rows, one_word_judge)
    assert by_name(list(wide_figures(judged)))["mdold latin, best cut"].value == 1
    assert by_name(list(action_figures(judged)))["mdold hold or reject: recall"].value == 1
    clean = by_name(list(clean_figures(judged, subjects(), one_word_judge)))
    assert clean["mdold clean: held or rejected"].value == 0


def test_planted_insults_are_counted_by_script_and_level() -> None:
    figures = by_name(list(planted_figures(subjects(), one_word_judge)))
    assert figures["explicit, Arabizi, in a published comment"].value == 1
    assert figures["plain, Arabizi, in a published comment"].value == 0
    assert figures["offensive comments spliced into published ones"].value == 1


def test_disguises_that_fold_away_change_nothing_and_others_do() -> None:
    figures = by_name(list(disguise_figures(subjects(), one_word_judge)))
    assert figures["zero-width: decision on planted insults unchanged"].value == 1
    assert figures["dotted: planted insult still caught"].value == 0


def test_innocent_words_are_counted_apart_from_sentences() -> None:
    figures = by_name(list(innocent_figures(subjects(), one_word_judge)))
    assert figures["words alone: held or rejected"].n == 1
    assert figures["sentences (animals): held or rejected"].n == 1


@pytest.mark.parametrize("name", sorted(set(SILENT) - {"foreign letters"}))
@pytest.mark.parametrize("word", ["كلمة", "klma"])
def test_silent_disguises_fold_back_to_the_word(name: str, word: str) -> None:
    assert fold(SILENT[name](word, random.Random(1))).text == fold(word).text


@pytest.mark.parametrize("name", sorted(EVASIVE))
def test_evasive_disguises_change_the_folded_word(name: str) -> None:
    assert fold(EVASIVE[name]("سكزتقدا", random.Random(1))).text != fold("سكزتقدا").text


def test_respelling_keeps_the_first_letter_and_changes_the_rest() -> None:
    spellings = {respelled("chwiya", random.Random(seed)) for seed in range(20)}
    assert len(spellings) > 5
    assert all(spelling.startswith("c") for spelling in spellings)


def test_only_the_longest_word_of_the_span_is_disguised() -> None:
    hidden = disguise_span("a longer tail", 0, 8, EVASIVE["dotted"], random.Random(1))
    assert hidden == "a l.o.n.g.e.r tail"


def test_tables_are_read_back_as_they_were_written() -> None:
    figures = [share("one", "a", [True, False], HIGHER, ">= .9"), told("times", "b", 0.25, 3, "<= 1", "ms")]
    again = parse(render(figures))
    assert again["one", "a"].value == 0.5
    assert again["times", "b"].unit == "ms"


def test_a_figure_beyond_the_baselines_interval_is_a_loss_and_noise_is_not() -> None:
    before = parse(render([share("s", "caught", [True] * 90 + [False] * 10, HIGHER)]))
    assert not losses([share("s", "caught", [True] * 86 + [False] * 14, HIGHER)], before)
    assert losses([share("s", "caught", [True] * 70 + [False] * 30, HIGHER)], before)
    assert losses([], before)
    alarms = parse(render([share("s", "alarms", [False] * 100, LOWER)]))
    assert losses([share("s", "alarms", [True] * 10 + [False] * 90, LOWER)], alarms)
