"""A flood on one article, and everybody else who notices nothing (attack M6, fault case 56)."""

from __future__ import annotations

import pytest

from ghirbal.domain.clock import DAY
from ghirbal.domain.reader import DayRecord, Reputation
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.rows.around import reputation_to_item
from tests.support.world import FINE, SITE, URL, Answer, ReaderSession, World, a_site

QUICK = {"surge": {"floor": 5, "unknown_floor": 5, "minutes": 10}, "proof": {"bits": 4, "when": ["surge"]}}
OTHER = URL + "/other"


def settled(world: World, *pages: str) -> None:
    """Articles that have stood for more than an hour."""
    for page in pages:
        world.reader(page=page).post("أول تعليق تحت هذا المقال")
    world.clock.forward(seconds=3_700)
    world.deliver()


def newcomer(world: World, number: int, page: str = URL) -> ReaderSession:
    """A new reader at a range of their own, without the clock moving on."""
    session = ReaderSession(world, f"{20 + number // 25_000}.{number // 100 % 250}.{number % 100}.7", page)
    session.open_form()
    return session


def crowd(world: World, count: int, page: str = URL, first: int = 0) -> list[Answer]:
    """So many readers, each with a text of their own, within a second."""
    sessions = [newcomer(world, first + number, page) for number in range(count)]
    world.clock.forward(seconds=3)
    return [session.post(f"رأي رقم {first + n} عند {page[-5:]}") for n, session in enumerate(sessions)]


def trust(world: World, session: ReaderSession, reputation: Reputation) -> None:
    """Give a reader a record."""
    row = world.memory.rows.get(keys.comment(SITE, session.post(FINE).json["id"]))
    assert row is not None
    world.memory.plant(reputation_to_item(SITE, str(row["rd"]), reputation))


@pytest.fixture
def quick(world: World) -> World:
    world.put_site(a_site(policy=QUICK))
    settled(world, URL, OTHER)
    return world


def test_the_one_too_many_is_held_and_the_next_needs_proof(quick: World) -> None:
    answers = crowd(quick, 7)
    assert [answer.status for answer in answers] == [201] * 4 + [202] + [403] * 2
    assert answers[5].json["code"] == "proof-required"


def test_in_a_surge_a_proven_comment_is_held_not_lost(quick: World) -> None:
    crowd(quick, 6)
    late = newcomer(quick, 99)
    quick.clock.forward(seconds=3)
    answer = late.post_solving("رأي من قارئ جديد")
    assert (answer.status, answer.json["status"]) == (202, "held")


def test_what_was_published_before_a_surge_is_held_when_it_is_edited_in_one(quick: World) -> None:
    """A flood may not publish harmless texts first and write its own into them afterwards (H2)."""
    early, others = newcomer(quick, 300), newcomer(quick, 301, OTHER)
    quick.clock.forward(seconds=3)
    before = early.post("نص لا بأس به")
    elsewhere = others.post("نص تحت مقال آخر")
    crowd(quick, 7)
    edited = early.edit(before.json["id"], "نص آخر تماما")
    assert (edited.status, edited.json["status"]) == (202, "held")
    assert others.edit(elsewhere.json["id"], "نص جديد هناك").status == 201
    quick.clock.forward(seconds=601)
    quick.deliver()
    assert early.status(before.json["id"]).json["status"] == "held"


def test_an_edit_held_in_a_surge_is_not_published_by_a_second_edit_after_it(quick: World) -> None:
    quick.put_site(a_site(policy=QUICK | {"edits": {"n": 5, "seconds": 3_600}}))
    early = newcomer(quick, 300)
    quick.clock.forward(seconds=3)
    before = early.post("نص لا بأس به")
    crowd(quick, 7)
    early.edit(before.json["id"], "نص آخر تماما")
    quick.clock.forward(seconds=601)
    assert early.edit(before.json["id"], "نص ثالث", version=2).status == 202


def test_a_trusted_reader_edits_in_a_surge_as_ever(quick: World) -> None:
    known = quick.reader()
    trust(quick, known, Reputation(trusted=True, approved=3))
    before = known.post("رأي من قارئ معروف")
    crowd(quick, 9)
    assert known.edit(before.json["id"], "رأي منقح").status == 201


def test_other_articles_notice_nothing(quick: World) -> None:
    crowd(quick, 9)
    assert {answer.status for answer in crowd(quick, 4, OTHER, 100)} == {201}


