"""A reader likes a comment, or takes it back: one vote a reader and comment, which the stream counts (`likes.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound, Refused, StoreContended
from ghirbal.domain.reader import Site
from ghirbal.ports.comments import Comments
from ghirbal.ports.posting import Proofs, ProofWork, Use
from ghirbal.ports.votes import Vote, Votes
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.payer import Act, Payer, rows
from ghirbal.usecases.posting.proof import pay
from ghirbal.usecases.posting.visitor import Visitor

TRIES = 5


@dataclass(frozen=True, slots=True)
class Ports:
    """What voting needs."""

    comments: Comments
    votes: Votes
    proofs: Proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRequest:
    """A like, or its end; `proof` is (challenge, nonce) of an earlier demand for proof of work."""

    comment_id: str
    page: str
    on: bool
    proof: tuple[str, str] = ("", "")


def vote(asked: VoteRequest, visitor: Visitor, site: Site, ports: Ports, now: int) -> None:
    """Like a comment, or take it back; saying the same again changes nothing and uses up nothing.

    Raises NotFound when the comment isn't public, Refused("own-vote", "banned" or, where very many likes came from this
    range, "proof-required"), LimitReached, StoreContended.
    """
    comment = ports.comments.get(site.id, asked.comment_id)
    if comment is None or not comment.public or not gates.stands_at(comment, asked.page, ports.comments):
        raise NotFound("not-found")
    if comment.reader == visitor.reader:
        raise Refused("own-vote")
    policy, bans = policy_of(site), [ban for ban in visitor.bans if ban[0] == "reader"]
    used = ports.comments.used(site.id, rows((Act.VOTE,), visitor, policy, now))
    payer = Payer(visitor, policy, used, now, comment.page)
    for _ in range(TRIES):
        before = ports.votes.get(site.id, comment.id, visitor.reader)
        if asked.on == (before is not None and before.on):
            return
        said = _said(comment, asked.on, visitor.reader, before, now)
        paid = pay(payer, Act.VOTE, _work(said), asked.proof, ports.proofs)
        if ports.votes.cast(said, _limits(payer, said, paid), bans):
            return
    raise StoreContended("vote")


def _work(said: Vote) -> ProofWork:
    what = "like" if said.on else "unlike"
    return ProofWork(site=said.site, page=said.page, reader=said.reader, comment=said.comment_id, body=what)


def _said(comment: Comment, on: bool, reader: str, before: Vote | None, now: int) -> Vote:
    return Vote(
        site=comment.site,
        comment_id=comment.id,
        page=comment.page,
        reader=reader,
        on=on,
        changes=before.changes + 1 if before else 1,
        at=now,
    )


def _limits(payer: Payer, said: Vote, paid: bool) -> tuple[Use, ...]:
    """Each change of mind counts once, however often it is sent: a thousand on one comment meet the limit too."""
    member = gates.member_of("vote", said.comment_id, said.reader, str(said.changes))
    return payer.every(Act.VOTE, member, paid=paid)
