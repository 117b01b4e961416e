"""Jobs through the endpoint, the queue and their function: dry run, recount, death and limits (case 57, M7)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from ghirbal.auth.principal import Principal
from ghirbal.domain.errors import StoreUnavailable
from ghirbal.domain.reader import Moderator, Role
from ghirbal.moderation.explain import explain
from ghirbal.ports.jobs import Past, PastSlice
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.jobs import job_to_item
from ghirbal.usecases.jobs import run as jobs
from tests.support.world import FINE, HOLD, SITE, Answer, World

MELON = "بطيخ"


@pytest.fixture
def world() -> World:
    made = World()
    made.principals.known["nour"] = Principal("nour", {SITE: Role.EDITOR})
    made.memory.sites.put_moderator(Moderator(SITE, "nour", Role.EDITOR))
    return made


def call(world: World, method: str, path: str, body: object = None, name: str = "nour") -> Answer:
    return world.moderator(name).call(method, path, body)


def draft(world: World, document: dict[str, Any]) -> int:
    version: int = call(world, "PUT", "policy", {"document": document}).json["version"]
    return version


def start(world: World, name: str = "nour", **body: Any) -> Answer:
    return call(world, "POST", "jobs", {"kind": "dry-run", "days": 2} | body, name)


def posted(world: World, text: str, decision: str = "") -> str:
    answer = world.reader().post(text)
    assert answer.status in (201, 202), answer.text
    identifier: str = answer.json["id"]
    if decision:
        assert world.moderator().decide(identifier, decision).status == 200
    return identifier


def ended(world: World, job: str, name: str = "nour") -> dict[str, Any]:
    world.work()
    answer = call(world, "GET", f"jobs/{job}", name=name)
    assert answer.status == 200
    found: dict[str, Any] = answer.json
    return found


def past_of(world: World) -> list[str]:
    """Two that pass, one that a moderator approved, two that moderators stopped, one held and undecided."""
    return [
        posted(world, FINE),
        posted(world, f"{FINE} {MELON}"),
        posted(world, f"كلام {MELON} {HOLD}", "approve"),
        posted(world, f"كلام {MELON} اخر {HOLD}", "reject"),
        posted(world, f"ثالث {MELON} {HOLD}", "spam"),
        posted(world, f"رابع {HOLD}"),
    ]


# A dry run must judge by the shipped word detector too: the marks' judge knows no site words.
def by_words(world: World) -> World:
    from ghirbal.wiring.deps import judge_past

    marks = world.deps.judge

    def both(text: str, name: str, extra: Any, policy: Any) -> Any:
        return judge_past(text, name, (*extra, *marks(text, name, (), policy).symbols), policy)

    world.deps = world.deps.replace(judge_past=both)
    return world


def test_a_dry_run_says_what_a_draft_would_have_done_and_what_moderators_thought(world: World) -> None:
    by_words(world)
    ids = past_of(world)
    started = start(world, version=draft(world, {"words": {"hold": [f"{MELON}*"]}}))
    assert started.status == 202
    assert started.json["state"] == "queued"
    job = ended(world, started.json["id"])
    assert (job["state"], job["progress"]) == ("done", 100)
    figures = job["figures"]
    assert figures["judged"] == 6
    assert figures["newly_held"] == 1
    assert (figures["hits"], figures["upheld"], figures["overturned"]) == (5, 2, 1)
    assert figures["precision"] == round(2 / 3, 3)
    moves = {example["id"]: (example["from"], example["to"]) for example in figures["examples"]}
    assert moves[ids[1]] == ("publish", "hold")
    assert moves[ids[2]] == ("hold", "reject"), "the mark's insult and the site's word together"
    assert figures["newly_refused"] == 3
    assert (figures["newly_held_approved"], figures["newly_refused_approved"]) == (0, 1)
    melon = next(rule for rule in figures["rules"] if rule["symbol"] == "SITE_WORD_HOLD")
    assert (melon["hits"], melon["upheld"], melon["overturned"]) == (4, 2, 1)
    assert json.loads(world.results.objects[job["result"]]) == figures


def test_a_looser_draft_tells_what_it_would_publish(world: World) -> None:
    past_of(world)
    started = start(world, version=draft(world, {"thresholds": {"hold": 9}}))
    figures = ended(world, started.json["id"])["figures"]
    assert (figures["newly_published"], figures["newly_published_stopped"]) == (4, 2)


def test_symbols_are_told_by_name_in_the_editors_language(world: World) -> None:
    by_words(world)
    past_of(world)
    started = start(world, version=draft(world, {"words": {"hold": [f"{MELON}*"]}}))
    job = ended(world, started.json["id"])
    named = {symbol for example in job["figures"]["examples"] for symbol in example["symbols"]}
    named |= {rule["symbol"] for rule in job["figures"]["rules"]}
    assert job["names"].keys() == named
    assert job["names"]["SITE_WORD_HOLD"] == explain("SITE_WORD_HOLD", "ar", "moderator")
    assert not named & set(job["names"].values())


def test_figures_of_a_job_that_an_earlier_version_began_are_counted_on(world: World) -> None:
    past_of(world)
    started = start(world, version=draft(world, {"thresholds": {"hold": 9}}))
    old = world.memory.jobs.get(SITE, started.json["id"])
    assert old is not None
    counted = (
        "judged",
        "skipped",
        "hits",
        "newly_held",
        "newly_refused",
        "newly_published",
        "upheld",
        "overturned",
    )
    figures = {**dict.fromkeys(counted, 0), "rules": {}, "fired": {}, "examples": []}
    world.memory.rows.write(job_to_item(replace(old, figures=figures)))
    assert ended(world, started.json["id"])["figures"]["newly_published_stopped"] == 2


def test_the_result_names_no_reader_and_holds_no_text(world: World) -> None:
    past_of(world)
    ended(world, start(world, version=draft(world, {"thresholds": {"hold": 0}})).json["id"])
    everything = " ".join(world.results.objects.values())
    assert "كلام" not in everything
    assert "قارئ" not in everything


def test_a_rule_that_moderators_keep_overturning_is_pointed_out(world: World) -> None:
    for number in range(10):
        posted(world, f"كلام رقم {number} {HOLD}", "approve" if number < 8 else "reject")
    job = ended(world, start(world).json["id"])
    [rule] = job["figures"]["questionable"]
    assert rule == {"symbol": "LEX_INSULT_PLAIN", "hits": 10, "upheld": 2, "overturned": 8}


def test_second_job_409_names_the_one_that_runs(world: World) -> None:
    first = start(world)
    second = start(world)
    assert second.status == 409
    assert second.json["code"] == "job-running"
    assert second.json["job"] == first.json["id"]
    ended(world, first.json["id"])
    assert start(world).status == 202


@dataclass
class Dying:
    """A past that fails at one slice, once, as if the function had been killed there."""

    inner: Past
    at: int
    asked: int = 0

    def comments(self, site: str, day: str, shard: int, limit: int, after: str | None) -> PastSlice:
        self.asked += 1
        if self.asked == self.at:
            raise StoreUnavailable("killed")
        return self.inner.comments(site, day, shard, limit, after)


@pytest.mark.parametrize("slice_", range(1, 9))
def test_case_57_a_dry_run_killed_at_any_slice_goes_on_and_counts_nothing_twice(
    world: World, slice_: int
) -> None:
    past_of(world)
    version = draft(world, {"thresholds": {"hold": 0}})
    whole = ended(world, start(world, version=version).json["id"])["figures"]
    started = start(world, version=version)
    message = world.job_queue.sent[0]
    world.deps = world.deps.replace(past=Dying(world.memory.past, slice_))
    with pytest.raises(StoreUnavailable):
        world.work()
    running = call(world, "GET", f"jobs/{started.json['id']}").json
    assert running["state"] == "running"
    world.job_queue.sent.append(message)
    assert ended(world, started.json["id"])["figures"] == whole


def test_case_57_a_result_that_could_not_be_written_is_written_by_the_next_delivery(world: World) -> None:
    past_of(world)
    started = start(world, version=draft(world, {"thresholds": {"hold": 0}}))
    message = world.job_queue.sent[0]
    world.results.failures = 1
    with pytest.raises(Exception, match="results-unavailable"):
        world.work()
    world.job_queue.sent.append(message)
    job = ended(world, started.json["id"])
    assert job["state"] == "done"
    parts = [text for key, text in world.results.objects.items() if "part-" in key]
    assert sum(len(text.splitlines()) for text in parts) == 2


def test_case_57_a_message_that_comes_twice_does_the_work_once(world: World) -> None:
    past_of(world)
    started = start(world)
    message = world.job_queue.sent[0]
    world.job_queue.sent.append(message)
    assert ended(world, started.json["id"])["figures"]["judged"] == 6


def test_a_job_goes_on_in_another_invocation_when_its_time_is_up(world: World) -> None:
    past_of(world)
    started = start(world)
    remaining = iter([300_000, 300_000, *([1_000, 300_000, 300_000] * 40)])

    def left() -> int:
        return next(remaining)

    from functions.jobs import app
    from tests.support.world import context

    taken = 0
    while world.job_queue.sent:
        slow = context()
        slow.get_remaining_time_in_millis = left
        app.handler({"Records": [{"body": json.dumps(world.job_queue.sent.pop(0))}]}, slow, world.deps)
        taken += 1
    assert taken > 2
    assert call(world, "GET", f"jobs/{started.json['id']}").json["figures"]["judged"] == 6


def test_rights_are_looked_at_again_when_the_job_starts(world: World) -> None:
    """Attack M7."""
    started = start(world)
    world.memory.sites.remove_moderator(SITE, "nour")
    job = ended(world, started.json["id"], "dina")
    assert (job["state"], job["reason"]) == ("failed", "not-allowed")
    assert world.results.objects == {}


def test_the_daily_budget_of_reads_stops_a_job_and_leaves_what_it_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack M7."""
    monkeypatch.setattr(jobs, "READS_A_DAY", 3 * jobs.SLICE)
    past_of(world)
    job = ended(world, start(world).json["id"])
    assert (job["state"], job["reason"]) == ("stopped", "read-budget")
    assert job["progress"] == 37
    assert start(world).status == 202


