"""The languages that readers and moderators are answered in; the first is what one gets who asks for none of them."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["ar", "fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def known(lang: str) -> Language:
    """The language itself where it is one of ours, else the first.

    >>> known("fr"), known("de")
    ('fr', 'ar')
    """
    return next((language for language in LANGUAGES if language == lang), LANGUAGES[0])
