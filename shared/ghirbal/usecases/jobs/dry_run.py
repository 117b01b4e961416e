"""A dry run: what a policy would have done with the comments of the last days, and what moderators thought of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.policy import Policy
from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.ports.jobs import Job, JobState, PastSlice, Results
from ghirbal.usecases.posting.gates import Judge

EXAMPLES = 50
"""Changed comments named in the job itself; all of them are in the result's parts."""

ENOUGH = 10
"""Decisions from which on a rule's record says something: of ten, seven are hardly chance."""

OFTEN = 0.7
"""Share of overturned decisions from which on a rule is pointed out."""

_SEVERITY = {Action.PUBLISH: 0, Action.HOLD: 1, Action.REJECT: 2}
_KEPT_GROUP = "behaviour"
"""Evidence about the sender, not the text: no judge can find it again, so it is taken over as it was found."""

_AGAINST = {
    "newly_held": "newly_held_approved",
    "newly_refused": "newly_refused_approved",
    "newly_published": "newly_published_stopped",
}
"""What changes for comments, and which of it a moderator had decided otherwise."""

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DryRun:
    """Judges past comments by two policies. A `JobWork` of `usecases.jobs`."""

    wanted: Policy
    current: Policy
    judge: Judge
    results: Results

    def take(self, job: Job, found: PastSlice, now: int) -> Job:
        """Figures with these comments in them; the changed ones also go into a part of the result."""
        del now
        figures = job.figures or _nothing()
        moves = []
        for comment in found.comments:
            figures, move = self._with(figures, comment)
            moves += [move] if move else []
        if moves:
            # The part is named after the checkpoint: a slice that is done again writes over it.
            lines = "".join(json.dumps(move, ensure_ascii=False) + "\n" for move in moves)
            self.results.put(job.site, job.id, f"part-{job.step:06d}.jsonl", lines)
        examples = [*figures["examples"], *moves][:EXAMPLES]
        return replace(job, figures={**figures, "examples": examples})

    def finish(self, job: Job, now: int) -> Job:
        """Done: the summary is written beside the parts."""
        summary = summed_up(job.figures or _nothing())
        key = self.results.put(job.site, job.id, "result.json", json.dumps(summary, ensure_ascii=False))
        return replace(job, state=JobState.DONE, updated=now, progress=100, result=key)

    def _with(self, figures: Figures, comment: Comment) -> tuple[Figures, dict[str, Any] | None]:
        figures = {**figures, "fired": _recorded(figures["fired"], _was_stopped(comment), comment)}
        if not comment.text:
            return _plus(figures, skipped=1), None
        after, before = self._judged(comment, self.wanted), self._judged(comment, self.current)
        changed = _compared(before.action, after.action)
        figures = _plus(figures, judged=1, **changed, **_against(changed, opinion_of(comment)))
        if after.action is not Action.PUBLISH:
            figures = _plus(figures, hits=1, **_opinion(comment))
            figures = {**figures, "rules": _recorded(figures["rules"], after, comment)}
        return figures, _move(comment, before, after)

    def _judged(self, comment: Comment, policy: Policy) -> Verdict:
        stored = comment.verdict.symbols if comment.verdict else ()
        kept = tuple(Symbol(one.name, 1.0) for one in stored if one.group == _KEPT_GROUP)
        return self.judge(comment.text, comment.name, kept, policy)


def summed_up(figures: Figures) -> dict[str, Any]:
    """The figures as people read them: precision, rules by their record, and those that are often overturned."""
    decided = figures["upheld"] + figures["overturned"]
    counts = {name: value for name, value in figures.items() if isinstance(value, int)}
    return {
        **counts,
        "precision": round(figures["upheld"] / decided, 3) if decided else None,
        "rules": _rules(figures["rules"]),
        "questionable": [rule for rule in _rules(figures["fired"]) if _questionable(rule)],
        "examples": figures["examples"],
    }


def opinion_of(comment: Comment) -> bool | None:
    """What a moderator thought last: True it should be stopped, False it should be public, None nobody decided."""
    if comment.by.kind is not ActorKind.MODERATOR or comment.staff:
        return None
    if comment.status is Status.APPROVED:
        return False
    return True if comment.status in (Status.REJECTED, Status.SPAM, Status.DELETED) else None


def _nothing() -> dict[str, Any]:
    counted = ("judged", "skipped", "hits", *_AGAINST, *_AGAINST.values(), "upheld", "overturned")
    return {**dict.fromkeys(counted, 0), "rules": {}, "fired": {}, "examples": []}


def _plus(figures: Figures, **sums: int) -> dict[str, Any]:
    """A job that was begun by an earlier version may lack what is counted since."""
    return {**figures, **{name: figures.get(name, 0) + n for name, n in sums.items()}}


def _compared(before: Action, after: Action) -> dict[str, int]:
    if after is Action.PUBLISH and before is not Action.PUBLISH:
        return {"newly_published": 1}
    if _SEVERITY[after] <= _SEVERITY[before]:
        return {}
    return {"newly_held": 1} if after is Action.HOLD else {"newly_refused": 1}


def _against(changed: Mapping[str, int], opinion: bool | None) -> dict[str, int]:
    """What changed against a moderator's decision: stopped though one approved it, public though one stopped it."""
    return {
        _AGAINST[name]: count for name, count in changed.items() if opinion is (name == "newly_published")
    }


def _opinion(comment: Comment) -> dict[str, int]:
    match opinion_of(comment):
        case True:
            return {"upheld": 1}
        case False:
            return {"overturned": 1}
    return {}


def _was_stopped(comment: Comment) -> Verdict | None:
    """The stored verdict when it stopped the comment: what moderators really decided about."""
    verdict = comment.verdict
    return verdict if verdict is not None and verdict.action is not Action.PUBLISH else None


def _recorded(
    records: Mapping[str, list[int]], verdict: Verdict | None, comment: Comment
) -> dict[str, list[int]]:
    """[hits, upheld, overturned] of each symbol that weighed."""
    after, opinion = dict(records), opinion_of(comment)
    for name in _weighing(verdict.symbols if verdict else ()):
        hits, upheld, overturned = after.get(name, [0, 0, 0])
        after[name] = [hits + 1, upheld + (opinion is True), overturned + (opinion is False)]
    return after


def _weighing(symbols: Iterable[Symbol]) -> set[str]:
    return {symbol.name for symbol in symbols if symbol.score > 0}


def _rules(records: Mapping[str, list[int]]) -> list[dict[str, Any]]:
    rows = [
        {"symbol": name, "hits": hits, "upheld": upheld, "overturned": overturned}
        for name, (hits, upheld, overturned) in records.items()
    ]
    return sorted(rows, key=lambda row: (-row["hits"], row["symbol"]))


def _questionable(rule: Mapping[str, Any]) -> bool:
    decided = rule["upheld"] + rule["overturned"]
    return bool(decided >= ENOUGH and rule["overturned"] >= OFTEN * decided)


def _move(comment: Comment, before: Verdict, after: Verdict) -> dict[str, Any] | None:
    """A comment that would fare otherwise: its id and why, never its text."""
    if before.action is after.action:
        return None
    opinion = {True: "stop", False: "publish", None: None}[opinion_of(comment)]
    return {
        "id": comment.id,
        "from": before.action.value,
        "to": after.action.value,
        "symbols": sorted(_weighing(after.symbols)),
        "moderator": opinion,
    }
