"""The policy document: merging, errors that help, lint."""

from __future__ import annotations

from typing import Any

import pytest

from ghirbal.domain.policy import PolicyError, effective, lint, merge, parse
from ghirbal.moderation import shipped_document, shipped_policy


def test_the_shipped_document_is_sound() -> None:
    assert lint(shipped_document()) == []


@pytest.mark.parametrize("profile", ["balanced", "strict", "hold-all"])
def test_the_shipped_profiles_parse(profile: str) -> None:
    assert shipped_policy(profile).profile == profile


def test_what_the_use_cases_need_is_there() -> None:
    policy = shipped_policy()
    assert {"reader", "address", "network", "report", "refusal"} <= set(policy.limits)
    assert policy.limits["reader"].n == 10
    assert policy.reports.hold_at == 3
    assert (policy.edits.n, policy.edits.seconds) == (5, 300)
    assert policy.nudge


def test_a_site_lies_over_the_shipped_document_key_by_key() -> None:
    policy = parse(merge(shipped_document(), {"symbols": {"LINK": {"score": 4}}, "nudge": False}))
    assert policy.rule("LINK").score == 4
    assert policy.rule("LINK").group == "spam"
    assert not policy.nudge


def test_composites_are_merged_by_name() -> None:
    below = {"composites": [{"name": "A", "all": ["X"], "score": 1}, {"name": "B", "all": ["Y"]}]}
    above = {"composites": [{"name": "A", "all": ["X"], "score": 2}]}
    assert [(c.name, c.score) for c in parse(merge(below, above)).composites] == [("A", 2.0), ("B", 0.0)]


def test_an_override_holds_until_its_end() -> None:
    override = {"profile": "hold-all", "until": 2_000}
    assert parse(effective(shipped_document(), {}, override, now=1_999)).hold == 0
    assert parse(effective(shipped_document(), {}, override, now=2_000)).hold == 5


def test_merging_leaves_its_documents_alone() -> None:
    below: dict[str, Any] = {"limits": {"reader": {"n": 10, "seconds": 600}}}
    merge(below, {"limits": {"reader": {"n": 1}}})
    assert below == {"limits": {"reader": {"n": 10, "seconds": 600}}}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"colour": "red"}, "policy.colour"),
        ({"profile": "lenient"}, "policy.profile"),
        ({"thresholds": {"hold": "5"}}, "policy.thresholds.hold"),
        ({"thresholds": {"hold": True}}, "policy.thresholds.hold"),
        ({"thresholds": {"hold": float("nan")}}, "policy.thresholds.hold"),
        ({"thresholds": {"hold": 11}}, "policy.thresholds"),
        ({"symbols": []}, "policy.symbols"),
        ({"symbols": {"LINK": 5}}, "policy.symbols.LINK"),
        ({"symbols": {"LINK": {"weight": 5}}}, "policy.symbols.LINK.weight"),
        ({"groups": {"spam": {"cap": -1}}}, "policy.groups.spam.cap"),
        ({"composites": {}}, "policy.composites"),
        ({"composites": [{"name": "A"}]}, "policy.composites[0]"),
        ({"composites": ["A"]}, "policy.composites[0]"),
        ({"limits": {"reader": {"n": 0, "seconds": 60}}}, "policy.limits.reader.n"),
        ({"limits": {"reader": {"n": 5}}}, "policy.limits.reader.seconds"),
        ({"nudge": "yes"}, "policy.nudge"),
        ({"reports": {"hold_at": None}}, "policy.reports.hold_at"),
        ({"edits": {"n": 2.5}}, "policy.edits.n"),
        ({"words": {"hold": "كلمة"}}, "policy.words.hold"),
        ({"words": {"hold": [""]}}, "policy.words.hold"),
    ],
)
def test_an_error_says_where_what_and_what_instead(document: dict[str, Any], where: str) -> None:
    """Case 47: the reader of this error keeps the old version."""
    with pytest.raises(PolicyError) as caught:
        parse(document)
    assert caught.value.where == where
    assert caught.value.what
    assert caught.value.instead
    assert lint(document) == [str(caught.value)]


def test_lint_names_what_is_doubtful() -> None:
    document = {
        "symbols": {"A": {"score": 3}, "B": {"score": 1, "group": "g"}},
        "composites": [{"name": "C", "all": ["Z"]}],
    }
    assert [line.split(":")[0] for line in lint(document)] == [
        "policy.groups",
        "policy.composites.C",
        "policy.symbols.A",
    ]
