"""Who may do what, attacked: a team left (B7), bans (B8), webhooks' codes (B13), mails (B10)."""

from __future__ import annotations

from typing import Any

import pytest

from ghirbal.domain.clock import DAY, MINUTE
from ghirbal.domain.reader import Moderator, Role
from tests.integration import test_roles as routes
from tests.integration.test_webhooks import add, call, code_sent
from tests.support.world import SITE, Answer, World

READS = sorted(key for key in routes.SECURED if key.startswith("GET "))


@pytest.mark.parametrize("key", READS)
def test_removed_moderator_reads_nothing(world: World, key: str) -> None:
    """A token outlives its row by half a minute at most."""
    name = routes.hire(world, Role.OWNER)
    assert routes.call(world, key, name).status != 403
    world.memory.sites.remove_moderator(SITE, name)
    world.clock.forward(seconds=30)
    assert (routes.call(world, key, name).status, routes.call(world, key, name).json["code"]) == (
        403,
        "not-on-team",
    )


@pytest.mark.parametrize("key", READS)
def test_an_owners_token_with_a_lower_row_reads_what_the_row_allows(world: World, key: str) -> None:
    name = routes.hire(world, Role.OWNER)
    world.memory.sites.put_moderator(Moderator(SITE, name, Role.AUDITOR))
    allowed = routes.SECURED[key] is Role.AUDITOR
    assert (routes.call(world, key, name).status != 403) == allowed


def test_dismissal_signs_out_everywhere(world: World) -> None:
    assert world.moderator("dina").call("DELETE", "team/omar").status == 200
    assert world.directory.signed_out == ["omar"]


def ban(world: World, who: str, **body: Any) -> Answer:
    return world.moderator(who).call("POST", "bans", {"kind": "reader"} | body)


def ends(world: World) -> Any:
    return world.moderator("dina").call("GET", "bans").json["bans"][0]["until"]


def test_ban_right_is_the_rows(world: World) -> None:
    """An owner's token with a moderator's row bans for 30 days at most, and nobody shortens what a higher role made."""
    comment = world.reader().post().json["id"]
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.MODERATOR))
    assert ban(world, "dina", comment=comment).status == 403
    assert ban(world, "dina", comment=comment, hours=721).status == 403
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.OWNER))
    world.clock.forward(seconds=31)
    assert ban(world, "dina", comment=comment).status == 201
    assert ban(world, "mina", comment=comment, hours=1).status == 403
    assert ends(world) is None
    made = world.moderator("dina").call("GET", "bans").json["bans"][0]["id"]
    assert world.moderator("mina").call("DELETE", f"bans/{made}").status == 403


def test_a_short_ban_of_an_editor_is_no_moderators_to_end(world: World) -> None:
    comment = world.reader().post().json["id"]
    made = ban(world, "dina", comment=comment, hours=48)
    assert made.status == 201
    assert ban(world, "mina", comment=comment, hours=1).status == 403
    assert ban(world, "mina", comment=comment, hours=72).status == 201, "to prolong it is everyone's"


def hooked(world: World) -> tuple[str, str]:
    """A webhook that waits for its code, and the code."""
    hook = add(world).json["webhook"]["id"]
    return hook, code_sent(world)


def confirm(world: World, hook: str, code: str) -> Answer:
    return call(world, "POST", f"webhooks/{hook}/confirm", {"code": code})


def test_old_webhook_code_is_worthless(world: World) -> None:
    hook, first = hooked(world)
    assert confirm(world, hook, first).status == 200
    assert confirm(world, hook, first).json["code"] == "webhook-code", "a code works once"
    world.clock.forward(seconds=60)
    assert call(world, "POST", f"webhooks/{hook}/challenge").status == 200
    assert confirm(world, hook, first).json["code"] == "webhook-code", "and belongs to its challenge"
    assert confirm(world, hook, code_sent(world)).status == 200


def test_a_code_expires_after_a_day(world: World) -> None:
    hook, code = hooked(world)
    world.clock.forward(seconds=DAY / 1_000)
    assert confirm(world, hook, code).json["code"] == "webhook-code"


def test_a_code_can_be_guessed_five_times(world: World) -> None:
    hook, code = hooked(world)
    for guess in range(5):
        assert confirm(world, hook, f"aaaaaaa{guess}").json["code"] == "webhook-code"
    assert confirm(world, hook, code).json["code"] == "webhook-code"


@pytest.mark.parametrize(("budget", "most"), [(0, 0), (2, 2), (40, 9)])
def test_surge_mails_keep_the_budget(world: World, budget: int, most: int) -> None:
    """Twelve surges in two hours: never more mails than the member wants in a day, and three a clock hour at most."""
    world.memory.sites.put_moderator(
        Moderator(SITE, "mina", Role.MODERATOR, mail="mina@team.example", budget=budget)
    )
    for number in range(12):
        world.notify(f"surge-{number}", "QueueSurge", {"site": SITE, "page": None, "comments": 50})
        world.clock.forward(seconds=10 * MINUTE / 1_000)
    assert len(world.mailer.sent) <= most
    assert bool(world.mailer.sent) == bool(budget)
