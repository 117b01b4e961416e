"""Values that tests of the store are made of: every call makes another one, every argument is a choice."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Page, Role
from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.ports.deciding import Change, Report
from ghirbal.ports.posting import Fingerprint, LimitUse, PostKeys, Reservation, Use

NOW = 1_790_000_000_000
DAY_NOW = "2026-09-21"
TEXT = "تعليق مهذب على المقال"
_numbers = itertools.count()


class Hand:
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def an_id(name: str = "") -> str:
    """An id: the same for the same name, another one for none."""
    return body_hash(name or f"number {next(_numbers)}")


def a_site_id() -> str:
    """A site nobody else uses."""
    return f"site-{an_id()}"


def a_verdict(risk: int = 300, action: Action = Action.HOLD) -> Verdict:
    """A verdict with one symbol that has a place and one that has none."""
    symbols = (
        Symbol("LEX_INSULT", 6.0, "lexicon", 0, 5, "تعليق"),
        Symbol("ADDRESS_CROWDED", 0.25, "behaviour"),
    )
    return Verdict(action, risk / 50, risk, 0.75, 0.125, symbols, "balanced-1", "1.0.0", "abuse")


def a_comment(site: str, page: str = "", **fields: Any) -> Comment:
    """A comment; PENDING unless told otherwise, of a reader of its own."""
    status = fields.get("status", Status.PENDING)
    made = Comment(
        site=site,
        id=an_id(),
        page=page or an_id("the page"),
        reader=an_id(),
        text=TEXT,
        name="قارئة",
        status=Status.PENDING,
        created=NOW,
        body_hash=an_id(),
        verdict=a_verdict(),
        reason="abuse",
        held_since=NOW if status is Status.PENDING else None,
        updated=NOW,
        cause="verdict",
    )
    return replace(made, **fields)


def approved(site: str, page: str = "", **fields: Any) -> Comment:
    """A comment everybody sees."""
    return a_comment(site, page, status=Status.APPROVED, **fields)


def reply_to(root: Comment, **fields: Any) -> Comment:
    """An approved reply under a root."""
    return approved(root.site, root.page, root=root.id, parent=root.id, **fields)


def decision(
    before: Comment, target: Status, moderator: str = "mina", roles: tuple[Role, ...] = ()
) -> Change:
    """A moderator's step; the team's row is looked at when roles are named."""
    after = advance(before, target, Actor(ActorKind.MODERATOR, moderator), at=NOW + 1, cause="moderator")
    return Change(before=before, after=after, moderator=moderator if roles else None, roles=roles)


def a_limit(member: str, n: int = 2, *, kind: str = "reader", key: str = "") -> LimitUse:
    """One use of a limit whose window began now."""
    return LimitUse(
        kind=kind,
        key=key or an_id("the reader"),
        window=NOW // 1000,
        n=n,
        member=member,
        expires=NOW // 1000 + 60,
    )


def a_mark(comment_id: str, poster: str, *, print_: str = "0123456789abcdef") -> Fingerprint:
    """An entry in the duplicate bucket of one text."""
    return Fingerprint(
        fingerprint=print_,
        day=DAY_NOW,
        comment_id=comment_id,
        poster=poster,
        expires=NOW // 1000 + 172_800,
    )


def a_reservation(site: str, *limits: Use, **fields: Any) -> Reservation:
    """A reservation of limits alone, unless told more."""
    return Reservation(site=site, limits=limits, **fields)


def a_page(site: str, page: str = "", **fields: Any) -> Page:
    """An article."""
    made = Page(site=site, id=page or an_id("the page"), url="https://akhbar.example/a", title="خبر")
    return replace(made, **fields)


def post_keys(comment: Comment, **fields: Any) -> PostKeys:
    """What the post of a comment asks for."""
    wanted = PostKeys(
        site=comment.site,
        page=comment.page,
        reader=comment.reader,
        comment_id=comment.id,
        fingerprint="0123456789abcdef",
        days=(DAY_NOW, "2026-09-20"),
    )
    return replace(wanted, **fields)


def a_report(comment: Comment, reader: str = "", weight: int = 1) -> Report:
    """A report of a comment as it is seen."""
    return Report(
        reader=reader or an_id(),
        reason="abuse",
        weight=weight,
        at=NOW + 5,
        page=comment.page,
        version=comment.version,
    )
