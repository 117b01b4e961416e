"""Every route of the room says who may call it, and means it (OWASP API5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from functions.moderation_api.app import api
from ghirbal.auth.principal import Principal
from ghirbal.domain.reader import RANK, Moderator, Role
from ghirbal.http.moderator_api import ROOT, role_of
from tests.support.world import SITE, Answer, World

DOCS = Path(__file__).resolve().parents[2] / "docs" / "moderation.md"
SECURED = {key: role for key, handler in api.routes.items() if (role := role_of(handler))}
OPEN = {"OPTIONS /v1/moderation/{proxy+}", "GET /a/{token}", "POST /a/{token}"}
_NAMES = re.compile(r"\{(\w+)\}")


def documented() -> dict[str, str]:
    """Route → role, as docs/moderation.md has it."""
    rows = re.findall(r"^\| `(\S+) (\w+)` \| (\w+) \|", DOCS.read_text("utf-8"), re.MULTILINE)
    return {f"{method} {ROOT}{rule}": role for rule, method, role in rows}


def call(world: World, key: str, name: str) -> Answer:
    """The route with arguments that mean nothing and an empty body."""
    method, _, rule = key.partition(" ")
    path = _NAMES.sub(lambda match: SITE if match[1] == "site" else "a" * 26, rule)
    headers: Mapping[str, str] = {"authorization": f"Bearer {name}"}
    body: Any = None if method in ("GET", "DELETE") else {}
    return world.request(method, path, body, headers)


def hire(world: World, role: Role) -> str:
    """A person with a token and a row of a role."""
    name = f"the-{role}"
    world.principals.known[name] = Principal(name, {SITE: role})
    world.memory.sites.put_moderator(Moderator(SITE, name, role))
    return name


def test_every_route_but_links_and_preflight_asks_for_a_role() -> None:
    assert set(api.routes) - set(SECURED) == OPEN


def test_the_documented_roles_are_those_of_the_code() -> None:
    assert documented() == {key: str(role) for key, role in SECURED.items()}


@pytest.mark.parametrize("key", sorted(SECURED))
def test_each_route_refuses_the_role_below_and_lets_its_own_in(world: World, key: str) -> None:
    needed = SECURED[key]
    for role in Role:
        answer = call(world, key, hire(world, role))
        refused = answer.status == 403 and answer.json["code"] == "not-allowed"
        assert refused == (RANK[role] < RANK[needed]), (role, answer.text)
        assert answer.status < 500


@pytest.mark.parametrize("key", sorted(SECURED))
def test_no_route_answers_without_a_token_or_to_another_sites_owner(world: World, key: str) -> None:
    """OWASP API1, API2."""
    assert call(world, key, "").status == 401
    assert call(world, key, "nobody").status == 401
    assert call(world, key, "elsewhere").status == 403


@pytest.mark.parametrize("key", sorted(SECURED))
def test_what_a_route_answers_is_kept_by_no_cache(world: World, key: str) -> None:
    """H4."""
    for name in (hire(world, Role.OWNER), "nobody"):
        assert call(world, key, name).headers["cache-control"] == "private, no-store"
