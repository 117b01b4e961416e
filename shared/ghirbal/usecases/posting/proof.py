"""When a post has to bring a proof of work, and whether it did."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.errors import Refused
from ghirbal.domain.policy import Policy
from ghirbal.ports.posting import Proofs, ProofWork


def prove(
    occasions: Iterable[str],
    work: ProofWork,
    given: tuple[str, str],
    policy: Policy,
    proofs: Proofs,
    now: int,
) -> None:
    """Raise Refused("proof-required") with a challenge when the policy asks for proof on one of these occasions.

    `given` is (challenge, nonce) of an earlier answer or ("", ""); one that is too old, or another comment's, is
    answered with a new challenge.
    """
    if not policy.proof.when.intersection(occasions) or proofs.solved(*given, work, now):
        return
    bits = policy.proof.bits
    raise Refused("proof-required", challenge=proofs.ask(work, bits, now), bits=bits)
