"""Mails to moderators, the minute's round, time limits and alarms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import GhirbalError
from ghirbal.domain.reader import Moderator, Role
from ghirbal.events.publisher import entry_of
from ghirbal.ports.mail import Mail
from ghirbal.usecases.notifying.sweep import Swept, sweep
from tests.support.threads import at_once
from tests.support.world import CONSOLE, FINE, HOLD, SITE, World, a_site

SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "ghirbal" / "events" / "schemas"
HOUR = 3_600


def held(world: World, text: str = f"كلام {HOLD}", **body: str) -> str:
    answer = world.elsewhere().post(text, **body)
    assert answer.status == 202
    identifier: str = answer.json["id"]
    return identifier


def stored(world: World, comment: str) -> Comment:
    found = world.memory.comments.get(SITE, comment)
    assert found is not None
    return found


def mails(world: World, to: str = "mina@team.example") -> list[Mail]:
    return [mail for mail in world.mailer.sent if mail.to == to]


def links(mail: Mail) -> list[str]:
    return re.findall(rf"{re.escape(CONSOLE)}/a/\S+", mail.body)


def events(world: World, kind: str) -> list[str]:
    return [event.id for event in world.publisher.sent if str(event.type) == kind]


# --- at once, then digests -----------------------------------------------------------------------------------


def test_the_first_held_are_mailed_at_once_and_the_rest_in_one_digest(world: World) -> None:
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(10)]
    world.deliver()
    assert len(mails(world)) == 3
    world.clock.forward(seconds=15)
    for _ in range(3):
        world.minute()
    digest = mails(world)[3]
    assert len(mails(world)) == 4
    assert (len(links(digest)), digest.subject) == (14, "تعليقات بانتظار المراجعة في أخبار: 10")
    told = [n for n in range(10) if f"رقم {n}" in digest.body]
    singly = [n for n in range(10) if any(f"رقم {n}" in mail.body for mail in mails(world)[:3])]
    assert sorted(told + singly) == list(range(10)), "each once"
    assert len(ids) == 10


def test_a_digest_comes_once_in_a_quarter_of_an_hour_and_only_with_something_new(world: World) -> None:
    for n in range(4):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    world.clock.forward(seconds=15)
    world.minute()
    assert len(mails(world)) == 4
    world.clock.forward(seconds=2 * HOUR)
    world.minute()
    assert len(mails(world)) == 4, "nothing new waits"


def test_a_digest_lists_twenty_and_says_how_many_wait(world: World) -> None:
    for n in range(30):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    world.clock.forward(seconds=15)
    world.minute()
    digest = mails(world)[-1]
    assert len(links(digest)) == 40
    assert "30" in digest.subject
    world.clock.forward(seconds=15 * 60)
    world.minute()
    assert mails(world)[-1] is digest


def test_a_digest_leaves_out_what_was_decided_meanwhile(world: World) -> None:
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(6)]
    world.deliver()
    for comment in ids[:5]:
        world.moderator().decide(comment, "approve")
    world.deliver()
    world.clock.forward(seconds=15)
    world.minute()
    assert [len(links(mail)) for mail in mails(world)[3:]] == [2]


def test_a_members_budget_of_the_day_is_kept(world: World) -> None:
    limits(world, overdue=0)
    mina = Moderator(SITE, "mina", Role.MODERATOR, mail="mina@team.example", budget=2)
    world.memory.sites.put_moderator(mina)
    for n in range(8):
        held(world, f"{HOLD} رقم {n}")
        world.deliver()
        world.clock.forward(seconds=HOUR / 2)
        world.minute()
    assert len(mails(world)) == 2


def test_a_digest_that_could_not_be_sent_is_sent_a_minute_later(world: World) -> None:
    for n in range(4):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    world.clock.forward(seconds=15)
    world.mailer.down = True
    world.minute()
    assert len(mails(world)) == 3
    world.mailer.down = False
    world.clock.forward(seconds=60)
    world.minute()
    assert len(mails(world)) == 4


def test_two_rounds_at_once_send_one_digest(world: World) -> None:
    for n in range(6):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    world.clock.forward(seconds=15)
    at_once([world.minute] * 3)
    assert len(mails(world)) == 4


def test_what_a_moderator_puts_back_into_the_queue_is_not_mailed_again(world: World) -> None:
    comment = held(world)
    world.deliver()
    world.moderator("omar").decide(comment, "reject")
    world.moderator("omar").call("POST", f"comments/{comment}/undo", {"version": 2})
    public = world.reader().post(FINE).json["id"]
    world.moderator("omar").decide(public, "hold")
    world.deliver()
    assert len(mails(world)) == 1


def test_auditors_and_the_invited_get_no_mail(world: World) -> None:
    """M3: no digest before an invited person has signed in."""
    world.memory.sites.put_moderator(Moderator(SITE, "rima", Role.AUDITOR, mail="rima@team.example"))
    invited = Moderator(SITE, "nour", Role.MODERATOR, mail="nour@team.example", confirmed=False)
    world.memory.sites.put_moderator(invited)
    held(world)
    world.deliver()
    world.clock.forward(seconds=HOUR)
    world.minute()
    assert {mail.to for mail in world.mailer.sent} == {"mina@team.example"}


def test_one_site_that_fails_does_not_cost_the_others_their_round(world: World) -> None:
    world.memory.sites.put(replace(a_site(), id="aaa-broken"))
    held(world)
    world.deliver()
    stamp = world.memory.decision_log.stamp

    def fails(site: str) -> object:
        if site == "aaa-broken":
            raise GhirbalError("store-unavailable")
        return stamp(site)

    world.memory.decision_log.stamp = fails  # type: ignore[method-assign,assignment]
    assert world.minute() == {"sites": 2}


# --- what a mail says ----------------------------------------------------------------------------------------


class Links(HTMLParser):
    """Tags and addresses of an HTML document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</blockquote><a href='https://bad.example'>انقر</a>",
    "زوروا www.bad.example أو https://bad.example/x",
    "{approve} {site} {{7*7}}",
    "\u202eمقلوب\u2066",
    "javascript:alert(1)",
    "a@bad.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_corpus_in_every_sink(world: World, text: str) -> None:
    """H5 for mail: plain and HTML, in text and in name. CSV has its own test, webhooks and the page theirs."""
    held(world, f"{text} {HOLD}", name=text[:60])
    world.deliver()
    mail = mails(world)[0]
    parsed = Links()
    parsed.feed(mail.html)
    assert {"script", "img", "iframe", "object"} & set(parsed.tags) == set()
    assert parsed.handlers == []
    assert parsed.links == links(mail)
    assert len(parsed.links) == 2
    for sink in (mail.body, mail.html):
        assert not re.search(r"https?://(?!comments\.example)", sink)
        assert "bad.example" not in sink
    assert mail.body.count("\u202e") == mail.body.count("\u202c")


