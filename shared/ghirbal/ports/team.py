"""A site's team, and the people that the tokens' issuer knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Moderator


class Team(Protocol):
    """Who is on a site's team, as its owner and its members may change it."""

    def put(self, member: Moderator, by: str) -> None:
        """Add or change a member, if `by` is an owner at that moment. Raises Forbidden("not-on-team")."""

    def remove(self, site: str, member: str, by: str) -> None:
        """Remove a member, if `by` is an owner at that moment. Raises Forbidden("not-on-team")."""

    def confirm(self, site: str, member: str, lang: str, budget: int) -> None:
        """A member's own wishes, and that they have signed in. Raises Forbidden("not-on-team")."""


class Directory(Protocol):
    """The people that the tokens' issuer knows. `managed` says whether they can be invited from here."""

    managed: bool

    def subject(self, mail: str) -> str:
        """The `sub` of a person, invited by mail when the issuer doesn't know the address.

        Raises GhirbalError("directory-unavailable").
        """

    def join(self, subject: str, group: str) -> None:
        """Put a person into a group. Raises GhirbalError("directory-unavailable")."""

    def sign_out(self, subject: str) -> None:
        """End a person's sessions everywhere: no new token comes of an old one.

        Raises GhirbalError("directory-unavailable").
        """

    def leave(self, subject: str, group: str) -> None:
        """Take a person out of a group. Raises GhirbalError("directory-unavailable")."""
