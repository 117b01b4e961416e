"""An owner invites and removes; a member looks after their own row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ghirbal.adapters.directory import ForeignDirectory
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator, Role, Site
from tests.support.principals import FakePrincipals
from tests.support.world import HOLD, SITE, Answer, World

NOUR = "nour@team.example"


def invite(world: World, mail: str = NOUR, name: str = "dina", **body: Any) -> Answer:
    return world.moderator(name).call("POST", "team", {"mail": mail} | body)


def ids(world: World) -> list[str]:
    return sorted(member.id for member in world.memory.sites.team(SITE))


def signed_in(world: World, mail: str = NOUR, role: Role = Role.MODERATOR) -> str:
    """The invited person's own token: its subject is what the pool calls them."""
    subject = body_hash(mail)
    known = FakePrincipals().known
    world.principals.known |= {subject: replace(known["mina"], id=subject, sites={SITE: role})}
    return subject


def test_an_owner_invites_a_moderator_who_then_decides(world: World) -> None:
    answer = invite(world)
    assert (answer.status, answer.json) == (
        202,
        {"accepted": True, "group": f"{SITE}:moderator", "managed": True},
    )
    nour = signed_in(world)
    assert world.directory.groups == {(nour, f"{SITE}:moderator")}
    comment = world.reader().post(f"كلام {HOLD}").json["id"]
    assert world.moderator(nour).decide(comment, "approve").status == 200


def test_owner_cannot_touch_foreign_user(world: World) -> None:
    """M3: only groups of the owner's own site, only people of the own team, and no hint who the pool knows."""
    world.memory.sites.put(Site("other-site", ("https://other.example",)))
    world.directory.known["boss@other.example"] = "boss"
    world.directory.groups.add(("boss", "other-site:owner"))
    world.memory.sites.put_moderator(Moderator("other-site", "boss", Role.OWNER))
    assert world.moderator("dina").call("DELETE", "team/boss").status == 404
    elsewhere = replace(world.moderator("dina"), site="other-site")
    assert elsewhere.call("POST", "team", {"mail": NOUR}).status == 403
    assert elsewhere.call("DELETE", "team/boss").status == 403
    known, unknown = invite(world, "boss@other.example"), invite(world)
    assert (known.status, known.json) == (unknown.status, unknown.json)
    assert ("boss", "other-site:owner") in world.directory.groups
    world.moderator("dina").call("DELETE", "team/boss")
    assert ("boss", "other-site:owner") in world.directory.groups
    assert world.memory.sites.moderator("other-site", "boss") is not None


def test_ten_invitations_a_day(world: World) -> None:
    """M3: nobody's mailbox is filled by invitations."""
    for n in range(10):
        assert invite(world, f"nour{n}@team.example").status == 202
    assert invite(world, "nour0@team.example").status == 202, "the same one again is no new invitation"
    refused = invite(world, "one-more@team.example")
    assert (refused.status, refused.json["code"]) == (429, "limit-reached")
    assert len(world.directory.invited) == 10
    world.clock.forward(seconds=86_400)
    assert invite(world, "one-more@team.example").status == 202


@pytest.mark.parametrize("name", ["mina", "rima", "gone", "elsewhere"])
def test_only_owners_invite_and_see_the_team(world: World, name: str) -> None:
    assert invite(world, name=name).status == 403
    assert world.moderator(name).call("GET", "team").status == 403
    assert world.moderator(name).call("DELETE", "team/omar").status == 403
    assert world.directory.invited == []


def test_an_owner_by_token_who_left_the_team_changes_nothing(world: World) -> None:
    """H7: the lesser of claim and row."""
    world.memory.sites.remove_moderator(SITE, "dina")
    assert invite(world).json["code"] == "not-on-team"
    assert world.moderator("dina").call("GET", "team").status == 403
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.EDITOR))
    assert invite(world).status == 403
    assert world.directory.invited == []


