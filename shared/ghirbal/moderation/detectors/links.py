"""Links in the text, by number, by kind, and by whose page they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.reading import Reading
from ghirbal.text.fold import Folded
from ghirbal.text.hosts import host_kind, host_of
from ghirbal.text.links import Place

_BY_KIND = {"anchor": "LINK_ANCHOR", "chat": "LINK_CHAT", "mail": "CONTACT_MAIL"}
_BY_HOST = {
    "chat": "LINK_CHAT",
    "known": "LINK_KNOWN",
    "short": "LINK_SHORT",
    "punycode": "LINK_PUNYCODE",
    "confusable": "LINK_CONFUSABLE",
    "numeric": "LINK_NUMERIC",
}
_STRENGTHS = {
    "LINK_ANCHOR": 0.95,
    "LINK_CHAT": 0.9,
    "LINK_CONFUSABLE": 0.9,
    "LINK_DOMAIN": 0.8,
    "LINK_KNOWN": 0.1,
    "LINK_NUMERIC": 0.85,
    "LINK_PUNYCODE": 0.85,
    "LINK_SHORT": 0.85,
    "CONTACT_MAIL": 0.8,
    "LINK": 0.8,
}
"""None of 2,476 published comments holds one: a link says more than the words around it."""
_MANY = 3
_MOST_TOLD = 8
"""Links that become symbols: 1,000 characters hold 200, and a moderator needs to see the first few."""


class LinkDetector:
    """A symbol for each link, and LINKS_MANY from the third on."""

    name = "links"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """LINK, LINK_DOMAIN, LINK_ANCHOR, LINK_CHAT, LINK_SHORT, ... CONTACT_MAIL, LINKS_MANY."""
        places = reading.links
        for place in places[:_MOST_TOLD]:
            symbol = _symbol(place, reading.folded)
            yield reading.found(symbol, _STRENGTHS[symbol], place.start, place.end)
        if len(places) >= _MANY:
            yield reading.found("LINKS_MANY", 0.85, places[_MANY - 1].start, places[_MANY - 1].end)


def _symbol(place: Place, folded: Folded) -> str:
    """A bare host without a path is LINK_DOMAIN; the names of great sites stand in many a sentence. An address at an
    office is one that readers cite."""
    link = folded.text[place.start : place.end]
    if place.kind == "mail" and host_kind(link.rpartition("@")[2]) == "known":
        return "LINK_KNOWN"
    if place.kind in _BY_KIND:
        return _BY_KIND[place.kind]
    begin, end = folded.span(place.start, place.end)
    kind = host_kind(host_of(link), folded.original[begin:end])
    if place.kind == "domain" and "/" not in link:
        return "LINK_KNOWN" if kind == "named" else _BY_HOST.get(kind, "LINK_DOMAIN")
    return _BY_HOST.get(kind, "LINK")


def is_cited(folded: Folded, place: Place) -> bool:
    """Whether a link in a folded text leads where readers point to: an office, a newspaper, an encyclopedia."""
    return _symbol(place, folded) == "LINK_KNOWN"
