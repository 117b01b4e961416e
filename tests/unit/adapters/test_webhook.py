"""Calling an address that an outsider chose (attack H6)."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ghirbal.adapters.webhook import HttpsCaller, resolve
from ghirbal.domain.errors import GhirbalError, Refused
from ghirbal.domain.hook_url import checked_url, is_public

HOST = "hooks.example.com"
PUBLIC = "93.184.215.14"

REFUSED_URLS = [
    "http://hooks.example.com/",
    "ftp://hooks.example.com/",
    "https://hooks.example.com:8443/",
    "https://hooks.example.com:0/",
    "https://hooks.example.com:x/",
    "https://user@hooks.example.com/",
    "https://user:word@hooks.example.com/",
    "https://hooks.example.com@127.0.0.1/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://localhost/",
    "https://hooks.example.com./",
    "https://hooks..example.com/",
    "https://hooks.example.com/#part",
    "https://hooks.example.com\\@evil.example/",
    "https://hooks.example.com/a b",
    "https://hooks.example.com/\r\nHost: x",
    "https://hooks.example.com/\tx",
    "https://مثال.example/",
    "//hooks.example.com/",
    "https://",
    "",
    "https://hooks.example.com/" + "a" * 1000,
]

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:0:53aa:64c:0:0:80ff:fffe",
    "", "x", "1", "127.1", "0x7f000001",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_address_that_hides_or_means_another_place_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="webhook-url"):
        checked_url(url)


def test_an_ordinary_address_is_taken_apart() -> None:
    assert checked_url("https://HOOKS.example.com:443/T/B?x=1") == (HOST, "/T/B?x=1")


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_that_is_not_public_is_called_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "fec0::1", "feff::1", "3fff::1", "5f00::1", "100:0:0:1::1", "168.63.129.16", "100.100.100.200", "192.88.99.1",
        "192.0.0.192", "169.254.170.2", "fd20:ce::254", "::ffff:0:a00:1", "2606:4700::5efe:10.0.0.1",
        "2606:4700::200:5efe:127.0.0.1", "64:ff9b::a83f:8110", "2002:a83f:8110::1",
    ],
)  # fmt: skip
def test_hook_addresses_public_only(address: str) -> None:
    """B19: withdrawn and reserved ranges, clouds' own services, and every disguise of them."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@dataclass
class World:
    """A resolver that answers in turn, and a dialler that remembers and leads to the local listener."""

    answers: list[Sequence[str]]
    port: int = 0
    asked: int = 0
    dialled: list[str] = field(default_factory=list)

    def resolve(self, host: str) -> Sequence[str]:
        assert host == HOST
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]

    def dial(self, address: str, seconds: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@dataclass
class Listener:
    """A TLS server for one name, on loopback."""

    port: int
    trust: ssl.SSLContext
    received: list[bytes]
    answer: list[Callable[[ssl.SSLSocket], None]]


def said(text: str) -> Callable[[ssl.SSLSocket], None]:
    return lambda peer: peer.sendall(text.encode())


OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    trust = certificate(tmp_path)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Listener(server.getsockname()[1], trust, [], [said(OK)])
        threading.Thread(target=serve, args=(server, own, made), daemon=True).start()
        yield made


def serve(server: socket.socket, own: ssl.SSLContext, listener: Listener) -> None:
    while True:
        try:
            plain, _ = server.accept()
            with own.wrap_socket(plain, server_side=True) as peer:
                data = b""
                while b"\r\n\r\n" not in data or not data.endswith(b"}"):
                    data += peer.recv(4096)
                listener.received.append(data)
                listener.answer[0](peer)
        except (OSError, ssl.SSLError):
            if server.fileno() < 0:
                return


def certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return ssl.create_default_context(cafile=str(folder / "cert.pem"))


def post(world: World, listener: Listener | None = None, seconds: float = 3.0) -> int:
    context = listener.trust if listener else None
    caller = HttpsCaller(world.resolve, world.dial, context, seconds)
    return caller.post(f"https://{HOST}/in?a=b", {"ghirbal-event": "CommentHeld"}, b'{"a":1}')


def test_a_call_carries_body_and_headers_to_the_checked_address(listener: Listener) -> None:
    world = World([[PUBLIC]], listener.port)
    assert post(world, listener) == 200
    assert world.dialled == [PUBLIC]
    [request] = listener.received
    assert request.startswith(b"POST /in?a=b HTTP/1.1\r\nHost: hooks.example.com\r\n")
    assert b"ghirbal-event: CommentHeld\r\n" in request
    assert request.endswith(b'\r\n\r\n{"a":1}')


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.1"], ["::ffff:10.0.0.1"], [PUBLIC, "127.0.0.1"], []]
)
def test_webhook_refuses_nonglobal_rebinding_redirect_nonglobal(addresses: list[str]) -> None:
    world = World([addresses])
    with pytest.raises(GhirbalError, match="webhook-address"):
        post(world)
    assert world.dialled == []


def test_webhook_refuses_nonglobal_rebinding_redirect_rebinding(listener: Listener) -> None:
    """The name is looked up once and the checked number dialled: what it means a moment later does not matter."""
    world = World([[PUBLIC], ["127.0.0.1"]], listener.port)
    assert post(world, listener) == 200
    assert (world.asked, world.dialled) == (1, [PUBLIC])


def test_webhook_refuses_nonglobal_rebinding_redirect_redirect(listener: Listener) -> None:
    listener.answer[0] = said(
        "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    )
    world = World([[PUBLIC]], listener.port)
    assert post(world, listener) == 302
    assert world.dialled == [PUBLIC]


def test_a_certificate_of_another_name_is_no_answer(listener: Listener) -> None:
    world = World([[PUBLIC]], listener.port)
    caller = HttpsCaller(lambda _: [PUBLIC], world.dial, listener.trust)
    with pytest.raises(GhirbalError, match="webhook-away"):
        caller.post("https://other.example.com/", {}, b"{}")
    assert listener.received == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_answer_that_drips_is_no_answer_after_the_time_is_up(listener: Listener) -> None:
    """Whoever waits for the end of this one waits for ever."""

    def drip(peer: ssl.SSLSocket) -> None:
        for letter in chain("HTTP/1.1 200 ", repeat("a")):
            peer.sendall(letter.encode())
            time.sleep(0.1)

    listener.answer[0] = drip
    with pytest.raises(GhirbalError, match="webhook-away"):
        post(World([[PUBLIC]], listener.port), listener, seconds=0.5)


def test_a_name_that_takes_too_long_to_look_up_is_no_answer() -> None:
    """The look-up ends only once the caller has given up."""
    given_up = threading.Event()

    def slow(_: str) -> Sequence[str]:
        given_up.wait()
        return []

    with pytest.raises(GhirbalError, match="webhook-away"):
        HttpsCaller(slow, seconds=0.2).post(f"https://{HOST}/", {}, b"{}")
    given_up.set()


def test_a_large_answer_is_not_read(listener: Listener) -> None:
    listener.answer[0] = said("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + "a" * 10_000)
    assert post(World([[PUBLIC]], listener.port), listener) == 200


def test_a_host_nobody_knows_is_no_answer() -> None:
    def unknown(_: str) -> Sequence[str]:
        raise socket.gaierror("no such host")

    with pytest.raises(GhirbalError, match="webhook-away"):
        HttpsCaller(unknown).post(f"https://{HOST}/", {}, b"{}")


def test_the_resolver_names_every_address_ipv4_first() -> None:
    found = list(resolve("localhost"))
    assert "127.0.0.1" in found
    assert found == sorted(found, key=lambda address: ":" in address)
