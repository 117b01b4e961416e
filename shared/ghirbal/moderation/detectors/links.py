"""Links in the text, by number and by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.reading import Reading
from ghirbal.text.links import find_links

_SYMBOLS = {
    "anchor": "LINK_ANCHOR",
    "chat": "LINK_CHAT",
    "domain": "LINK_DOMAIN",
    "mail": "CONTACT_MAIL",
    "url": "LINK",
}
_STRENGTHS = {"LINK_ANCHOR": 0.9, "LINK_CHAT": 0.8, "LINK_DOMAIN": 0.3, "CONTACT_MAIL": 0.5, "LINK": 0.5}
_MANY = 3


@dataclass(frozen=True, slots=True)
class LinkDetector:
    """A symbol for each link, and LINKS_MANY from the third on."""

    name: str = "links"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """LINK, LINK_DOMAIN, LINK_ANCHOR, LINK_CHAT, CONTACT_MAIL, LINKS_MANY."""
        places = find_links(reading.folded)
        for place in places:
            symbol = _SYMBOLS[place.kind]
            yield reading.found(symbol, _STRENGTHS[symbol], place.start, place.end)
        if len(places) >= _MANY:
            yield reading.found("LINKS_MANY", 0.8, places[_MANY - 1].start, places[_MANY - 1].end)
