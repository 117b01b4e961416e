"""The way of a comment through `sam local start-api`: real containers before the local stack (`make local-test`).

Skipped where no container engine answers; GHIRBAL_SAM_LOCAL holds options for sam (`--skip-pull-image`: offline).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ghirbal_tools.stack import engine
from ghirbal_tools.stack.deploy import SAM, STACK
from ghirbal_tools.stack.local import ENGINE_FOLDER, SamLocal, running
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.ports import free_port
from ghirbal_tools.stack.token import token_of
from tests.stack.conftest import OWNER, SITE, ghirbal, until
from tests.stack.web import Reader, Web

pytestmark = pytest.mark.container

QUIET = "شكرا على هذا المقال المفيد، ننتظر المزيد"
DOUBTFUL = "كاتب هذا المقال حمار لا يفهم شيئا"


@dataclass(frozen=True)
class Walk:
    """A running `sam local` with a site, its owner's token, and a reader whose form is open."""

    local: SamLocal
    web: Web
    owner: dict[str, str]
    reader: Reader


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    if not SAM.exists():
        pytest.skip("sam is missing: run `tools/install.sh sam ministack`")
    try:
        with engine.found(ENGINE_FOLDER):
            pass
    except StackError as error:
        pytest.skip(str(error).partition("\n")[0])
    options = os.environ.get("GHIRBAL_SAM_LOCAL", "").split()
    lines: list[str] = []
    with running(free_port(), (free_port(), 0), lines.append, options) as local:
        site = ["create", SITE, "--origin", local.url, "--owner", OWNER, "--stack", STACK]
        ghirbal(local.stack, "site", *site)
        owner = {"Authorization": f"Bearer {token_of(local.stack.cloud, OWNER)}"}
        web = Web(local.url)
        yield Walk(local, web, owner, Reader(web, SITE))


def test_a_quiet_comment_is_listed_at_once(walk: Walk) -> None:
    answer = walk.reader.post(QUIET)
    assert answer.status == 201, answer.text
    assert answer.json()["id"] in walk.reader.listed()


def test_a_moderator_approves_a_held_comment_with_a_token_of_the_emulators_pool(walk: Walk) -> None:
    """The issuer's keys come over the bridge; without them every moderator's call would end in 503."""
    comment = walk.reader.post(DOUBTFUL).json()["id"]
    assert comment not in walk.reader.listed()
    path = f"/v1/moderation/sites/{SITE}/comments/{comment}/decisions"
    decided = walk.web.ask("POST", path, {"action": "approve", "version": 1}, walk.owner)
    assert decided.status == 200, decided.text
    until("comment in the list", lambda: comment in walk.reader.listed())


def test_without_a_token_nobody_moderates(walk: Walk) -> None:
    assert walk.web.ask("GET", f"/v1/moderation/sites/{SITE}/queue").status == 401


def test_a_function_that_ran_stays_warm(walk: Walk) -> None:
    """A container is started once a function, not once a call."""
    walk.reader.listed()
    walk.reader.listed()
    assert "is already running" in walk.local.sam.so_far()
