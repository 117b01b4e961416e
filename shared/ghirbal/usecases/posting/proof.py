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
    *,
    least: int = 0,
) -> None:
    """Raise Refused("proof-required") with a challenge when the policy asks for proof on one of these occasions.

    `least` bits are asked for whatever the policy says (0: none). `given` is (challenge, nonce) of an earlier answer or
    ("", ""); one that is too old, too easy or another comment's is answered with a new challenge.
    """
    bits = max(least, policy.proof.bits if policy.proof.when.intersection(occasions) else 0)
    if not bits or proofs.solved(*given, work, bits, now):
        return
    raise Refused("proof-required", challenge=proofs.ask(work, bits, now), bits=bits)