@pytest.mark.parametrize("body", [{"days": 91}, {"days": 0}, {"kind": "export"}, {"version": 7}])
def test_a_job_that_asks_too_much_is_refused(world: World, body: dict[str, Any]) -> None:
    assert start(world, **body).status in (404, 422)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("mina", "dry-run"), ("rima", "dry-run"), ("nour", "recount"), ("elsewhere", "dry-run")],
)
def test_who_may_not_starts_no_job(world: World, name: str, kind: str) -> None:
    assert start(world, name, kind=kind).status == 403
    assert world.job_queue.sent == []


def test_a_job_that_cannot_be_queued_holds_no_place(world: World) -> None:
    world.job_queue.away = True
    assert start(world).status == 503
    world.job_queue.away = False
    assert start(world).status == 202


def test_case_59_a_recount_repairs_what_lost_records_left_out(world: World) -> None:
    past_of(world)
    assert world.listed() != []
    page = world.reader().path.split("/")[5]
    assert world.memory.comments.head(SITE, page).all == 0, "no record reached the stream function"
    job = ended(world, start(world, "dina", kind="recount").json["id"], "dina")
    assert job["state"] == "done"
    assert (job["figures"]["counted"], job["figures"]["repaired"]) == (6, 6)
    assert job["figures"]["differing"] == []
    assert world.memory.comments.head(SITE, page).all == 3
    assert world.memory.comments.pending(SITE) == 1
    again = ended(world, start(world, "dina", kind="recount").json["id"], "dina")
    assert again["figures"]["repaired"] == 0


def test_case_59_records_that_come_after_the_recount_change_nothing(world: World) -> None:
    past_of(world)
    page = world.reader().path.split("/")[5]
    ended(world, start(world, "dina", kind="recount").json["id"], "dina")
    world.deliver(again=1)
    assert world.memory.comments.head(SITE, page).all == 3
    assert world.memory.comments.pending(SITE) == 1


def test_case_59_a_count_that_was_tampered_with_is_reported(world: World) -> None:
    past_of(world)
    world.deliver()
    page = world.reader().path.split("/")[5]
    world.memory.rows.add(keys.page_count(SITE, page), n=5)
    job = ended(world, start(world, "dina", kind="recount").json["id"], "dina")
    assert job["figures"]["differing"] == [{"page": page, "shown": 8, "counted": 3}]
