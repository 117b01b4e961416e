"""The doors to mail, queues and objects: what goes through arrives whole; what fails has a name and no address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from ghirbal.adapters.mail import SesMailer
from ghirbal.adapters.objects import S3Results
from ghirbal.adapters.queue import SqsQueue
from ghirbal.domain.errors import GhirbalError
from ghirbal.ports.mail import Mail

REGION = "eu-west-3"
SENDER = "comments@akhbar.example"
MAIL = Mail(
    to="mina@team.example", subject="تعليق ينتظر", body="نص التعليق", html="<p>نص التعليق</p>", lang="ar"
)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account of moto's, in one region."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


def client(service: Any) -> Any:
    """A client of the account."""
    made: Any = boto3.client
    return made(service, region_name=REGION)


def sent() -> list[Any]:
    """What SES took."""
    return list(sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages)


def test_a_mail_goes_out_to_one_address_in_two_parts() -> None:
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    SesMailer(SENDER).send(MAIL)
    (message,) = sent()
    assert (message.source, message.subject) == (SENDER, MAIL.subject)
    assert message.destinations["ToAddresses"] == [MAIL.to]


def test_a_line_break_in_a_header_sends_nothing() -> None:
    """Case 41, at the last door."""
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    with pytest.raises(GhirbalError, match="mail-unavailable"):
        SesMailer(SENDER).send(
            Mail(to=MAIL.to, subject="a\r\nBcc: b@evil.example", body="b", html="", lang="ar")
        )
    assert sent() == []


def test_a_mail_that_is_refused_tells_no_address() -> None:
    """The sender is verified nowhere."""
    with pytest.raises(GhirbalError, match="mail-unavailable") as failed:
        SesMailer(SENDER).send(MAIL)
    assert MAIL.to not in repr(failed.value)
    assert MAIL.to not in str(failed.value.details)


def test_a_message_arrives_with_arabic_as_it_is_and_can_be_put_off() -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    queue = SqsQueue(url)
    queue.send({"site": "akhbar", "title": "خبر"})
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"]) == {"site": "akhbar", "title": "خبر"}
    assert "خبر" in message["Body"]
    queue.later(message["ReceiptHandle"], 0)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


def test_without_a_queue_nothing_is_lost_in_silence() -> None:
    with pytest.raises(GhirbalError, match="queue-unavailable"):
        SqsQueue("").send({})
    with pytest.raises(GhirbalError, match="queue-unavailable"):
        SqsQueue(f"https://sqs.{REGION}.amazonaws.com/{DEFAULT_ACCOUNT_ID}/gone").send({"a": 1})


def test_a_result_lies_below_its_own_sites_prefix() -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="results", CreateBucketConfiguration={"LocationConstraint": REGION})
    key = S3Results("results").put("akhbar", "j" * 26, "report.json", '{"نتيجة": 1}')
    assert key == f"sites/akhbar/jobs/{'j' * 26}/report.json"
    stored = s3.get_object(Bucket="results", Key=key)
    assert json.loads(stored["Body"].read()) == {"نتيجة": 1}
    assert stored["ContentType"] == "application/json; charset=utf-8"


def test_a_bucket_that_is_gone_is_named_as_such() -> None:
    with pytest.raises(GhirbalError, match="results-unavailable"):
        S3Results("gone").put("akhbar", "j" * 26, "report.json", "{}")
