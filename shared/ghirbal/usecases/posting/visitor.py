"""Who is sending, as far as anything here knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is sending: only keyed hashes. `address` is an IPv4 address or a /64, `network` the /24 or /48 around it.

    `mail_evidence` names what the e-mail's domain says; the domain itself is not handed on.
    """

    reader: str
    address: str
    network: str
    mail: str = ""
    mail_evidence: tuple[str, ...] = ()
    bans: tuple[tuple[str, str], ...] = ()
    """What this visitor may be banned by: (kind, hash), one for the reader, one for a mail, two for address ranges."""

    @property
    def ranges(self) -> tuple[str, ...]:
        """The address ranges, narrow first."""
        return tuple(hashed for kind, hashed in self.bans if kind == "address")
