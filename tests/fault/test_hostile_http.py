"""Hostile requests at the real handlers (cases 26 to 31, 34 to 40, 42, 48, 49)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ghirbal.domain.errors import StoreUnavailable
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Site
from ghirbal.usecases.sites import SiteConfigs
from ghirbal.wiring.deps import process_deps
from tests.support.world import (
    BROKEN,
    FINE,
    HANDLERS,
    ORIGIN,
    SITE,
    URL,
    Answer,
    ReaderSession,
    World,
    comments_path,
    context,
)

FEED, EMBED = (comments_path().removesuffix("comments") + kind for kind in ("feed", "embed"))


def raw(reader: ReaderSession, body: bytes, **headers: str) -> Answer:
    sent = reader.headers(**{"idempotency-key": "k" * 20, "content-type": "application/json"} | headers)
    return reader.world.request("POST", reader.path, body, sent)


def document(text: str = FINE) -> dict[str, Any]:
    return {"text": text, "url": URL}


def test_half_a_surrogate_pair_is_422(world: World) -> None:
    """Case 26."""
    body = json.dumps(document()).encode().replace(json.dumps(FINE).encode(), rb'"\ud83d"')
    assert raw(world.reader(), body).status == 422


def test_invalid_utf8_is_400(world: World) -> None:
    """Case 27."""
    assert raw(world.reader(), b'{"text": "\xff\xfe"}').status == 400


def test_a_hundred_thousand_brackets_are_400(world: World) -> None:
    """Case 28: by depth within the 16 KB, by size beyond."""
    reader = world.reader()
    assert raw(reader, b"[" * 16_000).status == 400
    assert raw(reader, b"[" * 100_000).status in (400, 413)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"text": NaN}', 422),
        (b'{"text": "a", "text": "b"}', 422),
        (b'{"text": 1' + b"0" * 400 + b"}", 422),
        (b'\xef\xbb\xbf{"text": "a"}', 422),
        (b'{"text": "a\\u0000b"}', 422),
        (b'{"text": {"$ne": ""}}', 422),
        (b'{"text": "a", "status": "APPROVED"}', 422),
        (b'{"text": "a", "score": 0}', 422),
        (b"{", 400),
        (b"", 400),
        (b"[]", 422),
    ],
)
def test_json_that_is_not_a_plain_comment_is_refused(world: World, body: bytes, status: int) -> None:
    """Cases 29 and 40; API3: nobody assigns what isn't theirs."""
    answer = raw(world.reader(), body)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_body_ends_at_16_kb(world: World) -> None:
    """Case 19's body half."""
    reader = world.reader()
    fitting = json.dumps(document()).encode()
    assert raw(reader, fitting + b" " * (16_384 - len(fitting))).status == 201
    assert raw(reader, fitting + b" " * (16_385 - len(fitting))).status == 413


@pytest.mark.parametrize(
    "text",
    ["\u202e مقلوب \u202d", "\u2066 غير مغلق", "\u061c نص", "👨‍👩‍👧‍👦 🇲🇦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "م\u0301\u0302"],
)
def test_bidi_marks_and_emoji_are_stored_as_sent(world: World, text: str) -> None:
    """Cases 30 and 34."""
    posted = world.reader().post(text)
    assert posted.json["comment"]["text"] == text.strip()


def test_a_thousand_code_points_after_nfc_is_the_limit(world: World) -> None:
    """Case 31: counted as the widget counts."""
    assert world.reader().post("س" * 1_000).status == 201
    assert world.reader().post("س" * 1_001).json["code"] == "text-too-long"
    assert world.reader().post("e\u0301" * 1_000).status == 201
    assert world.reader().post("   \n ").json["code"] == "text-empty"


def test_a_text_that_folds_beyond_bounds_is_held(world: World) -> None:
    """Case 31: U+FDFA becomes eighteen characters; a thousand of them is more than any reader's comment folds to."""
    assert world.reader().post("\ufdfa" * 1_000).status in (201, 202)


@pytest.mark.parametrize(
    "origin",
    [
        "https://akhbar.example.evil.com",
        "https://evilakhbar.example",
        "null",
        "https://akhbar.example.",
        "https://AKHBAR.example",
        "https://akhbar.example:8443",
        "https://user@akhbar.example",
        "http://akhbar.example",
        "https://xn--akhbar-xyz.example",
        "",
    ],
)
def test_only_the_exact_origin_may_write(world: World, origin: str) -> None:
    """Case 36."""
    reader = world.reader()
    headers = reader.headers(**{"idempotency-key": "k" * 20}) | {"origin": origin}
    if not origin:
        del headers["origin"]
    answer = world.request("POST", reader.path, document(), headers)
    assert (answer.status, answer.json["code"]) == (403, "origin-not-allowed")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Origin"


def test_writes_echo_a_listed_origin_and_cached_reads_answer_everybody(world: World) -> None:
    """Case 36."""
    posted = world.reader().post(FINE)
    assert posted.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in posted.headers["vary"]
    read = world.request("GET", comments_path(), headers={"origin": "https://anyone.example"})
    assert read.headers["access-control-allow-origin"] == "*"
    assert "vary" not in read.headers
    assert read.headers["cache-control"].startswith("public")


def test_a_page_that_may_not_write_can_read_why(world: World) -> None:
    """A developer's mistake: told by the first question for a form, before anybody writes."""
    page = page_id(canonical_url(f"{ORIGIN}/a"))
    answer = world.request(
        "GET", f"/v1/sites/{SITE}/form?page={page}", headers={"origin": "https://new.example"}
    )
    assert (answer.status, answer.json["code"]) == (403, "origin-not-allowed")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "Origin"


def test_a_list_of_a_site_that_nobody_made_is_404_for_any_origin(world: World) -> None:
    answer = world.request("GET", comments_path(site="nobodys"))
    assert (answer.status, answer.json["code"]) == (404, "not-found")
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("kind", ["read", "error", "write"])
def test_a_page_may_read_what_time_it_is_here(world: World, kind: str) -> None:
    answers = {
        "read": lambda: world.request("GET", comments_path()),
        "error": lambda: world.request("GET", f"{comments_path()}?limit=x"),
        "write": lambda: world.reader().open_form(),
    }
    exposed = answers[kind]().headers["access-control-expose-headers"].split(", ")
    assert {"Date", "Age"} <= set(exposed)


def test_a_preflight_is_answered_for_listed_origins_only(world: World) -> None:
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    answer = world.request("OPTIONS", comments_path(), headers=asked)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, ORIGIN)
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]
    assert (
        world.request("OPTIONS", comments_path(), headers=asked | {"origin": "https://evil.example"}).status
        == 403
    )


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken(world: World, kind: str) -> None:
    """Case 37: nothing that a page could send without a preflight."""
    assert raw(world.reader(), json.dumps(document()).encode(), **{"content-type": kind}).status == 415


