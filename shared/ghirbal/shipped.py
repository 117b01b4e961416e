"""Tables that ship with the package: the words of mails, pages, errors and verdicts, as JSON beside who says them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


def shipped_text(package: str, name: str) -> str:
    """A file of a package, as text. Raises FileNotFoundError.

    >>> shipped_text("ghirbal.http.views", "decision_page.css")[:5]
    ':root'
    """
    return resources.files(package).joinpath(name).read_text("utf-8")


@cache
def shipped_table(package: str, name: str) -> Any:
    """A JSON file of a package, read once a process; nobody may change what is returned.

    >>> shipped_table("ghirbal.http", "problems.json")["problems"]["not-found"]["status"]
    404
    """
    return json.loads(shipped_text(package, name))
