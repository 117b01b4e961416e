"""The loopback HTTP server, over real sockets."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from ghirbal_tools.dev.web import MAX_BODY, PortTaken, Request, Response, Server


def echo(request: Request) -> Response:
    told = {
        "method": request.method,
        "target": request.target,
        "body": request.body.decode(),
        "ip": request.source_ip,
        "double": request.header("x-double"),
    }
    return Response(200, json.dumps(told).encode(), (("content-type", "application/json"),))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(echo, 0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    yield connection
    connection.close()


def answer(connection: http.client.HTTPConnection) -> dict[str, str]:
    told: dict[str, str] = json.loads(connection.getresponse().read())
    return told


def raw(server: Server, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(data)
        client.settimeout(5)
        received = b""
        while chunk := client.recv(65536):
            received += chunk
        return received


def test_a_request_arrives_as_it_was_sent(connection: http.client.HTTPConnection) -> None:
    connection.request("PATCH", "/a%20b?c=%2F", body="نص".encode(), headers={"X-Double": "1"})
    told = answer(connection)
    assert told == {
        "method": "PATCH",
        "target": "/a%20b?c=%2F",
        "body": "نص",
        "ip": "127.0.0.1",
        "double": "1",
    }


def test_any_method_reaches_the_application(connection: http.client.HTTPConnection) -> None:
    connection.request("TRACE", "/")
    assert answer(connection)["method"] == "TRACE"


def test_a_chunked_body_is_read_whole(connection: http.client.HTTPConnection) -> None:
    connection.request(
        "POST",
        "/",
        body=iter([b"one ", b"two"]),
        encode_chunked=True,
        headers={"Transfer-Encoding": "chunked"},
    )
    assert answer(connection)["body"] == "one two"


def test_a_head_request_gets_the_length_and_no_body(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert int(response.headers["content-length"]) > 0
    assert response.read() == b""


def test_an_answer_leaves_at_once_and_in_one_piece(connection: http.client.HTTPConnection) -> None:
    """Written piece by piece, each request of a kept connection waits 44 ms for a delayed acknowledgement."""
    connection.request("GET", "/")
    connection.sock.settimeout(5)
    received = connection.sock.recv(65536)
    body = received.partition(b"\r\n\r\n")[2]
    assert body.startswith(b"{"), "the head came alone"
    assert body.endswith(b"}")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: nonsense", b"400"),
        (b"Content-Length: -1", b"400"),
        (b"Transfer-Encoding: gzip", b"400"),
        (b"Content-Length: %d" % (MAX_BODY + 1), b"413"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(server: Server, head: bytes, status: bytes) -> None:
    received = raw(server, b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("chunk", [b"zz\r\n", b"-5\r\n", b"fffffff\r\n"])
def test_a_broken_chunk_is_refused(server: Server, chunk: bytes) -> None:
    received = raw(server, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
    assert received.split()[1] in (b"400", b"413")


def test_a_taken_port_is_named_in_the_error(server: Server) -> None:
    with pytest.raises(PortTaken, match=str(server.port)):
        Server(echo, server.port)


def test_a_stopped_server_frees_its_port() -> None:
    first = Server(echo, 0)
    first.start()
    first.stop()
    second = Server(echo, first.port)
    second.stop()
