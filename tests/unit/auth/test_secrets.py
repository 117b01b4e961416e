"""The secret is read once, kept while it can't be read again, and its absence closes the door (fault case 46)."""

from __future__ import annotations

import json

import pytest

from ghirbal.adapters.secrets import REFRESH, RETRY, SecretReader
from ghirbal.auth.keyring import Keyring
from ghirbal.domain.errors import GhirbalError
from tests.unit.auth.support import PINNED, Answers, FakeClock

GOOD = json.dumps({"pinned": PINNED, "live": []})
OTHER = json.dumps({"pinned": PINNED, "live": [{"id": "1", "key": "k" * 40}, {"id": "0"}]})


def test_nothing_is_fetched_before_the_first_use_and_then_once() -> None:
    answers = Answers({"name": GOOD})
    reader = SecretReader("name", FakeClock(), answers.text)
    assert answers.asked == []
    assert reader() == reader()
    assert answers.asked == ["name"]


def test_a_rotated_secret_is_seen_after_ten_minutes() -> None:
    clock, answers = FakeClock(), Answers({"name": GOOD})
    reader = SecretReader("name", clock, answers.text)
    reader()
    answers.table["name"] = OTHER
    clock.forward(REFRESH - 1)
    assert [key.id for key in reader().live] == ["0"]
    clock.forward(1)
    assert [key.id for key in reader().live] == ["1", "0"]


@pytest.mark.parametrize("broken", [None, "", "{}", '{"pinned": "short"}'])
def test_while_the_secret_cannot_be_read_again_the_one_in_memory_goes_on(broken: str | None) -> None:
    clock, answers = FakeClock(), Answers({"name": GOOD})
    reader = SecretReader("name", clock, answers.text)
    first = reader()
    answers.table = {} if broken is None else {"name": broken}
    clock.forward(REFRESH)
    assert reader() is first
    assert reader() is first
    assert len(answers.asked) == 2, "asks again once, not at every call"
    clock.forward(RETRY)
    answers.table["name"] = OTHER
    assert reader() != first


def test_without_a_secret_everything_that_needs_a_key_fails_closed() -> None:
    keys = Keyring(SecretReader("name", FakeClock(), Answers().text))
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        keys.pinned("reader", "akhbar")
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        keys.live("form")


def test_a_cold_start_asks_at_each_call_until_the_secret_is_there() -> None:
    answers = Answers()
    reader = SecretReader("name", FakeClock(), answers.text)
    with pytest.raises(GhirbalError):
        reader()
    answers.table["name"] = GOOD
    assert reader().pinned == PINNED.encode()
