"""What an author is told of a comment: one sentence by outcome and reason, in three languages (`messages.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from ghirbal.domain.comment import Status
from ghirbal.http.language import LANGUAGES
from ghirbal.http.views.serializer import PUBLIC_STATUS


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Sentences by `status` or `status/reason`, then by language."""
    text = resources.files("ghirbal.http.views").joinpath("messages.json").read_text("utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)["messages"]
    return table


def message(status: Status, reason: str, lang: str) -> str:
    """The sentence for a comment in this state; a reason without its own gets the outcome's general one.

    >>> message(Status.APPROVED, "", "fr")
    'Votre commentaire est publié.'
    """
    outcome = PUBLIC_STATUS[status]
    row = messages().get(f"{outcome}/{reason}") or messages()[outcome]
    return row.get(lang) or row[LANGUAGES[0]]
