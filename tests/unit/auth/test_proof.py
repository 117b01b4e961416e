"""Proof of work: one solution for one comment of one text (attack M4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.auth.life import PROOF_LIFE
from ghirbal.auth.proof import MAX_BITS, SignedProofs, digest, solve, zero_bits
from ghirbal.ports.posting import ProofWork
from tests.unit.auth.support import NOW, signed

PROOFS = SignedProofs(signed("1"))
WORK = ProofWork(site="akhbar", page="p" * 26, reader="r" * 26, comment="c" * 26, body="b" * 26)
BITS = 8
CHALLENGE = PROOFS.ask(WORK, BITS, NOW)
NONCE = solve(CHALLENGE, BITS) or ""


def test_a_solved_challenge_holds_for_ten_minutes() -> None:
    assert PROOFS.solved(CHALLENGE, NONCE, WORK, 1, NOW)
    assert PROOFS.solved(CHALLENGE, NONCE, WORK, 1, NOW + PROOF_LIFE)
    assert not PROOFS.solved(CHALLENGE, NONCE, WORK, 1, NOW + PROOF_LIFE + 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(WORK, site="sahifa"),
        replace(WORK, page="q" * 26),
        replace(WORK, reader="s" * 26),
        replace(WORK, comment="d" * 26),
        replace(WORK, body="e" * 26),
    ],
)
def test_one_proof_serves_no_other_comment_reader_page_or_body(other: ProofWork) -> None:
    assert not PROOFS.solved(CHALLENGE, NONCE, other, 1, NOW)


def test_a_nonce_that_solves_nothing_is_no_proof() -> None:
    misses = [str(n) for n in range(2_000) if zero_bits(digest(CHALLENGE, str(n))) < BITS]
    assert not any(PROOFS.solved(CHALLENGE, nonce, WORK, 1, NOW) for nonce in misses[:200])


@pytest.mark.parametrize("nonce", ["", "٣", "a b", "x" * 33, "1\n", "."])
def test_a_nonce_is_at_most_32_safe_characters(nonce: str) -> None:
    assert not PROOFS.solved(PROOFS.ask(WORK, 1, NOW), nonce, WORK, 1, NOW)


@pytest.mark.parametrize("challenge", ["", "garbage", "v1.1.e30." + "A" * 43])
def test_a_challenge_that_is_not_ours_never_raises(challenge: str) -> None:
    assert not PROOFS.solved(challenge, "1", WORK, 1, NOW)


def test_the_difficulty_stands_inside_the_signature() -> None:
    easy = PROOFS.ask(WORK, 1, NOW)
    head, body, payload, mac = CHALLENGE.split(".")
    forged = ".".join((head, body, easy.split(".")[2], mac))
    assert payload != easy.split(".")[2]
    assert not any(PROOFS.solved(forged, str(n), WORK, 1, NOW) for n in range(50))


def test_nobody_is_asked_for_more_than_a_minute_of_work() -> None:
    assert PROOFS.ask(WORK, 64, NOW) == PROOFS.ask(WORK, MAX_BITS, NOW)


def test_the_documented_example_holds() -> None:
    """The vector of docs/abuse.md, for those who write a solver."""
    assert solve("v1.0.e30.example", 16) == "89436"
    assert digest("v1.0.e30.example", "89436").hex()[:8] == "0000ba72"
