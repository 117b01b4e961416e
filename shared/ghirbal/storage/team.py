"""The port Team on DynamoDB: every change asks in the same transaction who makes it (attack H7)."""

from __future__ import annotations

from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import Moderator, Role
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one
from ghirbal.storage.dynamodb.writes import Write, delete, put, update
from ghirbal.storage.rows.around import moderator_to_item

OWNERS = (Role.OWNER,)


class DynamoTeam:
    """A site's team in the table (`ports.team.Team`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def put(self, member: Moderator, by: str) -> None:
        """Write the row, by an owner."""
        self._by_owner(put(moderator_to_item(member)), member.site, member.id, by)

    def remove(self, site: str, member: str, by: str) -> None:
        """Delete the row, by an owner."""
        self._by_owner(delete(keys.moderator(site, member)), site, member, by)

    def confirm(self, site: str, member: str, lang: str, budget: int) -> None:
        """Change one's own row, which must be there."""
        confirmed = update(
            keys.moderator(site, member),
            "SET #lang = :lang, #budget = :budget REMOVE #invited",
            "attribute_exists(#PK)",
            lang=lang,
            budget=budget,
        )
        if not try_one(self._table, confirmed):
            raise Forbidden("not-on-team")

    def _by_owner(self, write: Write, site: str, member: str, by: str) -> None:
        """A transaction can't hold two writes of one row: an owner's own row is its own check."""
        if by == member:
            raise Forbidden("not-allowed")
        if carry_out(self._table, [write, on_team(site, by, OWNERS)]):
            raise Forbidden("not-on-team")
