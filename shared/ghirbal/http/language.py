"""Which of the three languages a reader gets."""

from __future__ import annotations

from ghirbal.domain.languages import LANGUAGES, Language

_MAX_HEADER = 500
_MAX_RANGES = 20


def negotiate(accept: str) -> Language:
    """The best language for an `Accept-Language` header: highest q, then our own order.

    >>> negotiate("fr-MA,fr;q=0.9,ar;q=0.8"), negotiate("de, *;q=0.1"), negotiate("en;q=0.5,fr;q=0.5"), negotiate("")
    ('fr', 'ar', 'fr', 'ar')
    """
    wanted = dict.fromkeys(LANGUAGES, 0.0)
    for entry in accept[:_MAX_HEADER].lower().split(",")[:_MAX_RANGES]:
        tag, _, parameters = entry.partition(";")
        language = tag.strip().partition("-")[0]
        if language in wanted:
            wanted[language] = max(wanted[language], _quality(parameters))
    best = max(LANGUAGES, key=lambda language: wanted[language])
    return best if wanted[best] > 0 else LANGUAGES[0]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
