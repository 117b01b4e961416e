"""An article's address changes: whoever opens the old one finds the thread, reads, writes, likes and edits there."""

from __future__ import annotations

from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Page
from ghirbal.usecases.operating.move import Ports, move
from tests.support.world import FINE, HOLD, ORIGIN, SITE, URL, World, comments_path

NEW_URL = f"{ORIGIN}/2026/match"
OLD, NEW = page_id(canonical_url(URL)), page_id(canonical_url(NEW_URL))


def moves(world: World) -> int:
    memory = world.memory
    old = memory.pages.get(SITE, OLD)
    assert old is not None
    ports = Ports(memory.moves, memory.comments, memory.counters, memory.votes)
    return move(old, Page(SITE, NEW, NEW_URL, old.title, created=old.created), ports)


def test_both_addresses_show_one_thread_with_its_replies_and_count(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    world.elsewhere().post("رد", parent=root)
    world.deliver()
    assert moves(world) == 2
    world.deliver()
    assert world.listed(URL) == world.listed(NEW_URL)
    assert [one["id"] for one in world.listed(URL)] == [root]
    for url in (URL, NEW_URL):
        answer = world.request("GET", f"{comments_path(url)}/{root}/replies")
        assert [one["text"] for one in answer.json["comments"]] == ["رد"]
    counts = world.request("GET", f"/v1/sites/{SITE}/counts?pages={'.'.join(sorted((OLD, NEW)))}")
    assert counts.json["counts"] == {OLD: 2, NEW: 2}
    for kind in ("embed", "feed"):
        answer = world.request("GET", comments_path(URL).replace("/comments", f"/{kind}"))
        assert FINE in answer.text
        assert NEW_URL in answer.text
    other = world.request("GET", f"{comments_path(f'{ORIGIN}/elsewhere')}/{root}/replies")
    assert other.json["comments"] == []


def test_a_reader_at_the_old_address_goes_on_where_the_thread_is(world: World) -> None:
    mine, other = world.reader(), world.elsewhere()
    own, theirs = mine.post(FINE).json["id"], other.post("تعليق غيره").json["id"]
    world.deliver()
    moves(world)
    assert mine.post("من صفحة قديمة").json["code"] == "form-expired"
    mine.open_form()
    world.clock.forward(seconds=10)
    answer = mine.post("رد من العنوان القديم", key="k" * 20, parent=theirs)
    assert answer.status == 201
    assert mine.post("رد من العنوان القديم", key="k" * 20, parent=theirs).json["id"] == answer.json["id"]
    assert mine.edit(own, "نص معدل").status == 201
    assert mine.status(own).status == 200
    assert mine.vote(theirs).status == 200
    mine.report(theirs)
    assert mine.delete(own, 2).status == 200
    world.deliver()
    stored = world.memory.comments.get(SITE, answer.json["id"])
    assert stored is not None
    assert stored.page == NEW
    head = world.memory.comments.head(SITE, NEW)
    assert head == world.memory.counters.recount(SITE, NEW)
    elsewhere = world.reader(page=f"{ORIGIN}/elsewhere")
    elsewhere.token = mine.token
    assert elsewhere.status(own).status == 404


def test_moderators_find_what_waits_under_the_new_address(world: World) -> None:
    held = world.reader().post(HOLD).json["id"]
    world.deliver()
    moves(world)
    moderator = world.moderator()
    assert [one["id"] for one in moderator.queue(f"page={NEW}")] == [held]
    assert moderator.queue(f"page={OLD}") == []
    assert moderator.decide(held, "approve").status == 200
    world.deliver()
    assert [one["id"] for one in world.listed(NEW_URL)] == [held]
    assert world.publisher.sent[-1].detail["page"] == NEW
