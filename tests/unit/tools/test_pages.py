"""Pages of the local stack: static files stay in their folders, mails and names are shown as text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghirbal_tools.dev.front import Front, static_files
from ghirbal_tools.dev.mail import MailViewer, SentMail
from ghirbal_tools.dev.oidc import Issuer
from ghirbal_tools.dev.pages import Files
from ghirbal_tools.dev.web import Request, Response

BASE = "http://127.0.0.1:8787"


def get(path: str, method: str = "GET", host: str = "127.0.0.1:8787") -> Request:
    return Request(method=method, target=path, headers=(("host", host),), body=b"", source_ip="127.0.0.1")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "a.js").write_text("1", encoding="utf-8")
    (folder / "index.html").write_text("<p>", encoding="utf-8")
    (folder / "key.pem").write_text("secret", encoding="utf-8")
    (tmp_path / "outside.js").write_text("secret", encoding="utf-8")
    (folder / "link.js").symlink_to(tmp_path / "outside.js")
    return Files({"/widget/": folder}, {"/": folder / "index.html"}, (BASE,))


def test_a_file_comes_with_its_type_and_a_strict_policy(files: Files) -> None:
    response = files(get("/widget/a.js"))
    headers = dict(response.headers)
    assert (response.status, response.body) == (200, b"1")
    assert headers["content-type"].startswith("text/javascript")
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert f"connect-src 'self' {BASE}" in policy


@pytest.mark.parametrize("path", ["/", "/widget/", "/widget/index.html"])
def test_a_folder_shows_its_index(files: Files, path: str) -> None:
    assert files(get(path)).body == b"<p>"


@pytest.mark.parametrize(
    "path",
    [
        "/widget/../outside.js",
        "/widget/%2e%2e/outside.js",
        "/widget//etc/passwd",
        "/widget/..%2foutside.js",
        "/widget/link.js",
        "/widget/key.pem",
        "/widget/a.js%00.html",
        "/widget/missing.js",
    ],
)
def test_nothing_outside_the_folder_or_of_another_type_is_served(files: Files, path: str) -> None:
    assert files(get(path)).status == 404


def test_files_are_only_read(files: Files) -> None:
    assert files(get("/widget/a.js", "POST")).status == 404


HOSTILE = SentMail(
    ("to@demo.example",),
    "from@demo.example",
    "<script>alert(1)</script>",
    f'see {BASE}/a/v1.x.y.z and https://evil.example/"><b> & <i>',
)


def viewer(*mails: SentMail) -> MailViewer:
    return MailViewer(lambda: mails, BASE)


def test_a_mail_is_shown_as_text_and_only_own_links_can_be_clicked() -> None:
    html = viewer(HOSTILE)(get("/dev/mail")).body.decode()
    assert "<script>" not in html
    assert "<i>" not in html
    assert f'<a dir="ltr" href="{BASE}/a/v1.x.y.z">' in html
    assert 'href="https://evil.example' not in html


def test_the_newest_mail_comes_first() -> None:
    mails = [SentMail(("a@b.example",), "c@d.example", subject, "") for subject in ("older", "newer")]
    told = json.loads(viewer(*mails)(get("/dev/mail.json")).body)
    assert [mail["subject"] for mail in told["mails"]] == ["newer", "older"]


@pytest.fixture(scope="module")
def front() -> Front:
    origins = (BASE, "http://localhost:8787")
    issuer = Issuer(BASE, origins, list)
    return Front(origins, lambda _: Response(418, b"gateway"), issuer, viewer(), static_files(origins))


@pytest.mark.parametrize("path", ["/", "/strict.html", "/demo.css", "/widget/ghirbal.js"])
def test_the_demo_newspaper_is_served(front: Front, path: str) -> None:
    assert front(get(path)).status == 200


@pytest.mark.parametrize("path", ["/v1/health", "/a/v1.x", "/unknown"])
def test_everything_else_is_the_gateways(front: Front, path: str) -> None:
    assert front(get(path)).status == 418


def test_the_moderators_page_learns_where_to_sign_in(front: Front) -> None:
    settings = json.loads(front(get("/dev/console.json", host="localhost:8787")).body)
    assert settings["issuer"] == f"{BASE}/dev/oidc"
    assert settings["api"] == "/"


@pytest.mark.parametrize("path", ["/dev/mail", "/dev/oidc/token?moderator=x", "/dev/console.json"])
def test_pages_for_the_developer_answer_to_no_other_host_name(front: Front, path: str) -> None:
    assert front(get(path, host="rebound.evil.example:8787")).status == 421
