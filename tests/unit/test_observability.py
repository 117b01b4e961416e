"""Logs hold short machine words only; metrics go out quietly (ASVS 16.2.5, 16.4.1)."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghirbal.domain.errors import GhirbalError
from ghirbal.http.guard import guard
from ghirbal.observability.logs import FIELDS, WITHHELD, clean, count, flush, record
from ghirbal.observability.powertools import logger, metrics

SERVICES = itertools.count()
TEXT = "هذا تعليق سري"
PRIVATE = [
    TEXT,
    "a secret comment in English",
    "reader@mail.example",
    "203.0.113.7",
    "2001:db8:1:2::99",
    "::ffff:203.0.113.7",
    "from 203.0.113.7:4711",
    "line\nbreak",
    "line\r\nlevel=ERROR forged",
    '","level":"ERROR',
    "\u202e\u2066",
    "+212 6 12 34 56 78",
    "https://akhbar.example/a?b=c d",
    "x" * 201,
    "\x1b[31m",
]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What was logged since the last call of it, as parsed lines.

    Each test has a service of its own: Powertools keeps one logger a service, and that its first output stream.
    """
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", f"service-{next(SERVICES)}")
    logger.cache_clear()
    metrics.cache_clear()

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    yield read
    metrics().clear_metrics()
    logger.cache_clear()
    metrics.cache_clear()


@pytest.mark.parametrize("value", PRIVATE)
@pytest.mark.parametrize("field", ["code", "site", "route", "error", "cause"])
def test_no_text_mail_or_address_gets_into_a_line(field: str, value: str) -> None:
    assert clean({field: value, "symbols": [value]}) == {field: WITHHELD, "symbols": [WITHHELD]}


@pytest.mark.parametrize(
    "field", ["text", "name", "mail", "email", "address", "ip", "body", "path", "headers", "title"]
)
def test_fields_for_what_people_write_do_not_exist(field: str) -> None:
    assert field not in FIELDS
    assert clean({field: "harmless", "code": "banned"}) == {"code": "banned"}


@given(
    st.dictionaries(
        st.sampled_from(sorted(FIELDS)), st.text(alphabet="أبتثجح خدذ@\n", min_size=1), max_size=5
    )
)
def test_arabic_never_gets_into_a_line(fields: dict[str, str]) -> None:
    assert set(clean(fields).values()) <= {WITHHELD}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "limit-reached"),
        ("site", "akhbar"),
        ("comment", "c" * 26),
        ("event", "c" * 26 + "#3#CommentHeld"),
        ("route", "GET /v1/sites/{site}/pages/{page}/comments"),
        ("route", "OPTIONS /v1/sites/{proxy+}"),
        ("route", "$default"),
        ("frames", ["app.py:12:handler", "post.py:7:<lambda>"]),
        ("status", 503),
        ("ms", 1.5),
        ("late", True),
        ("root", None),
        ("cause", "ProvisionedThroughputExceededException"),
        ("sequence", "49590338271490256608559692538361571095921575989136588898"),
    ],
)
def test_machine_words_get_through(field: str, value: object) -> None:
    assert clean({field: value}) == {field: value}


def test_a_list_is_cut_where_nobody_reads_on() -> None:
    assert len(clean({"symbols": ["S"] * 1_000})["symbols"]) == 50  # type: ignore[arg-type]


def test_a_line_is_json_with_event_service_and_time_in_utc(lines: Any) -> None:
    record("held", {"site": "akhbar", "status": 202})
    (line,) = lines()
    assert (line["message"], line["level"], line["site"]) == ("held", "INFO", "akhbar")
    assert line["service"].startswith("service-")
    assert line["timestamp"].endswith("+00:00")


@pytest.mark.parametrize(
    ("event", "fields", "level"),
    [
        ("problem", {"status": 422}, "INFO"),
        ("problem", {"status": 503}, "ERROR"),
        ("crash", {}, "ERROR"),
        ("unnamed-problem", {}, "ERROR"),
    ],
)
def test_what_an_operator_must_see_is_an_error(
    lines: Any, event: str, fields: dict[str, object], level: str
) -> None:
    record(event, fields)
    assert lines()[0]["level"] == level


def test_a_crash_over_a_comment_logs_where_and_not_what(lines: Any) -> None:
    def crash(_: object) -> dict[str, Any]:
        raise RuntimeError(f"{TEXT} reader@mail.example 203.0.113.7")

    event = {
        "rawPath": "/a/v1.token",
        "routeKey": "GET /a/{token}",
        "body": TEXT,
        "headers": {"authorization": "Bearer secret", "x-forwarded-for": "203.0.113.7"},
        "requestContext": {"requestId": "r-1", "http": {"sourceIp": "203.0.113.7", "method": "GET"}},
    }
    guard(event, crash, log=record)
    printed = json.dumps(lines(), ensure_ascii=False)
    for private in (TEXT, "mail.example", "203.0.113.7", "v1.token", "Bearer", "secret"):
        assert private not in printed
    assert "RuntimeError" in printed
    assert "test_observability.py:" in printed


def test_details_of_an_error_stay_out_of_the_log(lines: Any) -> None:
    def refuse(_: object) -> dict[str, Any]:
        raise GhirbalError("banned", text=TEXT)

    guard({}, refuse, log=record)
    assert TEXT not in json.dumps(lines(), ensure_ascii=False)


def test_metrics_are_embedded_in_the_log_under_our_namespace(lines: Any) -> None:
    count("Held")
    count("Held", 2)
    flush()
    (line,) = lines()
    assert line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Ghirbal"
    assert line["Held"] == [1, 2]
    assert line["service"].startswith("service-")


def test_a_call_that_counted_nothing_writes_nothing(lines: Any) -> None:
    flush()
    flush()
    assert lines() == []


def loaded(module: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after this import."""
    code = f"import {module}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "ghirbal.http.guard",
        "ghirbal.http.views.serializer",
        "ghirbal.http.body",
        "ghirbal.http.cors",
        "ghirbal.http.views.messages",
        "ghirbal.auth.cursors",
        "ghirbal.auth.reader",
        "ghirbal.auth.principal",
        "ghirbal.adapters.secrets",
    ],
)
def test_the_edge_loads_no_heavy_package_before_it_is_needed(module: str) -> None:
    heavy = {"pydantic", "jwt", "cryptography", "boto3", "botocore", "aws_lambda_powertools"}
    assert loaded(module) & heavy == set()


def test_a_call_that_neither_logs_nor_counts_loads_no_powertools() -> None:
    assert "aws_lambda_powertools" not in loaded("functions.read_api.app")


def test_logs_and_metrics_load_no_tracer_or_validation() -> None:
    assert (
        loaded("ghirbal.observability.powertools") & {"pydantic", "aws_xray_sdk", "jwt", "cryptography"}
        == set()
    )
