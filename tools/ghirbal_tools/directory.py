"""Who people are to the issuer of the moderators' tokens: finding and inviting them."""

from __future__ import annotations

import re
from typing import Any, Protocol

from ghirbal.adapters import directory as adapter

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class DirectoryError(Exception):
    """The person can't be found or invited; the message says what to give instead."""


class Directory(Protocol):
    """An issuer's people."""

    def subject(self, who: str) -> str:
        """The `sub` that tokens carry for a person given by mail or by `sub`. Raises DirectoryError."""

    def join(self, subject: str, group: str) -> None:
        """Put a person into a group, so that their next token lists it."""

    def leave(self, subject: str, group: str) -> None:
        """Take a person out of a group."""


class PlainDirectory:
    """An issuer we can't ask: people are named by `sub`, and groups are its own administrator's to set."""

    def subject(self, who: str) -> str:
        """`who`, unless it is a mail address."""
        if is_mail(who):
            raise DirectoryError(
                f"{who} is an address, and there is no user pool here that could say whose: give the `sub` that your "
                "issuer's tokens carry, and the address as --mail (or --pool ID, or --stack NAME)"
            )
        return who

    def join(self, subject: str, group: str) -> None:
        """Say what has to be done at the issuer."""
        print(f"now put {subject} into the group {group} at your issuer, so that tokens list it")

    def leave(self, subject: str, group: str) -> None:
        """Say what has to be done at the issuer; the service refuses the person already."""
        print(f"now take {subject} out of the group {group} at your issuer")


class LocalDirectory:
    """The issuer of `make dev`: it reads the teams from the table itself, so nothing is left to do."""

    def subject(self, who: str) -> str:
        """Any name will do, a mail address too."""
        return who

    def join(self, subject: str, group: str) -> None:
        """Nothing."""

    def leave(self, subject: str, group: str) -> None:
        """Nothing."""


class CognitoDirectory:
    """A Cognito pool whose user name is the mail address."""

    def __init__(self, client: Any, pool: str) -> None:
        """A `cognito-idp` client (its stubs are not among the tools), and the pool's id from the stack's outputs."""
        self._client = client
        self._pool = pool
        self._people = adapter.CognitoDirectory(pool, client)

    def subject(self, who: str) -> str:
        """The `sub` of a user, invited by mail if the pool doesn't know the address yet."""
        if is_mail(who):
            return self._people.subject(who)
        try:
            user = self._client.admin_get_user(UserPoolId=self._pool, Username=who)
        except self._client.exceptions.UserNotFoundException:
            raise DirectoryError(f"the pool has no user {who}; give a mail address to invite one") from None
        return next(str(one["Value"]) for one in user["UserAttributes"] if one["Name"] == "sub")

    def join(self, subject: str, group: str) -> None:
        """Make the group if need be, and add the user."""
        self._people.join(subject, group)

    def leave(self, subject: str, group: str) -> None:
        """Remove the user from the group; one that is in no such group stays as it is."""
        self._people.leave(subject, group)


def is_mail(text: str) -> bool:
    """Whether it looks like a mail address.

    >>> is_mail("desk@news.example"), is_mail("5f1c9b")
    (True, False)
    """
    return _MAIL.fullmatch(text) is not None
