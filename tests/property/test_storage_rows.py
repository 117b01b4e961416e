"""Any comment survives its row and its image; any change is the difference of two rows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status
from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.wire import from_image, to_image
from ghirbal.storage.dynamodb.writes import changes
from ghirbal.storage.rows.comment import comment_to_item
from ghirbal.storage.stream.images import comment_from_image
from tests.support.making import NOW, approved

# What JSON and DynamoDB can hold: any text but lone surrogates, which every way in refuses.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ids = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)
times = st.integers(NOW - 10**9, NOW + 10**9)
counts = st.integers(0, 10**6)
scores = st.floats(0, 1e6, allow_nan=False)
places = st.none() | st.integers(0, 1000)
symbols = st.builds(Symbol, texts, scores, texts, start=places, end=places, matched=st.none() | texts)
verdicts = st.builds(
    Verdict,
    st.sampled_from(Action),
    scores,
    st.integers(0, 999),
    st.floats(0, 1),
    st.floats(0, 1),
    st.lists(symbols, max_size=3).map(tuple),
    texts,
    texts,
    texts,
)
comments = st.builds(
    Comment,
    site=st.just("akhbar"),
    id=ids,
    page=ids,
    reader=ids,
    text=texts,
    name=texts,
    status=st.sampled_from([status for status in Status if status is not Status.DELETED]),
    created=times,
    body_hash=ids,
    version=st.integers(1, 999),
    root=st.none() | ids,
    parent=st.none() | ids,
    edited=st.none() | times,
    held_since=st.none() | times,
    verdict=st.none() | verdicts,
    reason=texts,
    by=st.builds(Actor, st.sampled_from(ActorKind), texts),
    cause=texts,
    previous=st.none() | st.sampled_from(Status),
    replies=counts,
    likes=counts,
    report_weight=counts,
    reports=counts,
    reports_settled=st.booleans(),
    staff=st.booleans(),
    avatar=texts,
    edits=counts,
    imported=st.booleans(),
    updated=counts,
)


@given(comments)
def test_a_comment_survives_row_and_image(comment: Comment) -> None:
    assert comment_from_image(to_image(comment_to_item(comment))) == comment


@given(comments)
def test_a_row_survives_its_image(comment: Comment) -> None:
    item = comment_to_item(comment)
    assert from_image(to_image(item)) == item
    assert all(value or name in ("text", "name") for name, value in item.items())


@given(comments, comments)
def test_the_changes_of_a_row_lead_from_one_to_the_other(before: Comment, other: Comment) -> None:
    after = replace(other, id=before.id)
    old, new = comment_to_item(before), comment_to_item(after)
    expression, written = changes(old, new, frozenset({"rc", "lk"}))
    gone = {name.strip(" #") for name in expression.partition("REMOVE")[2].split(",") if name}
    result: Item = {name: value for name, value in (old | written).items() if name not in gone}
    assert result == _with_counts(new, old)


def _with_counts(new: Item, old: Item) -> Item:
    counted = {name: old[name] for name in ("rc", "lk") if name in old}
    return {name: value for name, value in new.items() if name not in ("rc", "lk")} | counted


@given(texts)
def test_what_a_tombstone_was_is_in_no_attribute(text: str) -> None:
    comment = approved("akhbar", text="سر" + text)
    erased = replace(comment, text="", name="", verdict=None, status=Status.DELETED)
    assert all("سر" not in str(value) for value in comment_to_item(erased).values())
