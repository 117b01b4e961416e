"""One run: articles with an hour behind them, then ten minutes of everything; and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ghirbal.domain.clock import HOUR, SECOND
from ghirbal.domain.comment import Status
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.ports.comments import Comments
from ghirbal.ports.posting import LimitUse, Reservation
from ghirbal_tools.flood.stage import SITE, Answered, Stage
from ghirbal_tools.flood.timeline import (
    CROWD,
    ELSEWHERE,
    FLOOD,
    HONEST,
    MATCH_PAGE,
    OBITUARY,
    ORIGIN,
    POST,
    SCHOOL_PAGE,
    TARGET,
    Entry,
    Size,
    articles,
    timeline,
)

POLICY = {"proof": {"bits": 1}}
"""Everybody solves, bots too: what is measured is what stands when proof alone stops nobody."""

THREADS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodOutcome:
    """What came of a run. `treated`: honest post → (HTTP status, asked for proof)."""

    statuses: Mapping[str, Counter[str]]
    published: Mapping[str, int]
    flood: int
    lost: int
    refused: int
    treated: Mapping[str, tuple[int, bool]]
    mails: int
    honest: int
    held: int
    asked: int
    """Honest posts, those of them that wait, and those asked for a proof."""


def prepare(stage: Stage, size: Size) -> None:
    """The site, one moderator, and articles that have stood for over an hour with a comment each."""
    stage.deps.sites.put(Site(SITE, (ORIGIN,), name="flood", policy=dict(POLICY)))
    stage.deps.sites.put_moderator(Moderator(SITE, "mina", Role.MODERATOR, mail="mina@flood.example"))
    begin = stage.clock.now
    pages = [TARGET, OBITUARY, MATCH_PAGE, SCHOOL_PAGE, *articles(size)]
    first = [
        Entry(
            second=place,
            kind="first",
            writer=place,
            address=f"100.66.0.{place % 250}",
            url=url,
            text=f"أول رأي هنا رقم {place}",
        )
        for place, url in enumerate(pages)
    ]
    answers = stage.play(first, begin)
    stage.first.update({entry.url: answers[entry.name][0].id for entry in first})
    stage.clock.now = begin + HOUR + len(first) * SECOND
    stage.post.sent.clear()


def run(stage: Stage, size: Size, *, flooded: bool) -> FloodOutcome:
    """Everything, from the preparation on."""
    prepare(stage, size)
    entries = timeline(size, flooded=flooded)
    answers = stage.play(entries, stage.clock.now)
    stage.deliver()
    return outcome(stage, entries, answers)


def outcome(
    stage: Stage, entries: Sequence[Entry], answers: Mapping[str, Sequence[Answered]]
) -> FloodOutcome:
    """Compare what was answered with what is stored."""
    statuses: dict[str, Counter[str]] = {}
    published: Counter[str] = Counter()
    lost = refused = honest = held = asked = 0
    treated: dict[str, tuple[int, bool]] = {}
    taken: Counter[str] = Counter()
    for entry in entries:
        answer = answers[entry.name][taken[entry.name]]
        taken[entry.name] += 1
        state = _state(stage.deps.comments, answer)
        statuses.setdefault(entry.flood or entry.kind, Counter())[state] += 1
        if entry.kind == FLOOD:
            published[entry.flood] += state == Status.APPROVED
            continue
        honest, held, asked = honest + 1, held + (state == Status.PENDING), asked + answer.proven
        refused += answer.status not in (200, 201, 202)
        lost += (
            entry.act == POST
            and answer.status in (201, 202)
            and state not in (Status.APPROVED, Status.PENDING)
        )
        if entry.kind in (CROWD, ELSEWHERE):
            treated[entry.name] = (answer.status, answer.proven)
    flood = sum(entry.kind == FLOOD and entry.act == POST for entry in entries)
    return FloodOutcome(
        statuses=statuses,
        published=published,
        flood=flood,
        lost=lost,
        refused=refused,
        treated=treated,
        mails=len(stage.post.sent),
        honest=honest,
        held=held,
        asked=asked,
    )


def _state(comments: Comments, answer: Answered) -> str:
    if not answer.id:
        return f"{answer.status} {answer.code}"
    comment = comments.get(SITE, answer.id)
    return str(comment.status) if comment else "lost"


def differing(one: FloodOutcome, other: FloodOutcome) -> list[str]:
    """Honest posts on other articles that were treated otherwise with the flood than without."""
    return [name for name, treated in one.treated.items() if other.treated[name] != treated]


def through_one_limit(comments: Comments, most: int, now: int) -> int:
    """How many of 64 threads a limit of `most` lets through."""

    def one(number: int) -> bool:
        use = LimitUse(
            kind="reader",
            key=body_hash("one reader"),
            window=now // SECOND,
            n=most,
            member=f"member-{number}",
            expires=now // SECOND + 600,
        )
        while True:
            try:
                return not comments.reserve(Reservation(site=SITE, limits=(use,)))
            except Exception as error:
                if type(error).__name__ != "StoreContended":
                    raise

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


__all__ = ["HONEST", "FloodOutcome", "differing", "prepare", "run", "through_one_limit"]
