"""Every limit that a use case takes has a number in the shipped policy, under every profile."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ghirbal.domain.reader import Site
from ghirbal.moderation import shipped_policy
from ghirbal.usecases.policy.in_force import is_valid, policy_of

USECASES = Path(__file__).resolve().parents[3] / "shared" / "ghirbal" / "usecases"


def kinds() -> set[str]:
    """The kinds named in calls of `limit_use`, and those every write takes."""
    found = {"reader", "address", "network"}
    for path in USECASES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("limit_use"):
                found |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found


@pytest.mark.parametrize("profile", ["balanced", "strict", "hold-all"])
def test_every_limit_that_is_taken_is_in_the_shipped_policy(profile: str) -> None:
    assert kinds() - set(shipped_policy(profile).limits) == set()


def test_a_site_without_a_usable_policy_holds_everything() -> None:
    broken = Site("akhbar", ("https://akhbar.example",), policy={"limits": "none"})
    assert not is_valid(broken)
    assert policy_of(broken).profile == "hold-all"


def test_a_site_changes_what_it_names_and_keeps_the_rest() -> None:
    strict = Site("akhbar", ("https://akhbar.example",), policy={"thresholds": {"hold": 3}})
    assert (policy_of(strict).hold, policy_of(strict).reject) == (3, shipped_policy().reject)
