"""Dates as real exports write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_EPOCH = re.compile(r"-?\d{9,11}(\.\d+)?|\d{12,14}")
_MS_FROM = 10**11
"""Numbers from here on are milliseconds: as seconds they would be the year 5138."""
_ZONE = re.compile(r"(?<=\d)\s*([+-]\d{2}):?(\d{2})$")


def read_time(text: str, form: str = "", zone: str = "UTC") -> int | None:
    """Epoch milliseconds of a date, None for what is none. Without a zone of its own it is in `zone`.

    `form` is a strptime pattern; without one RFC 3339, RFC 822, SQL's form and epoch numbers are known. A date with
    slashes is not guessed: 03/04/2024 is two days.

    >>> read_time("2011-08-31T15:16:29Z"), read_time("2014-01-14 17:32:12"), read_time("1389720732")
    (1314803789000, 1389720732000, 1389720732000)
    >>> read_time("2021-10-28 20:50:15 +0800"), read_time("Tue, 14 Jan 2014 17:31:03 +0000"), read_time("03/04/2024")
    (1635425415000, 1389720663000, None)
    >>> read_time("03/04/2024 10:00", "%d/%m/%Y %H:%M", "Africa/Casablanca")
    1712138400000
    """
    text = text.strip()
    if not text:
        return None
    if not form and _EPOCH.fullmatch(text):
        value = float(text)
        return int(value) if value >= _MS_FROM else int(value * 1000)
    found = _formatted(text, form) if form else _known(text)
    if found is None:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
    return int(aware.astimezone(UTC).timestamp() * 1000)


def _formatted(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _known(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_ZONE.sub(r"\1:\2", text).removesuffix(" UTC"))
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
