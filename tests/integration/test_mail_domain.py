"""The domain of the e-mail is evidence; the address and the domain stand in no row, no stream record and no answer."""

from __future__ import annotations

from tests.support.world import FINE, HOLD, SITE, World

DISPOSABLE = "somebody.here@mailinator.com"


def symbols(world: World, comment: str) -> set[str]:
    answer = world.moderator("mina").call("GET", f"comments/{comment}")
    return {symbol["name"] for symbol in answer.json["symbols"]}


def test_a_disposable_domain_is_a_symbol_which_alone_publishes(world: World) -> None:
    author = world.reader()
    sent = author.post(FINE, email=DISPOSABLE)
    assert sent.status == 201
    assert "MAIL_DISPOSABLE" in symbols(world, sent.json["id"])
    edited = author.edit(sent.json["id"], f"{FINE} جدا")
    assert edited.status == 201
    assert "MAIL_DISPOSABLE" in symbols(world, sent.json["id"])


def test_an_ordinary_domain_is_none(world: World) -> None:
    sent = world.reader().post(FINE, email="somebody@gmail.com")
    assert symbols(world, sent.json["id"]) == set()


def test_neither_address_nor_domain_is_kept_or_told(world: World) -> None:
    sent = world.reader().post(f"{FINE} {HOLD}", email=DISPOSABLE)
    assert sent.status == 202
    seen = [sent.text, repr(world.memory.records()), world.moderator("mina").call("GET", "queue").text]
    assert not [text for text in seen if "mailinator" in text or "somebody" in text]
    assert SITE in seen[1]
