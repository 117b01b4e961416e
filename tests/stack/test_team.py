"""The team on the deployed template: an owner invites into the real pool, and removes out of it."""

from __future__ import annotations

from tests.stack.conftest import OWNER, PASSWORD, SITE, Deployed
from tests.stack.web import Web

TEAM = f"/v1/moderation/sites/{SITE}"
NEWCOMER = "newcomer@team.example"


def signed_in(deployed: Deployed, mail: str) -> dict[str, str]:
    """The header of a person who chose a password."""
    deployed.stack.pool.set_password(mail, PASSWORD)
    return {"Authorization": f"Bearer {deployed.stack.pool.sign_in(mail, PASSWORD)}"}


def test_an_owner_invites_and_removes_in_the_pool_itself(deployed: Deployed) -> None:
    web, owner = Web(deployed.stack.url), signed_in(deployed, OWNER)
    invited = web.ask("POST", f"{TEAM}/team", {"mail": NEWCOMER, "role": "moderator"}, owner)
    assert (invited.status, invited.json()) == (
        202,
        {"accepted": True, "group": f"{SITE}:moderator", "managed": True},
    ), invited.text
    newcomer = signed_in(deployed, NEWCOMER)
    mine = web.ask("PUT", f"{TEAM}/me", {"lang": "fr", "budget": 5}, newcomer)
    assert (mine.status, mine.json()["role"], mine.json()["confirmed"]) == (200, "moderator", True), mine.text
    removed = web.ask("DELETE", f"{TEAM}/team/{mine.json()['id']}", None, owner)
    assert removed.status == 200, removed.text
    assert web.ask("GET", f"{TEAM}/me", headers=newcomer).status == 403
    groups = deployed.client("cognito-idp").admin_list_groups_for_user(
        UserPoolId=deployed.stack.pool.id, Username=NEWCOMER
    )
    assert groups["Groups"] == []
