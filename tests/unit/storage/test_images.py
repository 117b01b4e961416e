"""Images of the stream: read exactly, or refused (case 23)."""

from __future__ import annotations

from typing import Any

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Status, tombstone
from ghirbal.storage.dynamodb.wire import from_image, to_image
from ghirbal.storage.rows.comment import comment_to_item
from ghirbal.storage.stream.images import Kind, classify, comment_from_image, ref
from tests.support.making import NOW, a_comment, an_id, approved, reply_to

SITE = "akhbar"


def image_of(**broken: Any) -> dict[str, Any]:
    """A comment's image; `broken` replaces attributes, None takes them away."""
    image = to_image(comment_to_item(a_comment(SITE))) | broken
    return {name: value for name, value in image.items() if value is not None}


def test_a_comment_comes_out_of_its_image_as_it_was() -> None:
    comment = a_comment(SITE, root=an_id(), parent=an_id(), previous=Status.APPROVED, edited=NOW)
    assert comment_from_image(to_image(comment_to_item(comment))) == comment


@pytest.mark.parametrize(
    "broken",
    [
        {"st": {"S": "SHINING"}},
        {"st": None},
        {"cr": {"S": "1790000000000"}},
        {"cr": None},
        {"v": {"BOOL": True}},
        {"v": {"N": "one"}},
        {"text": {"N": "5"}},
        {"text": {"M": {}}},
        {"pg": None},
        {"staff": {"S": "yes"}},
        {"vd": {"S": "{"}},
        {"vd": {"S": "[]"}},
        {"vd": {"S": '{"action":"praise"}'}},
        {"by": {"S": "ghost:1"}},
        {"PK": {"S": "C#akhbar#short"}},
        {"PK": {"S": "N#akhbar#x"}},
        {"PK": None},
        {"odd": {"SS": [1]}},
        {"odd": "text"},
    ],
)
def test_case_23_a_malformed_image_is_a_value_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        comment_from_image(image_of(**broken))


def test_case_23_the_error_tells_nothing_of_what_was_written() -> None:
    with pytest.raises(ValueError) as error:
        comment_from_image(image_of(text={"SECRET": "نص سري"}))
    assert "سري" not in str(error.value)


def test_a_placeholder_is_one_by_its_place_in_the_list() -> None:
    root, reply = approved(SITE), reply_to(approved(SITE))
    for comment, placeholder in ((root, True), (reply, False)):
        gone = tombstone(comment, Actor(ActorKind.AUTHOR, comment.reader), at=NOW)
        found = comment_from_image(to_image(comment_to_item(gone)))
        assert found.placeholder is placeholder
        assert found == gone


def record(pk: str, sk: str) -> dict[str, Any]:
    return {"dynamodb": {"Keys": {"PK": {"S": pk}, "SK": {"S": sk}}}}


@pytest.mark.parametrize(
    ("sk", "kind"),
    [
        ("C", Kind.COMMENT),
        ("R#reader", Kind.REPORT),
        ("A#000001", Kind.LOG),
        ("P", Kind.OTHER),
        ("K", Kind.OTHER),
        ("O#1", Kind.OTHER),
    ],
)
def test_a_row_is_known_by_its_key(sk: str, kind: Kind) -> None:
    comment = an_id()
    assert classify(record(f"C#{SITE}#{comment}", sk)) is kind
    assert ref(record(f"C#{SITE}#{comment}", sk)) == (SITE, comment)


@pytest.mark.parametrize("broken", [{}, {"dynamodb": {}}, {"dynamodb": {"Keys": {}}}, record("C#x", "C")])
def test_case_23_a_record_without_a_key_of_ours_is_a_value_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        classify(broken)


def test_an_image_that_is_none_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        from_image([])  # type: ignore[arg-type]
