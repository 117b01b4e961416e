"""The proof that somebody reads a mailbox: a code sent there, which erases what bears that mail at that site.

It names the mail by its keyed hash alone, so the code tells nobody an address; and it covers no other comment (M9).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ghirbal.auth.life import LINK_LIFE, alive
from ghirbal.domain.errors import Refused
from ghirbal.ports.tokens import Tokens

ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class MailProof:
    """Whose mail (its keyed hash) at which site, and when the code was sent, in epoch milliseconds."""

    site: str
    mail: str
    issued: int


def issue_proof(tokens: Tokens, proof: MailProof) -> str:
    """The code of a mail."""
    return tokens.issue(ERASURE, asdict(proof))


def open_proof(tokens: Tokens, code: str, site: str, now: int) -> MailProof:
    """The proof of a code that holds at this site, for 72 hours. Raises Refused("link-invalid"), ("link-expired")."""
    match tokens.read(ERASURE, code):
        case {"site": str(of), "mail": str(mail), "issued": int(issued)} if of == site:
            if not alive(issued, LINK_LIFE, now):
                raise Refused("link-expired")
            return MailProof(of, mail, issued)
    raise Refused("link-invalid")
