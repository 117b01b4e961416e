"""Asking a mailbox whether its reader wants to be erased: one mail a target and day, whoever asks (attack M9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.domain.clock import DAY, HOUR, SECOND
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.page import clean_title
from ghirbal.domain.reader import Site
from ghirbal.ports.comments import Comments
from ghirbal.ports.mail import Mail, Mailer
from ghirbal.ports.posting import LimitUse, Reservation
from ghirbal.shipped import shipped_table

LIMIT = "erase-mail"
WINDOW = 4 * HOUR
"""A mail takes seven of them, so the next one comes 24 to 28 hours later."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the code goes: the address as given, and its keyed hash at the site."""

    address: str
    hashed: str


def send_code(site: Site, target: Target, code: str, comments: Comments, mailer: Mailer, now: int) -> bool:
    """Send it; False when this address had its mail of the day, whatever became of that one.

    Raises GhirbalError("mail-unavailable"), StoreUnavailable.
    """
    if comments.reserve(Reservation(site=site.id, limits=tuple(_day_from(target.hashed, now)))):
        return False
    mailer.send(letter(site, target.address, code))
    return True


def _day_from(hashed: str, now: int) -> Iterator[LimitUse]:
    """The windows of the next day, all taken at once: fixed days would let two mails through around midnight."""
    member = new_token_id()
    for number in range(now // WINDOW, (now + DAY) // WINDOW + 1):
        start = number * WINDOW // SECOND
        yield LimitUse(
            kind=LIMIT, key=hashed, window=start, n=1, member=member, expires=start + 2 * DAY // SECOND
        )


def letter(site: Site, address: str, code: str) -> Mail:
    """The mail, in the site's language."""
    words = shipped_table("ghirbal.usecases.rights", "mail.json")[site.lang]
    filled = {"site": clean_title(site.name or site.id), "code": code}
    return Mail(
        to=clean_title(address),
        subject=words["subject"].format_map(filled),
        body=words["body"].format_map(filled) + "\n",
        lang=site.lang,
    )
