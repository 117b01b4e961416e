"""Votes and the list of the most liked as rows, and back.

A vote: rd reader, pg page, on liked, cnt counted so, ch changes of mind, at. The list is one JSON text.
"""

from __future__ import annotations

import json

from ghirbal.ports.votes import Placed, Top, Vote
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.items import Item, Row, flag, number, text
from ghirbal.storage.rows.comment import keyed


def vote_said(vote: Vote) -> Item:
    """What a reader's call writes of a vote; whether it is counted is the stream's to say."""
    return {
        "id": vote.comment_id,
        "pg": vote.page,
        "rd": vote.reader,
        "on": vote.on,
        "ch": vote.changes,
        "at": vote.at,
        **indexes.of_vote(vote.site, vote.comment_id, vote.reader, vote.at),
    }


def vote_from_item(item: Row) -> Vote:
    """The vote of a row. Raises ValueError."""
    site, comment_id = keys.parse_comment_partition(text(item, "PK"))
    return Vote(
        site=site,
        comment_id=comment_id,
        page=text(item, "pg"),
        reader=text(item, "rd"),
        on=flag(item, "on"),
        counted=flag(item, "cnt"),
        changes=number(item, "ch"),
        at=number(item, "at", 0),
    )


def top_to_item(site: str, page: str, top: Top) -> Item:
    """The list's row as it shall be; `rv` is one more than what was read."""
    listed = json.dumps(top.placed, separators=(",", ":"))
    return keyed(keys.page_top(site, page), {"top": listed, "rv": top.revision + 1})


def top_from_item(item: Row | None) -> Top:
    """The list of a row, empty for none. Raises ValueError."""
    if item is None:
        return Top()
    listed = json.loads(text(item, "top"))
    return Top(
        tuple(Placed(int(likes), int(at), str(name)) for likes, at, name in listed), number(item, "rv")
    )
