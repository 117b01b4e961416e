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
from ghirbal.ports.posting import MARKS, NOTHING_USED, LimitRow, LimitUse, RangeUse, Usage
from ghirbal.text.fingerprint import shared
from ghirbal.usecases.posting.visitor import Visitor

PLACES = 64
"""An address under an article is counted in one of so many places of its range's row, which stays below 1 KB; who
shares a place shares an allowance."""

DEAREST = 4
"""Bits that a use may cost more than an ordinary proof: sixteen times as long, some three seconds of a phone."""

DEAF = 10
"""Times its allowance of refusals after which a range is told nothing any more: 429 instead of a verdict."""

KIN_KEPT = 4
"""Texts of one template that a range's row remembers: more of them would push out those of others."""


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
    """A visitor, what they and their range used up lately (`used`), and the policy's allowances.

    `page` is the article an address has its allowance under, "" where anybody could have invented it. `vouched` for are
    readers for whom moderators themselves decided on an earlier day: they pay for nothing that others did.
    """

    visitor: Visitor
    policy: Policy
    used: Mapping[LimitRow, Usage]
    now: int
    page: str = ""
    vouched: bool = False

    @property
    def place(self) -> str:
        """Where the visitor's address is counted in the row of its range: apart under each article."""
        return f"{crc32(f'{self.visitor.address} {self.page}'.encode()) % PLACES:02x}"

    def by_reader(self, act: Act, member: str) -> tuple[LimitUse, ...]:
        """The use of the reader's own limit: exact, free for a retry, sliding over two windows (attack B18)."""
        if not (name := CHARGES[act].reader):
            return ()
        limit = self.policy.limits[name]
        row = _row(name, self.visitor.reader, limit, self.now)
        left = limit.n - self._slid(_row(name, self.visitor.reader, limit, self.now, back=1), limit).n
        expires = row.window + 2 * limit.seconds
        return (LimitUse(kind=name, key=row.key, window=row.window, n=left, member=member, expires=expires),)

    def by_range(self, act: Act, *, paid: bool, mark: int | None = None) -> tuple[RangeUse, ...]:
        """The use of the range's allowance, in one row for all its addresses; `mark` is the sketch of a long text.

        What is `paid` for with a proof, and what readers do whom moderators vouched for, takes nobody's allowance.
        """
        name = CHARGES[act].network
        row = _row(name, self.visitor.network, self.policy.limits[name], self.now)
        telling = mark is not None and self.kin(mark) < KIN_KEPT
        return (
            RangeUse(
                kind=name,
                key=row.key,
                window=row.window,
                place=self.place,
                expires=row.window + 2 * self.policy.limits[name].seconds,
                paid=paid or self.vouched,
                mark=(self._slot(row), mark) if telling and mark is not None else None,
            ),
        )

    def _slot(self, row: LimitRow) -> int:
        """Where the next text is remembered: a free slot, then in turn."""
        written = self.used.get(row, NOTHING_USED)
        kept = len(written.marks)
        return kept if kept < MARKS else (sum(written.paid.values()) + written.n) % MARKS

    def every(self, act: Act, member: str, *, paid: bool) -> tuple[LimitUse | RangeUse, ...]:
        """The reader's own limit, which refuses, and the range's, which is counted."""
        return (*self.by_reader(act, member), *self.by_range(act, paid=paid))

    def marks(self) -> tuple[int, ...]:
        """Sketches of long texts that came from this range lately."""
        name = CHARGES[Act.POST].network
        row = _row(name, self.visitor.network, self.policy.limits[name], self.now)
        before = row.before(self.policy.limits[name].seconds)
        return tuple(mark for one in (row, before) for mark in self.used.get(one, NOTHING_USED).marks)

    def kin(self, sketch: int) -> int:
        """How many texts from here lately were put together of the same phrases."""
        return sum(shared(mark, sketch) >= self.policy.duplicates.kin for mark in self.marks())

    def load(self, act: Act, *, paid: bool = False) -> float:
        """How many times the allowance is used up: the address's under this article, or that of all the range.

        With `paid`, what brought a proof counts too.
        """
        charge = CHARGES[act]
        limit = self.policy.limits[charge.network]
        here, around = self._lately(charge.network, limit, paid=paid)
        return max(here / self._here(charge), around / limit.n)

    def price(self, *acts: Act) -> int:
        """Bits of proof that the first act costs where one of these used up its allowance; 0 for none.

        A comment costs the same however many there were. What is dear to others (a comment to read, a like, a report)
        costs twice as much where twice as much came, proven or not (B4, B9).
        """
        if self.vouched or all(self.load(act) < 1 for act in acts):
            return 0
        steps = 0 if acts[0] is Act.POST else int(self.load(acts[0], paid=True)).bit_length() - 1
        return self.policy.proof.bits + min(DEAREST, steps)

    def deaf(self) -> None:
        """Raise LimitReached when so much was refused from here that a verdict would only help a search (B3)."""
        if self.load(Act.REFUSAL, paid=True) >= DEAF:
            raise LimitReached(
                "limit-reached", retry_after=self.policy.limits[CHARGES[Act.REFUSAL].network].seconds
            )

    def price_of_hold(self) -> int:
        """Bits of proof that a comment costs which moderators will have to read; 0 for none (B4).

        Raises LimitReached when more wait from this range than its ceiling.
        """
        ceiling = self.policy.limits[CEILING]
        waiting = self._lately(CHARGES[Act.HOLD].network, ceiling, paid=True)[1]
        if waiting >= ceiling.n and not self.vouched:
            raise LimitReached("limit-reached", retry_after=ceiling.seconds)
        return self.price(Act.HOLD)

    def _lately(self, name: str, limit: Limit, *, paid: bool) -> tuple[int, int]:
        """(of this place, of the range) in a sliding window."""
        row = _row(name, self.visitor.network, self.policy.limits[name], self.now)
        windows = self.used.get(row, NOTHING_USED), self._slid(row.before(limit.seconds), limit)
        here = around = 0
        for one in windows:
            here += one.places.get(self.place, 0) + (one.paid.get(self.place, 0) if paid else 0)
            around += one.n + (sum(one.paid.values()) if paid else 0)
        return here, around

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
