"""`ghirbal front`: what a deployment serves names only what is there, is kept only while it is true, finds its API."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from ghirbal_tools.dev.pages import policy
from ghirbal_tools.front.command import CONSOLE, WIDGET, config_of, parser, run
from ghirbal_tools.front.files import ANEW, FOREVER, Config, Front, front
from ghirbal_tools.template import load
from ghirbal_tools.where import UsageError

OUTPUTS = {
    "ApiUrl": "https://abc.execute-api.eu-west-3.amazonaws.com",
    "Issuer": "https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_x",
    "SignInPage": "https://ghirbal-1.auth.eu-west-3.amazoncognito.com",
    "Client": "client-1",
    "Scope": "comments/moderate",
    "GroupsClaim": "cognito:groups",
    "ConsoleUrl": "https://d1.cloudfront.net/",
    "FrontBucket": "front",
}


@pytest.fixture(scope="module")
def made() -> Front:
    return front(CONSOLE, WIDGET, config_of(OUTPUTS))


def body(made: Front, name: str) -> str:
    return next(file.body for file in made.files if file.name == name).decode("utf-8")


def test_the_page_names_its_own_files_alone_and_each_is_there(made: Front) -> None:
    page = body(made, "index.html")
    named = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(named) == 4
    assert set(named) <= {file.name for file in made.files}
    assert "/moderate" not in page
    assert "/dev/" not in page


def test_every_file_of_the_build_is_served_once(made: Front) -> None:
    names = [file.name for file in made.files]
    assert len(set(names)) == len(names)
    served = {Path(name).name for name in names}
    built = {path.name for folder in (CONSOLE, WIDGET) for path in folder.iterdir()}
    assert served == built | {"config.json"}


def test_what_names_others_comes_after_them_and_is_asked_for_anew(made: Front) -> None:
    assert [(file.name, file.cache) for file in made.files[-2:]] == [
        ("config.json", ANEW),
        ("index.html", ANEW),
    ]
    assert {file.cache for file in made.files[:-2]} == {FOREVER}


def test_another_content_has_another_address(made: Front, tmp_path: Path) -> None:
    """Whoever has the page open goes on with the sheets it was made with."""
    changed = tmp_path / "dist"
    changed.mkdir()
    for path in CONSOLE.iterdir():
        (changed / path.name).write_bytes(path.read_bytes())
    (changed / "policy.js").write_text("export {};", "utf-8")
    after = front(changed, WIDGET, config_of(OUTPUTS))
    rooms = [next(f.name for f in each.files if f.name.endswith("/console.js")) for each in (made, after)]
    assert rooms[0] != rooms[1]
    assert made.widget == after.widget


def test_the_page_may_ask_the_api_and_the_pool_and_nobody_else(made: Front) -> None:
    found = re.search(r"connect-src ([^;\"]+)", body(made, "index.html"))
    assert found
    assert found[1].split() == [
        "'self'",
        OUTPUTS["ApiUrl"],
        "https://cognito-idp.eu-west-3.amazonaws.com",
        OUTPUTS["SignInPage"],
    ]


def test_with_another_issuer_the_page_may_ask_any_host_over_tls() -> None:
    config = replace(config_of(OUTPUTS), sign_in="", issuer="http://127.0.0.1:9/realms/x")
    assert config.connects() == f"'self' {OUTPUTS['ApiUrl']} http://127.0.0.1:9 https:"


def test_the_configuration_has_what_the_console_reads(made: Front) -> None:
    assert json.loads(body(made, "config.json")) == {
        "api": OUTPUTS["ApiUrl"],
        "issuer": OUTPUTS["Issuer"],
        "client_id": "client-1",
        "scope": "openid comments/moderate",
        "groups_claim": "cognito:groups",
        "site": "",
    }


def test_the_script_element_names_the_bytes_that_are_served(made: Front) -> None:
    tag = made.tag("https://d1.cloudfront.net/")
    found = re.search(
        r'src="https://d1\.cloudfront\.net/([^"]+)" integrity="sha384-([^"]+)" crossorigin', tag
    )
    assert found
    served = next(file.body for file in made.files if file.name == found[1])
    assert base64.b64encode(hashlib.sha384(served).digest()).decode() == found[2]


def test_the_header_of_the_distribution_forbids_no_less_than_the_page_itself(made: Front) -> None:
    template = load()
    headers = template.resource("ConsoleHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    said = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    page = re.search(r'Content-Security-Policy" content="([^"]+)"', body(made, "index.html"))
    assert page
    parts = {part.strip() for part in page[1].split(";") if "connect-src" not in part}
    assert {part.strip() for part in said.split(";")} == parts | {
        "connect-src 'self' https:",
        "frame-ancestors 'none'",
    }
    assert "frame-ancestors 'none'" in policy(), "as the local stack has it"


def ghirbal_front(*arguments: str, **changed: str) -> None:
    """The command on a stack of OUTPUTS; an output that is changed to nothing isn't there."""
    outputs = {name: value for name, value in {**OUTPUTS, **changed}.items() if value}
    run(parser().parse_args([*arguments, "--stack", "ghirbal"]), outputs)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An account with the stack's bucket in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        boto3.client("s3").create_bucket(Bucket="front")
        yield


@pytest.mark.usefixtures("bucket")
def test_publish_puts_every_file_with_its_headers_into_the_stacks_bucket(
    capsys: pytest.CaptureFixture[str], made: Front
) -> None:
    ghirbal_front("publish")
    said = capsys.readouterr().out
    assert "console: https://d1.cloudfront.net/" in said
    assert made.tag("https://d1.cloudfront.net/") in said
    s3 = boto3.client("s3")
    for file in made.files:
        found = s3.get_object(Bucket="front", Key=file.name)
        assert (found["ContentType"], found["CacheControl"]) == (file.type, file.cache)
        assert found["Body"].read() == file.body


@pytest.mark.usefixtures("bucket")
def test_publish_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        ghirbal_front("publish")
    listed = boto3.client("s3").list_objects_v2(Bucket="front")["Contents"]
    assert len(listed) == int(capsys.readouterr().out.split()[0])


@pytest.mark.parametrize(
    ("gone", "told"), [("FrontBucket", "Front=on"), ("Client", "deploy this version's template first")]
)
def test_a_stack_that_serves_no_pages_or_is_older_is_told_what_to_do(gone: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ghirbal_front("publish", **{gone: ""})


def test_build_writes_the_same_files_into_a_folder_for_a_cdn_of_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made: Front
) -> None:
    there = "https://static.akhbar.example/moderate"
    ghirbal_front("build", "--into", str(tmp_path / "www"), "--at", there)
    assert f"console: {there}/" in capsys.readouterr().out
    assert {file.name: (tmp_path / "www" / file.name).read_bytes() for file in made.files} == {
        file.name: file.body for file in made.files
    }


def test_a_page_that_is_not_the_built_one_is_not_published_half_changed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>", "utf-8")
    config = Config("https://a.example", "https://b.example", "c", "s/m", "groups")
    with pytest.raises(UsageError, match="make front-build"):
        front(tmp_path, WIDGET, config)
    with pytest.raises(UsageError, match="is empty"):
        front(tmp_path / "none", WIDGET, config)
