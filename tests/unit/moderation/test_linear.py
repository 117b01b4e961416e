"""Attack B6: no entry of the lists, however short and however often it stands there, makes a judgement dear."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.composites import compose
from ghirbal.moderation.cost import steps
from ghirbal_tools.evaluation.worst import candidates, filled, judging, ordinary_steps

WORST = 12
"""Times the work of an ordinary text of the same length: the dearest of those tried costs 11, the wish is 3. Each match
is looked at for what stands around it, which an ordinary text has none of. It was 150 in seconds."""


def test_judging_is_linear_for_repeated_entries() -> None:
    """Every sixtieth candidate of the search; `ghirbal evaluate --worst` tries them all."""
    usual = ordinary_steps()
    dear = {text[:20]: judging(text) / usual for _, text in candidates(every=60)}
    assert {text: ratio for text, ratio in dear.items() if ratio > WORST} == {}


@pytest.mark.parametrize("piece", ["كلب ", "حمار ", "ك.لب ", "k*lb ", "kalb "])
def test_four_times_the_insults_are_at_most_some_four_times_the_work(piece: str) -> None:
    assert judging(filled(piece, 1_000)) < 4.5 * judging(filled(piece, 250))


def test_composites_look_at_each_symbol_a_bounded_number_of_times() -> None:
    """Composites ask of every symbol what overlaps it: once each other symbol was compared, now a bisection answers."""

    def work(count: int) -> int:
        found = [
            Symbol(name, 0.5, start=place, end=place + 2)
            for place in range(count)
            for name in ("LEX_INSULT_PLAIN", "CTX_NEGATED")
        ]
        return steps(lambda: compose(found, shipped_policy().composites))

    assert work(1_000) < 11 * work(100)
