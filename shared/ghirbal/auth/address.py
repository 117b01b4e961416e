"""The address behind a request, from a field that a caller can't write (ASVS 15.3.4, fault case 35).

API Gateway puts the peer's address into `requestContext.http.sourceIp`; `X-Forwarded-For` is never read. Behind
CloudFront the peer is CloudFront, so its `CloudFront-Viewer-Address` counts there, and only with the secret that the
distribution adds.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping

from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import keyed_hash

SECRET_HEADER = "ghirbal-origin-secret"  # noqa: S105 (the header's name)
VIEWER_HEADER = "cloudfront-viewer-address"
UNKNOWN = "unknown"
"""What an unreadable address counts as: all of them share one limit, nobody gets a fresh one by sending garbage."""


def trusted_address(source: str, headers: Mapping[str, str], cdn_secret: str = "") -> str:
    """The reader's address in its one spelling, or `unknown`.

    `source` is API Gateway's `sourceIp`, `headers` have lower-case names; `cdn_secret` is empty without a CDN.
    """
    if through_cdn(headers, cdn_secret):
        return spelling(headers.get(VIEWER_HEADER, "").rpartition(":")[0])
    return spelling(source)


def through_cdn(headers: Mapping[str, str], cdn_secret: str) -> bool:
    """Whether our own distribution sent this request: with one of the secrets, which a comma tells apart.

    Two hold while the distribution changes from one to the other; each comparison takes the same time for any text.

    >>> through_cdn({SECRET_HEADER: "old"}, "new,old"), through_cdn({SECRET_HEADER: ""}, "new,"), through_cdn({}, "")
    (True, False, False)
    """
    given = headers.get(SECRET_HEADER, "").encode(errors="replace")
    known = [secret.strip().encode() for secret in cdn_secret.split(",") if secret.strip()]
    return sum(hmac.compare_digest(given, secret) for secret in known) > 0


def refuse_direct(headers: Mapping[str, str], cdn_secret: str) -> None:
    """Raise Refused("direct-call") where a CDN stands in front and did not send this request (attack M8)."""
    if cdn_secret and not through_cdn(headers, cdn_secret):
        raise Refused("direct-call")


def spelling(address: str) -> str:
    """One spelling an address; IPv4 inside IPv6 is IPv4, zones are dropped.

    >>> spelling("[2001:DB8:0::1]"), spelling("::ffff:203.0.113.7"), spelling("1.1.1.1, 2.2.2.2")
    ('2001:db8::1', '203.0.113.7', 'unknown')
    """
    try:
        parsed = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)


def networks(address: str) -> tuple[str, str]:
    """What limits count: an IPv4 address and its /24, an IPv6 one as its /64 and its /48 (attack L3: /48 rotation).

    >>> networks("203.0.113.7")
    ('203.0.113.7', '203.0.113.0/24')
    >>> networks("2001:db8:1:2::99")
    ('2001:db8:1:2::/64', '2001:db8:1::/48')
    """
    if address == UNKNOWN:
        return (address, address)
    narrow = address if ":" not in address else str(ipaddress.ip_network(f"{address}/64", strict=False))
    return narrow, str(ipaddress.ip_network(f"{address}/{48 if ':' in address else 24}", strict=False))


def ban_ranges(address: str) -> tuple[str, ...]:
    """The ranges that a ban can name, narrow first: fixed prefixes, so that a ban is one look-up.

    >>> ban_ranges("203.0.113.7"), ban_ranges("2001:db8:1:2::99")
    (('203.0.113.7/32', '203.0.113.0/24'), ('2001:db8:1:2::/64', '2001:db8:1::/48'))
    """
    if address == UNKNOWN:
        return ()
    prefixes = (64, 48) if ":" in address else (32, 24)
    return tuple(str(ipaddress.ip_network(f"{address}/{bits}", strict=False)) for bits in prefixes)


def address_hashes(key: bytes, address: str) -> tuple[str, str]:
    """The networks as keyed hashes, narrowest first; `key` is the site's `Keys.hashing("address", site)`."""
    narrow, wide = networks(address)
    return keyed_hash(key, narrow), keyed_hash(key, wide)
