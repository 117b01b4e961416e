"""Every event that leaves is what its schema says, and carries nothing of a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ghirbal.domain.comment import EventType
from ghirbal.events.publisher import entry_of
from ghirbal.ports.flood import BreakerTrip
from tests.support.making import an_id
from tests.support.world import FINE, HOLD, REJECT, SITE, World, a_site

SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "ghirbal" / "events" / "schemas"


def schema(kind: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((SCHEMAS / f"{kind}.v1.json").read_text("utf-8"))
    return found


@pytest.fixture
def busy(world: World) -> World:
    """A world in which every kind of event has gone out."""
    world.put_site(a_site(policy={"nudge": False, "reports": {"hold_at": 2, "fresh_seconds": 1}}))
    author = world.reader(address="198.51.100.99")
    own = author.post(f"{FINE} سر", name="اسم سري", email="secret@mail.example").json["id"]
    author.edit(own, "نص آخر سر")
    world.reader().post(f"{REJECT} سر")
    held = [world.reader().post(f"{HOLD} سر {n}").json["id"] for n in range(3)]
    for comment, action in zip(held, ("approve", "reject", "spam"), strict=True):
        world.moderator().decide(comment, action)
    for _ in range(2):
        world.elsewhere().report(own)
    author.delete(own, version=3)
    now = world.clock.now
    world.deps.traffic.trip(BreakerTrip(site=SITE, page=an_id(), since=now, until=now + 1, n=30), now)
    world.deliver()
    return world


def test_every_kind_of_event_validates_against_its_schema(busy: World) -> None:
    kinds = set()
    for event in busy.publisher.sent:
        detail = json.loads(entry_of(event, "bus")["Detail"])
        Draft202012Validator(schema(str(event.type))).validate(detail)
        kinds.add(str(event.type))
    assert kinds == {str(kind) for kind in EventType}


def test_every_schema_is_itself_sound() -> None:
    for path in SCHEMAS.glob("*.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_no_event_carries_text_name_address_or_mail(busy: World) -> None:
    everything = "".join(entry_of(event, "bus")["Detail"] for event in busy.publisher.sent)
    for private in ("سر", "secret@mail.example", "198.51.100.99", FINE):
        assert private not in everything


def test_ids_say_comment_version_and_type(busy: World) -> None:
    for event in busy.publisher.sent:
        if event.type is EventType.SURGE:
            continue
        comment, version, kind, *rest = event.id.split("#")
        assert (comment, int(version), kind) == (
            event.detail["comment"],
            event.detail["version"],
            str(event.type),
        )
        assert bool(rest) == (event.type is EventType.REPORTED)
