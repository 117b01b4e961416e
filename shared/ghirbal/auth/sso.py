"""Readers that a site has signed in itself: its signed token says who they are, and we store nothing to check it by.

The token is a JWT, HS256 and nothing else, signed with a key of the site that we derive when we need it (docs/sso.md).
PyJWT is imported at the first such token: sites without sign-in never pay for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ghirbal.auth.life import SKEW, SSO_LIFE
from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import keyed_hash
from ghirbal.domain.reader import Site
from ghirbal.ports.tokens import Keys
from ghirbal.text.blank import is_blank

if TYPE_CHECKING:
    from jwt.types import Options

SSO = "sso"
ALGORITHM = "HS256"
MAX_TOKEN = 2_048
"""Characters; a name of 60 Arabic letters and an avatar's address make about 800."""

MAX_AVATAR = 300
_SUBJECT = re.compile(r"[A-Za-z0-9._@+|=-]{1,64}", re.ASCII)
_AVATAR = re.compile(r"https://[a-z0-9.-]{1,253}/[A-Za-z0-9/._~!$&'()*+,;=:@%?-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """A reader the site vouches for: `reader` is the keyed hash that is stored, `name` and `avatar` are shown."""

    reader: str
    name: str
    avatar: str = ""


def sso_key(keys: Keys, site: str, key_id: str) -> str:
    """The key a site signs with: 64 hexadecimal digits, used as text, so that no language has to decode anything."""
    return keys.derived(SSO, site, key_id).hex()


def read_sso(keys: Keys, site: Site, token: str, now: int) -> Identity:
    """Who a site's token names.

    Raises Refused("sso-expired") for one past its end, and Refused("sso-token") with `claim`, the part that is wrong,
    for anything else: another algorithm or key, another site's audience, a life above ten minutes.
    """
    claims = _verified(keys, site, token)
    if claims.get("aud") != site.id:
        raise _wrong("aud")
    _check_time(claims, now)
    subject, name, avatar = (claims.get(part, "") for part in ("sub", "name", "avatar"))
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise _wrong("sub")
    if not isinstance(name, str) or is_blank(name):
        raise _wrong("name")
    if any("\ud800" <= character <= "\udfff" or character == "\x00" for character in name):
        raise _wrong("name")
    return Identity(reader_hash(keys, site.id, subject), name, shown_avatar(avatar, site.avatar_hosts))


def reader_hash(keys: Keys, site: str, subject: str) -> str:
    """The keyed hash that stands for a signed-in reader; apart from all others, whose ids hold no colon."""
    return keyed_hash(keys.pinned("reader", site), site, f"{SSO}:{subject}")


def shown_avatar(address: object, hosts: Collection[str]) -> str:
    """The address of an avatar if it is https and on a listed host, else "": nobody's picture counts our readers (M11).

    >>> shown_avatar("https://img.example/a.png", ["img.example"]), shown_avatar("https://x.example/", ["img.example"])
    ('https://img.example/a.png', '')
    """
    if not isinstance(address, str) or len(address) > MAX_AVATAR or not _AVATAR.fullmatch(address):
        return ""
    return address if urlsplit(address).hostname in hosts else ""


def _verified(keys: Keys, site: Site, token: str) -> Mapping[str, Any]:
    """The claims of a token that one of the site's keys signed."""
    import jwt

    if len(token) > MAX_TOKEN:
        raise _wrong("token")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise _wrong("token") from None
    if header.get("alg") != ALGORITHM:
        raise _wrong("alg")
    if header.get("kid") not in site.sso_keys:
        raise _wrong("kid")
    try:
        key = sso_key(keys, site.id, header["kid"])
        return jwt.decode(token, key, algorithms=[ALGORITHM], options=_SIGNATURE_ONLY)
    except jwt.PyJWTError:
        raise _wrong("signature") from None


def _check_time(claims: Mapping[str, Any], now: int) -> None:
    """Issued and ending within ten minutes of one another, and now between them (the site's clock may be ahead)."""
    issued, ends = claims.get("iat"), claims.get("exp")
    if type(issued) is not int or issued * SECOND > now + SKEW:
        raise _wrong("iat")
    if type(ends) is not int or not 0 < (ends - issued) * SECOND <= SSO_LIFE:
        raise _wrong("exp")
    if now > ends * SECOND:
        raise Refused("sso-expired")


_SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""PyJWT would ask the machine's clock; audience and times are checked above, against ours."""


def _wrong(claim: str) -> Refused:
    return Refused("sso-token", claim=claim)