def test_removed_moderator_token_and_link_refused(world: World) -> None:
    """H7: from this moment on, whatever the token says and whatever link is in the mailbox."""
    comment = world.reader().post(f"كلام {HOLD}").json["id"]
    world.deliver()
    path = world.mailer.sent[0].body.split("https://comments.example")[1].split()[0]
    assert world.moderator("dina").call("DELETE", "team/mina").status == 200
    assert world.moderator("mina").decide(comment, "approve").json["code"] == "not-on-team"
    form = {"content-type": "application/x-www-form-urlencoded", "origin": "https://comments.example"}
    assert world.request("POST", path, b"decide=approve", form).status == 409
    assert world.moderator("mina").call("PUT", f"comments/{comment}/claim").status == 403
    assert world.moderator("mina").call("POST", f"comments/{comment}/notes", {"text": "…"}).status == 403
    stored = world.memory.comments.get(SITE, comment)
    assert stored is not None
    assert (stored.version, stored.claimed_by) == (1, "")


def test_a_changed_role_changes_the_group(world: World) -> None:
    invite(world)
    invite(world, role="editor")
    subject = body_hash(NOUR)
    assert world.directory.groups == {(subject, f"{SITE}:editor")}
    found = world.memory.sites.moderator(SITE, subject)
    assert found is not None
    assert found.role is Role.EDITOR


def test_the_last_owner_stays(world: World) -> None:
    world.directory.known["dina@team.example"] = "dina"
    assert invite(world, "dina@team.example", role="auditor").json["code"] == "last-owner"
    assert world.moderator("dina").call("DELETE", "team/dina").json["code"] == "last-owner"


@pytest.mark.parametrize(
    "mail", ["", "nour", "a@b", "a@b.example\r\nBcc: c@d.example", "a b@c.example", '"a"@b.example']
)
def test_what_is_no_address_invites_nobody(world: World, mail: str) -> None:
    assert invite(world, mail).status == 422
    assert ids(world) == ["dina", "mina", "omar", "rima"]


def test_with_a_foreign_issuer_the_answer_says_which_group_to_set_there(world: World) -> None:
    world.deps = world.deps.replace(directory=ForeignDirectory())
    refused = invite(world)
    assert (refused.json["code"], refused.json["group"]) == ("member-id", f"{SITE}:moderator")
    accepted = invite(world, id="auth0|abc", role="editor")
    assert accepted.json == {"accepted": True, "group": f"{SITE}:editor", "managed": False}
    assert "auth0|abc" in ids(world)
    removed = world.moderator("dina").call("DELETE", "team/auth0%7Cabc")
    assert (removed.status, removed.json["group"]) == (200, f"{SITE}:editor")
    assert "auth0|abc" not in ids(world)


def test_an_invited_person_gets_mail_once_they_have_signed_in(world: World) -> None:
    invite(world, lang="fr")
    nour = signed_in(world)
    world.reader().post(f"أول {HOLD}")
    world.deliver()
    assert NOUR not in [mail.to for mail in world.mailer.sent]
    mine = world.moderator(nour).call("PUT", "me", {"lang": "en", "budget": 5})
    assert (mine.status, mine.json["confirmed"], mine.json["lang"], mine.json["budget"]) == (
        200,
        True,
        "en",
        5,
    )
    world.reader().post(f"ثان {HOLD}")
    world.deliver()
    assert NOUR in [mail.to for mail in world.mailer.sent]


def test_me_is_the_lesser_of_token_and_row(world: World) -> None:
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.AUDITOR))
    mine = world.moderator("dina").call("GET", "me").json
    assert (mine["role"], mine["site"], mine["name"]) == ("auditor", SITE, "أخبار")
    assert world.moderator("gone").call("GET", "me").status == 403


def test_the_team_is_listed_with_its_groups(world: World) -> None:
    team = world.moderator("dina").call("GET", "team").json["team"]
    assert {member["id"]: member["group"] for member in team} == {
        "dina": f"{SITE}:owner",
        "mina": f"{SITE}:moderator",
        "omar": f"{SITE}:moderator",
        "rima": f"{SITE}:auditor",
    }
