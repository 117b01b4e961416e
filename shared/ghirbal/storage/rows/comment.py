"""Comments, their log rows and reports as rows, and back.

Attributes are short because each is paid for in every row and index: v version, st status, rd reader, pg page, cr
created, ed edited, ht held since, bh body hash, vd verdict, rc replies, lk likes, rw and rn weight and number of
reports, rs reports settled, fr first reporters, av avatar, ne edits, im imported, up updated, pv previous status, cb
and cu who claims it until when.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status
from ghirbal.ports.comments import LogEntry
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.items import (
    Item,
    Row,
    flag,
    members,
    number,
    number_or_none,
    present,
    text,
    text_or_none,
)
from ghirbal.storage.rows import verdicts

if TYPE_CHECKING:
    from ghirbal.storage.dynamodb.keys import Key

if TYPE_CHECKING:
    from ghirbal.ports.deciding import Report


def keyed(key: Key, item: Item) -> Item:
    """A whole row: its key and what it says."""
    return {"PK": key.pk, "SK": key.sk, **present(item)}


def comment_to_item(comment: Comment) -> Item:
    """The whole row of a comment, index keys included."""
    key = keys.comment(comment.site, comment.id)
    return keyed(key, _identity(comment) | _state(comment) | _tallies(comment) | indexes.of_comment(comment))


def _identity(comment: Comment) -> Item:
    return {
        "id": comment.id,
        "pg": keys.id_token(comment.page, "page"),
        "root": comment.root or "",
        "parent": comment.parent or "",
        "rd": comment.reader,
        "cr": comment.created,
        "bh": comment.body_hash,
        "staff": comment.staff,
        "im": comment.imported,
    }


def _state(comment: Comment) -> Item:
    return {
        "v": comment.version,
        "st": str(comment.status),
        "text": comment.text,
        "name": comment.name,
        "av": comment.avatar,
        "ed": comment.edited or 0,
        "ht": comment.held_since or 0,
        "vd": verdicts.dump(comment.verdict) if comment.verdict else "",
        "reason": comment.reason,
        "by": actor_to_text(comment.by),
        "cause": comment.cause,
        "pv": str(comment.previous or ""),
        "up": comment.updated,
        "cb": comment.claimed_by,
        "cu": comment.claimed_until,
    }


def _tallies(comment: Comment) -> Item:
    return {
        "rc": comment.replies,
        "lk": comment.likes,
        "rw": comment.report_weight,
        "rn": comment.reports,
        "rs": comment.reports_settled,
        "fr": frozenset(comment.reporters),
        "ne": comment.edits,
    }


def comment_from_item(item: Row) -> Comment:
    """The comment of a row, or of what an index projects of it.

    Raises ValueError when something needed is missing or of the wrong kind (fault case 23).
    """
    site, comment_id = keys.parse_comment_partition(text(item, "PK"))
    status = Status(text(item, "st"))
    document = text(item, "vd", "")
    return Comment(
        site=site,
        id=comment_id,
        page=text(item, "pg"),
        reader=text(item, "rd", ""),
        text=text(item, "text"),
        name=text(item, "name"),
        status=status,
        created=number(item, "cr"),
        body_hash=text(item, "bh", ""),
        version=number(item, "v"),
        root=text_or_none(item, "root"),
        parent=text_or_none(item, "parent"),
        edited=number_or_none(item, "ed"),
        held_since=number_or_none(item, "ht"),
        verdict=verdicts.load(document) if document else None,
        reason=text(item, "reason", ""),
        by=actor_from_text(text(item, "by", str(ActorKind.PIPELINE))),
        cause=text(item, "cause", ""),
        previous=Status(text(item, "pv")) if "pv" in item else None,
        replies=max(0, number(item, "rc", 0)),
        likes=max(0, number(item, "lk", 0)),
        report_weight=number(item, "rw", 0),
        reports=number(item, "rn", 0),
        reports_settled=flag(item, "rs"),
        reporters=tuple(sorted(members(item, "fr"))),
        staff=flag(item, "staff"),
        avatar=text(item, "av", ""),
        edits=number(item, "ne", 0),
        imported=flag(item, "im"),
        placeholder=status is Status.DELETED and "gp" in item,
        updated=number(item, "up", 0),
        claimed_by=text(item, "cb", ""),
        claimed_until=number(item, "cu", 0),
    )


def actor_to_text(actor: Actor) -> str:
    """`kind` or `kind:id`.

    >>> actor_to_text(Actor(ActorKind.MODERATOR, "m1")), actor_to_text(Actor(ActorKind.SYSTEM))
    ('moderator:m1', 'system')
    """
    return f"{actor.kind}:{actor.id}" if actor.id else str(actor.kind)


def actor_from_text(written: str) -> Actor:
    """The actor of `actor_to_text`. Raises ValueError for an unknown kind."""
    kind, _, who = written.partition(":")
    return Actor(ActorKind(kind), who)


def log_to_item(before: Comment, after: Comment) -> Item:
    """The row that keeps what `before` was and how it was left."""
    key = keys.log(before.site, before.id, before.version)
    said: Item = {
        "id": before.id,
        "pg": before.page,
        "v": before.version,
        "st": str(before.status),
        "text": before.text,
        "name": before.name,
        "av": before.avatar,
        "vd": verdicts.dump(before.verdict) if before.verdict else "",
        "ht": before.held_since or 0,
        "was": before.reason,
        "rw": before.report_weight,
        "rs": before.reports_settled,
        "to": str(after.status),
        "by": actor_to_text(after.by),
        "cause": after.cause,
        "reason": after.reason,
        "at": after.updated,
    }
    return keyed(key, said | indexes.of_log(before.site, before.id, after.updated))


def past_from_item(comment: Comment, item: Row) -> Comment:
    """The comment as it was at the version that a log row of it tells of. Raises ValueError."""
    document = text(item, "vd", "")
    return replace(
        comment,
        version=number(item, "v"),
        status=Status(text(item, "st")),
        text=text(item, "text"),
        name=text(item, "name", ""),
        avatar=text(item, "av", ""),
        verdict=verdicts.load(document) if document else None,
        held_since=number_or_none(item, "ht"),
        reason=text(item, "was", ""),
        report_weight=number(item, "rw", 0),
        reports_settled=flag(item, "rs"),
        placeholder=False,
    )


def log_from_item(item: Row) -> LogEntry:
    """The entry of a log row. Raises ValueError."""
    by = actor_from_text(text(item, "by"))
    return LogEntry(
        version=number(item, "v"),
        status=text(item, "st"),
        text=text(item, "text"),
        to=text(item, "to"),
        by_kind=str(by.kind),
        by=by.id,
        cause=text(item, "cause", ""),
        reason=text(item, "reason", ""),
        at=number(item, "at", 0),
    )


def report_to_item(comment: Comment, report: Report) -> Item:
    """The row of one reader's report, with the version that was seen."""
    key = keys.report(comment.site, comment.id, report.reader)
    said: Item = {
        "id": comment.id,
        "pg": comment.page,
        "rd": report.reader,
        "reason": report.reason,
        "weight": report.weight,
        "v": comment.version,
        "at": report.at,
    }
    return keyed(key, said | indexes.of_report(comment.site, comment.id, report.reader, report.at))


def report_from_item(item: Row) -> Report:
    """The report of a row. Raises ValueError."""
    from ghirbal.ports.deciding import Report

    return Report(
        reader=text(item, "rd"),
        reason=text(item, "reason", ""),
        weight=number(item, "weight", 0),
        at=number(item, "at"),
        page=text(item, "pg"),
        version=number(item, "v"),
    )
