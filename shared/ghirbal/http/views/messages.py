"""What an author is told of a comment: one sentence by outcome and reason, in three languages (`messages.json`)."""

from __future__ import annotations

from collections.abc import Mapping

from ghirbal.domain.comment import Status
from ghirbal.domain.languages import known
from ghirbal.http.views.serializer import PUBLIC_STATUS
from ghirbal.shipped import shipped_table


def messages() -> Mapping[str, Mapping[str, str]]:
    """Sentences by `status` or `status/reason`, then by language."""
    table: Mapping[str, Mapping[str, str]] = shipped_table("ghirbal.http.views", "messages.json")["messages"]
    return table


def message(status: Status, reason: str, lang: str) -> str:
    """The sentence for a comment in this state; a reason without its own gets the outcome's general one.

    >>> message(Status.APPROVED, "", "fr")
    'Votre commentaire est publié.'
    """
    outcome = PUBLIC_STATUS[status]
    row = messages().get(f"{outcome}/{reason}") or messages()[outcome]
    return row[known(lang)]
