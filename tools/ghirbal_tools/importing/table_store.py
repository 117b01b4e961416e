"""`load.Store` on the service's own table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.ports.posting import PrivateRow
from ghirbal.ports.stream import CommentChange
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.importing import DynamoImports
from ghirbal.usecases.projecting.likes import rank
from ghirbal.usecases.projecting.project import count
from ghirbal.wiring.deps import Deps


class TableStore:
    """The table behind `deps`."""

    def __init__(self, deps: Deps) -> None:
        """Everything is made at its first use."""
        self._deps = deps
        self._imports = DynamoImports(deps.table)

    def put(self, comment: Comment) -> bool:
        """Insert only."""
        return self._imports.put_comment(comment)

    def put_page(self, page: Page) -> None:
        """Insert only."""
        self._imports.put_page(page)

    def put_private(self, site: str, row: PrivateRow) -> None:
        """Insert only."""
        self._imports.put_private(site, row)

    def count(self, comments: Sequence[Comment]) -> None:
        """As the stream does it, which then finds nothing left to count."""
        count(comments, self._deps.counters)
        rank((CommentChange(None, comment) for comment in comments), self._deps.votes)

    def there(self, site: str, ids: Iterable[str]) -> set[str]:
        """Asked for in one batch."""
        wanted = {keys.comment(site, comment_id): comment_id for comment_id in ids}
        return {wanted[key] for key in self._deps.table.get_many(wanted)}
