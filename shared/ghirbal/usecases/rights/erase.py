"""Erasing a reader, or the comments that bear a mail: words, names and hashes go, threads and counts stay right.

Every step may come twice, and the step after which nobody finds the comment by its author is the last: a killed erase
is simply started again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from ghirbal.domain.comment import ERASE, SYSTEM, Comment, Status, erased, tombstone
from ghirbal.domain.errors import Conflict, Forbidden, NotFound, StoreContended
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Role
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.erasing import ErasureReceipt, Erasures
from ghirbal.ports.reputation import Reputations
from ghirbal.ports.sites import Sites
from ghirbal.ports.stream import CommentChange, Counters
from ghirbal.ports.votes import Votes
from ghirbal.usecases.projecting.likes import rank
from ghirbal.usecases.projecting.project import count
from ghirbal.usecases.projecting.reputation import update_reputation

PASSES = 5
"""The index of authors lags behind: what was written a moment ago may show in the second reading only."""

TRIES = 5


@dataclass(frozen=True, slots=True)
class Ports:
    """What an erase needs. `policy_of` answers the policy in force at a site, by its id; `cause` is why comments go."""

    erasures: Erasures
    comments: Comments
    counters: Counters
    reputations: Reputations
    votes: Votes
    policy_of: Callable[[str], Policy]
    cause: str = ERASE


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done, and the ids of the comments that say nothing any more."""

    receipt: ErasureReceipt
    comments: tuple[str, ...]


def erase_reader(site: str, reader: str, by: str, ports: Ports, now: int) -> Erased:
    """Everything of a reader at a site: comments, likes, reports, record. Raises StoreContended."""
    counts: Counter[str] = Counter()
    ids: list[str] = []
    for _ in range(PASSES):
        before = len(ids) + counts.total()
        ids += [_erase(comment, counts, ports, now) for comment in ports.erasures.written(site, reader)]
        _unsay(site, reader, counts, ports)
        if len(ids) + counts.total() == before:
            break
    counts["records"] += ports.erasures.forget(site, reader)
    return _told(site, by, counts, ids, ports, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorErasure:
    """A wish to erase whoever wrote a comment, by an owner: at most `most` comments and as many likes at once."""

    site: str
    comment_id: str
    by: str
    most: int


def erase_author(wish: AuthorErasure, sites: Sites, ports: Ports, now: int) -> tuple[Erased, bool]:
    """Some of what a comment's author left, and whether there is more: then the same is asked again.

    The named comment is the last to go, for it alone tells who is meant; of an author nobody knows it is all there is.
    Raises NotFound for one that was erased, Forbidden for whom the team's row does not call an owner any more.
    """
    member = sites.moderator(wish.site, wish.by)
    if member is None or member.role is not Role.OWNER:
        raise Forbidden("not-on-team")
    named = ports.comments.get(wish.site, wish.comment_id)
    if named is None or not (named.reader or named.text):
        raise NotFound("not-found")
    counts: Counter[str] = Counter()
    ids, reader = [], named.reader
    if reader:
        others = (one for one in ports.erasures.written(wish.site, reader) if one.id != named.id)
        ids = [_erase(comment, counts, ports, now) for comment in islice(others, wish.most)]
        said = _unsay(wish.site, reader, counts, ports, wish.most)
        if wish.most in (len(ids), said):
            return _told(wish.site, wish.by, counts, ids, ports, now), True
        counts["records"] += ports.erasures.forget(wish.site, reader)
    ids.append(_erase(named, counts, ports, now))
    return _told(wish.site, wish.by, counts, ids, ports, now), False


def erase_comments(site: str, found: Iterable[Comment], by: str, ports: Ports, now: int) -> Erased:
    """These comments of a site, and nothing else: those that bear a mail, or one whose author nobody knows.

    Whoever proves a mail proves no more: its neighbours by the same reader may be somebody else's, for anyone can write
    an address into the form (attack M9). Raises StoreContended.
    """
    counts: Counter[str] = Counter()
    ids = [_erase(comment, counts, ports, now) for comment in found]
    return _told(site, by, counts, ids, ports, now)


def _told(site: str, by: str, counts: Counter[str], ids: Iterable[str], ports: Ports, now: int) -> Erased:
    done = tuple(dict.fromkeys(ids))
    counts["comments"] = len(done)
    kept = {name: n for name, n in sorted(counts.items()) if n}
    receipt = ErasureReceipt(site=site, id=new_token_id(), by=by, at=now, counts=kept)
    if kept:
        ports.erasures.keep(receipt)
    return Erased(receipt, done)


def _erase(comment: Comment, counts: Counter[str], ports: Ports, now: int) -> str:
    """First the words, then what the log keeps of them, then the counters, at last the author."""
    for _ in range(TRIES):
        gone = _deleted(comment, ports, now)
        counts.update(ports.erasures.clear(gone))
        nobody = erased(gone, at=now)
        count([nobody], ports.counters)
        rank([CommentChange(comment, nobody)], ports.votes)
        update_reputation([CommentChange(gone, nobody)], ports.reputations, ports.policy_of, now)
        if ports.erasures.strip(gone, nobody):
            return comment.id
        comment = ports.comments.get(comment.site, comment.id) or comment
    raise StoreContended("erase")


def _deleted(comment: Comment, ports: Ports, now: int) -> Comment:
    """The comment as a tombstone, whoever was faster."""
    for _ in range(TRIES):
        if comment.status is Status.DELETED:
            return comment
        gone = tombstone(comment, SYSTEM, at=now, cause=ports.cause)
        try:
            ports.comments.change(Change(before=comment, after=gone))
        except Conflict as conflict:
            comment = conflict.current
        else:
            return gone
    raise StoreContended("erase")


def _unsay(site: str, reader: str, counts: Counter[str], ports: Ports, most: int | None = None) -> int:
    """Take likes and reports back, at most `most`; how many."""
    done = 0
    for saying in islice(ports.erasures.sayings(site, reader), most):
        lost = ports.erasures.unsay(site, reader, saying)
        counts[f"{saying.kind}s"] += 1
        done += 1
        if lost is not None:
            rank([CommentChange(replace(lost, likes=lost.likes + 1), lost)], ports.votes)
    return done
