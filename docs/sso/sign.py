"""Sign in a reader of your site for Ghirbal's comments. Python 3.9 or later, nothing to install."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time


def sso_token(
    site: str, kid: str, key: str, sub: str, name: str, avatar: str | None = None, now: int | None = None
) -> str:
    """A token for the attribute `sso-token`, good for ten minutes.

    `kid` and `key` come from `ghirbal site sso-key`; `now` is for tests.
    """
    now = int(time.time()) if now is None else now
    header: dict[str, object] = {"alg": "HS256", "typ": "JWT", "kid": kid}
    claims: dict[str, object] = {"aud": site, "sub": sub, "name": name, "iat": now, "exp": now + 600}
    if avatar:
        claims["avatar"] = avatar
    signed = _part(header) + "." + _part(claims)
    mac = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + _base64url(mac)


def _part(value: dict[str, object]) -> str:
    return _base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
