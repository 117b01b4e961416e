"""Whose page a link leads to: shorteners, chat invitations, hosts that readers cite, hosts that pretend.

Everything here compares folded texts, since links are found in folded text: "google.com" is "gogle.com".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from ghirbal.text.fold import fold_words

_DATA = Path(__file__).parent / "data"
_SCHEME = re.compile(r"(?:[a-z]{2,5}\s?:\s?/\s?/\s?)?(?:[^\s/@]{0,64}@)?([^\s/:?#]{1,253})")
_OFFICIAL = re.compile(
    r"(?:.*\.)?(?:gov|gouv|gob|gub|mil|edu|ac)\.[a-z]{2}|.*\.(?:gov|mil|edu|int)|.*\.gc\.ca|(?:.*\.)?europa\.eu"
)
"""Endings that registries give to governments, armies, schools and treaty organisations alone."""

_LABELS = re.compile(r"[./:?#@]")
_NUMERIC = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|\d{8,10}")


def host_of(link: str) -> str:
    """The host of a folded link, without "www." (folded: "w."); "" if it has none.

    >>> host_of("htps://w.exemple.com:80/a"), host_of("bit.ly/3xy"), host_of("htp : / / a.example")
    ('exemple.com', 'bit.ly', 'a.example')
    """
    found = _SCHEME.match(link)
    return found[1].removeprefix("w.").rstrip(".") if found else ""


def host_kind(host: str, written: str = "") -> str:
    """What a folded host is: chat, known, named, short, punycode, confusable, numeric, "" for any other.

    `written` is the host, or the link, as it was written: folding has made one alphabet of it.

    >>> [host_kind(host) for host in ("fr.wikipedia.org", "bit.ly", "xn--80ak.example", "10.0.0.1", "exemple.com")]
    ['known', 'short', 'punycode', 'numeric', '']
    >>> [host_kind(host) for host in ("sante.gov.ma", "gov.ma.exemple.com")]
    ['known', '']
    >>> host_kind("bit.ly", "b\u0456t.ly")
    'confusable'

    Wrong for honest international names: they are written in punycode too when copied from a browser.
    """
    if any(map(is_mixed, _LABELS.split(written or host))):
        return "confusable"
    listed = _listed()
    kind = next((listed[parent] for parent in _parents(host) if parent in listed), "")
    return kind or ("known" if is_official(host) else _disguise(host))


def is_official(host: str) -> bool:
    """Whether a folded host has an ending that only governments, schools and the like are given.

    >>> is_official("w.impots.gouv.fr"), is_official("gouv.fr"), is_official("ac.exemple.fr"), is_official("gov-ma.com")
    (True, True, False, False)
    """
    return _OFFICIAL.fullmatch(host) is not None


def _parents(host: str) -> list[str]:
    """The host and the domains above it, at most four labels."""
    labels = host.split(".")[-4:]
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def _disguise(host: str) -> str:
    if "xn--" in host:
        return "punycode"
    return "numeric" if _NUMERIC.fullmatch(host) else ""


def is_mixed(label: str) -> bool:
    """Whether a label mixes Latin letters with those of another alphabet, as no honest name does.

    >>> is_mixed("gogle"), is_mixed("g\u043egle"), is_mixed("\u043f\u043e\u0447\u0442\u0430")
    (False, True, False)
    """
    if label.isascii():
        return False
    plain = unicodedata.normalize("NFKC", label)
    alphabets = {unicodedata.name(letter, "?").split()[0] for letter in plain if letter.isalpha()}
    return "LATIN" in alphabets and len(alphabets) > 1


@cache
def _listed() -> dict[str, str]:
    short = dict.fromkeys(fold_words("|".join(_lines("shorteners.txt"))).split("|"), "short")
    rows = (line.split("\t") for line in _lines("hosts.tsv"))
    return short | {fold_words(host): kind for host, kind, _note in rows}


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
