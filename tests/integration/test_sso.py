"""Readers whom the site has signed in: from the samples in docs/sso to the comment that everybody sees."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from ghirbal.auth.sso import read_sso, sso_key
from ghirbal.domain.clock import SECOND, system_clock
from ghirbal_tools.site_sso import SsoError, changed, hosts
from tests.support.world import HOLD, ORIGIN, SITE, Answer, ReaderSession, World, a_site

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "sso"
PICTURE = "https://img.akhbar.example/7.png"
KID = "kid7"


@pytest.fixture
def world() -> World:
    """A site with its own sign-in, at the machine's own time (the samples ask the machine)."""
    world = World()
    world.clock.now = system_clock()
    world.put_site(a_site(sso_keys=(KID,), avatar_hosts=("img.akhbar.example",)))
    return world


def token(world: World, sub: str = "7", name: str = "أمينة", life: int = 600, **more: object) -> str:
    now = world.clock.now // 1_000
    claims = {"aud": SITE, "sub": sub, "name": name, "iat": now, "exp": now + life} | more
    return jwt.encode(claims, sso_key(world.deps.keys, SITE, KID), headers={"kid": KID})


class SignedIn(ReaderSession):
    """A reader's browser on a page that carries a sign-in token; it holds no reader token of its own."""

    sso: str = ""

    def headers(self, **more: str) -> dict[str, str]:
        return {"origin": ORIGIN, "ghirbal-sso": self.sso, "ghirbal-form": self.form} | more

    def open_form(self) -> Answer:
        page = self.path.split("/")[5]
        answer = self.world.request("GET", f"/v1/sites/{SITE}/form?page={page}", headers=self.headers())
        self.form = answer.json.get("form", "")
        return answer


def a_reader(world: World, made: str) -> SignedIn:
    reader = world.reader()
    signed_in = SignedIn(world, reader.address, reader.url)
    signed_in.sso = made
    signed_in.open_form()
    world.clock.forward(seconds=10)
    return signed_in


def test_a_signed_in_reader_posts_under_the_sites_name_and_picture(world: World) -> None:
    reader = a_reader(world, token(world, avatar=PICTURE))
    answer = reader.post(name="اسم آخر")
    assert answer.status == 201, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    shown = world.listed()[0]
    assert (shown["name"], shown["avatar"]) == ("أمينة", PICTURE)


def test_comments_follow_the_reader_to_another_device(world: World) -> None:
    own = a_reader(world, token(world)).post().json["id"]
    elsewhere = a_reader(world, token(world))
    assert elsewhere.status(own).json["status"] == "published"
    assert elsewhere.vote(own).json["code"] == "own-vote"
    assert elsewhere.edit(own, "نص آخر مهذب").status == 201
    assert elsewhere.delete(own, version=2).status == 200


def test_another_subject_is_another_reader(world: World) -> None:
    own = a_reader(world, token(world)).post().json["id"]
    other = a_reader(world, token(world, sub="8"))
    assert other.status(own).status == 404
    assert other.vote(own).status == 200


def test_a_forms_token_is_of_the_reader_who_was_signed_in(world: World) -> None:
    first, other = a_reader(world, token(world)), a_reader(world, token(world, sub="8"))
    other.form = first.form
    assert other.post().json["code"] == "form-token"


def test_a_bad_token_never_counts_as_not_signed_in(world: World) -> None:
    reader = world.reader()
    for bad, code in (("x", "sso-token"), (token(world, life=601), "sso-token")):
        answer = world.request("POST", reader.path, {}, reader.headers(**{"ghirbal-sso": bad}))
        assert answer.json["code"] in (code, "idempotency-key", "body-field")
        posted = reader.world.request(
            "POST",
            reader.path,
            {"text": "نص", "url": reader.url},
            reader.headers(**{"ghirbal-sso": bad, "idempotency-key": "k" * 20}),
        )
        assert (posted.status, posted.json["code"]) == (403, code)
        assert posted.headers["cache-control"] == "private, no-store"


def test_a_token_that_ran_out_says_so(world: World) -> None:
    reader = a_reader(world, token(world))
    world.clock.forward(seconds=600)
    answer = reader.post()
    assert (answer.status, answer.json["code"]) == (403, "sso-expired")
    assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_a_site_without_keys_takes_no_token(world: World) -> None:
    made = token(world)
    world.put_site(a_site())
    assert SignedIn(world, "203.0.113.7", world.reader().url).post().json["code"] == "reader-token"
    assert a_reader(world, made).open_form().json["claim"] == "kid"


