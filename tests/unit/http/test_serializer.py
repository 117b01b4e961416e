"""What goes out is an allow-list (attack M10; OWASP API3)."""

from __future__ import annotations

import json

import pytest

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.languages import LANGUAGES
from ghirbal.domain.reader import Page
from ghirbal.http.views import serializer
from ghirbal.http.views.messages import message, messages
from ghirbal.ports.comments import LogEntry, PageHead
from tests.unit.http.support import NOW, comment

HELD = comment()
PUBLIC = {
    "id",
    "page",
    "parent",
    "root",
    "text",
    "name",
    "created",
    "edited",
    "replies",
    "likes",
    "staff",
    "avatar",
    "version",
    "placeholder",
}
JUDGED = ("LEX_INSULT", "300", "6.0", "0.7", "غبي", "matched", "symbols", "score", "risk")


def written(view: dict[str, object]) -> str:
    return json.dumps(view, ensure_ascii=False)


def test_a_public_comment_has_exactly_these_members() -> None:
    assert set(serializer.public_comment(HELD)) == PUBLIC


@pytest.mark.parametrize(
    "view",
    [
        serializer.public_comment(HELD),
        serializer.posted(HELD, "message"),
        serializer.own_status(HELD, "message", NOW),
        serializer.page_list([HELD], None, PageHead(1, 1)),
        serializer.comment_list([HELD], "cursor"),
        serializer.deleted(HELD),
    ],
)
def test_no_public_view_holds_reader_hashes_moderator_or_evidence(view: dict[str, object]) -> None:
    text = written(view)
    assert "secret" not in text
    assert [word for word in JUDGED if word in text] == []


def test_times_are_told_in_seconds() -> None:
    """M10: milliseconds would tell one reader's posts on two sites apart from everybody's."""
    view = serializer.public_comment(comment(edited=NOW + 999))
    assert (view["created"], view["edited"]) == ("2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z")


def test_what_is_not_there_is_null() -> None:
    view = serializer.public_comment(HELD)
    assert [view[name] for name in ("parent", "root", "edited", "avatar")] == [None] * 4


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.APPROVED, "published"),
        (Status.PENDING, "held"),
        (Status.REJECTED, "rejected"),
        (Status.SPAM, "rejected"),
        (Status.DELETED, "deleted"),
    ],
)
def test_readers_are_told_four_states(status: Status, told: str) -> None:
    assert serializer.posted(comment(status=status), "")["status"] == told


def test_published_and_held_answers_have_the_same_members() -> None:
    published, held = (serializer.posted(comment(status=s), "") for s in (Status.APPROVED, Status.PENDING))
    assert set(published) == set(held) == {"id", "status", "version", "comment", "reason", "message"}


def test_a_comment_past_editing_says_null() -> None:
    assert serializer.own_status(HELD, "", None)["editable_until"] is None


def test_moderators_see_the_evidence_and_still_no_reader() -> None:
    view = serializer.moderator_comment(HELD, NOW)
    text = written(view)
    assert view["symbols"] == [
        {"name": "LEX_INSULT", "score": 6.0, "start": 0, "end": 4, "matched": "غبي"},
    ]
    assert (view["risk"], view["score"], view["reports"], view["status"]) == (300, 6.0, 1, "PENDING")
    assert view["decided_by"] == "secret-moderator", "colleagues know one another"
    assert "secret" not in text.replace("secret-moderator", "")


def test_a_comment_without_a_verdict_can_be_shown_too() -> None:
    bare = comment(verdict=None)
    view = serializer.moderator_detail(bare, None, [], [], NOW)
    assert (view["risk"], view["symbols"], view["action"], view["url"]) == (0, [], None, None)


def test_the_log_names_moderators_and_no_reader() -> None:
    entries = [log_entry("moderator", "amina"), log_entry("author", "secret-reader-hash")]
    page = Page(site="akhbar", id="p" * 26, url="https://akhbar.example/a", title="خبر")
    view = serializer.moderator_detail(HELD, page, entries, [("LEX_INSULT", "كلمة مسيئة")], NOW)
    assert isinstance(view["log"], list)
    assert [entry["by"] for entry in view["log"]] == ["amina", "author"]
    assert "secret-reader" not in written(view)
    assert "نص قديم" not in written(view), "the text of versions left behind comes with the history"
    assert view["explanations"] == [{"symbol": "LEX_INSULT", "text": "كلمة مسيئة"}]
    assert (view["url"], view["title"], view["policy_version"]) == ("https://akhbar.example/a", "خبر", "7")


def test_a_list_tells_counts_cursor_and_whether_the_page_is_open() -> None:
    view = serializer.page_list([], "next", PageHead(all=5, roots=2, open=False))
    assert view == {"comments": [], "cursor": "next", "count": {"all": 5, "roots": 2}, "open": False}


def test_a_queue_tells_how_many_wait() -> None:
    view = serializer.queue([HELD], None, 7, NOW)
    assert (view["pending"], view["cursor"]) == (7, None)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<svg onload=x>", "{{7*7}}", "\u202eabc"])
def test_html_is_text_and_comes_back_as_text(text: str) -> None:
    """Fault case 42: JSON carries it unchanged, whoever shows it escapes."""
    assert serializer.public_comment(comment(text=text))["text"] == text


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_author_is_told_of_every_state_in_each_language(status: Status, lang: str) -> None:
    assert message(status, "", lang)
    assert message(status, "never-heard-of", lang) == message(status, "", lang)


def test_messages_name_the_reason_where_they_may() -> None:
    told = {message(Status.PENDING, reason, "ar") for reason in ("", "abuse", "spam", "name")}
    assert len(told) == 4
    assert message(Status.SPAM, "spam", "ar") == message(Status.REJECTED, "spam", "ar")


def test_every_message_is_there_in_each_language() -> None:
    assert {frozenset(row) for row in messages().values()} == {frozenset(LANGUAGES)}


def log_entry(kind: str, who: str) -> LogEntry:
    return LogEntry(
        version=1,
        status="PENDING",
        text="نص قديم",
        to="APPROVED",
        by_kind=kind,
        by=who,
        cause="decision",
        reason="",
        at=NOW,
    )


def test_the_serializer_knows_every_field_of_a_comment() -> None:
    """A new field has to be thought about: is it public, for moderators, or for nobody?"""
    nobodys = {"site", "reader", "body_hash", "by", "previous", "imported", "edits"}
    nobodys |= {"report_weight", "reporters", "reports_settled", "verdict"}
    claim = {"claimed_by", "claimed_until"}  # shown together as `claim`
    moderators = set(serializer.moderator_comment(HELD, NOW)) | PUBLIC | claim
    assert set(Comment.__dataclass_fields__) - nobodys - moderators == set()
