"""What a reader may be banned by, and whether a name or a text meets a banned pattern."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.ids import keyed_hash
from ghirbal.domain.reader import Ban
from ghirbal.moderation.lexicon.wildcards import Piece, SiteWords, find_patterns, read_pattern
from ghirbal.ports.tokens import Keys
from ghirbal.text.fold import Folded, fold
from ghirbal.text.hosts import host_of
from ghirbal.text.links import find_links
from ghirbal.text.tokens import joined_letters, tokenize

READER, ADDRESS, MAIL, NAME, DOMAIN = "reader", "address", "mail", "name", "domain"
KINDS = (READER, ADDRESS, MAIL, NAME, DOMAIN)


def ban_key(keys: Keys, site: str, kind: str, value: str) -> str:
    """The hash under which a reader, a mail or an address range is banned: never rotated, of this site alone."""
    return keyed_hash(keys.pinned("bans", site), kind, value)


def matched(patterns: Iterable[Ban], name: str, folded: Folded, now: int) -> tuple[str, ...]:
    """Evidence of banned names and domains. Linear in name and text: patterns are wildcards, never expressions."""
    stand = [one for one in patterns if one.stands(now)]
    names = [one.pattern for one in stand if one.kind == NAME]
    domains = [one.pattern for one in stand if one.kind == DOMAIN]
    found = {
        "BANNED_NAME": bool(names) and _named(names, name),
        "BANNED_DOMAIN": bool(domains) and any(_under(host, domains) for host in _hosts(folded)),
    }
    return tuple(symbol for symbol, hit in found.items() if hit)


def _named(patterns: Iterable[str], name: str) -> bool:
    """Whether a name meets a pattern as it is read, or with the letters joined that stand by themselves."""
    tokens = tokenize(fold(name))
    words = SiteWords((), tuple(pieces for pattern in patterns if (pieces := _pieces(pattern))))
    read = (tokens, joined_letters(tokens))
    return any(next(iter(find_patterns(words, tokens)), None) is not None for tokens in read)


def _pieces(pattern: str) -> tuple[Piece, ...]:
    """A stored pattern read again; one that today's rules refuse means nothing, and refuses nobody's post."""
    try:
        return read_pattern(pattern)
    except ValueError:
        return ()


def _hosts(folded: Folded) -> Iterable[str]:
    return (host_of(folded.text[place.start : place.end]) for place in find_links(folded))


def _under(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