def test_case_41_a_line_break_in_a_name_stays_out_of_the_header(world: World) -> None:
    held(world, name="محمد\r\nBcc: all@x.example\r\n")
    world.put_site(a_site(name="أخبار\r\nBcc: all@x.example"))
    held(world, f"{HOLD} آخر")
    world.deliver()
    for mail in mails(world):
        assert not re.search(r"[\r\n]", mail.subject + mail.to)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"), ("xx", "rtl")])
def test_a_mail_is_plain_and_html_in_the_members_language(world: World, lang: str, direction: str) -> None:
    mina = Moderator(SITE, "mina", Role.MODERATOR, mail="mina@team.example", lang=lang)
    world.memory.sites.put_moderator(mina)
    held(world, f"نص طويل {HOLD} " + "كلمة " * 150, name="سارة")
    world.deliver()
    mail = mails(world)[0]
    assert f'dir="{direction}"' in mail.html
    for sink in (mail.body, mail.html):
        assert "سارة" in sink
        assert sink.count("كلمة") <= 56, "280 characters of the comment at most"


def test_a_mail_leads_into_the_room_to_its_comment_and_its_site(world: World) -> None:
    desk = "https://desk.example/"
    world.deps = world.deps.replace(settings=replace(world.deps.settings, console_url=desk))
    comment = held(world)
    world.deliver()
    [mail] = mails(world)
    parsed = Links()
    parsed.feed(mail.html)
    ways = [f"{desk}?site={SITE}#ghirbal-{comment}", f"{desk}?site={SITE}"]
    assert parsed.links == [*links(mail), *ways]
    for way in ways:
        assert f"\n{way}\n" in mail.body


