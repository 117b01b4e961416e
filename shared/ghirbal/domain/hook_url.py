"""Where a webhook may go: https, port 443, a public address, and nothing that hides another place (attack H6)."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from ghirbal.domain.errors import Refused

MOST = 1_000
_VISIBLE = re.compile(r"[\x21-\x7e]+", re.ASCII)
_HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_TEREDO = ipaddress.ip_network("2001::/32")
_TRANSLATED = ipaddress.ip_network("::ffff:0:0:0/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The upper half of an interface id whose lower half is an IPv4 address (RFC 5214)."""

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(net)
    for net in (
        "168.63.129.16/32",  # Azure's host and metadata service
        "192.88.99.0/24",  # relays of 6to4, withdrawn (RFC 7526)
        "100:0:0:1::/64",  # dummy prefix (RFC 9780)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
        "fec0::/10",  # site-local, withdrawn (RFC 3879)
    )
)
"""What `ipaddress` of Python 3.13 takes for public, and is not to be called."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked_url(url: str) -> tuple[str, str]:
    """Host, and path with query, of an address that may be called. Raises Refused("webhook-url") with why.

    A host is a name with a dot: addresses written as numbers, in whatever base, are none.

    >>> checked_url("https://hooks.example.com/a?b=c")
    ('hooks.example.com', '/a?b=c')
    """
    if len(url) > MOST or not _VISIBLE.fullmatch(url):
        raise Refused("webhook-url", why="characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("webhook-url", why="form") from None
    if parts.scheme != "https":
        raise Refused("webhook-url", why="https")
    if "@" in parts.netloc or parts.fragment or "\\" in url:
        raise Refused("webhook-url", why="form")
    if port not in (None, 443):
        raise Refused("webhook-url", why="port")
    host = (parts.hostname or "").lower()
    if not _HOST.fullmatch(host):
        raise Refused("webhook-url", why="host")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_public(address: str) -> bool:
    """Whether a numeric address is a public one, looking through every way to write an IPv4 address in IPv6.

    >>> [is_public(address) for address in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe")]
    [True, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or (found.version == 6 and any(found in net for net in (_NAT64_LOCAL, _TEREDO))):
        return False
    inner = _inner(found)
    return _global(found if inner is None else inner) and not any(found in net for net in _NOT_PUBLIC)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, compatible, translated, ISATAP, 6to4 or NAT64 one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _TRANSLATED or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _global(address: Address) -> bool:
    refused = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not refused and not any(address in net for net in _NOT_PUBLIC)
