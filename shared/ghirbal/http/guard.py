"""The last resort: whatever goes wrong inside, the caller gets a problem document and the log no text (ASVS 16.5.4).

It is outermost: reading the event, the settings and the routes all happen inside (fault cases 27, 28).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

from ghirbal.domain.errors import GhirbalError, StoreUnavailable
from ghirbal.http.errors import INTERNAL, problem, problems
from ghirbal.http.request import Event, Request
from ghirbal.http.responses import Response

Log = Callable[[str, Mapping[str, object]], None]
"""(event name, fields): `observability.record` in functions, a list's append in tests."""

Headers = Callable[[Request], Mapping[str, str]]
"""The cross-origin headers an error of this request may carry."""


def guard(
    event: Event,
    handle: Callable[[Request], Response | dict[str, Any]],
    *,
    log: Log,
    headers: Headers = lambda _: {},
) -> dict[str, Any]:
    """Run `handle` and answer as API Gateway wants it, whatever happens.

    `handle` may return a `Response` or an answer that is made already. `headers` is asked only for
    errors; when it fails itself, they go without.
    """
    return attempt(Request.of(event), handle, log=log, headers=headers)


def attempt(
    request: Request,
    handle: Callable[[Request], Response | dict[str, Any]],
    *,
    log: Log,
    headers: Headers = lambda _: {},
) -> dict[str, Any]:
    """The same for a request that was read already."""
    try:
        answer = handle(request)
        return answer.event() if isinstance(answer, Response) else answer
    except GhirbalError as error:
        return _answered(error, request, log, headers)
    except Exception as error:
        log("crash", {"route": request.route, "request": request.id, **describe(error)})
        return _answered(GhirbalError(INTERNAL), request, log, headers)


def describe(error: BaseException) -> dict[str, object]:
    """An exception for the log: its type and where it came from, not its message, which may quote a comment."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    return {"error": type(error).__name__, "cause": type(cause).__name__ if cause else "", "frames": places}


def _answered(error: GhirbalError, request: Request, log: Log, headers: Headers) -> dict[str, Any]:
    known = error.code in problems()
    log("problem" if known else "unnamed-problem", _fields(error, request))
    return problem(error, request.lang).adding(_safely(headers, request)).event()


def _fields(error: GhirbalError, request: Request) -> Mapping[str, object]:
    """`cause` is the store's own error code, where there is one."""
    cause = error.cause if isinstance(error, StoreUnavailable) else ""
    status = problems().get(error.code, problems()[INTERNAL])["status"]
    return {
        "code": error.code,
        "status": status,
        "cause": cause,
        "route": request.route,
        "request": request.id,
    }


def _safely(headers: Headers, request: Request) -> Mapping[str, str]:
    try:
        return headers(request)
    except Exception:  # an error's answer must not fail for want of the site
        return {}