def test_names_from_a_site_are_judged_like_others(world: World) -> None:
    """M11: a staff name or an insult doesn't pass because a site's profile holds it."""
    world.put_site(a_site(sso_keys=(KID,), staff_names=("هيئة التحرير",)))
    answer = a_reader(world, token(world, name="هيئة التحرير")).post()
    assert answer.status == 202
    assert a_reader(world, token(world, name="م" * 61)).post().json["code"] == "name-too-long"


def test_a_held_comment_keeps_its_picture_when_it_is_approved(world: World) -> None:
    held = a_reader(world, token(world, avatar=PICTURE)).post(HOLD).json["id"]
    world.moderator().decide(held, "approve")
    assert world.listed()[0]["avatar"] == PICTURE


def test_the_preflight_lets_the_header_through(world: World) -> None:
    answer = world.request("OPTIONS", world.reader().path, headers={"origin": ORIGIN})
    assert "Ghirbal-SSO" in answer.headers["access-control-allow-headers"]


LogQuery = dict[str, str | int]
"""What a sample is given: site, kid, key, sub, name and perhaps avatar and now."""


def by_python(asked: LogQuery) -> str:
    spec = importlib.util.spec_from_file_location("sign", SAMPLES / "sign.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: str = module.sso_token(**asked)
    return made


def by_node(asked: LogQuery) -> str:
    script = f"import {{ssoToken}} from '{SAMPLES / 'sign.mjs'}'; console.log(ssoToken({json.dumps(asked)}))"
    return run("node", "--input-type=module", "--eval", script)


def by_php(asked: LogQuery) -> str:
    script = f"require '{SAMPLES / 'sign.php'}'; echo ghirbal_sso_token(...json_decode($argv[1], true));"
    return run("php", "-r", script, "--", json.dumps(asked))


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


INSTALLED = [
    by_python,
    *([by_node] if shutil.which("node") else []),
    *([by_php] if shutil.which("php") else []),
]
"""What the service's own language can't run is left out where it is not installed; the vectors were made by all."""

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sso.json").read_text("utf-8"))["tokens"]


@pytest.mark.parametrize("sample", INSTALLED)
def test_the_samples_of_the_documentation_sign_readers_in(
    world: World, sample: Callable[[LogQuery], str]
) -> None:
    key = sso_key(world.deps.keys, SITE, KID)
    made = sample({"site": SITE, "kid": KID, "key": key, "sub": "7", "name": "أمينة", "avatar": PICTURE})
    world.clock.now = system_clock()
    assert a_reader(world, made).post().status == 201
    shown = world.listed()[0]
    assert (shown["name"], shown["avatar"]) == ("أمينة", PICTURE)


@pytest.mark.parametrize("vector", VECTORS, ids=[each["name"] for each in VECTORS])
@pytest.mark.parametrize("sample", INSTALLED)
def test_the_samples_make_the_same_token_in_every_language(
    vector: dict[str, Any], sample: Callable[[LogQuery], str]
) -> None:
    assert sample(vector["asked"]) == vector["token"]


@pytest.mark.parametrize("vector", VECTORS, ids=[each["name"] for each in VECTORS])
def test_the_token_of_every_language_is_one_that_the_service_takes(
    world: World, vector: dict[str, Any]
) -> None:
    asked, site = vector["asked"], a_site(sso_keys=(KID,), avatar_hosts=("img.akhbar.example",))
    shown = read_sso(world.deps.keys, site, vector["token"], asked["now"] * SECOND)
    assert (shown.name, shown.avatar) == (asked["name"], asked.get("avatar", ""))


def test_a_site_has_at_most_two_keys_and_a_dropped_one_never_comes_back() -> None:
    first = changed(a_site())
    assert changed(first) == first
    second = changed(first, new=True)
    assert second.sso_keys[1:] == first.sso_keys
    with pytest.raises(SsoError, match="two keys"):
        changed(second, new=True)
    left = changed(second, drop=first.sso_keys[0])
    assert left.sso_keys == second.sso_keys[:1]
    again = changed(changed(left, off=True))
    assert not set(again.sso_keys) & set(second.sso_keys)
    with pytest.raises(SsoError, match="no key"):
        changed(left, drop="x")


@pytest.mark.parametrize(
    "name", ["https://img.example", "img.example/a", "IMG.example", "localhost", "a..b", "*.x.example"]
)
def test_an_avatar_host_is_a_host(name: str) -> None:
    assert hosts(["img.akhbar.example"]) == ("img.akhbar.example",)
    with pytest.raises(SsoError):
        hosts([name])
