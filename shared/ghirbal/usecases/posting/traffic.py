"""What the traffic around a post says of it: copies, new readers, an article in a rush. The store was read before.

Honest crowds write the same three words under one obituary from one mobile network: so copies by others count only when
they are long or hold a contact, and then they only hold (docs/abuse.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ghirbal.domain.breaker import SURGE, UNKNOWN_PAGES, Breaker, announced, share, threshold
from ghirbal.domain.clock import MINUTE
from ghirbal.domain.policy import Policy
from ghirbal.domain.policy_flood import Likeness
from ghirbal.domain.reader import Reputation
from ghirbal.domain.reputation import known, often_rejected, trusted, vouched
from ghirbal.ports.flood import BreakerTrip, Minute
from ghirbal.ports.posting import PostContext
from ghirbal.text.fingerprint import distance, simhash, sketch
from ghirbal.text.fold import Folded
from ghirbal.text.links import find_links, find_phones
from ghirbal.usecases.posting.payer import Payer
from ghirbal.usecases.posting.visitor import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTraffic:
    """A post in its traffic.

    `evidence` are symbols, `occasions` those for proof of work. `window` is the page id under which it is counted (its
    own, or that of all articles nobody announced), `limit` what trips the breaker, `rush` the breaker that is on.
    """

    evidence: tuple[str, ...]
    occasions: frozenset[str]
    window: str
    limit: int
    breaker: Breaker | None
    trusted: bool

    @property
    def in_surge(self) -> bool:
        """Whether this reader meets the breaker."""
        return self.breaker is not None and not self.trusted

    def over(self, n: int) -> bool:
        """Whether the `n`th comment of this minute is one too many for a reader like this."""
        return n >= self.limit and not self.trusted

    @property
    def share(self) -> int:
        """How many comments of a minute one range brings at most, as far as the breaker cares (attack B1)."""
        return share(self.limit)

    def trip(self, site: str, minute: Minute, policy: Policy, now: int) -> BreakerTrip | None:
        """What the minute's newest comment does to the breaker: only every `limit`-th that counts writes."""
        n = minute.n
        if n % self.limit or not minute.counted:
            return None
        since = self.breaker.since if self.breaker else now
        until = now + policy.surge.minutes * MINUTE
        return BreakerTrip(site=site, page=self.window, since=since, until=until, n=n)


class Prints(NamedTuple):
    """By what copies of a text are known: its simhash, and among those of its own address range its sketch."""

    simhash: int
    sketch: int


def likeness(folded: Folded, rules: Likeness) -> Prints | None:
    """The prints of a text whose copies count: a long one, or one with a link, an address or a number; else None."""
    telling = len(folded.text) >= rules.long or find_links(folded) or find_phones(folded)
    return Prints(simhash(folded), sketch(folded)) if telling else None


def crowd(
    context: PostContext, page: str, comment_id: str, alike: Prints | None, payer: Payer
) -> PostTraffic:
    """The post of `comment_id` on `page` in its traffic; `alike` as `likeness` answered."""
    policy, now = payer.policy, payer.now
    reputation, traffic = context.reputation, context.traffic
    its_own = announced(context.page, now)
    breaker = traffic.breaker if its_own else traffic.unknown_breaker
    on = breaker if breaker and breaker.on(now) else None
    has_trust = trusted(reputation, now, policy.reputation)
    new = not known(reputation, now)
    return PostTraffic(
        evidence=(
            *copies(context, comment_id, alike, payer),
            *of_record(reputation, policy, now),
            *((SURGE,) if on and not has_trust else ()),
        ),
        occasions=_occasions(on is not None and not has_trust, new, traffic.newcomers, policy),
        window=page if its_own else UNKNOWN_PAGES,
        limit=threshold(policy.surge, traffic.hours, traffic.sizes, known=its_own),
        breaker=on,
        trusted=has_trust,
    )


def payer_of(context: PostContext, visitor: Visitor, policy: Policy, now: int) -> Payer:
    """Who pays for a post or an edit that meets this: under its article, unless anybody could have invented it."""
    page = context.page if announced(context.page, now) else None
    known_well = vouched(context.reputation, now) and not often_rejected(
        context.reputation, now, policy.reputation
    )
    return Payer(visitor, policy, context.used, now, page.id if page else "", known_well)


def copies(context: PostContext, comment_id: str, alike: Prints | None, payer: Payer) -> tuple[str, ...]:
    """Evidence that others sent the same text, or nearly; none when a moderator approved one of them.

    Texts of one address range are compared by their phrases too: a template with nine words changed is no near copy by
    its bits.
    """
    rules = payer.policy.duplicates
    if alike is None:
        return ()
    same = context.duplicates.ids - {comment_id}
    near = [
        one
        for one in context.near
        if one.id != comment_id and distance(one.simhash, alike.simhash) <= rules.distance
    ]
    if context.duplicates.approved or any(one.approved for one in near):
        return ()
    found = {
        "DUPLICATE_OTHERS": bool(same),
        "NEAR_DUPLICATE": max(len({one.id for one in near}), payer.kin(alike.sketch)) >= rules.nth - 1,
        "NEAR_BUCKET_FULL": context.near_full,
    }
    return tuple(name for name, hit in found.items() if hit)


def of_record(reputation: Reputation | None, policy: Policy, now: int) -> tuple[str, ...]:
    """Evidence of a reader's record: their first comments, where policy holds these, and a week of rejections."""
    approved = reputation.approved if reputation else 0
    first = approved < policy.reputation.first and not (reputation and reputation.trusted)
    found = {"FIRST_COMMENTS": first, "KNOWN_REJECTED": often_rejected(reputation, now, policy.reputation)}
    return tuple(name for name, hit in found.items() if hit)


def _occasions(in_surge: bool, new: bool, newcomers: int, policy: Policy) -> frozenset[str]:
    limit = policy.limits.get("newcomers")
    found = {
        "always": True,
        "new-reader": new,
        "newcomers": new and limit is not None and newcomers >= limit.n,
        "surge": in_surge,
    }
    return frozenset(name for name, hit in found.items() if hit)
