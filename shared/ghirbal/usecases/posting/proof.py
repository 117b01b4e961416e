"""When a post has to bring a proof of work, and whether it did."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.errors import Refused
from ghirbal.domain.policy import Policy
from ghirbal.ports.posting import Proofs, ProofWork
from ghirbal.usecases.posting.payer import Act, Payer


def prove(
    occasions: Iterable[str],
    work: ProofWork,
    given: tuple[str, str],
    policy: Policy,
    proofs: Proofs,
    now: int,
    *,
    least: int = 0,
) -> bool:
    """Whether a proof was asked for and brought: on one of these occasions, as the policy says.

    `least` bits are asked for whatever the policy says (0: none). `given` is (challenge, nonce) of an earlier answer or
    ("", ""). Raises Refused("proof-required") with a challenge where it is missing, too old, too easy or another
    comment's.
    """
    bits = max(least, policy.proof.bits if policy.proof.when.intersection(occasions) else 0)
    if not bits or proofs.solved(*given, work, bits, now):
        return bits > 0
    raise Refused("proof-required", challenge=proofs.ask(work, bits, now), bits=bits)


def pay(payer: Payer, act: Act, work: ProofWork, given: tuple[str, str], proofs: Proofs) -> bool:
    """Whether a proof was brought for what costs one here by now: a like, a report, a preview (attack B9).

    Raises Refused("proof-required").
    """
    return prove((), work, given, payer.policy, proofs, payer.now, least=payer.price(act))
