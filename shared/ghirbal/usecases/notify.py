"""Telling moderators of a held comment, without ever filling their mailbox."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ghirbal.domain.clock import HOUR, SECOND
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.page import clean_title
from ghirbal.domain.reader import Moderator, Page, Site
from ghirbal.ports import Comments, LimitUse, Mail, Mailer, Pages, Reservation, Seen, Sites

EXCERPT = 280
MAILS_AN_HOUR = 10
"""A moderator's budget for mails about single comments; then one mail says that more wait."""

LEASE = 45 * SECOND
"""How long one delivery may hold an event: longer than the function runs (30 s), shorter than the wait before Lambda's
first retry (60 s), so that the retry of a crashed delivery finds it free."""

Link = Callable[[Comment, str, str], str]
"""(comment, action, moderator) → the absolute address of a decision page."""

Explain = Callable[[Comment, str], str]
"""(comment, language) → why it was held, in words."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What telling moderators needs."""

    comments: Comments
    pages: Pages
    sites: Sites
    seen: Seen
    mailer: Mailer
    link: Link
    explain: Explain


def tell_held(event_id: str, site_id: str, comment_id: str, version: int, ports: Ports, now: int) -> int:
    """Mail the site's team about a held comment; how many mails went out.

    Each member gets it once, however often the event arrives. A comment that moved on is nobody's work any more.
    Raises GhirbalError when a mail can't be sent, after trying the others, so that the event comes again.
    """
    site, comment = ports.sites.get(site_id), ports.comments.get(site_id, comment_id)
    if site is None or comment is None or comment.version != version or comment.status is not Status.PENDING:
        return 0
    page = ports.pages.get(site_id, comment.page)
    sent, failure = 0, None
    for member in _reachable(ports.sites.team(site_id)):
        try:
            sent += _tell(member, event_id, site, page, comment, ports, now)
        except Exception as error:  # one full mailbox must not cost the others their mail
            failure = error
    if failure:
        raise failure
    return sent


def _reachable(team: Iterable[Moderator]) -> list[Moderator]:
    return [member for member in team if member.mail and member.role != "auditor"]


def _tell(
    member: Moderator,
    event_id: str,
    site: Site,
    page: Page | None,
    comment: Comment,
    ports: Ports,
    now: int,
) -> bool:
    consumer = f"mail:{member.id}"
    if not ports.seen.claim(consumer, event_id, now=now, lease_ms=LEASE):
        return False
    mail = _mail_in_budget(member, event_id, site, page, comment, ports, now)
    if mail:
        ports.mailer.send(mail)
    ports.seen.done(consumer, event_id, now=now)
    return mail is not None


def _mail_in_budget(
    member: Moderator,
    event_id: str,
    site: Site,
    page: Page | None,
    comment: Comment,
    ports: Ports,
    now: int,
) -> Mail | None:
    if _within(ports.comments, site.id, "mail", member.id, event_id, MAILS_AN_HOUR, now):
        return held_mail(member, site, page, comment, ports.link, ports.explain)
    if _within(ports.comments, site.id, "mail-more", member.id, event_id, 1, now):
        return more_mail(member, site, ports.comments.pending(site.id))
    return None


def _within(comments: Comments, site: str, kind: str, key: str, member: str, n: int, now: int) -> bool:
    seconds = now // SECOND
    window = seconds - seconds % (HOUR // SECOND)
    use = LimitUse(kind=kind, key=key, window=window, n=n, member=member, expires=window + 2 * HOUR // SECOND)
    return not comments.reserve(Reservation(site=site, limits=(use,)))


def held_mail(
    member: Moderator, site: Site, page: Page | None, comment: Comment, link: Link, explain: Explain
) -> Mail:
    """One plain mail about one comment, in the member's language."""
    words = _words(member.lang)
    title = page.title if page and page.title else words["article"]
    filled = {
        "site": one_line(site.name or site.id),
        "name": isolated(one_line(comment.name)) if comment.name else words["anonymous"],
        "title": isolated(one_line(title)),
        "text": isolated(excerpt(comment.text)),
        "why": explain(comment, member.lang),
        "approve": link(comment, "approve", member.id),
        "reject": link(comment, "reject", member.id),
    }
    return _mail(member, "held", filled)


def more_mail(member: Moderator, site: Site, pending: int) -> Mail:
    """The one mail that says that more comments wait than will be mailed this hour."""
    return _mail(member, "more", {"site": one_line(site.name or site.id), "pending": str(pending)})


def _mail(member: Moderator, kind: str, filled: dict[str, str]) -> Mail:
    words = _words(member.lang)
    return Mail(
        to=one_line(member.mail),
        subject=_fill(words[f"{kind}.subject"], filled),
        body=_fill(words[f"{kind}.body"], filled),
        lang=member.lang,
    )


def _fill(template: str, filled: dict[str, str]) -> str:
    """Fill every {name} once; braces in the filled-in text mean nothing."""
    return re.sub(r"\{(\w+)\}", lambda m: filled.get(m[1], ""), template)


def excerpt(text: str) -> str:
    """The first 280 code points, links broken so that no mail program makes them clickable.

    >>> excerpt("see https://bad.example/x")
    'see hxxps://bad[.]example/x'
    """
    short = text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
    scheme = re.sub(r"(?i)\bhttp(s?)://", r"hxxp\1://", short)
    return re.sub(r"(?<=\w)\.(?=\w{2,})", "[.]", scheme)


def one_line(text: str) -> str:
    """No line breaks, control or bidi characters: safe in a header.

    >>> one_line("a\\r\\nBcc: b")
    'a Bcc: b'
    """
    return clean_title(text)


def isolated(text: str) -> str:
    """Between first-strong isolates, with closing marks for whatever the text itself left open."""
    opened = sum(text.count(c) for c in "\u2066\u2067\u2068") - text.count("\u2069")
    embedded = sum(text.count(c) for c in "\u202a\u202b\u202d\u202e") - text.count("\u202c")
    return "\u2068" + text + "\u202c" * max(0, embedded) + "\u2069" * max(0, opened) + "\u2069"


@cache
def _all_words() -> dict[str, dict[str, str]]:
    document: dict[str, dict[str, str]] = json.loads(
        (Path(__file__).parent / "data" / "mail.json").read_text("utf-8")
    )
    return document


def _words(lang: str) -> dict[str, str]:
    return _all_words().get(lang) or _all_words()["ar"]
