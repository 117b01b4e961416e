"""Nudges as the use cases see them: proof that one reader was told once about one comment (attack M4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.auth.life import NUDGE_LIFE
from ghirbal.auth.nudges import SignedNudges
from ghirbal.ports.posting import NudgeSubject
from tests.unit.auth.support import NOW, signed

NUDGES = SignedNudges(signed("1"))
TOLD = NudgeSubject(site="akhbar", page="p" * 26, reader="r" * 26, comment="c" * 26)


def test_a_nudge_holds_for_who_was_told() -> None:
    token = NUDGES.issue(TOLD, NOW)
    assert NUDGES.holds(token, TOLD, NOW)
    assert NUDGES.holds(token, TOLD, NOW + NUDGE_LIFE)
    assert not NUDGES.holds(token, TOLD, NOW + NUDGE_LIFE + 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, site="sahifa"),
        replace(TOLD, page="q" * 26),
        replace(TOLD, reader="s" * 26),
        replace(TOLD, comment="d" * 26),
    ],
)
def test_a_nudge_handed_round_is_worth_nothing(other: NudgeSubject) -> None:
    assert not NUDGES.holds(NUDGES.issue(TOLD, NOW), other, NOW)


@pytest.mark.parametrize("token", ["", "garbage", "v1.1.e30." + "A" * 43])
def test_garbage_is_no_proof_and_never_raises(token: str) -> None:
    assert not NUDGES.holds(token, TOLD, NOW)
