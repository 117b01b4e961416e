"""Errors as RFC 9457 problem documents, in the reader's language; their texts are in `problems.json`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypedDict

from ghirbal.domain.errors import GhirbalError
from ghirbal.domain.languages import known
from ghirbal.http.responses import PRIVATE, Response, dumps
from ghirbal.shipped import shipped_table

TYPE = "https://ghirbal.org/problems/"
INTERNAL = "internal"
_RESERVED = frozenset({"type", "title", "status", "detail", "code", "instance"})
_PLACE = re.compile(r"\{(\w+)\}", re.ASCII)


class Problem(TypedDict):
    """A row of `problems.json`: HTTP status, and [title, detail] by language; `{name}` stands for a detail's value."""

    status: int
    ar: list[str]
    fr: list[str]
    en: list[str]


def problems() -> Mapping[str, Problem]:
    """Every code the service answers with."""
    table: Mapping[str, Problem] = shipped_table("ghirbal.http", "problems.json")["problems"]
    return table


def problem(error: GhirbalError, lang: str) -> Response:
    """The answer for an error; a code without a row is answered as "internal".

    The error's details become members of the document. A detail called `status` (a comment's) is written
    as `state`: in a problem document `status` is HTTP's.
    """
    document, details = _described(error, lang)
    status = int(str(document["status"]))
    return Response(status, dumps(document), _headers(status, lang, details))


def described(error: GhirbalError, lang: str) -> dict[str, object]:
    """The problem document alone, for an answer that carries several."""
    return _described(error, lang)[0]


def _described(error: GhirbalError, lang: str) -> tuple[dict[str, object], dict[str, object]]:
    """The document, and those of the error's details that are meant for the code it is answered as."""
    code = error.code if error.code in problems() else INTERNAL
    row = problems()[code]
    details: dict[str, object] = dict(error.details) if code == error.code else {}
    title, detail = _texts(problems().get(f"{code}/{details.get('reason')}", row), lang)
    document = {
        "type": TYPE + code,
        "title": title,
        "status": row["status"],
        "detail": _filled(detail, details),
        "code": code,
        **_members(details),
    }
    return document, details


def _texts(row: Problem, lang: str) -> list[str]:
    return row[known(lang)]


def _filled(text: str, details: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda match: str(details.get(match[1], "")), text)


def _members(details: Mapping[str, object]) -> dict[str, object]:
    named = {("state" if name == "status" else name): value for name, value in details.items()}
    return {name: value for name, value in named.items() if name not in _RESERVED}


def _headers(status: int, lang: str, details: Mapping[str, object]) -> dict[str, str]:
    headers = {
        "content-type": "application/problem+json",
        "content-language": lang,
        "cache-control": PRIVATE,
    }
    if "retry_after" in details:
        headers["retry-after"] = str(details["retry_after"])
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if status == 405:
        headers["allow"] = str(details.get("allow", ""))
    return headers