def test_no_mail_holds_a_readers_mail_or_address(world: World) -> None:
    world.reader(address="198.51.100.77").post(f"كلام {HOLD}", email="secret@mail.example")
    world.deliver()
    whole = mails(world)[0].body + mails(world)[0].html
    assert "secret@mail.example" not in whole
    assert "198.51.100.77" not in whole


# --- time limits ---------------------------------------------------------------------------------------------


def limits(world: World, overdue: int = 60, expire: int = 0) -> None:
    world.put_site(a_site(policy={"held": {"overdue_minutes": overdue, "expire_minutes": expire}}))


def test_what_waits_too_long_makes_one_event_and_one_mail(world: World) -> None:
    limits(world)
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(4)]
    world.deliver()
    world.clock.forward(seconds=HOUR - 60)
    world.minute()
    world.deliver()
    assert events(world, "ReviewOverdue") == []
    before = len(mails(world))
    world.clock.forward(seconds=61)
    for _ in range(3):
        world.minute()
    world.deliver(again=2)
    assert sorted(events(world, "ReviewOverdue")) == sorted(3 * [f"{c}#1#ReviewOverdue" for c in ids])
    assert len(set(events(world, "ReviewOverdue"))) == 4, "sent again with the same id, as every event"
    overdue = mails(world)[before:]
    assert [mail.subject for mail in overdue] == ["طال انتظار تعليقات في أخبار"]
    assert len(links(overdue[0])) == 8


