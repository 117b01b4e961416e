"""Rows that an import puts beside comments, each only where there is none: what the site decided since then stays."""

from __future__ import annotations

from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.ports.posting import PrivateRow
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.failures import ConditionFailed
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import write_one
from ghirbal.storage.dynamodb.writes import put
from ghirbal.storage.rows.around import private_to_item
from ghirbal.storage.rows.comment import comment_to_item, keyed

_NEW = "attribute_not_exists(#PK)"


class DynamoImports:
    """Insert-only writes into the table."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def put_comment(self, comment: Comment) -> bool:
        """A comment, whether its article is open or not; False when one of its id stands there."""
        return self._insert(comment_to_item(comment))

    def put_page(self, page: Page) -> None:
        """An article's row; one that stands there stays as it is."""
        said: Item = {"url": page.url, "title": page.title, "cr": page.created}
        self._insert(keyed(keys.page(page.site, page.id), said))

    def put_private(self, site: str, row: PrivateRow) -> None:
        """The row of a hashed mail; one that stands there stays as it is."""
        self._insert(private_to_item(site, row))

    def _insert(self, item: Item) -> bool:
        try:
            write_one(self._table, put(item, _NEW))
        except ConditionFailed:
            return False
        return True
