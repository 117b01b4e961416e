"""Reports that meet other changes, and reporters who may not."""

from __future__ import annotations

from typing import Any

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreContended, StoreUnavailable
from ghirbal.ports.deciding import Report
from ghirbal.usecases.posting.report import report_comment
from tests.support.world import FINE, SITE, World, a_site


class EditedMeanwhile:
    """Comments whose author edits between a reporter's read and write, so many times."""

    def __init__(self, world: World, edit: Any, times: int) -> None:
        self.inner = world.memory.comments
        self.edit = edit
        self.left = times

    def report(self, comment: Comment, report: Report, *rest: Any) -> Comment | None:
        if self.left:
            self.left -= 1
            self.edit(comment.version)
        return self.inner.report(comment, report, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_a_report_that_meets_an_edit_is_counted_of_the_new_text(world: World) -> None:
    author, reader = world.reader(), world.reader()
    own = author.post(FINE).json["id"]
    meanwhile = EditedMeanwhile(world, lambda version: author.edit(own, f"نسخة {version}", version), 1)
    world.deps = world.deps.replace(comments=meanwhile)
    assert reader.report(own).status == 202
    stored = world.memory.comments.get(SITE, own)
    assert stored is not None
    assert (stored.reports, stored.version) == (1, 2)


def test_a_report_that_never_gets_through_is_an_error_and_no_promise(world: World) -> None:
    author, reader = world.reader(), world.reader()
    own = author.post(FINE).json["id"]
    meanwhile = EditedMeanwhile(world, lambda version: author.edit(own, f"نسخة {version}", version), 99)
    world.deps = world.deps.replace(comments=meanwhile)
    assert reader.report(own).status == 503
    assert report_comment.__doc__ is not None
    assert StoreContended.__name__ in report_comment.__doc__


class AwayForSteps:
    """Comments whose next step fails, after the report that called for it was counted."""

    def __init__(self, world: World) -> None:
        self.inner = world.memory.comments
        self.away = True

    def change(self, step: Any) -> None:
        if self.away:
            self.away = False
            raise StoreUnavailable("timeout")
        self.inner.change(step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_a_hold_that_failed_after_its_report_was_counted_is_made_up_for_by_the_same_reader(
    world: World,
) -> None:
    """Two calls, and the store goes away between them: the reader's client sends the report again."""
    world.put_site(a_site(policy={"reports": {"hold_at": 1}}))
    author, reader = world.reader(), world.reader()
    own = author.post(FINE).json["id"]
    world.deps = world.deps.replace(comments=AwayForSteps(world))
    assert reader.report(own).status == 503
    assert author.status(own).json["status"] == "published"
    assert reader.report(own).status == 202
    assert author.status(own).json["status"] == "held"
    stored = world.memory.comments.get(SITE, own)
    assert stored is not None
    assert stored.reports == 1


def test_a_banned_reader_reports_nothing(world: World) -> None:
    world.put_site(a_site())
    banned, author = world.reader(), world.reader()
    theirs = banned.post(f"{FINE} ثان").json["id"]
    own = author.post(FINE).json["id"]
    ban = {"comment": theirs, "kind": "reader", "hours": 48}
    answer = world.moderator("dina").call("POST", "bans", ban)
    assert answer.status in (200, 201), answer.text
    assert banned.report(own).json["code"] == "banned"
    stored = world.memory.comments.get(SITE, own)
    assert stored is not None
    assert stored.reports == 0
