"""A browser's and a moderator's part of the conversation, over real HTTP."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ghirbal.auth.proof import solve
from ghirbal.domain.page import canonical_url, page_id

WRITING = 2.1
"""Seconds that a person takes at least: what comes within 2 counts as evidence."""


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body of an answer."""

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> dict[str, Any]:
        """The body as an object."""
        document: dict[str, Any] = json.loads(self.text)
        return document


@dataclass(frozen=True)
class Web:
    """Requests to one base address."""

    base: str

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; an object as body is sent as JSON, text as a form."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=60)
        form = isinstance(body, str)
        kind = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}
        data = None if body is None else str(body) if form else json.dumps(body, ensure_ascii=False)
        try:
            sent = {**(kind if data is not None else {}), **(headers or {})}
            connection.request(method, path, data.encode() if data is not None else None, sent)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read().decode())
        finally:
            connection.close()


class Reader:
    """A reader with the form of one article open."""

    def __init__(self, web: Web, site: str, article: str = "/article", writing: float = WRITING) -> None:
        """Opens the form, as the widget does when it is touched, and writes for some seconds."""
        self.web = web
        self.url = f"{web.base}{article}"
        self.page = page_id(canonical_url(self.url))
        self.path = f"/v1/sites/{site}/pages/{self.page}"
        self.origin = {"Origin": web.base}
        opened = web.ask("GET", f"/v1/sites/{site}/form?page={self.page}", headers=self.origin)
        assert opened.status == 200, opened.text
        tokens = opened.json()
        self.tokens = {"Ghirbal-Reader": tokens["reader"], "Ghirbal-Form": tokens["form"]}
        time.sleep(writing)

    def post(self, text: str, key: str | None = None) -> Answer:
        """Send a comment; the same `key` is the same comment again. A demand for proof of work is met once."""
        headers = self.origin | self.tokens | {"Idempotency-Key": key or secrets.token_urlsafe(24)}
        body = {"text": text, "name": "قارئ", "url": self.url, "title": "مقال للتجربة"}
        answer = self.web.ask("POST", f"{self.path}/comments", body, headers)
        if answer.status == 403 and answer.json()["code"] == "proof-required":
            challenge = answer.json()["challenge"]
            proof = {"challenge": challenge, "nonce": solve(challenge, answer.json()["bits"])}
            answer = self.web.ask("POST", f"{self.path}/comments", body | {"proof": proof}, headers)
        return answer

    def listed(self) -> list[str]:
        """The ids that everybody sees under the article."""
        answer = self.web.ask("GET", f"{self.path}/comments")
        assert answer.status == 200, answer.text
        return [comment["id"] for comment in answer.json()["comments"]]

    def status(self, comment: str) -> str:
        """What became of one's own comment."""
        answer = self.web.ask(
            "GET", f"{self.path}/comments/{comment}/status", headers=self.origin | self.tokens
        )
        assert answer.status == 200, answer.text
        return str(answer.json()["status"])
