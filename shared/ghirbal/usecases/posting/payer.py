"""Who pays for a write: one place decides it, for posts, edits, previews, refusals, holds, likes and reports.

A reader's token costs nothing, so nothing that matters is counted by it alone. What an attacker has to pay for is an
address range (one address or /64, and the /24 or /48 around it), what moderators themselves decided over days, and
proof of work. Thousands of honest readers share one carrier's address: what others did from there may ask them for a
proof, and neither refuses nor holds what they write (docs/abuse.md has the table).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from zlib import crc32

from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import LimitReached
from ghirbal.domain.policy import Policy
from ghirbal.domain.policy_rules import Limit
from ghirbal.ports.posting import NOTHING_USED, LimitRow, LimitUse, RangeUse, Usage
from ghirbal.usecases.posting.visitor import Visitor

ADDRESSES = 64
"""Addresses of a range are counted in so many places of its row: it stays below 1 KB, and who shares a place shares an
allowance."""

DEAREST = 4
"""Bits that a hold may cost more than an ordinary proof: sixteen times as long, some three seconds of a phone."""

DEAF = 10
"""Times its allowance of refusals after which a range is told nothing any more: 429 instead of a verdict."""


class Act(StrEnum):
    """What is counted, each by itself: a preview uses up no comment, a like no report."""

    POST = "post"
    PREVIEW = "preview"
    REFUSAL = "refusal"
    HOLD = "hold"
    VOTE = "vote"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Charge:
    """The limits of the policy that an act uses: by reader, by address, by the range around it."""

    reader: str
    address: str
    network: str


CHARGES = {
    Act.POST: Charge("reader", "address", "network"),
    Act.PREVIEW: Charge("preview", "preview-address", "preview-network"),
    Act.REFUSAL: Charge("refusal", "refusal-address", "refusal-network"),
    Act.HOLD: Charge("", "hold-address", "hold-network"),
    Act.VOTE: Charge("vote", "vote-address", "vote-network"),
    Act.REPORT: Charge("report", "report-address", "report-network"),
}
CEILING = "hold"
"""The limit on what waits from one range in an hour: beyond it a comment that would be held is refused with 429."""


def rows(acts: Iterable[Act], visitor: Visitor, policy: Policy, now: int) -> tuple[LimitRow, ...]:
    """What has to be read before these acts are charged: the window before, and for ranges the present one."""
    found: list[LimitRow] = []
    for act in acts:
        charge = CHARGES[act]
        if charge.reader:
            found.append(_row(charge.reader, visitor.reader, policy.limits[charge.reader], now, back=1))
        limit = policy.limits[charge.network]
        found += [_row(charge.network, visitor.network, limit, now, back=back) for back in (0, 1)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Payer:
    """A visitor, what they and their range used up lately (`used`), and the policy's allowances."""

    visitor: Visitor
    policy: Policy
    used: Mapping[LimitRow, Usage]
    now: int

    @property
    def place(self) -> str:
        """Where the visitor's address is counted in the row of its range."""
        return f"b{crc32(self.visitor.address.encode()) % ADDRESSES:02x}"

    def by_reader(self, act: Act, member: str) -> tuple[LimitUse, ...]:
        """The use of the reader's own limit: exact, free for a retry, sliding over two windows (attack B18)."""
        if not (name := CHARGES[act].reader):
            return ()
        limit = self.policy.limits[name]
        row = _row(name, self.visitor.reader, limit, self.now)
        left = limit.n - self._slid(_row(name, self.visitor.reader, limit, self.now, back=1), limit).n
        expires = row.window + 2 * limit.seconds
        return (LimitUse(kind=name, key=row.key, window=row.window, n=left, member=member, expires=expires),)

    def by_range(self, act: Act, *, enforced: bool) -> tuple[RangeUse, ...]:
        """The use of the range's allowance: one row for the address and the range around it.

        `enforced`: what doesn't fit is refused (likes, reports, previews); else it is only counted.
        """
        charge = CHARGES[act]
        limit = self.policy.limits[charge.network]
        row = _row(charge.network, self.visitor.network, limit, self.now)
        before = self._slid(row.before(limit.seconds), limit)
        return (
            RangeUse(
                kind=charge.network,
                key=row.key,
                window=row.window,
                place=self.place,
                most=limit.n - before.n if enforced else None,
                most_here=self._here(charge) - before.places.get(self.place, 0) if enforced else None,
                expires=row.window + 2 * limit.seconds,
            ),
        )

    def every(self, act: Act, member: str) -> tuple[LimitUse | RangeUse, ...]:
        """All limits of an act that is refused when one is full."""
        return (*self.by_reader(act, member), *self.by_range(act, enforced=True))

    def load(self, act: Act) -> float:
        """How many times the range's allowance is used up, by the address or by all of the range."""
        charge = CHARGES[act]
        limit = self.policy.limits[charge.network]
        here, around = self._lately(charge.network, limit)
        return max(here / self._here(charge), around / limit.n)

    def crowded(self) -> bool:
        """Whether a comment from here has to bring a proof: too many comments, or too many refused ones (B3)."""
        return self.load(Act.POST) >= 1 or self.load(Act.REFUSAL) >= 1

    def deaf(self) -> None:
        """Raise LimitReached when so much was refused from here that a verdict would only help a search (B3)."""
        if self.load(Act.REFUSAL) >= DEAF:
            raise LimitReached(
                "limit-reached", retry_after=self.policy.limits[CHARGES[Act.REFUSAL].network].seconds
            )

    def price_of_hold(self) -> int:
        """Bits of proof that a comment costs which moderators will have to read; 0 for none (B4).

        It doubles as what was held from here lately doubles. Raises LimitReached above the ceiling.
        """
        ceiling = self.policy.limits[CEILING]
        if self._lately(CHARGES[Act.HOLD].network, ceiling)[1] >= ceiling.n:
            raise LimitReached("limit-reached", retry_after=ceiling.seconds)
        load = self.load(Act.HOLD)
        return self.policy.proof.bits + min(DEAREST, int(load).bit_length() - 1) if load >= 1 else 0

    def _lately(self, name: str, limit: Limit) -> tuple[int, int]:
        """(of this address, of the range) in a sliding window."""
        row = _row(name, self.visitor.network, self.policy.limits[name], self.now)
        now, before = (
            self.used.get(row, NOTHING_USED),
            self._slid(row.before(self.policy.limits[name].seconds), limit),
        )
        return now.places.get(self.place, 0) + before.places.get(self.place, 0), now.n + before.n

    def _here(self, charge: Charge) -> int:
        """The address's allowance, in the window of the range's."""
        one, around = self.policy.limits[charge.address], self.policy.limits[charge.network]
        return max(1, ceil(one.n * around.seconds / one.seconds))

    def _slid(self, row: LimitRow, limit: Limit) -> Usage:
        """What of the window before still counts: the share of it that a sliding window covers, rounded up."""
        share = 1 - self.now // SECOND % limit.seconds / limit.seconds
        return self.used.get(row, NOTHING_USED).shrunk(share)


def _row(kind: str, key: str, limit: Limit, now: int, back: int = 0) -> LimitRow:
    seconds = now // SECOND
    return LimitRow(kind, key, seconds - seconds % limit.seconds - back * limit.seconds)
