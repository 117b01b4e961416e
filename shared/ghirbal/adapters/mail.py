"""Sending mail through Amazon SES, which makes two parts of plain text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghirbal.adapters.aws import AwsAdapter, unavailable
from ghirbal.domain.errors import GhirbalError
from ghirbal.ports.mail import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import BodyTypeDef


class SesMailer(AwsAdapter["SESV2Client"]):
    """`ports.mail.Mailer` by SES version 2."""

    service = "sesv2"
    read_seconds = 5
    connect_seconds = 2

    def __init__(self, sender: str, client: SESV2Client | None = None) -> None:
        """`sender` is a verified address; `client` is made on first use when none is given."""
        self._sender = sender
        super().__init__(client)

    def send(self, mail: Mail) -> None:
        """Send one mail. Raises GhirbalError("mail-unavailable"), without the address."""
        if any(c in mail.to + mail.subject for c in "\r\n"):
            raise GhirbalError("mail-unavailable", why="line break in a header")
        with unavailable("mail-unavailable"):
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


def _body(mail: Mail) -> BodyTypeDef:
    """Both parts; without HTML the plain one alone."""
    plain: BodyTypeDef = {"Text": {"Data": mail.body, "Charset": "UTF-8"}}
    return plain | {"Html": {"Data": mail.html, "Charset": "UTF-8"}} if mail.html else plain
