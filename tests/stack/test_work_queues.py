"""The functions behind queues on the deployed template: a dry run, and a webhook that may not call home."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.stack.conftest import OWNER, PASSWORD, SITE, Deployed, until
from tests.stack.web import Answer, Web

ROOM = f"/v1/moderation/sites/{SITE}"
FINE = "شكرا على هذا المقال المفيد، ننتظر المزيد من مثله"


@pytest.fixture(scope="module")
def owner(deployed: Deployed) -> dict[str, str]:
    """The owner's token, as a header."""
    deployed.stack.pool.set_password(OWNER, PASSWORD)
    return {"Authorization": f"Bearer {deployed.stack.pool.sign_in(OWNER, PASSWORD)}"}


def ask(deployed: Deployed, owner: dict[str, str], method: str, path: str, body: Any = None) -> Answer:
    return Web(deployed.stack.url).ask(method, f"{ROOM}/{path}", body, owner)


def test_a_dry_run_goes_through_the_queue_and_leaves_its_result_in_the_bucket(
    deployed: Deployed, owner: dict[str, str]
) -> None:
    assert deployed.reader().post(FINE).status == 201
    draft = {"document": {"profile": "hold-all"}}
    saved = ask(deployed, owner, "PUT", "policy", draft)
    assert saved.status == 201, saved.text
    started = ask(
        deployed, owner, "POST", "jobs", {"kind": "dry-run", "days": 2, "version": saved.json()["version"]}
    )
    assert started.status == 202, started.text
    path = f"jobs/{started.json()['id']}"

    def done() -> Any:
        job = ask(deployed, owner, "GET", path).json()
        return job if job["state"] in ("done", "failed", "stopped") else None

    job = until("end of the dry run", done)
    assert job["state"] == "done"
    assert job["figures"]["newly_held"] >= 1
    bucket = deployed.stack.outputs["JobResults"]
    kept = deployed.client("s3").get_object(Bucket=bucket, Key=job["result"])["Body"].read()
    assert json.loads(kept) == job["figures"]


def test_a_webhook_to_a_name_that_does_not_exist_is_told_as_failing(
    deployed: Deployed, owner: dict[str, str]
) -> None:
    wanted = {"url": "https://hooks.invalid.example/x", "events": ["CommentHeld"]}
    added = ask(deployed, owner, "POST", "webhooks", wanted)
    assert added.status == 201, added.text
    hook = added.json()["webhook"]["id"]

    def failing() -> Any:
        [found] = [h for h in ask(deployed, owner, "GET", "webhooks").json()["webhooks"] if h["id"] == hook]
        return found["failing_since"] and found

    assert until("failed challenge", failing)["error"].startswith("webhook-")
    assert ask(deployed, owner, "DELETE", f"webhooks/{hook}").status == 200
