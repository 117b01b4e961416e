"""Rows around comments: articles, teams, bans, readers' records."""

from __future__ import annotations

from ghirbal.domain.reader import MAILS_A_DAY, Ban, DayRecord, Moderator, Page, Reputation, Role
from ghirbal.ports.posting import PrivateRow
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import EXPIRY, Item, Row, flag, number, number_or_none, text
from ghirbal.storage.rows.comment import keyed


def page_from_item(site: str, page_id: str, item: Row | None) -> Page | None:
    """The article of a row, None for no row."""
    if item is None:
        return None
    return Page(
        site=site,
        id=page_id,
        url=text(item, "url"),
        title=text(item, "title", ""),
        open=not flag(item, "closed"),
        mode=text(item, "mode", ""),
        created=number(item, "cr", 0),
        moved_to=text(item, "to", ""),
    )


def moderator_from_item(site: str, item: Row) -> Moderator:
    """The member of a team row. Raises ValueError for an unknown role."""
    return Moderator(
        site=site,
        id=text(item, "SK"),
        role=Role(text(item, "role")),
        mail=text(item, "mail", ""),
        lang=text(item, "lang", "ar"),
        budget=number(item, "budget", MAILS_A_DAY),
        confirmed=not flag(item, "invited"),
    )


def moderator_to_item(member: Moderator) -> Item:
    """The row of a team's member."""
    said: Item = {
        "role": str(member.role),
        "mail": member.mail,
        "lang": member.lang,
        "invited": not member.confirmed,
    }
    # None at all is a wish too, so the budget is written even when it is 0.
    return keyed(keys.moderator(member.site, member.id), said) | {"budget": member.budget}


def ban_from_item(item: Row) -> Ban:
    """The ban of a row: its kind stands in its key."""
    return Ban(kind=text(item, "SK").partition("#")[0], until=number_or_none(item, "until"))


def private_to_item(site: str, row: PrivateRow) -> Item:
    """The row of hashed addresses beside a comment."""
    said: Item = {"address": row.address, "mail": row.mail, "ranges": " ".join(row.ranges)}
    return keyed(keys.private(site, row.comment_id), said | {EXPIRY: row.expires})


def private_from_item(comment_id: str, item: Row) -> PrivateRow:
    """What such a row says. Raises ValueError."""
    return PrivateRow(
        comment_id=comment_id,
        address=text(item, "address", ""),
        mail=text(item, "mail", ""),
        expires=number(item, EXPIRY),
        ranges=tuple(text(item, "ranges", "").split()),
    )


def reputation_from_item(item: Row | None) -> Reputation | None:
    """A reader's record, None for no row."""
    if item is None:
        return None
    return Reputation(
        trusted=flag(item, "trust"),
        approved=number(item, "approved", 0),
        rejected=number(item, "rejected", 0),
        days=tuple(_day(word) for word in text(item, "days", "").split()),
        reports=number(item, "reports", 0),
        upheld=number(item, "upheld", 0),
        revision=number(item, "rv", 0),
    )


def reputation_to_item(site: str, reader: str, reputation: Reputation) -> Item:
    """A reader's row as it shall be; `rv` is one more than what was read."""
    said: Item = {
        "trust": reputation.trusted,
        "approved": reputation.approved,
        "rejected": reputation.rejected,
        "days": " ".join(f"{d.day}:{d.published}:{d.approved}:{d.rejected}" for d in reputation.days),
        "reports": reputation.reports,
        "upheld": reputation.upheld,
        "rv": reputation.revision + 1,
    }
    return keyed(keys.reputation(site, reader), said)


def _day(word: str) -> DayRecord:
    day, published, approved, rejected = (int(part) for part in word.split(":"))
    return DayRecord(day, published, approved, rejected)
