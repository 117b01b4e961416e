"""The stack's proxy answers preflights by the function, serves the keys, and passes everything else on untouched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ghirbal_tools.dev.routes import Route
from ghirbal_tools.dev.web import Request, Response, Server
from ghirbal_tools.stack.proxy import KEYS, StackProxy, Target

ROUTES = [Route(key="OPTIONS /v1/sites/{proxy+}", function="SubmitApi")]


class Emulator:
    """Stands for the emulator's gateway: remembers what came, answers 207 with a header."""

    def __init__(self) -> None:
        self.seen: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.seen.append(request)
        return Response(207, b"there", (("x-from", "emulator"), ("content-type", "text/plain")))


@pytest.fixture
def emulator() -> Iterator[tuple[Emulator, int]]:
    app = Emulator()
    server = Server(app, 0)
    server.start()
    yield app, server.port
    server.stop()


def asked(method: str, target: str, body: bytes = b"") -> Request:
    headers = (("Host", "127.0.0.1:1"), ("Origin", "https://news.example"), ("X-Own", "1"))
    return Request(method=method, target=target, headers=headers, body=body, source_ip="127.0.0.1")


def allows(function: str, event: Mapping[str, Any]) -> object:
    assert event["routeKey"] == "OPTIONS /v1/sites/{proxy+}"
    return {
        "statusCode": 204,
        "headers": {"access-control-allow-origin": event["headers"]["origin"], "fn": function},
    }


def fails(function: str, event: Mapping[str, Any]) -> object:
    raise RuntimeError(function)


def test_before_the_deploy_it_asks_for_patience() -> None:
    assert StackProxy(ROUTES, allows)(asked("GET", "/v1/health")).status == 503


def test_a_request_passes_on_with_the_apis_host_and_comes_back(emulator: tuple[Emulator, int]) -> None:
    app, port = emulator
    proxy = StackProxy(ROUTES, allows)
    proxy.target = Target(port, "abc")
    answer = proxy(asked("POST", "/v1/x%20y?a=1", "نص".encode()))
    [seen] = app.seen
    assert (seen.method, seen.target, seen.body.decode()) == ("POST", "/v1/x%20y?a=1", "نص")
    assert seen.header("host") == f"abc.execute-api.localhost:{port}"
    assert seen.header("x-own") == "1"
    assert (answer.status, answer.body) == (207, b"there")
    assert ("x-from", "emulator") in answer.headers


def test_a_preflight_is_the_functions_to_answer(emulator: tuple[Emulator, int]) -> None:
    app, port = emulator
    proxy = StackProxy(ROUTES, allows)
    proxy.target = Target(port, "abc")
    answer = proxy(asked("OPTIONS", "/v1/sites/demo/form"))
    assert answer.status == 204
    assert dict(answer.headers)["access-control-allow-origin"] == "https://news.example"
    assert dict(answer.headers)["fn"] == "SubmitApi"
    assert proxy(asked("OPTIONS", "/elsewhere")).status == 404
    assert not app.seen


def test_a_function_that_fails_is_a_server_error(emulator: tuple[Emulator, int]) -> None:
    proxy = StackProxy(ROUTES, fails)
    proxy.target = Target(emulator[1], "abc")
    assert proxy(asked("OPTIONS", "/v1/sites/demo/form")).status == 500


def test_the_keys_have_a_fixed_address_and_are_the_pools(emulator: tuple[Emulator, int]) -> None:
    app, port = emulator
    proxy = StackProxy(ROUTES, allows)
    proxy.target = Target(port, "abc", "pool_1")
    assert proxy(asked("GET", KEYS)).status == 207
    assert app.seen[0].target == "/pool_1/.well-known/jwks.json"
    assert app.seen[0].header("host") == f"127.0.0.1:{port}"


def test_an_emulator_that_is_gone_is_a_bad_gateway() -> None:
    server = Server(lambda _: Response(200), 0)
    port = server.port
    server.stop()
    proxy = StackProxy(ROUTES, allows)
    proxy.target = Target(port, "abc")
    assert proxy(asked("GET", "/v1/health")).status == 502
