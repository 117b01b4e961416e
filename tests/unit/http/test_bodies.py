"""The write bodies take what they name and nothing else (fault case 40; OWASP API3, ASVS 15.3.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ghirbal.domain.errors import Refused
from ghirbal.http.bodies.base import Body, body_of
from ghirbal.http.bodies.moderator import DecisionBody, PageBody
from ghirbal.http.bodies.reader import EditBody, PostBody, ReportBody
from tests.unit.http.support import json_request

POST = {"text": "سلام", "url": "https://akhbar.example/a"}
GOOD: list[tuple[type[Body], dict[str, Any]]] = [
    (PostBody, POST),
    (EditBody, {"text": "سلام", "version": 1, "url": "https://akhbar.example/a"}),
    (DecisionBody, {"action": "approve", "version": 1}),
    (ReportBody, {"reason": "abuse"}),
    (PageBody, {"open": False}),
]


def refusal(model: type[Body], document: dict[str, Any]) -> dict[str, object]:
    with pytest.raises(Refused) as caught:
        body_of(model, json_request(json.dumps(document)))
    assert caught.value.code == "body-field"
    return dict(caught.value.details)


@pytest.mark.parametrize(("model", "document"), GOOD)
def test_a_good_body_is_taken(model: type[Body], document: dict[str, Any]) -> None:
    taken = body_of(model, json_request(json.dumps(document)))
    assert taken.model_dump(exclude_unset=True) == document


@pytest.mark.parametrize(
    "field", ["status", "score", "site", "created", "id", "reader", "staff", "version", "by"]
)
def test_nobody_assigns_what_is_not_theirs(field: str) -> None:
    """API3: mass assignment is 422 and names the field."""
    assert refusal(PostBody, {**POST, field: "x"}) == {"field": field, "fault": "unknown"}


@pytest.mark.parametrize("value", [{"$ne": ""}, ["x"], 7, True, None, {"S": "x"}])
@pytest.mark.parametrize("field", ["text", "name", "url", "title", "email", "website", "nudge"])
def test_what_has_to_be_a_text_is_one(field: str, value: object) -> None:
    """Case 40: an operator in place of a text is no text."""
    assert refusal(PostBody, {**POST, field: value}) == {"field": field, "fault": "type"}


@pytest.mark.parametrize(
    "parent", ["", "c" * 25, "C" * 26, "c" * 26 + "\n", "C#akhbar#x", "../" * 9, {"$gt": ""}]
)
def test_a_parent_is_an_id(parent: object) -> None:
    assert refusal(PostBody, {**POST, "parent": parent})["field"] == "parent"


@pytest.mark.parametrize("version", [0, -1, 1.0, "1", True, 10**9, None, [1]])
def test_a_version_is_a_whole_number_of_ours(version: object) -> None:
    document = {"text": "x", "version": version, "url": POST["url"]}
    if version is None:
        assert body_of(EditBody, json_request(json.dumps(document))).version is None
    else:
        assert refusal(EditBody, document)["field"] == "version"


def test_a_missing_text_is_named() -> None:
    assert refusal(PostBody, {"url": POST["url"]}) == {"field": "text", "fault": "missing"}


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    details = refusal(PostBody, {**POST, "parent": "سر"})
    assert "سر" not in json.dumps(details, ensure_ascii=False)


@pytest.mark.parametrize("action", ["APPROVE", "", "publish", ["approve"]])
def test_a_decision_is_one_of_five(action: object) -> None:
    assert refusal(DecisionBody, {"action": action, "version": 1})["field"] == "action"


@pytest.mark.parametrize("value", ["true", 1, None, "yes"])
def test_open_is_true_or_false(value: object) -> None:
    assert refusal(PageBody, {"open": value}) == {"field": "open", "fault": "type"}
