"""What one address range can do to everybody else, as scripts of the attacks: B1 to B4, B9, B14, B18.

A reader's token costs nothing, so an attacker has as many as they like; addresses of one range cost little; proof of
work, other ranges, and moderators' own decisions cost something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ghirbal.auth.proof import solve
from ghirbal.domain.clock import DAY
from ghirbal.domain.reader import DayRecord, Reputation
from ghirbal.moderation import shipped_policy
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.rows.around import reputation_to_item
from tests.support.world import FINE, HOLD, REJECT, SITE, URL, Answer, ReaderSession, World, a_site

ATTACKER = "203.0.113.66"
EASY = {"proof": {"bits": 1, "when": ["surge", "newcomers"]}}
"""Proofs are asked for as shipped, and are quick to solve: the attacker has the time."""


@pytest.fixture
def world() -> World:
    made = World()
    made.put_site(a_site(policy=EASY))
    return made


def fresh(world: World, address: str = ATTACKER, page: str = URL) -> ReaderSession:
    """A new token, and the clock stands still."""
    session = ReaderSession(world, address, page)
    session.open_form()
    return session


def settled(world: World, page: str = URL) -> None:
    """An article that has stood for more than an hour."""
    world.reader(page=page).post("أول تعليق تحت هذا المقال")
    world.clock.forward(seconds=3_700)
    world.deliver()


def honest(world: World, number: int, page: str = URL) -> ReaderSession:
    """A reader behind a range of their own."""
    return fresh(world, f"198.{18 + number // 200}.{number % 200}.9", page)


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def try_to_like(session: ReaderSession, comment: str, number: int, **proof: Any) -> Answer:
    del number
    return session.vote(comment, **proof)


def try_to_report(session: ReaderSession, comment: str, number: int, **proof: Any) -> Answer:
    del number
    return session.report(comment, **proof)


def try_to_preview(session: ReaderSession, comment: str, number: int, **proof: Any) -> Answer:
    del comment
    return session.preview(f"أجرب {number}", **proof)


WRITES: dict[str, Callable[..., Answer]] = {
    "vote": try_to_like,
    "report": try_to_report,
    "preview": try_to_preview,
}


def paying(session: ReaderSession, name: str, comment: str) -> Answer:
    """A write as the widget does it: what is asked for is solved."""
    return session.solving(lambda proof: WRITES[name](session, comment, 0, **proof))


def test_one_address_neither_trips_nor_prolongs_a_surge(world: World) -> None:
    """B1: 200 proven posts of one address in a minute, then one request after the other without a proof."""
    settled(world)
    flood = [fresh(world) for _ in range(200)]
    world.clock.forward(seconds=3)
    for number, session in enumerate(flood):
        session.post_solving(f"رأي آخر في الموضوع {number}")
    invented = [fresh(world, page=f"{URL}/x-{number}") for number in range(200)]
    world.clock.forward(seconds=3)
    for number, session in enumerate(invented):
        session.post_solving(f"رأي تحت مقال مخترع {number}")
    crowd = [honest(world, number) for number in range(30)]
    crowd += [honest(world, 100 + number, f"{URL}/fresh") for number in range(30)]
    world.clock.forward(seconds=3)
    assert statuses([one.post(f"رأي القارئ {n}") for n, one in enumerate(crowd)]) == {201: 60}


def test_what_is_unproven_or_repeated_prolongs_no_surge(world: World) -> None:
    """B1: a surge that many ranges brought ends, however often one request under one key comes without its proof."""
    world.put_site(a_site(policy=EASY | {"surge": {"floor": 5}}))
    settled(world)
    crowd = [honest(world, number) for number in range(8)]
    world.clock.forward(seconds=3)
    answers = [one.post(f"رأي القارئ {n}") for n, one in enumerate(crowd)]
    assert answers[-1].json["code"] == "proof-required"
    pest = fresh(world)
    for _ in range(70):
        world.clock.forward(seconds=10)
        for _ in range(7):
            pest.post("لا دليل", "one-key-for-all-times")
    late = honest(world, 99)
    world.clock.forward(seconds=3)
    assert late.post("وصلت متأخرا").status == 201


def test_reports_of_one_range_take_nothing_down(world: World) -> None:
    """B2: fresh tokens at all addresses of a /24, for an hour, also such as published something harmless before."""
    comments = [world.reader(f"198.51.{n}.7").post(f"رأي لا بأس به {n}").json["id"] for n in range(3)]
    earlier = tuple(DayRecord(world.clock.now // DAY - ago, published=5) for ago in (2, 1))
    for minute in range(60):
        brigade = fresh(world, f"203.0.113.{minute}")
        harmless = brigade.post(f"كلام عادي {minute}").json["id"]
        row = world.memory.rows.get(keys.comment(SITE, harmless))
        assert row is not None
        world.memory.plant(reputation_to_item(SITE, str(row["rd"]), Reputation(days=earlier)))
        for comment in comments:
            assert paying(brigade, "report", comment).status == 202
        world.clock.forward(seconds=60)
    world.deliver()
    assert {world.memory.comments.get(SITE, comment).public for comment in comments} == {True}  # type: ignore[union-attr]


def test_three_strangers_of_three_ranges_still_take_a_comment_back(world: World) -> None:
    """B2, the other side: reports work, within an hour."""
    comment = world.reader("198.51.1.7").post("رأي").json["id"]
    for number in range(3):
        world.reader(f"198.51.{100 + number}.7").report(comment)
        world.clock.forward(seconds=1_201)
    assert not world.memory.comments.get(SITE, comment).public  # type: ignore[union-attr]


def test_two_quick_reports_across_the_edge_of_a_window_weigh_one(world: World) -> None:
    """B18 for reports: the last second of a window and the first of the next."""
    world.clock.now -= world.clock.now % 600_000
    comment = world.reader("198.51.1.7").post("رأي").json["id"]
    first, second = fresh(world, "198.51.101.7"), fresh(world, "198.51.102.7")
    world.clock.now += 600_000 - world.clock.now % 600_000 - 1_000
    first.report(comment)
    world.clock.forward(seconds=2)
    second.report(comment)
    assert world.memory.comments.get(SITE, comment).report_weight == 1  # type: ignore[union-attr]


def test_refusals_are_no_free_oracle(world: World) -> None:
    """B3: 300 wordings under as many tokens in a few minutes: after the allowance each costs a proof, then nothing
    is told, and nobody else is refused."""
    told, asked, deaf = 0, 0, 0
    for number in range(300):
        session = fresh(world)
        world.clock.forward(seconds=3 if number % 10 == 0 else 0)
        free = session.post(f"{REJECT} صياغة {number}")
        asked += free.json["code"] == "proof-required"
        paid = session.post_solving(f"{REJECT} صياغة {number} أخرى")
        told += bool(free.json.get("spans")) + bool(paid.json.get("spans"))
        deaf += paid.status == 429
    allowance = shipped_policy().limits["refusal-address"].n
    assert told <= allowance
    assert asked >= 300 - allowance
    assert deaf > 0
    neighbour = fresh(world)
    world.clock.forward(seconds=3)
    assert neighbour.post_solving(FINE).status == 201, "who shares the address writes on, for a proof"
    assert honest(world, 7).post("رأي من مكان آخر").status == 201


@pytest.mark.parametrize(("banned", "text"), [(True, "كلام عادي"), (False, f"كلام {HOLD}")])
def test_one_range_cannot_fill_the_queue(world: World, banned: bool, text: str) -> None:
    """B4: 400 comments that moderators would have to read, from all addresses of a /24."""
    first = fresh(world)
    world.clock.forward(seconds=3)
    wish = {"kind": "address", "comment": first.post("تعليق أول").json["id"], "wide": True}
    assert not banned or world.moderator("dina").call("POST", "bans", wish).status == 201
    answers, bits = [], set()
    for number in range(400):
        session = fresh(world, f"203.0.113.{number % 250}")
        world.clock.forward(seconds=3 if number % 20 == 0 else 0)
        sent, key = f"{text} رقم {number}", f"key-of-comment-{number}"
        answer = session.post(sent, key)
        while answer.json.get("code") == "proof-required":
            bits.add(answer.json["bits"])
            challenge = answer.json["challenge"]
            proof = {"challenge": challenge, "nonce": solve(challenge, answer.json["bits"])}
            answer = session.post(sent, key, proof=proof)
        answers.append(answer)
    world.deliver()
    waiting = world.moderator().call("GET", "health").json["pending"]
    assert waiting <= shipped_policy().limits["hold"].n
    assert bits == {1, 2}, "what waits from there makes the next one dearer"
    assert statuses(answers)[429] > 0
    elsewhere = honest(world, 3)
    world.clock.forward(seconds=3)
    assert elsewhere.post(f"كلام {HOLD} من مكان آخر").status == 202


def test_previews_hold_nobody(world: World) -> None:
    """B14: 200 previews behind a shared address; its readers write on, unheld and unasked."""
    for number in range(200):
        fresh(world).preview(f"أجرب هذا {number}")
    for number in range(20):
        reader = fresh(world)
        world.clock.forward(seconds=3)
        assert reader.post(f"رأي القارئ {number} خلف العنوان نفسه").status == 201


SMALL = {
    f"{name}{part}": {"n": n, "seconds": 3_600}
    for name in WRITES
    for part, n in (("", 3), ("-address", 5), ("-network", 9))
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(
    ("address", "most"),
    [("198.51.100.7", 5), ("198.51.100.{n}", 9), ("2001:db8:7:{n}::1", 9), ("2001:db8:7:7::{n}", 5)],
)
def test_every_write_has_every_limit(world: World, name: str, address: str, most: int) -> None:
    """B9: by reader, by address or /64, and by /24 or /48, whatever is sent with whatever tokens.

    What others did from a range costs a proof there, and refuses nobody; one's own doing is refused.
    """
    world.put_site(a_site(policy=EASY | {"limits": SMALL}))
    comment = world.reader("192.0.2.1").post().json["id"]
    done = [WRITES[name](fresh(world, address.format(n=n + 1)), comment, n) for n in range(30)]
    assert sum(answer.status < 300 for answer in done) <= most
    assert [answer.json["code"] for answer in done if answer.status >= 300] == ["proof-required"] * (
        30 - most
    )
    neighbour = fresh(world, address.format(n=77))
    paid = paying(neighbour, name, comment)
    assert paid.status < 300, "who shares the range goes on, for a proof"
    one, mine = fresh(world, "192.0.2.200"), []
    for number in range(6):
        other = world.reader(f"198.18.{number}.1").post(f"رأي {number}").json["id"]
        mine.append(WRITES[name](one, other, number).status)
    assert Counter(mine) == {mine[0]: 3, 429: 3}


def test_many_likes_of_a_range_grow_dearer(world: World) -> None:
    """B9: a proof for each like beyond the allowance, twice as hard where twice as many came."""
    world.put_site(a_site(policy=EASY | {"limits": SMALL}))
    comment, bits = world.reader("192.0.2.1").post().json["id"], []
    for number in range(40):
        session = fresh(world, f"198.51.100.{number + 1}")
        bits.append(session.vote(comment).json.get("bits", 0))
        assert paying(session, "vote", comment).status == 200
    assert bits == sorted(bits)
    assert set(bits) == {0, 1, 2, 3}


def test_a_proof_of_one_like_is_worth_no_other(world: World) -> None:
    world.put_site(a_site(policy=EASY | {"limits": {"vote-address": {"n": 1, "seconds": 3_600}}}))
    comments = [world.reader(f"198.18.{n}.1").post(f"رأي {n}").json["id"] for n in range(2)]
    fresh(world).vote(comments[0])
    session = fresh(world)
    asked = session.vote(comments[0]).json
    proof = {"challenge": asked["challenge"], "nonce": solve(asked["challenge"], asked["bits"])}
    assert session.vote(comments[1], proof=proof).json["code"] == "proof-required"
    assert session.report(comments[0], proof=proof).status == 202, "a report has an allowance of its own"
    assert session.vote(comments[0], proof=proof).status == 200


def test_a_flood_under_one_article_asks_nobody_under_another(world: World) -> None:
    """An address has its allowance under each article that has stood for an hour: the obituary notices nothing."""
    obituary = f"{URL}/obituary"
    settled(world)
    settled(world, obituary)
    for number in range(90):
        session = fresh(world)
        world.clock.forward(seconds=2)
        session.post_solving(f"رأي آخر في الموضوع {number}")
    here, there = fresh(world), fresh(world, page=obituary)
    world.clock.forward(seconds=2)
    assert here.post("رأيي أنا").json["code"] == "proof-required"
    assert there.post("الله يرحمه").status == 201


def test_who_moderators_vouched_for_pays_nothing_for_a_crowded_range(world: World) -> None:
    """A comment that a moderator approved on an earlier day; one that was published by itself earns nothing."""
    days = {"approved": DayRecord(world.clock.now // DAY - 1, approved=1)}
    days["published"] = DayRecord(world.clock.now // DAY - 1, published=9)
    for number in range(70):
        session = fresh(world)
        world.clock.forward(seconds=1)
        session.post_solving(f"رأي آخر في الموضوع {number}")
    answers = {}
    for name, day in days.items():
        session = fresh(world)
        world.clock.forward(seconds=3)
        first = session.post_solving(f"رأي أول {name}").json["id"]
        row = world.memory.rows.get(keys.comment(SITE, first))
        assert row is not None
        world.memory.plant(reputation_to_item(SITE, str(row["rd"]), Reputation(days=(day,))))
        answers[name] = session.post(f"رأي ثان {name}").status
    assert answers == {"approved": 201, "published": 403}


TEMPLATE = "{0} يا إخوان كنت {1} حتى نصحني {2} بهذه الطريقة والآن صار عندي دخل كل {3} وأنصح كل {4} أن يجرب"
WORDS = (
    ("السلام عليكم", "مرحبا", "صباح الخير", "مساء النور"),
    ("بلا عمل", "فقيرا", "يائسا", "محتاجا"),
    ("صديق", "جار", "قريب", "زميل"),
    ("أسبوع", "شهر", "يوم", "فصل"),
    ("شاب", "أسرة", "طالب", "متقاعد"),
)


def test_a_template_of_one_range_is_held_however_its_words_change(world: World) -> None:
    """Thirty texts of one template with five words changed, a token each; beside them who writes for themselves."""
    settled(world)
    answers = []
    for number in range(30):
        session = fresh(world)
        world.clock.forward(seconds=20)
        words = (choice[(number * (place + 1) + number // 4) % 4] for place, choice in enumerate(WORDS))
        answers.append(session.post_solving(TEMPLATE.format(*words)))
    assert statuses(answers)[201] <= 4
    honest_text = (
        "قرأت المقال مرتين ولم أجد فيه جوابا عن سؤال بسيط: من سيدفع ثمن هذا المشروع في السنوات القادمة؟"
    )
    own = fresh(world)
    world.clock.forward(seconds=3)
    assert own.post_solving(honest_text).status == 201


def test_reports_of_a_minute_are_one_event(world: World) -> None:
    """B9: a brigade of twenty ranges within a minute."""
    comment = world.reader("192.0.2.1").post().json["id"]
    world.deliver()
    brigade = [fresh(world, f"198.18.{number}.1") for number in range(20)]
    for session in brigade:
        session.report(comment)
    world.deliver(again=1)
    told = {event.id for event in world.publisher.sent if str(event.type) == "CommentReported"}
    assert len(told) <= 2, "one a minute and version: the brigade may take the comment down in between"


def test_limit_holds_across_the_edge(world: World) -> None:
    """B18: ten comments in the last second of a window leave nothing for the first second of the next."""
    window = shipped_policy().limits["reader"].seconds * 1_000
    reader = world.reader()
    world.clock.now += window - world.clock.now % window - 2_000
    reader.open_form()
    world.clock.forward(seconds=1)
    before = [reader.post(f"قبل الحد {number}").status for number in range(10)]
    world.clock.forward(seconds=2)
    after = [reader.post(f"بعد الحد {number}").status for number in range(10)]
    assert statuses_of(before) == {201: 10}
    assert statuses_of(after) == {429: 10}
    world.clock.forward(seconds=window / 1_000)
    reader.open_form()
    world.clock.forward(seconds=3)
    assert reader.post("بعد عشر دقائق").status == 201


def statuses_of(answers: list[int]) -> Counter[int]:
    return Counter(answers)


def test_a_crowded_address_is_asked_and_never_held_or_refused(world: World) -> None:
    """Point 1: three hundred honest readers of one carrier address in ten minutes."""
    answers = []
    for number in range(300):
        reader = fresh(world, "198.51.100.1", f"{URL}/{number % 40}")
        world.clock.forward(seconds=2)
        answers.append(reader.post_solving(f"رأي صادق رقم {number} في هذا الخبر"))
    assert statuses(answers) == {201: 300}
