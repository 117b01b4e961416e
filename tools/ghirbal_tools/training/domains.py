"""`python -m ghirbal_tools.training.domains LIST`: pack a list of disposable e-mail domains into hashes.

Forty bits of each domain's SHA-256, sorted: a third of the list's size, and nothing that a search for words finds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from ghirbal.moderation.mail_domain import DOMAINS, domain_hash

HEADER = (
    b"# Disposable e-mail domains: first 5 bytes of each one's SHA-256, sorted, behind the blank line.\n"
    b"# Source: disposable-email-domains (github.com/disposable-email-domains), public domain (CC0 1.0).\n\n"
)


def packed(lines: Iterable[str]) -> bytes:
    """The file for domains one a line; comments and blank lines are passed over.

    >>> len(packed(["a.example", "# note", ""])) - len(HEADER)
    5
    """
    domains = {line.strip().casefold() for line in lines if line.strip() and not line.startswith("#")}
    return HEADER + b"".join(sorted(domain_hash(domain) for domain in domains))


def main(path: str) -> int:
    """Write the shipped file from the list at `path`."""
    data = packed(Path(path).read_text("utf-8").splitlines())
    DOMAINS.write_bytes(data)
    print(f"{DOMAINS}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
