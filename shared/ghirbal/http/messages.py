"""What readers are told of their own comment, in their language; the texts are in `messages.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from ghirbal.domain.comment import Status
from ghirbal.http.language import LANGUAGES
from ghirbal.http.serializer import PUBLIC_STATUS


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every message by key and language."""
    text = resources.files("ghirbal.http").joinpath("messages.json").read_text("utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)["messages"]
    return table


def message(status: Status, reason: str, lang: str) -> str:
    """One sentence about a comment's state; the reason's own where there is one.

    >>> message(Status.PENDING, "abuse", "en")
    'Your comment has arrived and waits for a moderator.'
    """
    state = PUBLIC_STATUS[status]
    texts = messages().get(f"{state}.{reason}") or messages()[state]
    return texts.get(lang) or texts[LANGUAGES[0]]
