"""Faults between our client and DynamoDB, by botocore's own event hook: what no emulator produces.

A script says what the next calls of an operation get instead of a real answer; when it is used up, calls go through.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.httpsession import URLLib3Session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LogQuery = Mapping[str, Any]
Fault = Callable[[AWSPreparedRequest], AWSResponse | None]
HOOK = "before-send.dynamodb"
CUT = "http://cut.invalid/"
"""Where a scripted request is sent to: moto, which listens on the same hook behind us, takes it for none of its own."""


class Wire:
    """What goes over the wire: every request is kept, scripted ones never leave."""

    def __init__(self) -> None:
        self.asked: dict[str, list[LogQuery]] = defaultdict(list)
        self._scripts: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}

    def next(self, operation: str, *faults: Fault) -> None:
        """The next calls of an operation get these, in turn."""
        self._scripts[operation].extend(faults)

    def always(self, operation: str, fault: Fault) -> None:
        """Every call of an operation gets this, once its script is used up."""
        self._always[operation] = fault

    def __call__(self, request: AWSPreparedRequest, **_: object) -> AWSResponse | None:
        """botocore's hook: an answer instead of sending, or None to send."""
        target = request.headers["X-Amz-Target"]
        operation = str(target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        self.asked[operation].append(body_of(request))
        script = self._scripts[operation]
        fault = script.popleft() if script else self._always.get(operation)
        if fault is None:
            return None
        made = fault(request)
        request.url = CUT
        return made


@contextmanager
def tapped(client: DynamoDBClient) -> Iterator[Wire]:
    """A client with a wire that can be cut, first in line, and as it was afterwards."""
    wire = Wire()
    hook = cast("Callable[..., None]", wire)  # the stubs don't know that a hook may answer
    client.meta.events.register_first(HOOK, hook)
    try:
        yield wire
    finally:
        client.meta.events.unregister(HOOK, hook)


def answer(document: Mapping[str, Any], status: int = 200) -> Fault:
    """An answer of the service."""
    return lambda request: _response(request, status, document)


def error(code: str, status: int = 400, **more: object) -> Fault:
    """An error answer of the service."""
    named = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **more}
    return answer(named, status)


def cancelled(*codes: str) -> Fault:
    """A transaction cancelled for these reasons, one for each write."""
    reasons = [{"Code": code, "Message": code} if code != "None" else {"Code": code} for code in codes]
    return error("TransactionCanceledException", CancellationReasons=reasons)


def unprocessed(kept: Callable[[Mapping[str, Any]], bool] = lambda _: True) -> Fault:
    """A batch read whose keys (those that `kept` picks) come back undone; the others are answered as absent."""

    def fault(request: AWSPreparedRequest) -> AWSResponse:
        [(table, asked)] = body_of(request)["RequestItems"].items()
        left = [key for key in asked["Keys"] if kept(key)]
        undone = {table: asked | {"Keys": left}} if left else {}
        return _response(request, 200, {"Responses": {table: []}, "UnprocessedKeys": undone})

    return fault


def broken(failure: Callable[[str], Exception]) -> Fault:
    """No answer: the network's own failure."""

    def fault(request: AWSPreparedRequest) -> AWSResponse:
        raise failure(request.url)

    return fault


def lost(failure: Callable[[str], Exception]) -> Fault:
    """The call is carried out, and its answer does not arrive."""

    def fault(request: AWSPreparedRequest) -> AWSResponse:
        URLLib3Session().send(request)
        raise failure(request.url)

    return fault


def body_of(request: AWSPreparedRequest) -> dict[str, Any]:
    """What a request asks for."""
    parsed: dict[str, Any] = json.loads(cast("bytes", request.body))
    return parsed


def tokens(asked: Sequence[LogQuery]) -> set[str]:
    """The tokens under which transactions were asked for."""
    return {request["ClientRequestToken"] for request in asked}


class _Raw(io.BytesIO):
    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def _response(request: AWSPreparedRequest, status: int, document: Mapping[str, Any]) -> AWSResponse:
    headers = HTTPHeaders()
    headers["Content-Type"] = "application/x-amz-json-1.0"
    return AWSResponse(request.url, status, headers, _Raw(json.dumps(document).encode()))
