"""Nothing escapes: every failure becomes a problem document, and the log gets no text (fault case 27, ASVS 16.5)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ghirbal.domain.errors import GhirbalError, Refused, StoreUnavailable
from ghirbal.http.body import json_object
from ghirbal.http.guard import describe, guard
from ghirbal.http.request import Request
from ghirbal.http.responses import Response, private
from tests.unit.http.support import event

SECRET = "نص سري"


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, Mapping[str, object]]] = []

    def __call__(self, name: str, fields: Mapping[str, object]) -> None:
        self.lines.append((name, fields))


def raising(error: BaseException) -> Callable[[Request], Response]:
    """A handler that fails."""

    def handle(_: Request) -> Response:
        raise error

    return handle


def answered(
    handle: Callable[[Request], Response | dict[str, Any]],
    made: Mapping[str, Any] | None = None,
    headers: Callable[[Request], Mapping[str, str]] = lambda _: {},
) -> tuple[dict[str, Any], Log]:
    log = Log()
    return guard(made or event(), handle, log=log, headers=headers), log


def test_an_answer_goes_through_unlogged() -> None:
    answer, log = answered(lambda _: private({"a": 1}))
    assert (answer["statusCode"], answer["body"], log.lines) == (200, '{"a":1}', [])


def test_a_resolvers_own_answer_goes_through_as_it_is() -> None:
    made = {"statusCode": 204, "headers": {}, "body": ""}
    assert answered(lambda _: made)[0] is made


def test_an_expected_refusal_is_a_problem_in_the_callers_language() -> None:
    made = event("POST", headers={"accept-language": "fr"})
    answer, log = answered(raising(Refused("text-empty")), made)
    assert answer["statusCode"] == 422
    assert json.loads(answer["body"])["title"] == "Commentaire vide"
    assert [name for name, _ in log.lines] == ["problem"]


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(SECRET),
        KeyError(SECRET),
        RecursionError(),
        MemoryError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, SECRET),
        UnicodeEncodeError("utf-8", "\ud83d", 0, 1, SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_else_goes_wrong_is_a_500_that_tells_nothing(error: Exception) -> None:
    answer, log = answered(raising(error))
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["code"] == "internal"
    assert answer["headers"]["cache-control"] == "private, no-store"
    assert SECRET not in json.dumps([answer, log.lines], ensure_ascii=False)
    (name, fields), _ = log.lines
    assert (name, fields["error"]) == ("crash", type(error).__name__)


def test_the_end_of_the_process_is_not_swallowed() -> None:
    with pytest.raises(SystemExit):
        answered(raising(SystemExit(1)))


def test_the_log_says_where_a_crash_came_from() -> None:
    _, log = answered(raising(RuntimeError()))
    frames = log.lines[0][1]["frames"]
    assert isinstance(frames, list)
    assert frames[-1].startswith("test_guard.py:")
    assert frames[-1].endswith(":handle")


def test_a_wrapped_crash_names_its_cause() -> None:
    try:
        try:
            raise TimeoutError(SECRET)
        except TimeoutError as inner:
            raise RuntimeError(SECRET) from inner
    except RuntimeError as error:
        described = describe(error)
    assert (described["error"], described["cause"]) == ("RuntimeError", "TimeoutError")
    assert SECRET not in json.dumps(described, ensure_ascii=False)


def test_the_path_is_never_logged_since_links_carry_their_token_there() -> None:
    """M1: the route's key is."""
    made = event("GET", "/a/v1.0.secret.secret", route="GET /a/{token}")
    for error in (RuntimeError(), GhirbalError("link-invalid"), GhirbalError("invented")):
        _, log = answered(raising(error), made)
        assert "secret" not in json.dumps(log.lines)
        assert all(fields["route"] == "GET /a/{token}" for _, fields in log.lines)


def test_the_stores_own_word_is_for_the_log_alone() -> None:
    answer, log = answered(raising(StoreUnavailable("ThrottlingException")))
    assert answer["statusCode"] == 503
    assert answer["headers"]["retry-after"] == "2"
    assert "Throttling" not in answer["body"]
    assert log.lines[0][1]["cause"] == "ThrottlingException"


def test_an_error_carries_the_cross_origin_headers_it_may() -> None:
    allowed = {"access-control-allow-origin": "https://akhbar.example", "vary": "Origin"}
    answer, _ = answered(raising(Refused("text-empty")), headers=lambda _: allowed)
    assert {name: answer["headers"][name] for name in allowed} == allowed


def test_an_error_about_headers_does_not_hide_the_first_error() -> None:
    def failing(_: Request) -> Mapping[str, str]:
        raise StoreUnavailable

    answer, _ = answered(raising(Refused("text-empty")), headers=failing)
    assert answer["statusCode"] == 422


@pytest.mark.parametrize("made", [{"version": "2.0"}, {"requestContext": 7}, {"Records": []}, [], None, "x"])
def test_a_strange_event_is_answered_too(made: Any) -> None:
    """Whoever may call the function directly may send it anything that is JSON."""
    answer = guard(made, raising(Refused("text-empty")), log=Log())
    assert answer["statusCode"] == 422


def echoed(made: dict[str, Any]) -> tuple[dict[str, Any], Log]:
    """The guard around a route that reads a body and gives it back."""
    return answered(lambda request: private(json_object(request)), made)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"\xff\xfe", 400, "body-encoding"),
        (b'{"text":"\xd8"}', 400, "body-encoding"),
        (b"[" * 16_000, 400, "body-depth"),
        (b"[" * 100_000, 413, "body-too-large"),
        (b'{"text":"\\ud83d"}', 422, "body-field"),
    ],
)
def test_a_hostile_body_is_a_clean_refusal(body: bytes, status: int, code: str) -> None:
    """Fault cases 26 to 28."""
    made = event("POST", "/v1/echo", headers={"content-type": "application/json"}, body=body)
    answer, _ = echoed(made)
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (status, code)


def test_arabic_comes_out_readable() -> None:
    made = event(
        "POST", "/v1/echo", headers={"content-type": "application/json"}, body='{"text":"سلام"}'.encode()
    )
    answer, _ = echoed(made)
    assert answer["body"] == '{"text":"سلام"}'
    assert answer["headers"]["content-type"] == "application/json"
