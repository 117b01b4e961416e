"""A CDN stands in front: only what it sends is answered (attack M8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.auth.address import SECRET_HEADER
from tests.support.world import SITE, World, comments_path

ROUTES = [
    ("GET", "/v1/health"),
    ("GET", comments_path()),
    ("GET", f"/v1/sites/{SITE}/form?page={'a' * 26}"),
    ("POST", comments_path()),
    ("GET", f"/v1/moderation/sites/{SITE}/queue"),
    ("GET", "/a/v1.a.b.c"),
    ("OPTIONS", comments_path()),
]


def behind(world: World, secret: str) -> World:
    world.deps = world.deps.replace(settings=replace(world.deps.settings, cdn_secret=secret))
    return world


def asked(world: World, method: str, path: str, **headers: str) -> str:
    body: dict[str, str] | None = {} if method == "POST" else None
    sent = {"authorization": "Bearer mina"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    answer = world.request(method, path, body, sent)
    return str(answer.json.get("code", answer.status)) if answer.text.startswith("{") else str(answer.status)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_direct_call_403(world: World, method: str, path: str) -> None:
    """M8: on every function, whatever is asked, and whatever the header says but the secret."""
    open_answer = asked(world, method, path)
    behind(world, "s" * 32)
    for given in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: "s" * 31}, {SECRET_HEADER: "s" * 32 + ","}):
        assert asked(world, method, path, **given) == "direct-call"
    assert asked(world, method, path, **{SECRET_HEADER: "s" * 32}) == open_answer != "direct-call"


def test_two_secrets_hold_while_one_replaces_the_other(world: World) -> None:
    """M8."""
    behind(world, "new-secret, old-secret")
    for given in ("new-secret", "old-secret"):
        assert asked(world, "GET", "/v1/health", **{SECRET_HEADER: given}) == "200"
    for given in ("new-secret, old-secret", "new-secret,old-secret", " ", ","):
        assert asked(world, "GET", "/v1/health", **{SECRET_HEADER: given}) == "direct-call"
