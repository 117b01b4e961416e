"""A demo that lives: a week of comments in three languages, in every state, with decisions, likes and reports.

`ghirbal dev --demo`. Each goes the way that a reader's goes, proof of work and all, through the real judge into the
real store, only dated back; so what is held here is held because the engine holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghirbal.auth.proof import solve
from ghirbal.domain.clock import HOUR
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import keyed_hash
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Role
from ghirbal.usecases.moderating import answer as answering
from ghirbal.usecases.moderating.decide import Decision, decide
from ghirbal.usecases.posting import post, report, vote
from ghirbal.usecases.posting.gates import FormState
from ghirbal.usecases.posting.visitor import Visitor
from ghirbal_tools.dev.demo_site import SITE

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Site
    from ghirbal.wiring.deps import Deps

LIFE = Path(__file__).parent / "demo" / "life.json"
MODERATOR = "demo-moderator"
TITLES = {"/": "ممشى جديد على الضفة", "/en.html": "A new walk along the river"}

STEPS = 4
"""A post, its proof, its nudge, and a proof again."""

Entry = Mapping[str, Any]


@dataclass
class Life:
    """The demo newspaper while it comes to life. `base` is the stack's address, `now` epoch milliseconds."""

    deps: Deps
    base: str
    now: int
    made: dict[str, Comment] = field(default_factory=dict)

    def live(self) -> int:
        """All of it, oldest first; how many comments there are then."""
        for at, act, entry in sorted(self._acts(), key=lambda one: one[0]):
            act(entry, at)
        return len(self.made)

    def _acts(self) -> Iterator[tuple[int, Any, Entry]]:
        for entry in json.loads(LIFE.read_text("utf-8"))["comments"]:
            at = self.now - int(entry["ago"] * HOUR)
            yield at, self._answers if entry.get("staff") else self._posts, entry
            for number in range(entry.get("likes", 0)):
                yield at + number * HOUR // 4 + 1, self._likes, {**entry, "by": f"liker-{number}"}
            for number, reason in enumerate(entry.get("reports", ())):
                yield (
                    at + number * HOUR // 4 + 2,
                    self._reports,
                    {**entry, "by": f"reporter-{number}", "reason": reason},
                )
            for action, reason, later in entry.get("then", ()):
                yield at + int(later * HOUR), self._decides, {**entry, "action": action, "reason": reason}

    def _posts(self, entry: Entry, at: int) -> None:
        """A reader's comment; what is asked for is brought, as the widget does."""
        deps, wish = self.deps, self._wish(entry)
        ports = post.Ports(deps.comments, deps.keys, deps.nudges, deps.judge, deps.proofs, deps.traffic)
        for _ in range(STEPS):
            try:
                self.made[entry["key"]] = post.post_comment(wish, self._site, ports, at)
                return
            except Refused as refusal:
                wish = _answered(wish, refusal)

    def _wish(self, entry: Entry) -> post.Post:
        url = canonical_url(self.base + entry.get("article", "/"))
        return post.Post(
            page=page_id(url),
            url=url,
            text=entry["text"],
            key=entry["key"].ljust(20, "-"),
            visitor=self._visitor(entry["who"]),
            form=FormState(age_ms=HOUR),
            name=entry["who"],
            title=TITLES.get(entry.get("article", "/"), ""),
            parent=self._parent(entry),
        )

    def _visitor(self, who: str) -> Visitor:
        """Somebody with a browser and an address of their own."""
        reader, address, network = (
            keyed_hash(self.deps.keys.pinned("reader", SITE), part, who)
            for part in ("", "address", "network")
        )
        bans = (("reader", reader), ("address", address), ("address", network))
        return Visitor(reader=reader, address=address, network=network, bans=bans)

    def _parent(self, entry: Entry) -> str | None:
        return self.made[entry["parent"]].id if "parent" in entry else None

    def _answers(self, entry: Entry, at: int) -> None:
        parent = self.made[entry["parent"]]
        wish = answering.Answer(
            page=parent.page,
            text=entry["text"],
            key=entry["key"].ljust(20, "-"),
            moderator=MODERATOR,
            role=Role.MODERATOR,
            name=entry["who"],
            parent=parent.id,
        )
        deps = self.deps
        ports = answering.Ports(deps.comments, deps.pages, deps.workplace, deps.keys)
        self.made[entry["key"]] = answering.answer(wish, self._site, ports, at)

    def _likes(self, entry: Entry, at: int) -> None:
        liked = self.made[entry["key"]]
        ports = vote.Ports(self.deps.comments, self.deps.votes, self.deps.proofs)
        wish = vote.VoteRequest(comment_id=liked.id, page=liked.page, on=True)
        vote.vote(wish, self._visitor(entry["by"]), self._site, ports, min(at, self.now))

    def _reports(self, entry: Entry, at: int) -> None:
        reported = self.made[entry["key"]]
        ports = report.Ports(self.deps.comments, self.deps.reputations, self.deps.proofs)
        wish = report.ReportRequest(comment_id=reported.id, page=reported.page, reason=entry["reason"])
        report.report_comment(wish, self._visitor(entry["by"]), self._site, ports, min(at, self.now))

    def _decides(self, entry: Entry, at: int) -> None:
        now = self.deps.comments.get(SITE, self.made[entry["key"]].id)
        assert now is not None
        wish = Decision(
            site=SITE,
            comment_id=now.id,
            action=entry["action"],
            version=now.version,
            moderator=MODERATOR,
            role=Role.MODERATOR,
            reason=entry["reason"],
            cause="moderator",
        )
        decide(wish, self.deps.comments, at)

    @property
    def _site(self) -> Site:
        return self.deps.site_configs.get(SITE)


def _answered(wish: post.Post, refusal: Refused) -> post.Post:
    """The post with what it lacked: a proof of work, or that its reader was told once. Raises what is no such want."""
    details = refusal.details
    if refusal.code == "proof-required":
        challenge = str(details["challenge"])
        return replace(wish, proof=(challenge, solve(challenge, int(str(details["bits"]))) or ""))
    if "nudge" not in details:
        raise refusal
    return replace(wish, nudge=str(details["nudge"]))
