"""The fake beside the real thing: any sequence of calls must give the same answers and errors on both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance, tombstone
from ghirbal.domain.errors import Conflict, GhirbalError, IllegalTransition
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.comments import Order, Slice
from ghirbal.ports.deciding import Change
from ghirbal.storage.dynamodb.position import Position
from ghirbal.usecases.projecting.project import count
from tests.contract.conftest import Store, in_memory
from tests.support.making import (
    NOW,
    a_comment,
    a_limit,
    a_mark,
    a_report,
    a_reservation,
    a_site_id,
    a_verdict,
    an_id,
    post_keys,
)

PAGES = (an_id("page one"), an_id("page two"))
ORDERS = st.sampled_from(Order)
FEW = st.integers(0, 3)
ROLES = (Role.MODERATOR, Role.OWNER)

Asks = Callable[[Store], object]


def outcome(ask: Asks, store: Store) -> tuple[str, Any]:
    """What a call answers, or how it fails."""
    try:
        return "answer", ask(store)
    except Conflict as conflict:
        return "conflict", conflict.current
    except GhirbalError as error:
        return type(error).__name__, (error.code, dict(error.details))


class Beside(RuleBasedStateMachine):
    """Readers, moderators and the stream at work on both stores."""

    def __init__(self, real: Store) -> None:
        super().__init__()
        self.real = real
        self.fake = in_memory()
        self.site = a_site_id()
        self.known: list[Comment] = []

    def both(self, ask: Asks) -> Any:
        """The one answer of both."""
        of_fake, of_real = outcome(ask, self.fake), outcome(ask, self.real)
        assert of_fake == of_real
        return of_fake[1] if of_fake[0] == "answer" else None

    def pick(self, at: int) -> Comment | None:
        """One of the comments as it was when it was last written here, often no longer what it is."""
        return self.known[at % len(self.known)] if self.known else None

    @rule(
        page=st.sampled_from(PAGES),
        status=st.sampled_from([Status.PENDING, Status.APPROVED, Status.REJECTED]),
        under=st.none() | st.integers(0, 20),
        at=FEW,
        risk=st.sampled_from([0, 300, 999]),
    )
    def post(self, page: str, status: Status, under: int | None, at: int, risk: int) -> None:
        root = self.pick(under) if under is not None else None
        above = {"root": root.root or root.id, "parent": root.id} if root else {}
        page = root.page if root else page
        held = NOW + at if status is Status.PENDING else None
        comment = a_comment(
            self.site,
            page,
            status=status,
            created=NOW + at,
            held_since=held,
            verdict=a_verdict(risk),
            **above,
        )
        self.both(lambda store: store.comments.put_new(comment))
        self.known.append(comment)

    @rule(which=st.integers(0, 20))
    def post_again(self, which: int) -> None:
        comment = self.pick(which)
        if comment:
            self.both(lambda store: store.comments.put_new(replace(comment, text="آخر")))

    @rule(member=FEW, n=st.integers(1, 2), kind=st.sampled_from(["reader", "address"]), copy=FEW, poster=FEW)
    def reserve(self, member: int, n: int, kind: str, copy: int, poster: int) -> None:
        limit = a_limit(f"m{member}", n, kind=kind)
        mark = a_mark(an_id(f"copy {copy}"), f"p{poster}")
        reservation = a_reservation(self.site, limit, fingerprint=mark)
        self.both(lambda store: store.comments.reserve(reservation))
        wanted = post_keys(a_comment(self.site, PAGES[0]))
        self.both(lambda store: store.comments.open_post(wanted))

    @rule(which=st.integers(0, 20), to=st.sampled_from(Status), fresh=st.booleans(), checked=st.booleans())
    def decide(self, which: int, to: Status, fresh: bool, checked: bool) -> None:
        seen = self.pick(which)
        before = self.fake.comments.get(seen.site, seen.id) if seen and fresh else seen
        if before is None:
            return
        by = Actor(ActorKind.MODERATOR, "mina")
        try:
            deleted = to is Status.DELETED
            after = tombstone(before, by, at=NOW + 9) if deleted else advance(before, to, by, at=NOW + 9)
        except IllegalTransition:
            return
        change = Change(before=before, after=after, moderator="mina" if checked else None, roles=ROLES)
        self.both(lambda store: store.comments.change(change))
        self.known.append(after)

    @rule(which=st.integers(0, 20), reader=FEW, weight=st.integers(0, 2))
    def report(self, which: int, reader: int, weight: int) -> None:
        comment = self.pick(which)
        if comment:
            told = a_report(comment, an_id(f"reader {reader}"), weight)
            use = a_limit(comment.id, 2, kind="report", key=told.reader)
            self.both(lambda store: store.comments.report(comment, told, (use,)))

    @rule(role=st.none() | st.sampled_from(Role))
    def change_team(self, role: Role | None) -> None:
        if role is None:
            self.both(lambda store: store.sites.remove_moderator(self.site, "mina"))
        else:
            self.both(lambda store: store.sites.put_moderator(Moderator(self.site, "mina", role)))

    @rule(some=st.lists(st.integers(0, 20), max_size=4))
    def deliver(self, some: list[int]) -> None:
        """The stream's work on any versions, late and repeated ones too."""
        comments = [comment for comment in map(self.pick, some) if comment]
        self.both(lambda store: count(comments, store.counters))
        refs = [(comment.site, comment.id) for comment in comments]
        self.both(lambda store: store.counters.counted(refs))

    def walk(self, ask: Callable[[Store, Position | None], Slice]) -> None:
        """Page after page to the end."""
        after: Position | None = None
        for _ in range(30):
            after = self.part(ask, after).after
            if after is None:
                return
        raise AssertionError("the list has no end")

    def part(self, ask: Callable[[Store, Position | None], Slice], after: Position | None) -> Slice:
        found: Slice = self.both(lambda store: ask(store, after))
        return found

    @rule(order=ORDERS, limit=st.integers(1, 4), page=st.none() | st.sampled_from(PAGES))
    def walk_queue(self, order: Order, limit: int, page: str | None) -> None:
        self.walk(lambda store, after: store.comments.queue(self.site, order, limit, after, page))

    @rule(order=st.sampled_from([Order.NEWEST, Order.OLDEST]), limit=st.integers(1, 4))
    def walk_roots(self, order: Order, limit: int) -> None:
        self.walk(lambda store, after: store.comments.roots(self.site, PAGES[0], order, limit, after))

    @rule(which=st.integers(0, 20), limit=st.integers(1, 3))
    def read_one(self, which: int, limit: int) -> None:
        comment = self.pick(which)
        if comment:
            self.both(lambda store: store.comments.get(self.site, comment.id))
            self.both(lambda store: store.comments.log(self.site, comment.id))
            self.both(lambda store: store.comments.thread(self.site, comment.root or comment.id, limit, None))

    @invariant()
    def heads_agree(self) -> None:
        self.both(lambda store: [store.comments.head(self.site, page) for page in PAGES])
        self.both(lambda store: store.comments.pending(self.site))

    def teardown(self) -> None:
        self.both(lambda store: [store.counters.recount(self.site, page) for page in PAGES])


BRIEF = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(
    "store", ["moto", pytest.param("ministack", marks=pytest.mark.engine)], indirect=True
)
def test_the_fake_and_the_real_store_answer_alike(store: Store) -> None:
    class Machine(Beside):
        def __init__(self) -> None:
            super().__init__(store)

    run_state_machine_as_test(Machine, settings=BRIEF)
