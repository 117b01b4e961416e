"""Page identity: one article, one id, made alike in the widget and here.

The vectors both sides are held to are in `tests/vectors/pages.json`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import base32

MAX_URL = 2_000
MAX_TITLE = 200
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_DROPPED = re.compile(r"utm_.*|(\w*clk?|igsh|srslt|mc_[ce])id|igsh|ref|amp", re.ASCII)
"""Parameters that tell how a reader came here, and that of AMP; `clk?id`: fbclid, gclid, msclkid and their like."""

_AMP = re.compile(r"^(/amp(?=/))+|(/(amp)?)+$")
_HOSTILE = re.compile(r'[\x00-\x20\x7f\\"<>]|%00')
_DEFAULT_PORT = {"https": 443, "http": 80}
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
_QUERY_SAFE = "/:@!$'()*,;-._~?"


def canonical_url(url: str) -> str:
    """The one spelling of an article's address, and that of every address it makes.

    NFC; percent-decoded, then encoded once; https; host in lower case; no fragment, default port, "." or "..",
    trailing slash, leading or trailing `/amp`, parameter that only tells how a reader came here or isn't UTF-8; other
    parameters sorted. http is kept for loopback hosts only.
    Raises Refused("page-url") for anything that isn't a plain web address.

    >>> canonical_url("HTTPS://News.Example:443/فن/?utm_source=x&b=2&a=1#top")
    'https://news.example/%D9%81%D9%86?a=1&b=2'
    """
    parts = _split(url)
    host = _host(parts)
    scheme = _scheme(parts, host)
    port = parts.port
    suffix = "" if port in (None, _DEFAULT_PORT[parts.scheme.lower()], _DEFAULT_PORT[scheme]) else f":{port}"
    query = _query(parts.query)
    return f"{scheme}://{host}{suffix}{_path(parts.path)}" + (f"?{query}" if query else "")


def page_id(canonical: str) -> str:
    """The first 26 characters of lower-case base32(SHA-256(canonical URL))."""
    return base32(hashlib.sha256(canonical.encode()).digest())


def origin_of(canonical: str) -> str:
    """`scheme://host[:port]` of a canonical URL.

    >>> origin_of("https://news.example/a?b=c")
    'https://news.example'
    """
    parts = urlsplit(canonical)
    return f"{parts.scheme}://{parts.netloc}"


def clean_title(title: str) -> str:
    """An untrusted title: control and bidi characters out, spaces joined, at most 200 characters."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in title if not _is_bidi(c)
    )
    return " ".join(kept.split())[:MAX_TITLE]


def _is_bidi(character: str) -> bool:
    return character in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _split(url: str) -> SplitResult:
    text = unicodedata.normalize("NFC", url.strip())
    if not text or len(text) > MAX_URL or _HOSTILE.search(text):
        raise Refused("page-url")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Refused("page-url") from None
    if parts.scheme.lower() not in _DEFAULT_PORT or "@" in parts.netloc:
        raise Refused("page-url")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise Refused("page-url") from None
    if not re.fullmatch(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", host):
        raise Refused("page-url")
    return host


def _scheme(parts: SplitResult, host: str) -> str:
    return "http" if parts.scheme.lower() == "http" and host in _LOOPBACK else "https"


def _recode(text: str, safe: str) -> str:
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Refused("page-url") from None
    return quote(unicodedata.normalize("NFC", decoded), safe=safe)


def _path(path: str) -> str:
    """Resolved as it came, as every browser does it, and once more when "%2F..%2F" has become a way up."""
    return _AMP.sub("", _resolved(_recode(_resolved(path), _PATH_SAFE)))


def _resolved(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[max(1, len(kept) - 1) :]
        elif dots != ".":
            kept.append(segment)
    return "/".join(kept)


def _query(query: str) -> str:
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    coded = filter(None, (_coded(*pair) for pair in pairs))
    return "&".join(k + eq + v for k, eq, v in sorted(coded) if not _DROPPED.fullmatch(k))


def _coded(key: str, equals: str, value: str) -> tuple[str, str, str] | None:
    """None for a pair that isn't UTF-8: no page of today names its articles so."""
    try:
        return _recode(key, _QUERY_SAFE), equals, _recode(value, _QUERY_SAFE)
    except Refused:
        return None


def tells_the_way(parameter: str) -> bool:
    """Whether a query parameter of this name only tells how somebody came here.

    >>> tells_the_way("utm_source"), tells_the_way("msclkid"), tells_the_way("page")
    (True, True, False)
    """
    return bool(_DROPPED.fullmatch(parameter))
