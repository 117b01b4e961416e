"""Hostile bodies (fault cases 19, 26 to 29, 37, 40; OWASP API4)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghirbal.domain.errors import Refused
from ghirbal.http.body import MAX_BODY, field_error, form, json_object, parse
from tests.unit.http.support import json_request


def refusal(body: str | bytes, content_type: str | None = "application/json") -> tuple[str, object]:
    with pytest.raises(Refused) as caught:
        json_object(json_request(body, content_type))
    return caught.value.code, caught.value.details.get("fault")


def test_a_good_body_is_read_as_sent() -> None:
    text = "عائلة 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u202e عكس"
    body = json.dumps({"text": text}, ensure_ascii=False)
    assert json_object(json_request(body)) == {"text": text}
    assert json_object(json_request(body.encode())) == {"text": text}
    assert json_object(json_request(json.dumps({"text": text}))) == {"text": text}


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_json_may_be_named_in_any_usual_way(kind: str) -> None:
    assert json_object(json_request("{}", kind)) == {}


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json, text/plain",
        "application/json-patch+json",
        "application/json; charset=utf-16",
        "text/json",
    ],
)
def test_any_other_content_type_or_none_is_415(kind: str | None) -> None:
    """Fault case 37: these would need no preflight (ASVS 3.5.2)."""
    assert refusal('{"text": "x"}', kind) == ("content-type", None)


@pytest.mark.parametrize("as_bytes", [True, False])
def test_16_kilobytes_are_the_most(as_bytes: bool) -> None:
    """Fault case 19, to the byte; Arabic letters are two."""
    workplace = MAX_BODY - len('{"text":""}')
    fits = '{"text":"' + "a" * (workplace % 2) + "س" * (workplace // 2) + '"}'
    assert len(fits.encode()) == MAX_BODY
    assert json_object(json_request(fits.encode() if as_bytes else fits))
    over = fits.replace('"}', 'a"}')
    assert refusal(over.encode() if as_bytes else over) == ("body-too-large", None)


def test_a_huge_body_is_refused_by_its_length_alone() -> None:
    assert refusal("[" * 100_000) == ("body-too-large", None)
    assert refusal(b"[" * 5_000_000) == ("body-too-large", None)


@pytest.mark.parametrize(
    "body",
    [b"\xff", b'{"text":"\xd8"}', b'{"text":"\xc0\xaf"}', b'{"text":"\xed\xa0\xbd"}', b"\xff\xfe{\x00}\x00"],
)
def test_invalid_utf8_is_400(body: bytes) -> None:
    """Fault case 27."""
    assert refusal(body) == ("body-encoding", None)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 16_000,
        '{"a":' * 3_000,
        "[" * 9 + "]" * 9,
        '{"text":' + "[" * 9 + "]" * 9 + "}",
        '["x", "y\\"[", ' + "[" * 9,
    ],
)
def test_deep_nesting_is_400_and_no_recursion_error(body: str) -> None:
    """Fault case 28."""
    assert refusal(body) == ("body-depth", None)


def test_a_hundred_thousand_brackets_do_not_crash_the_parser() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, "[{" * 50_000):
        with pytest.raises(Refused, match="body-depth"):
            parse(text)


def test_brackets_inside_a_text_are_text() -> None:
    text = '[[[[[[[[[[ {{{{{{{{{{{{ \\" [[[[[[ \\'
    assert json_object(json_request(json.dumps({"text": text}))) == {"text": text}


@pytest.mark.parametrize(
    "body", ["", "{", "{text: 1}", "{'text': 1}", '{"a":1,}', '{"a":1} x', '"\\x"', '{"a":01}']
)
def test_what_is_no_json_is_400(body: str) -> None:
    assert refusal(body) == ("body-json", None)


@pytest.mark.parametrize("body", ["[]", "null", "7", '"text"', "true", '[{"text":"x"}]'])
def test_what_is_no_object_is_422(body: str) -> None:
    assert refusal(body) == ("body-field", "type")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 16, "9" * 5_000])
def test_numbers_that_json_does_not_have_or_nobody_needs_are_422(value: str) -> None:
    """Fault case 29; the last would take `int()` quadratic time, or raise."""
    assert refusal(f'{{"version": {value}}}') == ("body-field", "number")


def test_a_key_given_twice_is_422() -> None:
    assert refusal('{"text":"a","text":"b"}') == ("body-field", "duplicate")
    assert refusal('{"a":{"b":1,"b":1}}') == ("body-field", "duplicate")


def test_a_byte_order_mark_is_422() -> None:
    assert refusal("\ufeff{}".encode()) == ("body-field", "bom")
    assert refusal("\ufeff{}") == ("body-field", "bom")


@pytest.mark.parametrize("body", ['{"text":"a\\u0000b"}', '{"a\\u0000":1}', '{"x":{"text":["\\u0000"]}}'])
def test_nul_is_422(body: str) -> None:
    assert refusal(body) == ("body-field", "nul")


def test_a_raw_nul_is_no_json() -> None:
    assert refusal('{"text":"a\x00b"}') == ("body-json", None)


@pytest.mark.parametrize(
    "body", ['{"text":"\\ud83d"}', '{"text":"\\ude00\\ud83d"}', '{"\\ud800":1}', '{"a":[["\\udfff"]]}']
)
def test_half_a_surrogate_pair_is_422(body: str) -> None:
    """Fault case 26: boto3 would raise at the put."""
    assert refusal(body) == ("body-field", "surrogate")


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert json_object(json_request('{"text":"\\ud83d\\ude00"}')) == {"text": "😀"}


def test_a_fault_names_its_field_and_no_text() -> None:
    with pytest.raises(Refused) as caught:
        parse('{"name":"x","text":"secret\\u0000"}')
    assert caught.value.details == {"field": "text", "fault": "nul"}


def outcome(text: str) -> object:
    """What a text parses to, or the code of its refusal."""
    try:
        return parse(text)
    except Refused as error:
        return error.code


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(), st.lists, max_leaves=5
)


@given(VALUES)
def test_whatever_is_parsed_came_unchanged_and_can_be_stored(value: object) -> None:
    """Half a pair, NUL or depth is refused; all else comes back as it was."""
    found = outcome(json.dumps({"value": value}))
    assert found in ({"value": value}, "body-field", "body-depth")
    assert json.dumps(found, ensure_ascii=False).encode()


@given(st.text(max_size=80))
def test_no_body_crashes_the_parser(text: str) -> None:
    found = outcome(text)
    assert found is None or isinstance(found, str | int | float | list | dict)


def test_a_form_is_read_from_base64() -> None:
    kind = "application/x-www-form-urlencoded"
    assert form(json_request(b"action=approve&note=%D8%B3+x", kind)) == {"action": "approve", "note": "س x"}


@pytest.mark.parametrize("body", [b"action=a&action=b", b"a=%ff", b"&".join(b"%d=1" % n for n in range(11))])
def test_a_broken_form_is_422(body: bytes) -> None:
    with pytest.raises(Refused, match="body-field"):
        form(json_request(body, "application/x-www-form-urlencoded"))


def test_a_form_has_to_say_that_it_is_one() -> None:
    with pytest.raises(Refused, match="content-type"):
        form(json_request(b"action=approve"))


@pytest.mark.parametrize(
    ("error", "field", "fault"),
    [
        ({"type": "extra_forbidden", "loc": ("status",)}, "status", "unknown"),
        ({"type": "extra_forbidden", "loc": ("<b>نص</b>",)}, "", "unknown"),
        ({"type": "extra_forbidden", "loc": ("x" * 41,)}, "", "unknown"),
        ({"type": "extra_forbidden", "loc": ("a", 0, "b")}, "a.0.b", "unknown"),
        ({"type": "missing", "loc": ("text",)}, "text", "missing"),
        ({"type": "string_type", "loc": ("text",)}, "text", "type"),
        ({"type": "string_too_long", "loc": ("url",)}, "url", "length"),
        ({}, "", "type"),
    ],
)
def test_a_validators_error_is_told_without_what_was_sent(
    error: dict[str, object], field: str, fault: str
) -> None:
    refused = field_error([{**error, "input": "secret"}] if error else [])
    assert (refused.code, refused.details) == ("body-field", {"field": field, "fault": fault})
