"""Path, query and header parameters: what each kind looks like, and nothing else gets to the store (ASVS 2.2.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import parse_qsl

from ghirbal.domain.clock import DAY, from_iso
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import is_id
from ghirbal.domain.page import tells_the_way

YEAR = 365 * DAY
"""Times before 1971 are a mistake: numbers taken for dates."""

MAX_QUERY = 8_000
MAX_PAGES = 100
MAX_TOKEN = 4_096
_SITE = re.compile(r"[a-z0-9-]{3,32}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,4096}", re.ASCII)
_MEMBER = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_IDEMPOTENCY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

_KINDS: Mapping[str, Callable[[str], object]] = {
    "site": _SITE.fullmatch,
    "page": is_id,
    "id": is_id,
    "token": _TOKEN.fullmatch,
    "member": _MEMBER.fullmatch,
}


def valid(name: str, value: str) -> bool:
    """Whether a path parameter has the form of its kind; an unknown kind has none.

    >>> valid("site", "akhbar"), valid("id", "../../x"), valid("colour", "red")
    (True, False, False)
    """
    kind = _KINDS.get(name)
    return bool(kind and kind(value))


def query(raw: str, allowed: Collection[str]) -> Mapping[str, str]:
    """The query string as a mapping, decoded once.

    Raises Refused("unknown-parameter") for a name that isn't allowed, Refused("bad-parameter") for one given
    twice (`limit=20&limit=20`) or for text that isn't UTF-8.
    """
    pairs = _pairs(raw)
    for name, _ in pairs:
        if name not in allowed:
            raise Refused("unknown-parameter", known=", ".join(sorted(allowed)))
    twice = {name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1}
    if twice:
        raise Refused("bad-parameter", name=min(twice))
    return dict(pairs)


def shared(raw: str, allowed: Collection[str]) -> Mapping[str, str]:
    """The same for an address that people share: what platforms hang on it to tell who came which way is left out."""
    kept = (pair for pair in raw[: MAX_QUERY + 1].split("&") if not tells_the_way(pair.partition("=")[0]))
    return query("&".join(kept), allowed)


def number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds. Raises Refused("bad-parameter"); `20,20` is no number.

    >>> number({"limit": "20"}, "limit", 10, 1, 50), number({}, "limit", 10, 1, 50)
    (20, 10)
    """
    text = values.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or not low <= int(text) <= high:
        raise Refused("bad-parameter", name=name, low=low, high=high)
    return int(text)


def choice(values: Mapping[str, str], name: str, choices: Collection[str], default: str) -> str:
    """One of the listed words. Raises Refused("bad-parameter")."""
    value = values.get(name, default)
    if value not in choices:
        raise Refused("bad-parameter", name=name, choices=", ".join(choices))
    return value


def moment(values: Mapping[str, str], name: str, default: int) -> int:
    """A time with its zone, in epoch milliseconds. Raises Refused("bad-parameter"); the year is one of four digits.

    >>> moment({"from": "2023-11-14T22:13:20Z"}, "from", 0), moment({}, "from", 0)
    (1700000000000, 0)
    """
    written = values.get(name)
    if written is None:
        return default
    moment = from_iso(written)
    if moment is None or moment < YEAR:
        raise Refused("bad-parameter", name=name)
    return moment


def identifier(values: Mapping[str, str], name: str) -> str | None:
    """A page or comment id, None without one. Raises Refused("bad-parameter")."""
    value = values.get(name)
    if value is not None and not is_id(value):
        raise Refused("bad-parameter", name=name)
    return value


def identifiers(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    """1 to 100 ids joined by dots, sorted, each once: a set has one address, so caches can't be passed by (H9).

    Raises Refused("bad-parameter").
    """
    ids = tuple(values.get(name, "").split("."))
    if len(ids) > MAX_PAGES or not all(map(is_id, ids)) or list(ids) != sorted(set(ids)):
        raise Refused("bad-parameter", name=name, high=MAX_PAGES)
    return ids


def idempotency_key(headers: Mapping[str, str]) -> str:
    """The header `Idempotency-Key`, 16 to 64 of `[A-Za-z0-9_-]`. Raises Refused("idempotency-key")."""
    key = headers.get("idempotency-key", "")
    if not _IDEMPOTENCY.fullmatch(key):
        raise Refused("idempotency-key")
    return key


def _pairs(raw: str) -> list[tuple[str, str]]:
    if not raw:
        return []
    try:
        return parse_qsl(raw[: MAX_QUERY + 1], True, True, errors="strict", max_num_fields=10)
    except ValueError:
        raise Refused("bad-parameter", name="") from None
