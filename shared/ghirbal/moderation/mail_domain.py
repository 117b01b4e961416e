"""What the domain of an e-mail address says of its writer. The address itself is neither kept nor told."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from functools import cache

from ghirbal.moderation import DATA
from ghirbal.text.hosts import host_kind

DOMAINS = DATA / "disposable.bin"
WIDTH = 5
"""Bytes of a domain's hash: 40 bits, so that one honest domain in 130 million would be taken for one of 8,300."""

_ODD = frozenset({"short", "punycode", "confusable", "numeric"})


def mail_evidence(mail: str) -> tuple[str, ...]:
    """Names of symbols for an address or a bare domain: MAIL_DISPOSABLE, MAIL_ODD, or nothing.

    >>> mail_evidence("someone@mailinator.com"), mail_evidence("someone@gmail.com"), mail_evidence("")
    (('MAIL_DISPOSABLE',), (), ())
    """
    domain = mail.rpartition("@")[2].strip().rstrip(".").casefold()[:253]
    if not domain:
        return ()
    found = ("MAIL_DISPOSABLE",) if is_disposable(domain) else ()
    return (*found, "MAIL_ODD") if host_kind(domain) in _ODD else found


def is_disposable(domain: str) -> bool:
    """Whether a lower-case domain, or one above it, hands out addresses for a few minutes."""
    labels = domain.split(".")[-4:]
    return any(_listed(domain_hash(".".join(labels[place:]))) for place in range(len(labels) - 1))


def domain_hash(domain: str) -> bytes:
    """`WIDTH` bytes of a domain's SHA-256.

    >>> len(domain_hash("mailinator.com"))
    5
    """
    return hashlib.sha256(domain.encode("utf-8", "surrogatepass")).digest()[:WIDTH]


def _listed(digest: bytes) -> bool:
    hashes = _hashes()
    place = bisect_left(
        range(len(hashes) // WIDTH), digest, key=lambda at: hashes[WIDTH * at : WIDTH * (at + 1)]
    )
    return hashes[WIDTH * place : WIDTH * (place + 1)] == digest


@cache
def _hashes() -> bytes:
    """Sorted hashes behind the file's header, whose lines begin with # and end with a blank one."""
    return DOMAINS.read_bytes().partition(b"\n\n")[2]