@pytest.mark.parametrize(
    "query",
    ["limit=20,20", "limit=20&limit=30", "limit=0", "limit=51", "limit=x", "sort=best", "page=2", "cursor="],
)
def test_odd_queries_are_400_before_the_store(world: World, query: str) -> None:
    """Case 38."""
    world.deps = world.deps.replace(comments=Away())
    answer = world.request("GET", f"{comments_path()}?{query}")
    assert answer.status == 400
    assert answer.json["detail"]


def test_method_overrides_and_other_methods_reach_nothing(world: World) -> None:
    """Case 38."""
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    target = f"{reader.path}/{own}"
    headers = reader.headers(**{"x-http-method-override": "DELETE", "content-type": "application/json"})
    for method in ("HEAD", "PUT", "TRACE", "POST"):
        assert world.request(method, target, headers=headers).status == 404
    assert world.request("GET", comments_path() + "/").status == 404
    world.deliver()
    assert len(world.listed()) == 1


def test_a_cursor_that_is_damaged_or_anothers_is_400(world: World) -> None:
    """Case 39."""
    for n in range(3):
        world.reader().post(f"{FINE} {n}")
    world.deliver()
    cursor = world.request("GET", f"{comments_path()}?limit=2").json["cursor"]
    flipped = cursor[:-3] + ("A" if cursor[-3] != "A" else "B") + cursor[-2:]
    other_page = comments_path(f"{ORIGIN}/other")
    other_site = comments_path(site="other-site")
    tries = [
        f"{comments_path()}?cursor={cursor[:40]}",
        f"{comments_path()}?cursor={flipped}",
        f"{comments_path()}?cursor={cursor.replace('v1.0.', 'v1.9.')}",
        f"{comments_path()}?sort=oldest&cursor={cursor}",
        f"{other_page}?cursor={cursor}",
        f"{other_site}?cursor={cursor}",
    ]
    assert [world.request("GET", target).status for target in tries] == [400] * len(tries)
    assert world.request("GET", f"{comments_path()}?limit=2&cursor={cursor}").status == 200


@pytest.mark.parametrize("bad", ["a%23b", "..%2f..", "%00", "A" * 26, "a" * 2_000, "a b", "a" * 25 + "!"])
def test_ids_that_are_none_name_nothing(world: World, bad: str) -> None:
    """Case 40."""
    assert world.request("GET", f"/v1/sites/{SITE}/pages/{bad}/comments").status == 404
    assert world.request("GET", f"/v1/sites/{bad}/pages/{'a' * 26}/comments").status == 404


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "k" * 15 + "#", "ك" * 20])
def test_an_idempotency_key_is_16_to_64_safe_characters(world: World, key: str) -> None:
    reader = world.reader()
    headers = reader.headers(**{"idempotency-key": key})
    assert world.request("POST", reader.path, document(), headers).status == 400


def test_a_failing_detector_holds(world: World) -> None:
    """Case 48."""
    assert world.reader().post(f"{FINE} {BROKEN}").status == 202
    names = {symbol["name"] for symbol in world.moderator().queue()[0]["symbols"]}
    assert "DETECTOR_DEGRADED" in names


