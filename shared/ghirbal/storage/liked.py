"""The list of the most liked, and after it everything else: three calls a page of the list.

Its place is either in the row of the most liked (by likes, not by number, so that a list that moved goes on where it
was) or, past its end, in the comments by time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghirbal.domain.errors import Refused
from ghirbal.ports.comments import Slice
from ghirbal.storage import lists
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_PAGE
from ghirbal.storage.dynamodb.items import text
from ghirbal.storage.dynamodb.position import AT, LIST, START, Position
from ghirbal.storage.rows.comment import comment_from_item
from ghirbal.storage.rows.votes import top_from_item

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.ports.votes import Placed
    from ghirbal.storage.dynamodb.table import Table

NAME = "liked"
REST = "rest"
"""The place between the most liked and the rest."""

_PLACED = re.compile(r"\d{9}#\d{13}#[a-z2-7]{26}", re.ASCII)
_MOST_LIKES, _MOST_TIME = 10**9 - 1, 10**13 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the list goes on: after `top` among the most liked, or past them after `rest` by time."""

    past: bool = False
    top: str = START
    rest: str = START


def roots(table: Table, site: str, page: str, limit: int, after: Position | None) -> Slice:
    """Public top-level comments, the most liked first."""
    partition = indexes.roots_of(site, page)
    place = read(after, partition)
    placed = top_from_item(table.get(keys.page_top(site, page), consistent=False)).placed
    ahead = [] if place.past else following(placed, place.top)
    first = ahead[:limit]
    shown = _public(table, site, page, first)
    if len(ahead) > limit:
        return Slice(shown, write(partition, sort_key(first[-1])))
    rest, at = _rest(table, site, partition, {one.id for one in placed}, limit - len(first), place.rest)
    return Slice((*shown, *rest), write(partition, at) if at else None)


def following(placed: Sequence[Placed], at: str) -> list[Placed]:
    """What comes after a place among the most liked."""
    return [one for one in placed if sort_key(one) > at]


def sort_key(one: Placed) -> str:
    """More likes first, then newer: as text that sorts so.

    >>> from ghirbal.ports.votes import Placed
    >>> sort_key(Placed(3, 1_790_000_000_000, "a" * 26))
    '999999996#8209999999999#aaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    return f"{_MOST_LIKES - one.likes:09d}#{_MOST_TIME - one.created:013d}#{one.id}"


def read(after: Position | None, partition: str) -> Place:
    """The place a position names. Raises Refused("cursor")."""
    if after is None:
        return Place()
    at = after.get(AT, "")
    if set(after) != {LIST, AT} or after[LIST] != f"{NAME}:{partition}":
        raise Refused("cursor")
    if _PLACED.fullmatch(at):
        return Place(top=at)
    if at == REST or BY_PAGE.form.fullmatch(at):
        return Place(past=True, rest=START if at == REST else at)
    raise Refused("cursor")


def write(partition: str, at: str) -> Position:
    """The position after a place."""
    return {LIST: f"{NAME}:{partition}", AT: at}


def _public(table: Table, site: str, page: str, placed: Sequence[Placed]) -> tuple[Comment, ...]:
    """The comments themselves: one may have been taken down since it was placed."""
    wanted = [keys.comment(site, one.id) for one in placed]
    found = table.get_many(wanted, consistent=False)
    read_ = [comment_from_item(found[key]) for key in wanted if key in found]
    return tuple(comment for comment in read_ if comment.public and comment.page == page)


def _rest(
    table: Table, site: str, partition: str, without: Collection[str], limit: int, at: str
) -> tuple[tuple[Comment, ...], str]:
    """Newest first, without those above, and the place after them, "" at the end.

    As many more are asked for as may have to be left out, so that one query fills the page.
    """
    found = lists.ask(table, site, BY_PAGE, partition, at, limit + len(without) + 1, newest=True)
    kept = [one for one in map(comment_from_item, found.rows) if one.id not in without]
    shown = tuple(kept[:limit])
    if len(kept) > limit:
        return shown, indexes.time_and_id(shown[-1].created, shown[-1].id) if shown else REST
    return shown, text(found.more, BY_PAGE.sk) if found.more else ""
