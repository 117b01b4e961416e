"""The team answers under an article: marked as staff, public at once, stored once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.ids import body_hash, keyed_hash
from ghirbal.domain.reader import Role, Site
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.comments import Comments
from ghirbal.ports.posting import PostContext
from ghirbal.ports.sites import Pages
from ghirbal.ports.tokens import Keys
from ghirbal.ports.workplace import Workplace
from ghirbal.usecases.posting import gates

STAFF = "staff"
"""The cause of a staff answer, and what sets its author's hash apart from any reader's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a moderator wants to say. `key` is the Idempotency-Key; without a name the site's own is shown."""

    page: str
    text: str
    key: str
    moderator: str
    role: Role
    name: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What answering needs."""

    comments: Comments
    pages: Pages
    workplace: Workplace
    keys: Keys


def answer(wish: Answer, site: Site, ports: Ports, now: int) -> Comment:
    """The stored answer; a repeated call answers it again.

    It passes no judge, for the team answers for its own words, but the rules of place hold: a known and open article,
    a public parent. Raises NotFound, Forbidden, Refused ("page-closed", "parent-unavailable", "idempotency-conflict",
    a text rule's code).
    """
    allow(wish.role, Role.MODERATOR)
    made = _comment(wish, site, ports, now)
    existing = ports.comments.get(site.id, made.id)
    if existing is None:
        made = _placed(made, ports)
        existing = ports.workplace.answer(made, at_least(Role.MODERATOR))
    if existing is not None and existing.body_hash != made.body_hash:
        raise Refused("idempotency-conflict")
    return existing or made


def _comment(wish: Answer, site: Site, ports: Ports, now: int) -> Comment:
    text, name = gates.checked_text(wish.text), gates.checked_name(wish.name) or site.name or site.id
    reader = keyed_hash(ports.keys.pinned("reader", site.id), STAFF, wish.moderator)
    return Comment(
        site=site.id,
        id=keyed_hash(ports.keys.pinned("comment", site.id), site.id, wish.page, reader, wish.key),
        page=wish.page,
        reader=reader,
        text=text,
        name=name,
        status=Status.APPROVED,
        created=now,
        updated=now,
        body_hash=body_hash(text, name, wish.page, wish.parent or ""),
        parent=wish.parent,
        by=Actor(ActorKind.MODERATOR, wish.moderator),
        cause=STAFF,
        staff=True,
    )


def _placed(made: Comment, ports: Ports) -> Comment:
    """The answer under its root, on an article that is there and open."""
    page = ports.pages.get(made.site, made.page)
    if page is None:
        raise NotFound("not-found")
    gates.open_page(page)
    above = ports.comments.get(made.site, made.parent) if made.parent else None
    root = gates.replied_root(
        PostContext(parent=above), made.parent, made.page, lambda id_: ports.comments.get(made.site, id_)
    )
    return replace(made, root=root)
