"""API Gateway's event (payload format 2.0) as a small frozen value. Making one never fails; asking it may."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ghirbal.domain.errors import NotFound, Refused
from ghirbal.http.language import negotiate
from ghirbal.http.parameters import valid

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call. `headers` have lower-case names; `route` is the route's key (`GET /v1/…/{id}`), safe to log.

    `source` is the peer's address as API Gateway saw it, `lang` the reader's language (ar, fr or en).
    """

    method: str = ""
    path: str = ""
    route: str = ""
    id: str = ""
    source: str = ""
    lang: str = "ar"
    raw_query: str = ""
    raw_body: str = field(default="", repr=False)
    encoded: bool = False
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, event: Event) -> Request:
        """Read an event; whatever it lacks is empty, so that a direct call gets an error and no crash."""
        event = event if isinstance(event, Mapping) else {}
        context = _mapping(event, "requestContext")
        http = _mapping(context, "http")
        headers = {name.lower(): value for name, value in _texts(event, "headers").items()}
        return cls(
            method=_text(http, "method").upper(),
            path=_text(event, "rawPath"),
            route=_text(event, "routeKey"),
            id=_text(context, "requestId"),
            source=_text(http, "sourceIp"),
            lang=negotiate(headers.get("accept-language", "")),
            raw_query=_text(event, "rawQueryString"),
            raw_body=_text(event, "body"),
            encoded=event.get("isBase64Encoded") is True,
            params=MappingProxyType(_texts(event, "pathParameters")),
            headers=MappingProxyType(headers),
        )

    def param(self, name: str) -> str:
        """A path parameter that has the form its kind has (site, page, id, token).

        Raises NotFound("not-found") otherwise: what can't be an id names nothing (fault case 40).
        """
        value = self.params.get(name, "")
        if not valid(name, value):
            raise NotFound("not-found")
        return value

    def body(self) -> bytes:
        """The body as sent. Raises Refused("body-encoding") when its base64 is damaged."""
        if not self.encoded:
            return self.raw_body.encode(errors="surrogatepass")
        try:
            return base64.b64decode(self.raw_body, validate=True)
        except (binascii.Error, ValueError):
            raise Refused("body-encoding") from None


def _mapping(event: Event, name: str) -> Event:
    value = event.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(event: Event, name: str) -> dict[str, str]:
    return {key: value for key, value in _mapping(event, name).items() if isinstance(value, str)}


def _text(event: Event, name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""