class Away:
    """A store that doesn't answer."""

    def __getattr__(self, name: str) -> Any:
        def call(*_: object, **__: object) -> object:
            raise StoreUnavailable("ReadTimeoutError")

        return call


def test_a_store_that_is_away_is_a_clean_503(world: World) -> None:
    """Case 16."""
    reader = world.reader()
    world.deps = world.deps.replace(comments=Away())
    for answer in (
        reader.post(FINE),
        world.request("GET", comments_path()),
        world.moderator().call("GET", "queue"),
    ):
        assert (answer.status, answer.json["code"]) == (503, "store-unavailable")
        assert answer.headers["retry-after"].isdigit()
        assert "Timeout" not in answer.text


def test_without_a_site_configuration_nothing_is_posted_and_lists_still_answer(world: World) -> None:
    """Case 49: a cold start that can't read the site's row."""
    reader = world.reader()
    reader.post(FINE)
    world.deliver()
    world.deps = world.deps.replace(site_configs=SiteConfigs(Away(), world.clock))
    assert reader.post("غيره").json["code"] == "site-unavailable"
    assert len(world.listed()) == 1


def test_a_site_read_before_goes_on_while_its_row_is_away(world: World) -> None:
    class Sites(Away):
        def __init__(self, answers: list[Site]) -> None:
            self.answers = answers

        def get(self, site: str) -> Site | None:
            if not self.answers:
                raise StoreUnavailable("ThrottlingException")
            return self.answers.pop()

    known = world.memory.sites.get(SITE)
    assert known is not None
    configs = SiteConfigs(Sites([known]), world.clock)
    assert configs.get(SITE) == known
    world.clock.forward(seconds=3_600)
    assert configs.get(SITE) == known


@pytest.mark.parametrize("event", [{}, {"body": None}, {"requestContext": "x"}, {"headers": {"origin": 3}}])
def test_a_direct_call_with_a_garbled_event_gets_an_answer(world: World, event: dict[str, Any]) -> None:
    for function in ("ReadApi", "SubmitApi", "ModerationApi"):
        assert world.invoke(function, event).status in (404, 500)


@pytest.mark.parametrize("function", HANDLERS)
def test_a_function_without_its_settings_answers_a_problem_and_logs_why(
    function: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing variable closes the function; the gateway's bare 500 would tell neither reader nor operator."""
    monkeypatch.delenv("GHIRBAL_TABLE", raising=False)
    process_deps.cache_clear()
    made = HANDLERS[function]({}, context())
    assert (made["statusCode"], json.loads(made["body"])["code"]) == (500, "internal")
    assert made["headers"]["cache-control"] == "private, no-store"
    assert "ConfigError" in [getattr(line, "error", "") for line in caplog.records]


def test_an_unknown_site_is_not_found(world: World) -> None:
    assert world.request("GET", f"/v1/sites/nobody/form?page={'a' * 26}").status == 404


@pytest.mark.parametrize(("lang", "start"), [("ar", "ا"), ("fr", "L"), ("en", "T")])
def test_errors_speak_the_readers_language(world: World, lang: str, start: str) -> None:
    reader = world.reader()
    headers = reader.headers(**{"idempotency-key": "k" * 20, "accept-language": lang})
    answer = world.request("POST", reader.path, document(""), headers)
    assert answer.headers["content-language"] == lang
    assert answer.json["type"] == "https://ghirbal.org/problems/text-empty"
    assert start


def test_log_lines_hold_no_text_address_or_mail(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    secretive = "كلمة سرية 0612345678"
    reader = world.reader(address="198.51.100.77")
    reader.post(secretive, email="someone@mail.example")
    reader.post("", email="someone@mail.example")
    world.deps = world.deps.replace(comments=Away())
    reader.post(secretive)
    written = capsys.readouterr()
    logged = written.out + written.err
    for private in (secretive, "0612345678", "198.51.100.77", "someone@mail.example", reader.token):
        assert private not in logged


@pytest.mark.parametrize("path", ["/v1/health", f"/v1/sites/{SITE}/feed", FEED, EMBED])
def test_whoever_looks_whether_it_is_there_gets_the_headers_alone(world: World, path: str) -> None:
    """Monitors, link checkers and feed readers ask with HEAD."""
    asked, got = (world.request(method, path) for method in ("HEAD", "GET"))
    assert (asked.status, asked.text) == (200, "")
    assert asked.headers["etag"] == got.headers["etag"]
    assert asked.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("path", [f"/v1/sites/{SITE}/feed", FEED, EMBED])
def test_an_address_that_was_shared_keeps_working(world: World, path: str) -> None:
    assert world.request("GET", f"{path}?utm_source=x&lang=fr&fbclid=%FF").status == 200
    assert world.request("GET", f"{path}?colour=red").json["code"] == "unknown-parameter"
