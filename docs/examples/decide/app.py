"""A step of docs/workflow.md: carries a review's decision out through the approval endpoint.

Environment: API (base address), TOKEN_URL and CLIENT_ID (client credentials at the moderators' issuer), CLIENT_SECRET
(name of the secret that holds the client's), SCOPE. Calling it again is safe: the endpoint answers the same again.
"""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import boto3

TIMEOUT = 5
"""Seconds for each call."""


class Superseded(Exception):
    """The comment is no longer as it was reviewed; nothing was changed."""


class Unavailable(Exception):
    """The endpoint or the issuer did not answer; asking again helps."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Decide on the version that was reviewed; `decided` is false when the comment is no longer as it was then.

    Raises Unavailable when asking again helps; anything else is a mistake in the set-up.
    """
    del context
    path = f"/v1/moderation/sites/{event['site']}/comments/{event['comment']}/decisions"
    decision = event["decision"]
    body = {
        "action": decision["action"],
        "version": event["version"],
        "reason": decision.get("reason", ""),
    }
    request = urllib.request.Request(  # noqa: S310 - the address is the deployment's own
        os.environ["API"] + path,
        json.dumps(body).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {token()}"},
        method="POST",
    )
    try:
        comment: dict[str, Any] = asked(request)["comment"]
    except Superseded:
        return {"decided": False}
    return {"decided": True, "status": comment["status"], "version": comment["version"]}


def token() -> str:
    """An access token for this program, by the client credentials grant."""
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["CLIENT_SECRET"])[
        "SecretString"
    ]
    pair = base64.b64encode(f"{os.environ['CLIENT_ID']}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": os.environ.get("SCOPE", "comments/moderate")}
    headers = {
        "authorization": f"Basic {pair}",
        "content-type": "application/x-www-form-urlencoded",
    }
    body = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(os.environ["TOKEN_URL"], body, headers)  # noqa: S310
    return str(asked(request)["access_token"])


def asked(request: urllib.request.Request) -> dict[str, Any]:
    """The JSON that a request is answered with. Raises Superseded for 404 and 409, Unavailable for 429 and 5xx."""
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            document: dict[str, Any] = json.load(answer)
            return document
    except urllib.error.HTTPError as error:
        if error.code in (404, 409):
            raise Superseded(f"status {error.code}") from None
        if error.code == 429 or error.code >= 500:
            raise Unavailable(f"status {error.code}") from None
        raise
    except OSError as error:
        raise Unavailable(type(error).__name__) from None
