"""Calling an address that an outsider chose, and no other than the one that was checked (attack H6).

The name is resolved once, every address it has must be public, and the connection goes to one of those, by number: what
the name says a moment later (rebinding) is not asked. TLS still checks the certificate against the name. Redirects are
answers like any other, the body of the answer is not read, and all of it together takes three seconds or has failed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ghirbal.domain.errors import GhirbalError, Refused
from ghirbal.domain.hook_url import checked_url, is_public

SECONDS = 3.0
PORT = 443

Resolve = Callable[[str], Sequence[str]]
"""The numeric addresses of a host; raises OSError."""

Dial = Callable[[str, float], socket.socket]
"""A TCP connection to a numeric address within some seconds; raises OSError."""


def resolve(host: str) -> Sequence[str]:
    """Every address that the system's resolver knows, IPv4 first: a function outside a network has no other."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return sorted((str(entry[4][0]) for entry in found), key=lambda address: ":" in address)


def dial(address: str, seconds: float) -> socket.socket:
    """Connect to the address itself; nothing is looked up."""
    return socket.create_connection((address, PORT), timeout=seconds)


@dataclass
class HttpsCaller:
    """`ports.webhooks.Caller`."""

    resolve: Resolve = resolve
    dial: Dial = dial
    context: ssl.SSLContext | None = None
    seconds: float = SECONDS

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The answer's status.

        Raises GhirbalError("webhook-address") for an address that may not be called, GhirbalError("webhook-away") when
        no answer came in time; `why` says in a word what was wrong.
        """
        try:
            host, target = checked_url(url)
        except Refused as refused:
            raise GhirbalError("webhook-address", why=refused.details["why"]) from None
        return _Exchange(self, host, target, headers, body).status()

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """The system's authorities, unless others were given."""
        return self.context or ssl.create_default_context()


@dataclass
class _Exchange:
    """One call, in a thread of its own: the one way to bound a name's look-up and a dripping answer alike."""

    caller: HttpsCaller
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: http.client.HTTPSConnection | None = None
    answered: list[int] = field(default_factory=list)
    failed: list[GhirbalError] = field(default_factory=list)

    def status(self) -> int:
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        thread.join(self.caller.seconds)
        self._hang_up()
        if self.answered:
            return self.answered[0]
        raise self.failed[0] if self.failed else GhirbalError("webhook-away", why="time")

    def _run(self) -> None:
        try:
            address = self._address()
            self.connection = _Pinned(self.host, address, self.caller)
            self.connection.request("POST", self.target, self.body, dict(self.headers))
            self.answered.append(self.connection.getresponse().status)
        except GhirbalError as error:
            self.failed.append(error)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            # AttributeError is what http.client makes of a connection that was hung up while it read.
            self.failed.append(GhirbalError("webhook-away", why=type(error).__name__))

    def _address(self) -> str:
        """One of the host's addresses; all of them must be public."""
        addresses = self.caller.resolve(self.host)
        if not addresses or not all(map(is_public, addresses)):
            raise GhirbalError("webhook-address", why="not public")
        return addresses[0]

    def _hang_up(self) -> None:
        connection = self.connection
        if connection is not None and connection.sock is not None:
            connection.sock.close()


class _Pinned(http.client.HTTPSConnection):
    """A connection to a number, with the certificate of a name."""

    def __init__(self, host: str, address: str, caller: HttpsCaller) -> None:
        super().__init__(host, PORT, timeout=caller.seconds, context=caller.trust)
        self._address = address
        self._caller = caller

    def connect(self) -> None:
        """Instead of a second look at the name."""
        plain = self._caller.dial(self._address, self._caller.seconds)
        self.sock = self._caller.trust.wrap_socket(plain, server_hostname=self.host)