def test_a_trusted_reader_notices_nothing(quick: World) -> None:
    known = quick.reader()
    trust(quick, known, Reputation(trusted=True, approved=3))
    crowd(quick, 9)
    assert known.post("رأي من قارئ معروف").status == 201


def test_attack_m5_readers_who_only_posted_harmless_things_get_no_trust(quick: World) -> None:
    known = quick.reader()
    today = quick.clock.now // DAY
    days = tuple(DayRecord(today - ago, published=5) for ago in range(7, 0, -1))
    trust(quick, known, Reputation(days=days))
    crowd(quick, 9)
    assert known.post("رأي آخر").status == 403


def test_a_surge_is_told_once_and_ends_by_itself(quick: World) -> None:
    crowd(quick, 9)
    for minute in range(3):
        quick.clock.forward(seconds=57)
        crowd(quick, 9, first=100 * (minute + 1))
        quick.deliver(again=1)
    told = {event.id for event in quick.publisher.sent if str(event.type) == "QueueSurge"}
    assert len(told) == 1
    quick.clock.forward(seconds=601)
    assert crowd(quick, 1, first=900)[0].status == 201


def test_a_second_surge_is_told_again(quick: World) -> None:
    crowd(quick, 9)
    quick.deliver()
    quick.clock.forward(seconds=700)
    crowd(quick, 9, first=100)
    quick.deliver()
    told = {event.id for event in quick.publisher.sent if str(event.type) == "QueueSurge"}
    assert len(told) == 2


def test_a_surge_goes_on_while_proven_posts_of_many_ranges_keep_coming(quick: World) -> None:
    crowd(quick, 6)
    for minute in range(12):
        quick.clock.forward(seconds=57)
        assert crowd(quick, 1, first=50 * (minute + 1))[0].status == 403
        proven = [newcomer(quick, 50 * (minute + 1) + 10 + number) for number in range(6)]
        quick.clock.forward(seconds=3)
        assert {one.post_solving(f"رأي مثبت {minute} {n}").status for n, one in enumerate(proven)} == {202}


def test_moderators_get_one_mail_a_surge_and_none_for_what_it_holds(quick: World) -> None:
    quick.mailer.sent.clear()
    crowd(quick, 6)
    held = [newcomer(quick, 200 + number) for number in range(8)]
    quick.clock.forward(seconds=3)
    for number, session in enumerate(held):
        assert session.post_solving(f"رأي متأخر {number}").status == 202
    quick.deliver(again=1)
    assert len(quick.mailer.sent) == 1


def test_attack_h3_invented_pages_share_one_window(quick: World) -> None:
    answers = [crowd(quick, 1, f"{URL}/invented-{number}", number)[0] for number in range(7)]
    assert [answer.status for answer in answers] == [201] * 4 + [202] + [403] * 2


def test_bucket_stuffing_and_ramp(world: World) -> None:
    """M6: publishing more and more for hours raises an article's normal no further than the site's median allows."""
    world.put_site(a_site(policy={**QUICK, "limits": {"newcomers": {"n": 10_000, "seconds": 60}}}))
    settled(world, URL, *(f"{URL}/quiet-{number}" for number in range(5)))
    for hour in range(3):
        for minute in range(12):
            crowd(world, 4, first=1_000 * (hour + 1) + 10 * minute)
            world.clock.forward(seconds=280)
        world.deliver()
    assert [answer.status for answer in crowd(world, 6, first=9_000)] == [201] * 4 + [202, 403]


def test_new_readers_prove_themselves_while_too_many_come_to_the_site(world: World) -> None:
    """M6: a flood spread over many articles trips no breaker; it is slowed by proof, known readers are not."""
    policy = {
        "limits": {"newcomers": {"n": 6, "seconds": 60}},
        "proof": {"bits": 4, "when": ["newcomers"]},
    }
    world.put_site(a_site(policy=policy))
    known = world.reader()
    trust(world, known, Reputation(days=(DayRecord(world.clock.now // DAY - 1, published=1),)))
    for number in range(7):
        crowd(world, 1, f"{URL}/{number}", number)
    world.deliver()
    late = newcomer(world, 99)
    assert late.post("مرحبا").json["code"] == "proof-required"
    assert late.post_solving("مرحبا بكم").status in (201, 202)
    assert known.post("مرحبا بالجميع").status == 201
