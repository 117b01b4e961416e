"""An article's address in an export as the page it is at the site: encoded or not, with www or without, AMP or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from ghirbal.domain.errors import Refused
from ghirbal.domain.page import canonical_url
from ghirbal_tools.importing.rules import Rules

_OTHER_SCHEME = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://|(?:mailto|tel|javascript|data|about|file|blob):", re.IGNORECASE
)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


class Addresses:
    """The addresses of one site."""

    def __init__(self, origins: Iterable[str], rules: Rules) -> None:
        """`origins` are the site's; the first is where paths without a host belong."""
        self._origins = tuple(origins)
        self._hosts = {urlsplit(origin).netloc.lower() for origin in self._origins}
        self._rules = rules

    def page(self, said: str) -> str:
        """The canonical address. Raises Refused("page-url") for what is none, Refused("no-page") where nothing is said.

        >>> known = Addresses(["https://akhbar.example"], Rules())
        >>> known.page("http://www.akhbar.example/فن/amp/"), known.page("/%D9%81%D9%86")
        ('https://akhbar.example/%D9%81%D9%86', 'https://akhbar.example/%D9%81%D9%86')
        >>> known.page("https://akhbar.example/%DD%E4")
        'https://akhbar.example/%D9%81%D9%86'
        """
        address = unescape(said.strip())
        if not address:
            raise Refused("no-page")
        address = self._rules.rewritten(address)
        if not address.lower().startswith(("http://", "https://")):
            if _OTHER_SCHEME.match(address):
                raise Refused("page-url")
            address = urljoin(
                f"{self._origins[0]}/", address if address.startswith("//") else "/" + address.lstrip("/")
            )
        return canonical_url(self._at_home(_readable(address)))

    def is_foreign(self, address: str) -> bool:
        """Whether an address lies under no origin of the site."""
        return urlsplit(address).netloc.lower() not in self._hosts

    def _at_home(self, address: str) -> str:
        """With www, or without it, as the site has its host; and with its scheme (loopback hosts keep http)."""
        parts = urlsplit(address)
        host = parts.netloc.lower()
        other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        home = host if host in self._hosts else other if other in self._hosts else ""
        for origin in self._origins if home else ():
            if urlsplit(origin).netloc.lower() == home:
                return parts._replace(scheme=urlsplit(origin).scheme, netloc=home).geturl()
        return address


def _readable(address: str) -> str:
    """With spaces encoded, and with escapes of Windows-1256 as those of UTF-8."""
    return _ESCAPES.sub(_as_utf8, address.replace(" ", "%20"))


def _as_utf8(found: re.Match[str]) -> str:
    try:
        unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return quote(unquote(found[0], encoding="cp1256", errors="replace"))
    return found[0]
