"""One mail a surge: what the breaker holds until it is over needs no mail of its own."""

from __future__ import annotations

from ghirbal.domain.clock import HOUR
from ghirbal.domain.reader import Moderator
from ghirbal.usecases.notifying.mails import letter
from ghirbal.usecases.notifying.notify import Ports, mail, once, reachable, to_each, within

AN_HOUR = 3
"""Surges that are mailed at once: who trips breakers must not use up the day's mails about comments."""


def tell_surge(
    event_id: str, site_id: str, page_id: str | None, comments: int, ports: Ports, now: int
) -> int:
    """Mail the site's team that an article is in a surge; how many mails went out. Each member gets it once, within
    their budget of the day.

    Raises GhirbalError when a mail can't be sent, after trying the others, so that the event comes again.
    """
    site = ports.sites.get(site_id)
    if site is None:
        return 0
    page = ports.pages.get(site_id, page_id) if page_id else None
    title = page.title or page.url if page else "–"

    def send(member: Moderator) -> bool:
        if not within(ports, member, "mail-surge", event_id, AN_HOUR, HOUR, now):
            return False
        return mail(
            ports,
            member,
            event_id,
            now,
            lambda: letter(member, site, "surge", console=ports.console, title=title, comments=comments),
        )

    return to_each(
        reachable(ports.sites.team(site_id)),
        lambda member: once(member, event_id, ports, now, lambda: send(member)),
    )
