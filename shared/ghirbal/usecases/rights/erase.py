"""Erasing a reader, or the comments that bear a mail: words, names and hashes go, threads and counts stay right.

Every step may come twice, and the step after which nobody finds the comment by its author is the last: a killed erase
is simply started again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ghirbal.domain.comment import ERASE, SYSTEM, Comment, Status, erased, tombstone
from ghirbal.domain.errors import Conflict, StoreContended
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.policy import Policy
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.erasing import ErasureReceipt, Erasures
from ghirbal.ports.reputation import Reputations
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
    """What an erase needs. `policy_of` answers the policy in force at a site, by its id."""

    erasures: Erasures
    comments: Comments
    counters: Counters
    reputations: Reputations
    votes: Votes
    policy_of: Callable[[str], Policy]


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
    ports.erasures.keep(receipt)
    return Erased(receipt, done)


def _erase(comment: Comment, counts: Counter[str], ports: Ports, now: int) -> str:
    """First the words, then what the log keeps of them, then the counters, at last the author."""
    for _ in range(TRIES):
        gone = _deleted(comment, ports.comments, now)
        counts.update(ports.erasures.clear(gone))
        nobody = erased(gone, at=now)
        count([nobody], ports.counters)
        rank([CommentChange(comment, nobody)], ports.votes)
        update_reputation([CommentChange(gone, nobody)], ports.reputations, ports.policy_of, now)
        if ports.erasures.strip(gone, nobody):
            return comment.id
        comment = ports.comments.get(comment.site, comment.id) or comment
    raise StoreContended("erase")


def _deleted(comment: Comment, comments: Comments, now: int) -> Comment:
    """The comment as a tombstone, whoever was faster."""
    for _ in range(TRIES):
        if comment.status is Status.DELETED:
            return comment
        gone = tombstone(comment, SYSTEM, at=now, cause=ERASE)
        try:
            comments.change(Change(before=comment, after=gone))
        except Conflict as conflict:
            comment = conflict.current
        else:
            return gone
    raise StoreContended("erase")


def _unsay(site: str, reader: str, counts: Counter[str], ports: Ports) -> None:
    """Take likes and reports back."""
    for saying in ports.erasures.sayings(site, reader):
        lost = ports.erasures.unsay(site, reader, saying)
        counts[f"{saying.kind}s"] += 1
        if lost is not None:
            rank([CommentChange(replace(lost, likes=lost.likes + 1), lost)], ports.votes)
