"""The relay carries requests from another address of this machine to loopback, both ways."""

from __future__ import annotations

import sys
import urllib.request

import pytest

from ghirbal_tools.dev.web import Request, Response, Server
from ghirbal_tools.stack.bridge import relayed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127/8 on loopback")
def test_what_comes_at_the_bridge_reaches_loopback_and_the_answer_comes_back() -> None:
    def app(request: Request) -> Response:
        return Response(200, request.body + b"!", ())

    server = Server(app, 0)
    server.start()
    try:
        with relayed("127.0.0.2", server.port) as url:
            assert url == f"http://127.0.0.2:{server.port}"
            for size in (1, 300_000):
                body = b"x" * size
                with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=5) as answer:
                    assert answer.read() == body + b"!"
    finally:
        server.stop()
