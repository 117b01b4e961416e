"""Bodies: size, content type, UTF-8, depth, then what plain `json.loads` lets through and the store does not.

Fault cases 26 to 29 and 37. The routes read bodies, so that what is wrong with one is answered as theirs.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from ghirbal.domain.errors import Refused
from ghirbal.http.request import Request

MAX_BODY = 16_384
"""Bytes. 1,000 emoji escaped as pairs of \\uXXXX are 12 KB; the rest is room for url and title."""

MAX_DEPTH = 8
"""Our deepest body has 1 level. 8 leaves room, and is far from the 1,000 where Python's parser gives up."""

MAX_DIGITS = 15
"""A longer number isn't exact in JavaScript, and `int()` of a long one is slow."""

_NAME = re.compile(r"[A-Za-z0-9_.]{1,40}", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)


def json_object(request: Request, most: int = MAX_BODY, mended: Collection[str] = ()) -> dict[str, Any]:
    """The body as a JSON object of at most `most` bytes, every string storable but those of the `mended` fields.

    Raises Refused: "content-type", "body-too-large", "body-encoding", "body-json", "body-depth", "body-field".
    """
    _expect(request, "application/json")
    value = parse(_text(request, most), mended)
    if not isinstance(value, dict):
        raise Refused("body-field", field="", fault="type")
    return value


def form(request: Request) -> Mapping[str, str]:
    """The body of an HTML form (only `/a/{token}` takes one). Raises Refused as `json_object` does."""
    _expect(request, "application/x-www-form-urlencoded")
    try:
        pairs = parse_qsl(_text(request), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise Refused("body-field", field="", fault="value") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise Refused("body-field", field="", fault="duplicate")
    return dict(pairs)


def parse(text: str, mended: Collection[str] = ()) -> object:
    """JSON, strictly: no NaN, no number beyond 15 digits, no key twice, no NUL, no half of a surrogate pair, no BOM.

    In the `mended` fields NUL and halves may stand: whoever asks mends them.
    Raises Refused("body-depth"), Refused("body-json"), Refused("body-field").

    >>> parse('{"text": "سلام"}')
    {'text': 'سلام'}
    """
    if text.startswith("\ufeff"):
        _refuse("bom")
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except ValueError:
        raise Refused("body-json") from None
    _check_strings(value, "", mended)
    return value


def field_error(errors: Sequence[Mapping[str, Any]]) -> Refused:
    """The first of a validator's errors (`loc`, `type` as pydantic names them), without the value that was sent."""
    first = errors[0] if errors else {}
    kind = str(first.get("type", ""))
    fault = {"extra_forbidden": "unknown", "missing": "missing"}.get(kind) or (
        "length" if kind.startswith("string_too_") else "type"
    )
    return Refused("body-field", field=_named(*first.get("loc", ())), fault=fault)


def _expect(request: Request, wanted: str) -> None:
    """A missing or other type is refused: `text/plain` would need no preflight (ASVS 3.5.2)."""
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.strip().removeprefix("charset=").strip('"')
    if kind.strip() != wanted or charset not in ("", "utf-8"):
        raise Refused("content-type", wanted=wanted)


def _text(request: Request, most: int = MAX_BODY) -> str:
    if len(request.raw_body) > 2 * most:
        raise Refused("body-too-large", most=most)
    raw = request.body()
    if len(raw) > most:
        raise Refused("body-too-large", most=most)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Refused("body-encoding") from None


def _check_depth(text: str) -> None:
    depth = 0
    for character in _STRING.sub("", text):
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise Refused("body-depth", most=MAX_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        _refuse("duplicate")
    return dict(pairs)


def _constant(_: str) -> NoReturn:
    _refuse("number")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        _refuse("number")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        _refuse("number")
    return value


def _check_strings(value: object, where: str, mended: Collection[str]) -> None:
    for name, text in _strings(value, where):
        if name in mended:
            continue
        if "\x00" in text:
            raise Refused("body-field", field=name, fault="nul")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused("body-field", field=name, fault="surrogate")


def _strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every string below `value` with the top-level key it stands under; keys count as unnamed."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield "", name
            yield from _strings(inner, where or _named(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, where)


def _named(*path: object) -> str:
    """A field's name for an error, unless it is somebody's invention that doesn't look like one."""
    name = ".".join(map(str, path))
    return name if _NAME.fullmatch(name) else ""


def _refuse(fault: str) -> NoReturn:
    raise Refused("body-field", field="", fault=fault)
