"""What mails to moderators say, plain and as HTML: the same words, each encoded for where it goes (attack H5).

A mail holds at most 280 characters of a comment, its links broken, its directions isolated, and of its reader no more
than the shown name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ghirbal.domain.console_url import console_url
from ghirbal.domain.page import clean_title
from ghirbal.domain.reader import Moderator, Site
from ghirbal.ports.mail import Mail
from ghirbal.shipped import shipped_table

EXCERPT = 280
_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RULE = "―" * 24
_QUOTE = "margin:0 0 .5em;padding:.5em 1em;border-inline-start:3px solid #999;white-space:pre-wrap"
_BODY = "font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:0 auto;padding:1em"
_LINK = (
    "display:inline-block;padding:.6em 1.2em;margin-inline-end:1em;border:1px solid #555;border-radius:.4em"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A comment in a mail: raw name, title and text; why it waits, in words; the two addresses that decide.

    `console` is where the moderators' room shows it, "" where none is known.
    """

    name: str
    title: str
    text: str
    why: str
    approve: str
    reject: str
    console: str = ""


def letter(
    member: Moderator,
    site: Site,
    kind: str,
    items: Sequence[Item] = (),
    *,
    console: str = "",
    **filled: str | int,
) -> Mail:
    """A mail of one kind (`held`, `digest`, `overdue`, `deletions`, `surge`) in the member's language.

    `console` is the base of the moderators' room: each mail ends with the way there.
    """
    words = _words(member.lang)
    values = {name: one_line(str(value)) for name, value in filled.items()}
    values["site"] = one_line(site.name or site.id)
    room = console_url(console, site.id)
    return Mail(
        to=one_line(member.mail),
        subject=one_line(_fill(words[f"{kind}.subject"], values)),
        body=_plain(words, kind, items, values) + (f"\n{words['console']}:\n{room}\n" if room else ""),
        html=_html(words, member.lang, kind, items, values, room),
        lang=member.lang,
    )


def _plain(words: Mapping[str, str], kind: str, items: Sequence[Item], values: Mapping[str, str]) -> str:
    parts = [_fill(words[f"{kind}.intro"], values), *(_plain_item(words, item) for item in items)]
    if items:
        parts.append(words["outro"])
    return f"\n\n{_RULE}\n".join(parts[:-1]) + f"\n\n{parts[-1]}\n" if items else f"{parts[0]}\n"


def _plain_item(words: Mapping[str, str], item: Item) -> str:
    shown = _shown(words, item, isolated)
    return (
        f"{_fill(words['item.by'], shown)}\n\n{isolated(excerpt(item.text))}\n\n"
        f"{_fill(words['item.why'], shown)}\n\n"
        f"{words['item.approve']}:\n{item.approve}\n\n{words['item.reject']}:\n{item.reject}"
        + (f"\n\n{words['item.console']}:\n{item.console}" if item.console else "")
    )


def _html(
    words: Mapping[str, str],
    lang: str,
    kind: str,
    items: Sequence[Item],
    values: Mapping[str, str],
    room: str,
) -> str:
    safe = {name: f"<bdi>{escape(value)}</bdi>" for name, value in values.items()}
    listed = "".join(_html_item(words, item) for item in items)
    outro = f"<p>{escape(words['outro'])}</p>" if items else ""
    way = f"<p>{_anchor(room, words['console'])}</p>" if room else ""
    return (
        f'<!doctype html><html lang="{escape(lang)}" dir="{words["dir"]}"><head><meta charset="utf-8">'
        f"<title>{escape(_fill(words[f'{kind}.subject'], values))}</title></head>"
        f'<body style="{_BODY}"><p>{_fill(escape(words[f"{kind}.intro"]), safe)}</p>{listed}{outro}{way}</body></html>'
    )


def _html_item(words: Mapping[str, str], item: Item) -> str:
    shown = _shown(words, item, lambda text: f"<bdi>{escape(text)}</bdi>")
    buttons = "".join(
        f'<a style="{_LINK}" href="{escape(address)}">{escape(words[f"item.{action}"])}</a>'
        for action, address in (("approve", item.approve), ("reject", item.reject))
    )
    return (
        f"<hr><p>{_fill(escape(words['item.by']), shown)}</p>"
        f'<blockquote dir="auto" style="{_QUOTE}">{escape(excerpt(item.text))}</blockquote>'
        f"<p>{_fill(escape(words['item.why']), shown)}</p><p>{buttons}</p>"
        + (f"<p>{_anchor(item.console, words['item.console'])}</p>" if item.console else "")
    )


def _anchor(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _shown(words: Mapping[str, str], item: Item, encode: Callable[[str], str]) -> dict[str, str]:
    return {
        "name": encode(defanged(one_line(item.name)) or words["anonymous"]),
        "title": encode(defanged(one_line(item.title)) or words["article"]),
        "why": encode(item.why),
    }


def _fill(template: str, filled: Mapping[str, str]) -> str:
    """Fill every {name} once; braces in the filled-in text mean nothing."""
    return re.sub(r"\{(\w+)\}", lambda m: filled.get(m[1], ""), template)


def excerpt(text: str) -> str:
    """The first 280 code points, links broken so that no mail program makes them clickable.

    >>> excerpt("see https://bad.example/x")
    'see hxxps://bad[.]example/x'
    """
    shown = undirected(text)
    return defanged(shown if len(shown) <= EXCERPT else shown[: EXCERPT - 1] + "…")


def defanged(text: str) -> str:
    """Links and addresses that no program recognises as such.

    >>> defanged("www.bad.example me@bad.example")
    'www[.]bad[.]example me@bad[.]example'
    """
    scheme = re.sub(r"(?i)\bhttp(s?)://", r"hxxp\1://", text)
    return re.sub(r"(?<=\w)\.(?=\w{2,})", "[.]", scheme)


def one_line(text: str) -> str:
    """No line breaks, control or bidi characters: safe in a header.

    >>> one_line("a\\r\\nBcc: b")
    'a Bcc: b'
    """
    return clean_title(text)


def isolated(text: str) -> str:
    """Each line between first-strong isolates (an isolate ends with its line), without controls that could end one.

    Counting what a text opens and closes is no help: it may close first and open afterwards (attack B19).
    """
    return "\n".join(f"\u2068{line}\u2069" for line in undirected(text).splitlines())


def undirected(text: str) -> str:
    """A text without the controls that embed, override or isolate; marks, which only lean one way, stay.

    >>> undirected("a\u2069\u202eb\u200f")
    'ab\u200f'
    """
    return _DIRECTING.sub("", text)


def _all_words() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = shipped_table("ghirbal.usecases.notifying", "mail.json")
    return table


def _words(lang: str) -> Mapping[str, str]:
    found = _all_words().get(lang) if lang != "_" else None
    return found or _all_words()["ar"]
