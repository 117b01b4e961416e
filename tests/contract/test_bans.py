"""Bans, patterns, trust and their log: one suite, every store."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Ban, Moderator, Reputation, Role
from ghirbal.ports.bans import BanRow, LogLine
from ghirbal.ports.policy import PolicyEntry, PolicyVersion, Step
from ghirbal.ports.posting import PrivateRow
from ghirbal.storage.rows.ban_patterns import MOST_PATTERNS, patterns_key
from ghirbal.storage.rows.bans import line_to_item
from ghirbal.storage.rows.comment import keyed
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, a_reservation, an_id, post_keys

EDITORS = (Role.EDITOR, Role.OWNER)


@pytest.fixture
def team(store: Store, site: str) -> str:
    store.sites.put_moderator(Moderator(site, "mina", Role.EDITOR))
    return site


def a_ban(site: str, kind: str = "reader", **fields: object) -> BanRow:
    made = BanRow(site=site, kind=kind, hash=an_id(kind), id=an_id(f"id {kind}"), by="mina", at=NOW)
    return replace(made, **fields)  # type: ignore[arg-type]


def a_line(site: str, step: str = "banned", **fields: object) -> LogLine:
    return replace(LogLine(site=site, step=step, by="mina", at=NOW), **fields)  # type: ignore[arg-type]


def test_a_ban_is_met_by_the_post_it_names_and_listed(store: Store, team: str) -> None:
    ban = a_ban(team, until=NOW + 9_000, comment=an_id("comment"))
    store.bans.put(ban, a_line(team), EDITORS)
    assert store.bans.all(team) == (ban,)
    found = store.comments.open_post(post_keys(a_comment(team), bans=(("reader", ban.hash),)))
    assert found.bans == (Ban("reader", NOW + 9_000),)


def test_a_ban_made_again_changes_its_end(store: Store, team: str) -> None:
    short = a_ban(team, until=NOW + 9_000, role=Role.MODERATOR)
    store.bans.put(short, a_line(team), EDITORS)
    assert store.bans.get(team, "reader", short.hash) == short
    forever = a_ban(team, at=NOW + 1)
    with pytest.raises(Refused, match="bans-changed"):
        store.bans.put(forever, a_line(team, at=NOW + 1), EDITORS)
    with pytest.raises(Refused, match="bans-changed"):
        store.bans.put(forever, a_line(team, at=NOW + 1), EDITORS, replace(short, at=NOW - 1))
    store.bans.put(forever, a_line(team, at=NOW + 1), EDITORS, short)
    assert store.bans.all(team) == (forever,)


def test_patterns_come_with_every_post_until_they_are_lifted(store: Store, team: str) -> None:
    name = a_ban(team, "name", pattern="بائع*")
    domain = a_ban(team, "domain", pattern="ads.example", until=NOW + 9_000)
    for number, ban in enumerate((name, domain)):
        store.bans.put(ban, a_line(team, at=NOW + number), EDITORS)
    wanted = post_keys(a_comment(team))
    kept = {Ban("name", None, "بائع*"), Ban("domain", NOW + 9_000, "ads.example")}
    assert set(store.comments.open_post(wanted).patterns) == kept
    store.bans.put(replace(name, until=NOW), a_line(team, "unbanned", at=NOW + 3), EDITORS, name)
    assert store.comments.open_post(wanted).patterns == (Ban("domain", NOW + 9_000, "ads.example"),)


def test_a_site_has_room_for_so_many_patterns(store: Store, team: str) -> None:
    listed = json.dumps([["name", f"اسم{number}", None] for number in range(MOST_PATTERNS - 1)])
    store.plant(keyed(patterns_key(team), {"doc": listed, "rv": 7}))
    store.bans.put(a_ban(team, "name", pattern="الأخير"), a_line(team), EDITORS)
    with pytest.raises(Refused, match="bans-full"):
        store.bans.put(a_ban(team, "name", hash=an_id("more"), pattern="واحد زائد"), a_line(team), EDITORS)


def test_who_is_not_on_the_team_bans_and_trusts_nobody(store: Store, team: str) -> None:
    with pytest.raises(Forbidden):
        store.bans.put(a_ban(team), a_line(team, by="eve"), EDITORS)
    with pytest.raises(Forbidden):
        store.bans.put(a_ban(team), a_line(team), (Role.OWNER,))
    with pytest.raises(Forbidden):
        store.bans.trust(an_id("reader"), Reputation(trusted=True), a_line(team, by="eve"), EDITORS)
    assert store.bans.all(team) == ()
    assert store.bans.log(team, 9) == ()


def test_trust_is_written_over_exactly_what_was_read(store: Store, team: str) -> None:
    reader, line = an_id("reader"), a_line(team, "trusted")
    assert store.bans.trust(reader, Reputation(trusted=True), line, EDITORS)
    assert not store.bans.trust(reader, Reputation(approved=9), line, EDITORS)
    found = store.reputations.reputations(team, [reader])[reader]
    assert found == Reputation(trusted=True, revision=1)
    assert store.bans.trust(reader, replace(found, trusted=False), replace(line, at=NOW + 1), EDITORS)
    assert not store.reputations.reputations(team, [reader])[reader].trusted


def test_the_log_tells_who_did_what_newest_first(store: Store, team: str) -> None:
    ban = a_ban(team)
    lines = [
        a_line(team, "banned", ban=ban.id, ban_kind="reader", comment=an_id("c"), until=NOW + 5),
        a_line(team, "unbanned", at=NOW + 1, ban=ban.id, ban_kind="reader"),
        a_line(team, "trusted", at=NOW + 2, comment=an_id("c")),
    ]
    store.bans.put(ban, lines[0], EDITORS)
    store.bans.put(ban, lines[1], EDITORS, ban)
    store.bans.trust(an_id("reader"), Reputation(trusted=True), lines[2], EDITORS)
    assert store.bans.log(team, 9) == tuple(reversed(lines))
    assert store.bans.log(team, 1) == (lines[2],)


def test_lines_of_another_kind_between_hide_none(store: Store, team: str) -> None:
    """Bans and policies share a site's log: a night of 210 bans doesn't bury who changed the policy before."""
    before = store.policies.state(team)
    after = replace(before, active=1, newest=1, revision=1)
    entry = PolicyEntry(step=Step.SAVED, version=1, by="mina", at=NOW - 1)
    saved = PolicyVersion(site=team, version=1, document={}, by="mina", at=NOW - 1)
    store.policies.change(before, after, entry, EDITORS, saved)
    for number in range(210):
        store.plant(line_to_item(a_line(team, "banned", at=NOW + number, ban=an_id())))
    assert store.policies.history(team, 5) == (entry,)
    assert len(store.bans.log(team, 300)) == 210


def test_the_private_row_is_read_while_it_is_kept(store: Store, site: str) -> None:
    row = PrivateRow(
        comment_id=an_id("c"), address="a", mail="m", expires=NOW // 1000 + 9, ranges=("narrow", "wide")
    )
    store.comments.reserve(a_reservation(site, private=row))
    assert store.bans.private(site, row.comment_id) == row
    store.clock.now += 10_000
    assert store.bans.private(site, row.comment_id) is None
