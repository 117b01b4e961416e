"""The secret is read once, kept while it can't be read again, and its absence closes the door (fault case 46)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from ghirbal.adapters.aws import ATTEMPTS
from ghirbal.adapters.secrets import REFRESH, RETRY, SecretReader
from ghirbal.auth.keyring import Keyring
from ghirbal.auth.tokens import SignedTokens
from ghirbal.domain.clock import DAY, MINUTE, system_clock
from ghirbal.domain.errors import GhirbalError
from tests.support.silent import silent_address
from tests.unit.auth.support import NOW, PINNED, Answers, FakeClock

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

GOOD = json.dumps({"pinned": PINNED, "live": []})
OTHER = json.dumps({"pinned": PINNED, "live": [{"id": "1", "key": "k" * 40}, {"id": "0"}]})


def test_nothing_is_fetched_before_the_first_use_and_then_once() -> None:
    answers = Answers({"name": GOOD})
    reader = SecretReader("name", FakeClock(), answers.stored)
    assert answers.asked == []
    assert reader() == reader()
    assert answers.asked == ["name"]


def test_a_rotated_secret_is_seen_after_ten_minutes() -> None:
    clock, answers = FakeClock(), Answers({"name": GOOD})
    reader = SecretReader("name", clock, answers.stored)
    reader()
    answers.table["name"] = OTHER
    clock.forward(REFRESH - 1)
    assert [key.id for key in reader().live] == ["0"]
    clock.forward(1)
    assert [key.id for key in reader().live] == ["1", "0"]


@pytest.mark.parametrize("broken", [None, "", "{}", '{"pinned": "short"}'])
def test_while_the_secret_cannot_be_read_again_the_one_in_memory_goes_on(broken: str | None) -> None:
    clock, answers = FakeClock(), Answers({"name": GOOD})
    reader = SecretReader("name", clock, answers.stored)
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
    keys = Keyring(SecretReader("name", FakeClock(), Answers().stored))
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        keys.pinned("reader", "akhbar")
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        keys.live("form")


def test_a_cold_start_asks_at_each_call_until_the_secret_is_there() -> None:
    answers = Answers()
    reader = SecretReader("name", FakeClock(), answers.stored)
    with pytest.raises(GhirbalError):
        reader()
    answers.table["name"] = GOOD
    assert reader().pinned == PINNED.encode()


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretsManagerClient]:
    """Secrets Manager as moto plays it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.client("secretsmanager")


def test_the_secret_comes_from_secrets_manager_by_name_or_arn(manager: SecretsManagerClient) -> None:
    arn = manager.create_secret(Name="ghirbal", SecretString=GOOD)["ARN"]
    assert SecretReader("ghirbal", FakeClock())() == SecretReader(arn, FakeClock())()


def test_a_rotation_in_mid_flight_is_seen(manager: SecretsManagerClient) -> None:
    clock = FakeClock(system_clock())
    manager.create_secret(Name="ghirbal", SecretString=GOOD)
    reader = SecretReader("ghirbal", clock)
    token = SignedTokens(Keyring(reader)).issue("form", {"a": 1})
    manager.put_secret_value(SecretId="ghirbal", SecretString=OTHER)
    clock.forward(REFRESH)
    assert SignedTokens(Keyring(reader)).read("form", token) == {"a": 1}
    assert SignedTokens(Keyring(reader)).issue("form", {"a": 1}).startswith("v1.0."), (
        "known, and not signing yet"
    )
    clock.forward(REFRESH)
    assert SignedTokens(Keyring(reader)).issue("form", {"a": 1}).startswith("v1.1.")


def test_rotation_refuses_no_token() -> None:
    """B15: a dozen processes that read the secret at times of their own, more and more of them; two rotations, each
    with the former key kept. Every process reads the newest tokens of all."""
    clock, answers = FakeClock(), Answers({"name": GOOD}, at=NOW - DAY)
    processes: list[SignedTokens] = []
    made: list[str] = []
    signers = set()
    live: list[dict[str, str]] = [{"id": "0"}]
    for minute in range(150):
        if minute in (30, 100):
            live = [{"id": str(minute), "key": f"{minute}".ljust(40, "k")}, *live]
            answers.table["name"], answers.at = json.dumps({"pinned": PINNED, "live": live}), clock.now
        if minute < 12 or minute % 9 == 0:
            processes.append(SignedTokens(Keyring(SecretReader("name", clock, answers.stored))))
        made += [process.issue("form", {"n": 1}) for process in processes]
        made = made[-24:]
        assert all(process.read("form", token) for process in processes for token in made)
        signers.add(made[-1].split(".")[1])
        clock.forward(MINUTE)
    assert signers == {"0", "30", "100"}, "each key signed in its time"


@pytest.mark.usefixtures("manager")
def test_a_secret_that_is_not_there_is_a_named_error() -> None:
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        SecretReader("ghirbal", FakeClock())()


def test_a_manager_that_does_not_answer_costs_seconds_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 13.1.3: read 1 s, two attempts. The server here takes the connection and keeps silent."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with silent_address() as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", silent.url)
        with pytest.raises(GhirbalError, match="secret-unavailable"):
            SecretReader("ghirbal", FakeClock())()
        assert silent.tries() == ATTEMPTS
