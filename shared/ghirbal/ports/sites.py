"""Sites with their teams, and articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Moderator, Page, Role, Site


class Pages(Protocol):
    """Articles."""

    def get(self, site: str, page: str) -> Page | None:
        """The page's row, if any comment or moderator made one."""

    def named(self, site: str, pages: Collection[str]) -> Mapping[str, Page]:
        """The rows of these pages that are there, by id."""

    def put(self, page: Page, moderator: str, roles: tuple[Role, ...]) -> None:
        """Write it; raises Forbidden("not-on-team") when the team row does not allow it."""


class Sites(Protocol):
    """Sites, their policy documents and their teams."""

    def get(self, site: str) -> Site | None:
        """The site's configuration."""

    def put(self, site: Site) -> None:
        """Create or change a site, and its row in the registry."""

    def all(self) -> tuple[str, ...]:
        """The registry of site ids."""

    def moderator(self, site: str, moderator: str) -> Moderator | None:
        """One row of the team, read consistently."""

    def team(self, site: str) -> tuple[Moderator, ...]:
        """The whole team of a site."""

    def put_moderator(self, moderator: Moderator) -> None:
        """Add or change a member."""

    def remove_moderator(self, site: str, moderator: str) -> None:
        """Remove a member; from then on every write of theirs is refused."""
