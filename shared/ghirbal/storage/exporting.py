"""Every comment of a site, as it stands: a scan of the table, page after page, that keeps nothing in memory."""

from __future__ import annotations

from collections.abc import Iterator

from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.storage.dynamodb.keys import site_token
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.rows.around import page_from_item
from ghirbal.storage.rows.comment import comment_from_item


class DynamoExport:
    """Reads a site whole. What changes meanwhile comes as it was, or as it is: each comment once."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def comments(self, site: str) -> Iterator[Comment]:
        """All of them, in no order."""
        wanted = {"pk": f"C#{site_token(site)}#", "sk": "C"}
        yield from map(comment_from_item, self._table.scanned("begins_with(#PK, :pk) AND #SK = :sk", wanted))

    def pages(self, site: str) -> Iterator[Page]:
        """All articles, in no order."""
        prefix = f"N#{site_token(site)}#"
        for item in self._table.scanned("begins_with(#PK, :pk) AND #SK = :sk", {"pk": prefix, "sk": "META"}):
            found = page_from_item(site, str(item["PK"]).removeprefix(prefix), item)
            if found is not None:
                yield found
