"""Origins: who may write from a browser. Exact text, no patterns, no normalising (fault case 36, ASVS 3.4.2)."""

from __future__ import annotations

from collections.abc import Collection

from ghirbal.domain.errors import Forbidden


def listed(origin: str | None, origins: Collection[str]) -> bool:
    """Whether a request's `Origin` is one of the site's, letter for letter.

    Browsers send scheme and host in lower case, punycode, without default port; whatever differs isn't a browser on a
    listed page. `null` (sandboxed frames, data: pages) never passes, not even when somebody lists it.

    >>> listed("https://news.example", ["https://news.example"]), listed("https://news.example.", ["https://news.example"])
    (True, False)
    """
    return origin is not None and origin != "null" and origin in origins


def check_origin(origin: str | None, origins: Collection[str]) -> str:
    """The origin, if it is listed. Raises Forbidden("origin-not-allowed")."""
    if origin is None or not listed(origin, origins):
        raise Forbidden("origin-not-allowed")
    return origin
