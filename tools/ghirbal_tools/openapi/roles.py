"""The table in docs/moderation.md that says who may call what, made of the handlers themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from ghirbal.http.moderator_api import ROOT, role_of
from ghirbal_tools.openapi.document import declared

BEGIN, END = "<!-- roles: written by `ghirbal openapi` -->", "<!-- /roles -->"


def table() -> str:
    """One row for each route that asks for a role: route (below ROOT), least role, what it does."""
    rows = "\n".join(f"| `{route}` | {role} | {what} |" for route, role, what in sorted(_rows()))
    return f"{BEGIN}\n| route | least role | what |\n|---|---|---|\n{rows}\n{END}"


def _rows() -> Iterator[tuple[str, str, str]]:
    for key, made in declared().items():
        role = role_of(made.handler)
        if role is not None:
            method, _, rule = key.partition(" ")
            what = (inspect.getdoc(made.handler) or "").partition("\n")[0].replace("|", "\\|")
            yield f"{rule.removeprefix(ROOT)} {method}", str(role), what


def written_into(page: str) -> str:
    """The page with the table as the handlers have it. Raises ValueError when the marks are gone."""
    made, n = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: table(), page, flags=re.DOTALL)
    if n != 1:
        raise ValueError(f"expected one pair of {BEGIN} and {END}")
    return made
