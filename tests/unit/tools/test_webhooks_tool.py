"""`ghirbal webhooks dead|replay`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from ghirbal_tools.stack.ministack import CREDENTIALS
from ghirbal_tools.webhooks import main
from tests.support.ministack import environment

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

URL = "https://hooks.example.com/secret-token"


@pytest.fixture
def sqs() -> Iterator[SQSClient]:
    with environment(CREDENTIALS), mock_aws():
        yield boto3.client("sqs")


@pytest.fixture
def queues(sqs: SQSClient) -> tuple[str, str]:
    """The dead-letter queue with 12 calls of one site and a broken message, and an empty queue of calls."""
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    call = {
        "site": "akhbar",
        "hook": "x",
        "message": {"id": "1", "type": "CommentHeld", "detail": {"u": URL}},
    }
    for _ in range(12):
        sqs.send_message(QueueUrl=dead, MessageBody=json.dumps(call))
    sqs.send_message(QueueUrl=dead, MessageBody="nonsense")
    return dead, sqs.create_queue(QueueName="calls")["QueueUrl"]


def test_dead_letters_are_counted_without_what_they_carry_and_stay(
    queues: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["dead", "--dead", queues[0]]) == 0
        out = capsys.readouterr().out
        assert out == "1\t?\tunreadable\n12\takhbar\tCommentHeld\n"


def test_a_replay_moves_all_of_them(
    sqs: SQSClient, queues: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    dead, calls = queues
    assert main(["replay", "--dead", dead, "--queue", calls]) == 0
    assert capsys.readouterr().out.startswith("13 calls")
    attributes = sqs.get_queue_attributes(QueueUrl=calls, AttributeNames=["ApproximateNumberOfMessages"])
    assert attributes["Attributes"]["ApproximateNumberOfMessages"] == "13"
    assert main(["dead", "--dead", dead]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["dead"], ["replay", "--dead", "x"]])
def test_queues_have_to_be_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "--stack" in capsys.readouterr().err
