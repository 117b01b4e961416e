"""Whatever comes in from outside is read or refused by name: bodies, cursors, tokens, files of other systems.

`make fuzz` runs these for longer (profile `fuzz` of the folder's conftest.py).
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.auth.links import open_link
from ghirbal.auth.reader import Form, issue_form, issue_reader, new_reader, read_form, read_nudge, read_reader
from ghirbal.domain.errors import Refused
from ghirbal.http.body import json_object
from ghirbal.http.request import Request
from ghirbal_tools.importing.formats import Source, reader_of
from ghirbal_tools.importing.formats.detect import format_of
from ghirbal_tools.importing.record import ImportProblem, Record
from tests.integration.importing import exports
from tests.unit.auth.support import NOW, keyring, signed
from tests.unit.http.support import json_request

TOKENS, KEYS = signed("one"), keyring("one")
SITE, LIST = "akhbar", "roots/p/newest"
EXPORTS = {
    "disqus": exports.DISQUS,
    "wordpress": exports.WORDPRESS,
    "remark42": exports.REMARK42,
    "commento": exports.COMMENTO,
    "artalk": exports.ARTALK,
    "waline": exports.WALINE,
    "blogger": exports.BLOGGER,
    "csv": exports.CSV,
    "jsonl": exports.JSONL,
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)


def read(request: Request) -> None:
    try:
        found = json_object(request)
    except Refused as refused:
        if refused.code.startswith("body-"):
            return
        raise
    json.dumps(found, allow_nan=False, ensure_ascii=False).encode()


@given(st.binary(max_size=400) | values.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_read_or_refused_by_name(body: bytes) -> None:
    read(json_request(body))


@given(values, st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_damaged_body_is_read_or_refused_by_name(value: object, at: int, put: bytes) -> None:
    body = json.dumps({"text": value}, ensure_ascii=False).encode(errors="surrogatepass")
    at %= len(body)
    read(json_request(body[:at] + put + body[at + len(put) :]))


@given(st.text() | st.text(alphabet="abcABC019-_.=v", max_size=200))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert read_reader(TOKENS, KEYS, text, SITE, NOW) is None
    assert read_form(TOKENS, text) is None
    assert read_nudge(TOKENS, text) is None
    for opened in (lambda: open_cursor(TOKENS, text, SITE, LIST, NOW), lambda: open_link(TOKENS, text, NOW)):
        with pytest.raises(Refused):
            opened()


READER = new_reader(KEYS, SITE, NOW)
ISSUED = {
    "reader": issue_reader(TOKENS, READER),
    "form": issue_form(TOKENS, Form(SITE, "page", "hash", NOW, "address")),
    "cursor": str(seal_cursor(TOKENS, SITE, LIST, {"PK": "a", "SK": "b"}, NOW)),
}


@given(st.sampled_from(sorted(ISSUED)), st.integers(min_value=0), st.characters(codec="ascii"))
def test_a_token_with_one_character_changed_opens_nothing(kind: str, at: int, put: str) -> None:
    token = ISSUED[kind]
    at %= len(token)
    changed = token[:at] + put + token[at + 1 :]
    if changed == token:
        return
    assert read_reader(TOKENS, KEYS, changed, SITE, NOW) is None
    assert read_form(TOKENS, changed) is None
    with pytest.raises(Refused):
        open_cursor(TOKENS, changed, SITE, LIST, NOW)


@pytest.mark.parametrize("issued", sorted(ISSUED))
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_cursor_opens_for_its_own_list_alone(issued: str, site: str, name: str) -> None:
    """And no other kind of token opens as one."""
    mine = issued == "cursor" and (site, name) == (SITE, LIST)
    if not mine:
        with pytest.raises(Refused):
            open_cursor(TOKENS, ISSUED[issued], site, name, NOW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


NUMBERS = itertools.count()
cut = st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(EXPORTS)), cuts=st.lists(cut, min_size=1, max_size=3))
def test_a_damaged_export_is_read_or_refused_with_its_place(
    folder: Path, name: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    """Bytes cut out and others put in: records or one ImportProblem, never another error (and no half import)."""
    raw = EXPORTS[name].encode()
    for share, length, put in cuts:
        at = int(share * len(raw))
        raw = raw[:at] + put + raw[at + length :]
    path = folder / f"{next(NUMBERS)}.export"
    path.write_bytes(raw)
    try:
        assert all(isinstance(record, Record) for record in reader_of(name)(Source(path=path)))
        assert format_of(path)
    except ImportProblem as problem:
        if not str(problem):
            raise
    finally:
        path.unlink()
