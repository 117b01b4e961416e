"""Keys of what the defence against floods keeps: windows, breakers, hours, near-duplicate buckets, rows J."""

from __future__ import annotations

import re

from ghirbal.domain.ids import is_id
from ghirbal.storage.dynamodb.keys import DAY, SITE, Key, id_token, site_token

_BAND = re.compile(r"[0-3]-[0-9a-f]{4}", re.ASCII)
_DIGITS = 10
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)


def judged(site: str, comment_id: str) -> Key:
    """What its author's record holds of a comment."""
    return Key(f"C#{site_token(site)}#{id_token(comment_id)}", "J")


def window(site: str, page: str, minute: int) -> Key:
    """How many comments an article had in one minute."""
    return Key(f"R#{site_token(site)}#P#{id_token(page, 'page')}", f"{minute:0{_DIGITS}d}")


def newcomers(site: str, minute: int) -> Key:
    """How many comments of new readers a site had in one minute."""
    return Key(f"R#{site_token(site)}#NEW", f"{minute:0{_DIGITS}d}")


RUSH_ROW = "SURGE"


def breaker(site: str, page: str) -> Key:
    """An article's breaker."""
    return Key(f"N#{site_token(site)}#{id_token(page, 'page')}", RUSH_ROW)


def parse_page_partition(pk: str) -> tuple[str, str]:
    """(site, page) of an article's partition. Raises ValueError for any other key.

    >>> parse_page_partition("N#demo#" + "b" * 26)
    ('demo', 'bbbbbbbbbbbbbbbbbbbbbbbbbb')
    """
    letter, _, rest = pk.partition("#")
    site, _, page = rest.partition("#")
    if letter != "N" or not SITE.fullmatch(site) or not is_id(page):
        raise ValueError("not the key of an article")
    return site, page


def hour(site: str, page: str, at: int) -> Key:
    """How many comments of an article were published in one hour."""
    return Key(f"N#{site_token(site)}#{id_token(page, 'page')}", f"H#{at:0{_DIGITS}d}")


def sizes(site: str, at: int) -> Key:
    """How many articles of a site had how many comments in one hour."""
    return Key(f"S#{site_token(site)}", f"H#{at:0{_DIGITS}d}")


DETECTOR_PREFIX = "DET#"


def detector(site: str, name: str) -> Key:
    """When a detector last failed. Raises ValueError for what is no name of one."""
    if not _NAME.fullmatch(name):
        raise ValueError("no detector")
    return Key(f"S#{site_token(site)}", f"{DETECTOR_PREFIX}{name}")


def near(site: str, band: str, day: str) -> Key:
    """Comments of one UTC day that share 16 bits of their simhash. Raises ValueError for what is no band."""
    if not _BAND.fullmatch(band) or not DAY.fullmatch(day):
        raise ValueError("no near-duplicate bucket")
    number, bits = band.split("-")
    return Key(f"F#{site_token(site)}#B{number}#{bits}", day)
