"""The policy workbench through the moderators' endpoint (fault case 47)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from functions.notify import app as notify
from ghirbal.auth.principal import Principal
from ghirbal.domain.reader import Moderator, Role
from ghirbal.moderation import shipped_policy
from ghirbal.storage.dynamodb import keys
from ghirbal.usecases.policy.workbench import MOST_VERSIONS
from tests.support.world import FINE, SITE, Answer, World, context

MELON = "بطيخ"
DOCUMENT = {"words": {"hold": [f"{MELON}*"]}}


@pytest.fixture
def world() -> World:
    made = World()
    made.principals.known["nour"] = Principal("nour", {SITE: Role.EDITOR})
    made.memory.sites.put_moderator(Moderator(SITE, "nour", Role.EDITOR))
    return made


def call(world: World, method: str, path: str, body: object = None, name: str = "nour") -> Answer:
    return world.moderator(name).call(method, path, body)


def save(world: World, document: dict[str, Any], **more: Any) -> int:
    answer = call(world, "PUT", "policy", {"document": document} | more)
    assert answer.status == 201, answer.text
    version: int = answer.json["version"]
    return version


def activate(world: World, version: int) -> Answer:
    answer = call(world, "POST", "policy/activate", {"version": version})
    world.clock.forward(seconds=61)
    return answer


def policy_version(world: World, comment: str) -> str:
    found = world.memory.comments.get(SITE, comment)
    assert found is not None
    assert found.verdict is not None
    return found.verdict.policy_version


def test_a_draft_changes_nothing_until_it_is_activated_and_a_verdict_names_it(world: World) -> None:
    version = save(world, {"thresholds": {"hold": 0}})
    assert world.reader().post(FINE).status == 201
    assert activate(world, version).json["active"] == version
    held = world.reader().post(FINE + " حقا")
    assert held.status == 202
    assert policy_version(world, held.json["id"]).endswith("+v1")


def test_what_holds_where_a_document_is_silent_is_told_by_profile(world: World) -> None:
    silent = call(world, "GET", "policy").json["silent"]
    assert silent["profile"] == "balanced"
    for profile, cuts in silent["profiles"].items():
        policy = shipped_policy(profile)
        assert (cuts["hold"], cuts["reject"]) == (policy.hold, policy.reject)


def test_rolling_back_puts_the_version_before_in_force_and_back_again(world: World) -> None:
    first, second = save(world, DOCUMENT), save(world, {"thresholds": {"hold": 0}})
    activate(world, first)
    activate(world, second)
    assert call(world, "POST", "policy/rollback", {}).json["active"] == first
    assert call(world, "POST", "policy/rollback", {}).json["active"] == second


def test_there_is_nothing_to_roll_back_to_at_first(world: World) -> None:
    assert call(world, "POST", "policy/rollback", {}).json["code"] == "nothing-to-roll-back"


def test_hold_everything_tonight_ends_by_itself_to_the_second(world: World) -> None:
    asked = {"document": {"profile": "hold-all"}, "minutes": 30}
    assert call(world, "PUT", "policy/override", asked).json["override"]["document"] == {
        "profile": "hold-all"
    }
    world.clock.forward(seconds=61)
    held = world.reader().post(FINE)
    assert held.status == 202
    assert policy_version(world, held.json["id"]).endswith("+override")
    world.clock.forward(seconds=30 * 60 - 61 - 10 - 10 - 2)
    reader = world.reader()
    assert reader.post(FINE + " جدا").status == 202
    world.clock.forward(seconds=3)
    assert reader.post(FINE + " فعلا").status == 201
    assert call(world, "GET", "policy").json["override"] is None


def test_an_override_wins_over_the_sites_own_thresholds(world: World) -> None:
    activate(world, save(world, {"thresholds": {"hold": 9}}))
    call(world, "PUT", "policy/override", {"document": {"profile": "hold-all"}, "minutes": 5})
    world.clock.forward(seconds=61)
    assert world.reader().post(FINE).status == 202


def test_an_override_can_be_ended_early(world: World) -> None:
    call(world, "PUT", "policy/override", {"document": {"profile": "hold-all"}, "minutes": 30})
    assert call(world, "DELETE", "policy/override").json["override"] is None
    world.clock.forward(seconds=61)
    assert world.reader().post(FINE).status == 201


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"thresholds": {"hold": "5"}}, "policy.thresholds.hold"),
        ({"thresholds": []}, "policy.thresholds"),
        ({"words": {"hold": ["(a+)+$*x"]}}, "policy.words.hold[0]"),
        ({"words": {"hold": ["ab*"]}}, "policy.words.hold[0]"),
        ({"words": {"reject": ["!!"]}}, "policy.words.reject[0]"),
        ({"words": {"hold": "x"}}, "policy.words.hold"),
        ({"words": ["x"]}, "policy.words"),
        ({"profile": "none"}, "policy.profile"),
        ({"wordz": {}}, "policy.wordz"),
        ({"version": "mine"}, "policy.version"),
    ],
)
def test_case_47_a_document_that_cannot_be_used_is_refused_and_says_where(
    world: World, document: dict[str, Any], where: str
) -> None:
    answer = call(world, "PUT", "policy", {"document": document})
    assert answer.status == 422, answer.text
    assert answer.json["code"] == "policy-invalid"
    assert answer.json["where"] == where
    assert answer.json["instead"]
    assert call(world, "GET", "policy").json["newest"] == 0


@pytest.mark.parametrize("doc", ['{"thresholds": "none"}', "[]", "not json", '{"words": []}'])
def test_case_47_a_version_damaged_in_the_store_holds_everything_and_health_says_so(
    world: World, doc: str
) -> None:
    activate(world, save(world, DOCUMENT))
    key = keys.policy_version(SITE, 1)
    item = world.memory.rows.get(key)
    assert item is not None
    world.memory.plant(item | {"doc": doc})
    world.clock.forward(seconds=61)
    held = world.reader().post(FINE)
    assert held.status == 202
    assert policy_version(world, held.json["id"]).endswith("+unusable")
    assert call(world, "GET", "health").json["policy_valid"] is False


def test_case_47_the_minutes_round_counts_policies_that_cannot_be_used(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    activate(world, save(world, DOCUMENT))
    world.memory.rows.remove(keys.policy_version(SITE, 1))
    world.clock.forward(seconds=61)
    assert world.reader().post(FINE).status == 202
    world.deliver()
    notify.handler({"source": "ghirbal.schedule", "detail-type": "Minute"}, context(), world.deps)
    assert '"PoliciesUnusable":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_case_47_a_version_that_is_gone_holds_everything(world: World) -> None:
    activate(world, save(world, DOCUMENT))
    world.memory.rows.remove(keys.policy_version(SITE, 1))
    world.clock.forward(seconds=61)
    assert world.reader().post(FINE).status == 202


def test_case_47_an_invalid_version_is_not_activated_and_the_old_one_stays(world: World) -> None:
    activate(world, save(world, DOCUMENT))
    save(world, DOCUMENT)
    item = world.memory.rows.get(keys.policy_version(SITE, 2))
    assert item is not None
    world.memory.plant(item | {"doc": '{"thresholds": "none"}'})
    assert activate(world, 2).json["code"] == "policy-invalid"
    assert call(world, "GET", "policy").json["active"] == 1


def test_doubts_are_told_and_do_not_stand_in_the_way(world: World) -> None:
    document = {"composites": [{"name": "MINE", "all": ["NO_SUCH_SYMBOL"]}]}
    answer = call(world, "PUT", "policy", {"document": document})
    assert answer.status == 201
    assert "NO_SUCH_SYMBOL" in answer.json["findings"][0]


def test_a_document_may_be_large_and_not_too_large(world: World) -> None:
    words = [f"{MELON}{number}" for number in range(2000)]
    assert save(world, {"words": {"hold": words, "reject": words, "allow": words}}) == 1
    long = [f"melon{'a' * 70}{n}" for n in range(1400)]
    padded = {"words": {"hold": long, "reject": long}}
    assert call(world, "PUT", "policy", {"document": padded}).json["code"] == "policy-too-large"


def test_the_history_says_who_and_when(world: World) -> None:
    version = save(world, DOCUMENT, note="بعد الاجتماع")
    activate(world, version)
    history = call(world, "GET", "policy/history").json["history"]
    assert [(line["step"], line["by"], line["version"]) for line in history] == [
        ("activated", "nour", 1),
        ("saved", "nour", 1),
    ]
    assert history[1]["note"] == "بعد الاجتماع"


@pytest.mark.parametrize("name", ["mina", "rima", "gone", "elsewhere"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "policy", {"document": {}}),
        ("POST", "policy/activate", {"version": 0}),
        ("POST", "policy/rollback", {}),
        ("PUT", "policy/override", {"document": {}, "minutes": 5}),
        ("DELETE", "policy/override", None),
    ],
)
def test_only_editors_change_the_policy(
    world: World, name: str, method: str, path: str, body: object
) -> None:
    assert call(world, method, path, body, name).status == 403


def test_an_editor_who_left_the_team_saves_nothing(world: World) -> None:
    world.memory.sites.remove_moderator(SITE, "nour")
    assert call(world, "PUT", "policy", {"document": DOCUMENT}).status == 403


def test_an_unknown_version_is_not_found(world: World) -> None:
    assert activate(world, 7).status == 404
    assert call(world, "GET", "policy?version=7").status == 404
    assert call(world, "GET", "policy?version=0").json["document"] == {}


STARS = ("ابا*", "*ابا", "*ابا*")
ALIKE = [" ".join(words) for many in (1, 2, 3, 4) for words in product(STARS, repeat=many)]
"""120 patterns, each of which stands 250 times in a text of one word repeated."""

MANY_NAMES = [f"LEX_{number}*" for number in range(200)]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (
            {
                "composites": [
                    {
                        "name": f"C{number}",
                        "all": ["LEX_*"],
                        "none": [*MANY_NAMES, "LEX_*"],
                        "same_place": True,
                    }
                    | {"removes": ["LEX_*"]}
                    for number in range(60)
                ]
            },
            "policy",
        ),
        (
            {"composites": [{"name": f"C{n}", "all": ["LINK"], "score": 0} for n in range(101)]},
            "policy.composites",
        ),
        ({"limits": {"reader": {"n": 10_000_000}}}, "policy.limits.reader.n"),
    ],
    ids=[
        "composites of many names",
        "too many composites",
        "a limit without end",
    ],
)
def test_costly_policy_refused_at_save(world: World, document: dict[str, Any], where: str) -> None:
    """B11: what a policy costs is tried on the texts that are worst for it, before it is kept."""
    answer = call(world, "PUT", "policy", {"document": document})
    assert answer.status == 422, answer.text
    assert answer.json["code"] == "policy-invalid"
    assert f"{where}:" in answer.text or f'"{where}"' in answer.text
    assert world.memory.policies.state(SITE).newest == 0


def test_a_long_list_of_plain_words_is_no_costly_policy(world: World) -> None:
    letters = "بتثجحخدذرزسش"
    words = [one + other + third for one in letters for other in letters for third in letters[:5]]
    save(world, {"words": {"hold": words, "reject": [f"{word[:2]}قلم{word[2]}ك*" for word in words[:100]]}})


def test_patterns_that_stand_everywhere_are_no_costly_policy(world: World) -> None:
    save(world, {"words": dict.fromkeys(("hold", "reject", "allow"), ALIKE)})


def test_old_versions_go_and_the_one_in_force_stays(world: World) -> None:
    """B11: a document may be 200 KB, and an editor may save one a minute."""
    first = save(world, DOCUMENT)
    activate(world, first)
    policies, state = world.memory.policies, world.memory.policies.state(SITE)
    for _ in range(MOST_VERSIONS + 1):
        last = save(world, DOCUMENT)
        world.clock.forward(seconds=61)
    kept = [number for number in range(1, last + 1) if policies.version(SITE, number)]
    assert state.active == first
    assert kept == [first, *range(last - MOST_VERSIONS + 1, last + 1)]