def test_the_event_of_an_overdue_comment_is_what_its_schema_says(world: World) -> None:
    limits(world)
    held(world, f"{HOLD} سر")
    world.deliver()
    world.clock.forward(seconds=HOUR + 60)
    world.minute()
    world.deliver()
    event = next(event for event in world.publisher.sent if event.type == "ReviewOverdue")
    detail = json.loads(entry_of(event, "bus")["Detail"])
    schema = json.loads((SCHEMAS / "ReviewOverdue.v1.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(detail)
    assert detail["minutes"] == 61
    assert "سر" not in json.dumps(detail, ensure_ascii=False)


def test_who_decided_in_time_is_not_alarmed(world: World) -> None:
    limits(world)
    comment = held(world)
    world.moderator().decide(comment, "approve")
    world.deliver()
    world.clock.forward(seconds=2 * HOUR)
    world.minute()
    world.deliver()
    assert events(world, "ReviewOverdue") == []


def test_held_too_long_is_rejected_by_the_system_if_the_policy_says_so(world: World) -> None:
    limits(world, expire=24 * 60)
    comment = held(world)
    world.deliver()
    world.clock.forward(seconds=24 * HOUR - 1)
    world.minute()
    assert stored(world, comment).status is Status.PENDING
    world.clock.forward(seconds=1)
    world.minute()
    world.deliver()
    expired = stored(world, comment)
    assert (expired.status, expired.cause, str(expired.by.kind)) == (Status.REJECTED, "expired", "system")
    last = world.publisher.sent[-1]
    assert (str(last.type), last.detail["cause"]) == ("CommentRejected", "expired")
    assert world.memory.comments.pending(SITE) == 0
    assert world.moderator().decide(comment, "approve", version=2).status == 200, (
        "a moderator can overturn it"
    )


def test_without_a_limit_comments_stay(world: World) -> None:
    limits(world, overdue=0)
    comment = held(world)
    world.clock.forward(seconds=300 * 24 * HOUR)
    world.minute()
    world.deliver()
    assert stored(world, comment).status is Status.PENDING
    assert events(world, "ReviewOverdue") == []


def test_case_10_two_sweeps_at_once_escalate_and_expire_once(world: World) -> None:
    limits(world, overdue=60, expire=120)
    old = [held(world, f"{HOLD} قديم {n}") for n in range(5)]
    world.clock.forward(seconds=1.5 * HOUR)
    young = [held(world, f"{HOLD} جديد {n}") for n in range(5)]
    world.clock.forward(seconds=HOUR + 60)
    site, swept = a_site(policy={"held": {"overdue_minutes": 60, "expire_minutes": 120}}), list[Swept]()

    def once() -> None:
        swept.append(sweep(site, world.memory.comments, world.memory.rounds, world.clock()))

    at_once([once] * 3)
    assert sum(done.expired for done in swept) == 5
    assert sum(done.escalated for done in swept) == 5
    world.deliver()
    assert sorted(events(world, "ReviewOverdue")) == sorted(f"{c}#1#ReviewOverdue" for c in young)
    assert {len(world.memory.comments.log(SITE, comment)) for comment in old} == {1}


# --- a moderator who deletes too much ------------------------------------------------------------------------


def owner(world: World) -> None:
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.OWNER, mail="dina@team.example"))


def test_mass_delete_alarm(world: World) -> None:
    """M14: more than thirty deletions in an hour are told to the owner, once."""
    owner(world)
    ids = [world.reader().post(f"{FINE} رقم {n}").json["id"] for n in range(33)]
    for start in (0, 30):
        decisions = [{"id": c, "action": "delete", "version": 1} for c in ids[start : start + 30]]
        world.moderator("omar").call("POST", "decisions", {"decisions": decisions})
        world.deliver(again=1)
        alarms = [mail for mail in mails(world, "dina@team.example") if "حذف" in mail.subject]
        assert len(alarms) == (0 if start == 0 else 1)
    assert "omar" in alarms[0].body
    assert "30" in alarms[0].body
    assert mails(world) == [], "the team hears nothing of it"


def test_authors_deletions_alarm_nobody(world: World) -> None:
    owner(world)
    for n in range(32):
        author = world.reader()
        author.delete(author.post(f"{FINE} رقم {n}").json["id"])
    world.deliver()
    assert world.mailer.sent == []


def test_an_outage_of_the_mail_service_costs_nothing_of_the_days_budget(world: World) -> None:
    for n in range(8):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    before = len(mails(world))
    world.mailer.down = True
    for _ in range(90):
        world.clock.forward(seconds=60)
        world.minute()
    world.mailer.down = False
    for _ in range(30):
        world.clock.forward(seconds=60)
        world.minute()
    assert len(mails(world)) == before + 1, "the digest that was due comes once the service is back"


def test_a_site_that_cannot_be_read_stops_no_other_sites_round(world: World) -> None:
    held(world)
    held(world, f"{HOLD} ثان")
    world.deliver()
    unreadable = replace(a_site(), id="broken-site")
    world.memory.sites.put(unreadable)

    class DecisionLog:
        def stamp(self, site: str) -> object:
            if site == "broken-site":
                raise ValueError("a row that nobody can read")
            return world.memory.decision_log.stamp(site)

    world.deps = world.deps.replace(decision_log=DecisionLog())
    world.clock.forward(seconds=15)
    for _ in range(4):
        assert world.minute() == {"sites": 2}
        world.clock.forward(seconds=60)
