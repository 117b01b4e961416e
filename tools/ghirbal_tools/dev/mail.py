"""The mails that the service sent to the embedded SES, for a browser (`/dev/mail`) and for tests (`/dev/mail.json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from html.parser import HTMLParser

from ghirbal_tools.dev.aws import ACCOUNT, REGION
from ghirbal_tools.dev.pages import page, private_page, text_of
from ghirbal_tools.dev.web import Request, Response

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail as it was handed to SES."""

    to: tuple[str, ...]
    sender: str
    subject: str
    body: str


Outbox = Callable[[], Sequence[SentMail]]
"""The mails sent so far, oldest first."""


def embedded_outbox(lock: AbstractContextManager[object]) -> Outbox:
    """The outbox of moto's SES, which keeps what was sent for exactly this; `lock` is the embedded AWS's own."""
    from moto.ses.models import Message, ses_backends

    def sent() -> Sequence[SentMail]:
        with lock:
            messages = [m for m in ses_backends[ACCOUNT][REGION].sent_messages if isinstance(m, Message)]
        return [
            SentMail(tuple(m.destinations.get("ToAddresses", ())), m.source, m.subject, as_text(m.body))
            for m in messages
        ]

    return sent


def as_text(body: str) -> str:
    """A mail's words and addresses: of a mail with two parts the embedded SES keeps the HTML one alone.

    >>> as_text('<!doctype html><p>Hello</p><a href="http://127.0.0.1/a/x">Approve</a>')
    'Hello\\nApprove: http://127.0.0.1/a/x'
    """
    if not body.startswith("<!doctype html"):
        return body
    reader = _Words()
    reader.feed(body)
    return "\n".join(line for line in "".join(reader.parts).splitlines() if line.strip())


class _Words(HTMLParser):
    """The text of a document, block by block, with the address behind each link's words."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._address = ""
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag == "title"
        if tag in ("p", "blockquote", "hr"):
            self.parts.append("\n")
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in ("p", "blockquote"):
            self.parts.append("\n")
        if tag == "a":
            self.parts.append(f": {self._address}\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


@dataclass(frozen=True)
class MailViewer:
    """Shows an outbox; links to `base`, the service's own address, can be clicked, others are plain text."""

    outbox: Outbox
    base: str

    def __call__(self, request: Request) -> Response:
        """The mails, newest first."""
        mails = list(reversed(self.outbox()))
        if request.path.endswith(".json"):
            body = json.dumps({"mails": [asdict(mail) for mail in mails]}, ensure_ascii=False)
            return private_page(200, body.encode(), (("content-type", "application/json; charset=utf-8"),))
        shown = "".join(map(self._shown, mails)) or '<p lang="en" dir="ltr">None so far.</p>'
        return page("mail", {"count": str(len(mails)), "mails": shown})

    def _shown(self, mail: SentMail) -> str:
        return (
            f'<article><h2 dir="auto">{text_of(mail.subject)}</h2>'
            f'<p dir="ltr">{text_of(mail.sender)} → {text_of(", ".join(mail.to))}</p>'
            f'<div class="body" dir="auto">{self._linked(mail.body)}</div></article>'
        )

    def _linked(self, body: str) -> str:
        parts, last = [], 0
        for match in _LINK.finditer(body):
            parts += [text_of(body[last : match.start()]), self._link(match.group())]
            last = match.end()
        return "".join([*parts, text_of(body[last:])])

    def _link(self, url: str) -> str:
        shown = text_of(url)
        return f'<a dir="ltr" href="{shown}">{shown}</a>' if url.startswith(f"{self.base}/") else shown
