"""`ghirbal site` against a real table: what it stores, whom it invites, and what it says when it can't."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.sites import Sites
from ghirbal_tools import template as templates
from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.demo_site import people_of
from ghirbal_tools.dev.provision import Clients, make_table
from ghirbal_tools.directory import CognitoDirectory, DirectoryError, LocalDirectory
from ghirbal_tools.site import add_moderator, main, new_site, open_sites, origin
from ghirbal_tools.where import UsageError

TABLE = "ghirbal-sites-test"
CREATE = [
    "create",
    "akhbar",
    "--origin",
    "https://akhbar.example",
    "--owner",
    "sub-1",
    "--mail",
    "desk@akhbar.example",
]


@pytest.fixture
def aws() -> Iterator[EmbeddedAws]:
    aws = EmbeddedAws(0)
    aws.start()
    make_table(templates.load(), Clients(aws.url), "Table", TABLE)
    yield aws
    aws.stop()


@pytest.fixture
def sites(aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch) -> Sites:
    """The table, reached by the environment as the command line reaches it."""
    for name, value in {**aws.environment(), "GHIRBAL_TABLE": TABLE}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GHIRBAL_LOCAL_ISSUER", raising=False)
    return open_sites(TABLE)


def failure(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(argv) == 1
    return capsys.readouterr().err


def test_a_created_site_has_its_origins_and_its_owner(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = ["--origin", "https://www.akhbar.example/", "--name", "أخبار", "--lang", "fr"]
    assert main([*CREATE, *extra]) == 0
    site = sites.get("akhbar")
    assert site is not None
    assert site.origins == ("https://akhbar.example", "https://www.akhbar.example")
    assert (site.name, site.lang) == ("أخبار", "fr")
    assert sites.team("akhbar") == (Moderator("akhbar", "sub-1", Role.OWNER, "desk@akhbar.example", "fr"),)
    assert "akhbar:owner" in capsys.readouterr().out


def test_sites_are_listed_with_their_teams(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    main(CREATE)
    main(["add-moderator", "akhbar", "sub-2", "--role", "editor"])
    capsys.readouterr()
    assert main(["list"]) == 0
    assert capsys.readouterr().out == "akhbar\t\thttps://akhbar.example\tsub-1 (owner), sub-2 (editor)\n"


def test_a_program_is_named_once_and_only_at_a_site_that_is_there(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    main(CREATE)
    for _ in range(2):
        assert main(["add-client", "akhbar", "cms"]) == 0
    site = sites.get("akhbar")
    assert site is not None
    assert site.clients == ("cms",)
    assert "no site nobody" in failure(capsys, "add-client", "nobody", "cms")


def test_an_id_is_never_given_twice(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    main(CREATE)
    assert "akhbar already" in failure(capsys, *CREATE[:3], "https://other.example", *CREATE[4:])
    site = sites.get("akhbar")
    assert site is not None
    assert site.origins == ("https://akhbar.example",)


def test_a_removed_moderator_is_gone(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    main(CREATE)
    assert main(["remove-moderator", "akhbar", "desk@akhbar.example"]) == 0
    assert sites.team("akhbar") == ()
    assert "not on the team" in failure(capsys, "remove-moderator", "akhbar", "sub-1")


def test_a_changed_role_keeps_the_mail(sites: Sites) -> None:
    main(CREATE)
    main(["add-moderator", "akhbar", "sub-1", "--role", "editor"])
    member = sites.moderator("akhbar", "sub-1")
    assert member is not None
    assert (member.role, member.mail) == (Role.EDITOR, "desk@akhbar.example")


def test_a_site_that_is_not_there_has_no_team(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no site nowhere" in failure(capsys, "add-moderator", "nowhere", "sub-1")


def test_a_mail_alone_names_nobody_where_no_pool_can_be_asked(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    said = failure(capsys, *CREATE[:-4], "--owner", "desk@akhbar.example")
    assert "--mail" in said
    assert "--pool" in said
    assert sites.get("akhbar") is None


def test_at_the_local_issuer_a_mail_is_name_enough(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GHIRBAL_LOCAL_ISSUER", "http://127.0.0.1:8787/dev/oidc")
    assert main([*CREATE[:-4], "--owner", "desk@akhbar.example"]) == 0
    (person,) = people_of(sites)
    assert (person.id, person.groups) == ("desk@akhbar.example", ("akhbar:owner",))


def test_a_missing_table_is_named(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    assert "ResourceNotFoundException" in failure(capsys, *CREATE, "--table", "nowhere")


def test_without_a_table_it_says_how_to_give_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GHIRBAL_TABLE", raising=False)
    assert "--table" in failure(capsys, "list")


@pytest.mark.parametrize("site_id", ["ab", "Akhbar", "a b c", "a#b", "x" * 33, "../../x"])
def test_an_id_that_cannot_be_a_key_is_refused(site_id: str) -> None:
    with pytest.raises(UsageError, match="can't be a site's id"):
        new_site(site_id, ["https://akhbar.example"])


@pytest.mark.parametrize(
    "text",
    [
        "akhbar.example",
        "ftp://akhbar.example",
        "http://akhbar.example",
        "https://akhbar.example/news",
        "https://akhbar.example/?a=1",
        "https://akhbar.example/#x",
        "https://user@akhbar.example",
        "null",
        "*",
        "",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"web address|https|only its origin"):
        origin(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://localhost:8787", "http://localhost:8787"),
        ("https://أخبار.example", "https://xn--igbicxr.example"),
        ("https://akhbar.example:8443/", "https://akhbar.example:8443"),
    ],
)
def test_an_origin_is_written_as_browsers_send_it(text: str, expected: str) -> None:
    assert origin(text) == expected


class UserNotFoundException(Exception):
    """As Cognito's client has it."""


