"""The port Votes on DynamoDB: a vote's row says whether it is counted, so that counting again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.errors import Refused
from ghirbal.storage import liked, limits
from ghirbal.storage.deciding import unbanned
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.transaction import carry_out, try_one
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.rows.comment import comment_from_item, keyed
from ghirbal.storage.rows.votes import top_from_item, top_to_item, vote_from_item, vote_said

if TYPE_CHECKING:
    from ghirbal.domain.clock import Clock
    from ghirbal.domain.comment import Comment
    from ghirbal.ports.comments import Slice
    from ghirbal.ports.posting import Use
    from ghirbal.ports.votes import Top, Vote
    from ghirbal.storage.dynamodb.table import Table

_NEW = "attribute_not_exists(#PK)"


class DynamoVotes:
    """Likes in the table (`ports.votes.Votes`)."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """`clock` tells when a full limit opens again."""
        self._table = table
        self._clock = clock

    def get(self, site: str, comment_id: str, reader: str) -> Vote | None:
        """A reader's vote, consistently."""
        item = self._table.get(keys.vote(site, comment_id, reader))
        return vote_from_item(item) if item else None

    def cast(self, vote: Vote, uses: Sequence[Use], bans: Sequence[tuple[str, str]] = ()) -> bool:
        """Write it with its limits, if it is the next change of what is there and no ban stands."""
        checks = [unbanned(vote.site, *ban, at=vote.at) for ban in bans]
        reasons = carry_out(
            self._table, [_cast(vote), *checks, *(limits.use(vote.site, use) for use in uses)]
        )
        if not reasons:
            return True
        if reasons[0].failed:
            return False
        own, rest = reasons[1 : 1 + len(checks)], reasons[1 + len(checks) :]
        if any(reason.failed for reason in own):
            raise Refused("banned")
        raise limits.reached(uses, rest, self._clock())

    def of(self, site: str, comment_id: str, readers: Collection[str]) -> tuple[Vote, ...]:
        """The votes of these readers, consistently."""
        found = self._table.get_many(keys.vote(site, comment_id, reader) for reader in readers)
        return tuple(vote_from_item(item) for item in found.values())

    def count(self, votes: Sequence[Vote]) -> bool:
        """Flags and sum together; without the sum for a comment that is gone."""
        writes = [_flag(vote) for vote in votes]
        gained = sum(vote.on - vote.counted for vote in votes)
        reasons = carry_out(self._table, [*writes, *_sum(votes[0], gained)])
        if reasons and not any(reason.failed for reason in reasons[: len(writes)]):
            reasons = carry_out(self._table, writes)
        return not reasons

    def top(self, site: str, page: str) -> Top:
        """The most liked, consistently."""
        return top_from_item(self._table.get(keys.page_top(site, page)))

    def put_top(self, site: str, page: str, top: Top) -> bool:
        """Write the list if it is still the one that was read."""
        item = top_to_item(site, page, top)
        write = put(item, "#rv = :read", read=top.revision) if top.revision else put(item, _NEW)
        return try_one(self._table, write)

    def comments(self, site: str, ids: Collection[str]) -> Mapping[str, Comment]:
        """Comments by id, consistently."""
        found = self._table.get_many(keys.comment(site, comment_id) for comment_id in ids)
        read = (comment_from_item(item) for item in found.values())
        return {comment.id: comment for comment in read}

    def liked(self, site: str, page: str, limit: int, after: Mapping[str, str] | None) -> Slice:
        """The most liked first, then the rest."""
        return liked.roots(self._table, site, page, limit, after)


def _cast(vote: Vote) -> Write:
    said = vote_said(vote)
    key = keys.vote(vote.site, vote.comment_id, vote.reader)
    if vote.changes == 1:
        return put(keyed(key, said), _NEW)
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in said)
    return update(key, expression, "#ch = :before", before=vote.changes - 1, **said)


def _flag(vote: Vote) -> Write:
    """Counted as it stands; `ch` moves with every change of `on`, and only counting changes `cnt`."""
    key = keys.vote(vote.site, vote.comment_id, vote.reader)
    unflagged = "#cnt = :counted" if vote.counted else "(attribute_not_exists(#cnt) OR #cnt = :counted)"
    condition = f"#ch = :changes AND {unflagged}"
    return update(key, "SET #cnt = :on", condition, on=vote.on, changes=vote.changes, counted=vote.counted)


def _sum(vote: Vote, gained: int) -> list[Write]:
    """The likes shown on the comment, no new version; only on one that is there."""
    if not gained:
        return []
    key = keys.comment(vote.site, vote.comment_id)
    return [update(key, "ADD #lk :gained", "attribute_exists(#PK)", gained=gained)]
