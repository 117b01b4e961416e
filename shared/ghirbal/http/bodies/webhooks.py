"""The bodies of the routes of webhooks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ghirbal.http.bodies.base import Body


class WebhookBody(Body):
    """POST …/webhooks. `chat` is the chat that Telegram shall write to."""

    url: Annotated[str, StringConstraints(max_length=1_000)]
    sink: Literal["json", "slack", "telegram"] = "json"
    chat: Annotated[str, StringConstraints(pattern=r"^(-?[0-9]{1,20}|@[A-Za-z0-9_]{1,40})?$")] = ""
    events: Annotated[
        list[Annotated[str, StringConstraints(max_length=40)]], Field(min_length=1, max_length=12)
    ]


class ConfirmBody(Body):
    """POST …/webhooks/{id}/confirm: the code that arrived at the address."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