class GroupExistsException(Exception):
    """As Cognito's client has it."""


class Pool:
    """A Cognito pool in memory: users by mail and by `sub`, and their groups."""

    class exceptions:
        """Where a client keeps its errors."""

        UserNotFoundException = UserNotFoundException
        GroupExistsException = GroupExistsException

    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.groups: dict[str, set[str]] = {}

    def admin_get_user(self, *, UserPoolId: str, Username: str) -> dict[str, Any]:
        known = {**self.users, **{sub: sub for sub in self.users.values()}}
        if Username not in known:
            raise UserNotFoundException
        return {
            "UserAttributes": [{"Name": "email", "Value": "x"}, {"Name": "sub", "Value": known[Username]}]
        }

    def admin_create_user(self, *, Username: str, **_: object) -> dict[str, Any]:
        self.users[Username] = f"sub-{len(self.users) + 1}"
        return {"User": {"Attributes": [{"Name": "sub", "Value": self.users[Username]}]}}

    def create_group(self, *, UserPoolId: str, GroupName: str) -> None:
        if GroupName in self.groups:
            raise GroupExistsException
        self.groups[GroupName] = set()

    def admin_add_user_to_group(self, *, UserPoolId: str, Username: str, GroupName: str) -> None:
        self.groups[GroupName].add(Username)

    def admin_remove_user_from_group(self, *, UserPoolId: str, Username: str, GroupName: str) -> None:
        self.groups[GroupName].discard(Username)


def test_with_a_pool_a_mail_is_invited_once_and_put_into_the_group() -> None:
    pool = Pool()
    people = CognitoDirectory(pool, "pool-1")
    first = people.subject("desk@akhbar.example")
    assert people.subject("desk@akhbar.example") == first == people.subject(first)
    people.join(first, "akhbar:owner")
    people.join(first, "akhbar:owner")
    assert pool.groups == {"akhbar:owner": {first}}


def test_with_a_pool_an_unknown_subject_is_refused() -> None:
    with pytest.raises(DirectoryError, match="mail address"):
        CognitoDirectory(Pool(), "pool-1").subject("sub-9")


def test_a_changed_role_changes_the_group(sites: Sites) -> None:
    pool = Pool()
    people = CognitoDirectory(pool, "pool-1")
    sites.put(new_site("akhbar", ["https://akhbar.example"]))
    member = add_moderator("akhbar", "desk@akhbar.example", "", Role.MODERATOR, sites, people)
    add_moderator("akhbar", "desk@akhbar.example", "", Role.EDITOR, sites, people)
    assert pool.groups == {"akhbar:moderator": set(), "akhbar:editor": {member.id}}
    assert member.mail == "desk@akhbar.example"


def test_people_of_several_sites_sign_in_once(sites: Sites) -> None:
    for site in ("akhbar", "riyada"):
        sites.put(new_site(site, [f"https://{site}.example"]))
        add_moderator(site, "amina", "amina@x.example", Role.EDITOR, sites, LocalDirectory())
    (person,) = people_of(sites)
    assert person.groups == ("akhbar:editor", "riyada:editor")


def test_a_site_is_shown_and_changed_without_losing_its_threads(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    """An origin comes and goes; the site's row says so at once, and nothing under its pages is touched."""
    assert main(CREATE) == 0
    change = ["set", "akhbar", "--add-origin", "https://new.example/", "--name", "الأخبار", "--lang", "fr"]
    assert main([*change, "--add-staff-name", "سعاد المحررة", "--profile", "strict"]) == 0
    after = sites.get("akhbar")
    assert after is not None
    assert after.origins == ("https://akhbar.example", "https://new.example")
    assert (after.name, after.lang, after.profile) == ("الأخبار", "fr", "strict")
    assert after.staff_names == ("سعاد المحررة",)
    assert main(["set", "akhbar", "--remove-origin", "https://akhbar.example"]) == 0
    capsys.readouterr()
    assert main(["show", "akhbar"]) == 0
    assert "origins      https://new.example\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (["--remove-origin", "https://akhbar.example"], "no origin left"),
        (["--remove-origin", "https://other.example"], "is no origin of the site"),
        (["--add-origin", "http://akhbar.example"], "has to be https"),
        (["--profile", "lenient"], "balanced"),
        ([], "nothing to change"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_changes_nothing(
    sites: Sites, capsys: pytest.CaptureFixture[str], change: list[str], why: str
) -> None:
    assert main(CREATE) == 0
    before = sites.get("akhbar")
    assert why in failure(capsys, "set", "akhbar", *change)
    assert sites.get("akhbar") == before


def test_changing_a_site_that_is_not_there_says_which_there_are(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sites.all() == ()
    assert "site list" in failure(capsys, "set", "nobody", "--name", "x")
