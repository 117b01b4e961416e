"""Sending mail through Amazon SES, which makes two parts of plain text and HTML."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ghirbal.domain.errors import GhirbalError
from ghirbal.ports.mail import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import BodyTypeDef


class SesMailer:
    """`ports.mail.Mailer` by SES version 2."""

    def __init__(self, sender: str, client: SESV2Client | None = None) -> None:
        """`sender` is a verified address; `client` is made on first use when none is given."""
        self._sender = sender
        self._given = client

    @cached_property
    def _client(self) -> SESV2Client:
        if self._given is not None:
            return self._given
        import boto3
        from botocore.config import Config

        limits = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
        return boto3.client("sesv2", config=limits)

    def send(self, mail: Mail) -> None:
        """Send one mail. Raises GhirbalError("mail-unavailable"), without the address."""
        from botocore.exceptions import BotoCoreError, ClientError

        if any(c in mail.to + mail.subject for c in "\r\n"):
            raise GhirbalError("mail-unavailable", why="line break in a header")
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={
                    "Simple": {
                        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                        "Body": _body(mail),
                        "Headers": [{"Name": "Content-Language", "Value": mail.lang}],
                    }
                },
            )
        except (BotoCoreError, ClientError) as error:
            raise GhirbalError("mail-unavailable", why=type(error).__name__) from None


def _body(mail: Mail) -> BodyTypeDef:
    """Both parts; without HTML the plain one alone."""
    plain: BodyTypeDef = {"Text": {"Data": mail.body, "Charset": "UTF-8"}}
    return plain | {"Html": {"Data": mail.html, "Charset": "UTF-8"}} if mail.html else plain
