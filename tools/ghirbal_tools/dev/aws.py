"""The embedded AWS: moto behind one loopback port, its calls one after the other.

moto is not safe under threads, so a lock goes round each call. Functions, pump and command line all come in by the
port, as they would to the real thing; nothing is patched into their clients.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.base_backend import BackendDict
from moto.core.botocore_stubber import BotocoreStubber

from ghirbal_tools.dev.transactions import remember_rows_only
from ghirbal_tools.dev.web import HOST, Request, Response, Server
from ghirbal_tools.template import PSEUDO

REGION = PSEUDO["AWS::Region"]
ACCOUNT = PSEUDO["AWS::AccountId"]
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
"""Any pair does: nothing checks it. moto books everything on one account."""

_SCOPE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
_HOSTS = {"ses": "email"}
UNSIGNED = Response(403, b'{"message":"the embedded AWS needs a signed request"}')


class EmbeddedAws:
    """Serves moto until `stop`."""

    def __init__(self, port: int, called: Callable[[str], None] = lambda _: None) -> None:
        """`called` hears of each call after it, by service and action: `events.PutEvents`. Raises PortTaken."""
        self._moto = BotocoreStubber()
        self._lock = threading.Lock()
        self._called = called
        self._server = Server(self._answer, port)

    @property
    def url(self) -> str:
        """The endpoint for clients."""
        return f"http://{HOST}:{self._server.port}"

    @property
    def lock(self) -> threading.Lock:
        """Held while moto works: take it before looking into moto's own objects."""
        return self._lock

    def environment(self) -> dict[str, str]:
        """What a client in another process needs."""
        return {"AWS_ENDPOINT_URL": self.url, "AWS_DEFAULT_REGION": REGION, **CREDENTIALS}

    def start(self) -> None:
        """Begin to serve, from an empty account: moto's state is the process's own and may be an earlier stack's."""
        BackendDict.reset()
        self._server.start()

    def stop(self) -> None:
        """Close the port. moto's state stays until the process ends."""
        self._server.stop()

    def _answer(self, request: Request) -> Response:
        call = aws_call(request)
        if call is None:
            return UNSIGNED
        host, action = call
        try:
            with self._lock:
                answer = self._moto.process_request(_prepared(request, f"https://{host}{request.target}"))
                if action == "dynamodb.CreateTable" and answer and answer[0] == 200:
                    remember_rows_only(ACCOUNT, REGION, json.loads(request.body)["TableName"])
        except Exception:
            traceback.print_exc(file=sys.stderr)
            answer = 500, {"content-type": "application/json"}, '{"__type":"InternalFailure"}'
        self._called(action)
        return _response(answer)


def aws_call(request: Request) -> tuple[str, str] | None:
    """(host, `service.Action`) of a signed request; None for an unsigned one.

    The signature's scope names region and service; a few services have another host name, or two under one signature.
    """
    scope = _SCOPE.search(request.header("authorization"))
    if scope is None:
        return None
    region, service = scope.groups()
    target = request.header("x-amz-target")
    name = _HOSTS.get(service, service)
    if target.startswith("DynamoDBStreams"):
        name = "streams.dynamodb"
    return f"{name}.{region}.amazonaws.com", f"{service}.{target.rpartition('.')[2]}"


def _prepared(request: Request, url: str) -> AWSPreparedRequest:
    headers = HTTPHeaders()
    for name, value in request.headers:
        headers[name] = value
    return AWSPreparedRequest(
        method=request.method, url=url, headers=headers, body=request.body, stream_output=False
    )


def _response(answer: tuple[int, Mapping[str, object], str | bytes] | None) -> Response:
    if answer is None:
        return Response(404, b'{"message":"the embedded AWS does not have this service"}')
    status, headers, body = answer
    raw = body.encode() if isinstance(body, str) else body
    return Response(status, raw, tuple((name, str(value)) for name, value in headers.items()))
