"""The people of the tokens' issuer: a Cognito pool of our own, or an issuer that we can't ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ghirbal.adapters.aws import AwsAdapter, unavailable
from ghirbal.domain.errors import GhirbalError


class ForeignDirectory:
    """An issuer whose administrator sets the groups; we can only say which."""

    managed = False

    def subject(self, mail: str) -> str:
        """Nobody is known here by mail. Raises GhirbalError("directory-unavailable")."""
        del mail
        raise GhirbalError("directory-unavailable", why="foreign issuer")

    def join(self, subject: str, group: str) -> None:
        """Left to the issuer's administrator."""

    def sign_out(self, subject: str) -> None:
        """Left to the issuer's administrator; the service refuses the person already."""

    def leave(self, subject: str, group: str) -> None:
        """Left to the issuer's administrator; the service refuses the person already."""


class CognitoDirectory(AwsAdapter[Any]):
    """A Cognito pool whose user name is the mail address."""

    service = "cognito-idp"
    read_seconds = 3

    managed = True

    def __init__(self, pool: str, client: Any = None) -> None:
        """`pool` is the pool's id; a `cognito-idp` client (its stubs are not among the tools) is made on first use."""
        self._pool = pool
        super().__init__(client)

    def subject(self, mail: str) -> str:
        """The `sub` of a user; one that the pool doesn't know is invited by mail."""
        return str(self._asked(lambda: self._known(mail) or self._invited(mail)))

    def join(self, subject: str, group: str) -> None:
        """Make the group if need be, and add the user."""
        self._asked(lambda: self._join(subject, group))

    def leave(self, subject: str, group: str) -> None:
        """Remove the user from the group; one who is not in it, or gone, is out already."""
        self._asked(lambda: self._leave(subject, group))

    def sign_out(self, subject: str) -> None:
        """Revoke the user's refresh tokens; one who is gone has none."""
        self._asked(lambda: self._sign_out(subject))

    def _sign_out(self, subject: str) -> None:
        with suppress(self._client.exceptions.UserNotFoundException):
            self._client.admin_user_global_sign_out(UserPoolId=self._pool, Username=subject)

    def _known(self, mail: str) -> str:
        try:
            user = self._client.admin_get_user(UserPoolId=self._pool, Username=mail)
        except self._client.exceptions.UserNotFoundException:
            return ""
        return _subject(user["UserAttributes"])

    def _invited(self, mail: str) -> str:
        made = self._client.admin_create_user(
            UserPoolId=self._pool,
            Username=mail,
            UserAttributes=[{"Name": "email", "Value": mail}, {"Name": "email_verified", "Value": "true"}],
            DesiredDeliveryMediums=["EMAIL"],
        )
        return _subject(made["User"]["Attributes"])

    def _join(self, subject: str, group: str) -> None:
        with suppress(self._client.exceptions.GroupExistsException):
            self._client.create_group(UserPoolId=self._pool, GroupName=group)
        self._client.admin_add_user_to_group(UserPoolId=self._pool, Username=subject, GroupName=group)

    def _leave(self, subject: str, group: str) -> None:
        with suppress(self._client.exceptions.UserNotFoundException):
            self._client.admin_remove_user_from_group(
                UserPoolId=self._pool, Username=subject, GroupName=group
            )

    def _asked(self, ask: Callable[[], Any]) -> Any:
        with unavailable("directory-unavailable"):
            return ask()


def _subject(attributes: list[dict[str, str]]) -> str:
    return next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub")
