"""What a webhook's call carries: one encoder for each kind of listener (attack H5), and the signature.

No call carries a comment's text, a name, a mail or an address, as no event does.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from ghirbal.domain.clock import SECOND
from ghirbal.domain.console_url import console_url
from ghirbal.domain.reader import Site
from ghirbal.ports.webhooks import Message, Sink
from ghirbal.shipped import shipped_table
from ghirbal.usecases.notifying.mails import isolated, one_line

CHALLENGE = "challenge"
_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""All that Slack's format asks to be escaped; with it no text is a mention, a link or a command."""


def body_of(message: Message, sink: Sink, site: Site, chat: str, console: str = "") -> bytes:
    """The call's body as the listener wants it; people get a link into the room at `console`."""
    match sink:
        case Sink.SLACK:
            document: dict[str, Any] = {"text": for_slack(words_of(message, site, console))}
        case Sink.TELEGRAM:
            # Without parse_mode the text is plain: Telegram then reads no markup in it.
            document = {
                "chat_id": chat,
                "text": words_of(message, site, console),
                "disable_web_page_preview": True,
            }
        case Sink.JSON:
            document = {
                "id": message.id,
                "type": message.type,
                "site": site.id,
                "detail": dict(message.detail),
            }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def for_slack(text: str) -> str:
    """Plain text in Slack's format.

    >>> for_slack("<!channel> & <https://bad.example|good>")
    '&lt;!channel&gt; &amp; &lt;https://bad.example|good&gt;'
    """
    return text.translate(_SLACK)


def words_of(message: Message, site: Site, console: str = "") -> str:
    """The message in the site's language, the site's name isolated and on one line.

    Below it is where to look: the comment in the console, or where none is known its id.
    """
    words = _words().get(site.lang) or _words()["ar"]
    filled = {
        "site": isolated(one_line(site.name or site.id)),
        "reason": one_line(str(message.detail.get("reason") or "–")),
        "code": str(message.detail.get("code", "")),
    }
    told = re.sub(r"\{(\w+)\}", lambda m: filled.get(m[1], ""), words.get(message.type, message.type))
    comment = str(message.detail.get("comment", ""))
    where = (console_url(console, site.id, comment) or comment) if message.type != CHALLENGE else ""
    return f"{told}\n{where}" if where else told


def signature(secrets: tuple[str, ...], now: int, body: bytes) -> str:
    """`Ghirbal-Signature`: seconds, then the HMAC-SHA256 of `<seconds>.<body>` by each live secret, newest first.

    >>> signature(("s",), 1_700_000_000_000, b"{}")[:20]
    't=1700000000,v1=e923'
    """
    seconds = now // SECOND
    signed = f"{seconds}.".encode() + body
    marks = (hmac.digest(secret.encode(), signed, "sha256").hex() for secret in secrets)
    return ",".join([f"t={seconds}", *(f"v1={mark}" for mark in marks)])


def _words() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = shipped_table("ghirbal.usecases.webhooks", "webhook.json")
    return table
