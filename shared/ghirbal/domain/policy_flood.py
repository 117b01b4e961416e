"""The policy's sections against floods and people who come back: proof, newcomers, surge, standing, duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.policy_reader import PolicyError, Reader

OCCASIONS = ("always", "new-reader", "newcomers", "surge")
"""When a proof of work may be asked for: of everybody; of readers without a record; of these when too many come to the
site in one minute; under an article in a surge, of all without trust."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How hard, and when. 16 bits are 65,536 hashes on average."""

    bits: int = 16
    when: frozenset[str] = frozenset({"newcomers", "surge"})


@dataclass(frozen=True, slots=True)
class Surge:
    """When an article gets far more than its own normal.

    It is on when a minute brings `floor` comments and `factor` times the article's own minute. An hour of the article
    counts as at most `ceiling` comments, and at most `spread` times the median of the site's articles; articles that
    the site never announced share one window with `unknown_floor`. It lasts `minutes` after the last such minute.
    """

    floor: int = 45
    factor: float = 5.0
    ceiling: int = 1_200
    spread: float = 20.0
    minutes: int = 10
    unknown_floor: int = 120


@dataclass(frozen=True, slots=True)
class ReputationRules:
    """What a reader's record does.

    The first `first` comments are held; trust takes `approvals` by moderators on `days` different days; `rejections`
    or more in 7 days that are at least `share` of what was judged hold the next comment.
    """

    first: int = 0
    approvals: int = 3
    days: int = 3
    rejections: int = 3
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """What counts as the same text from others: `long` folded characters or a contact; near ones differ in at most
    `distance` of 64 bits or, from one address range, share `kin` of 15 phrases, and the `nth` of them is held."""

    long: int = 60
    distance: int = 12
    nth: int = 3
    kin: int = 4


_PROOF, _SURGE, _STANDINGS, _LIKENESS = Proof(), Surge(), ReputationRules(), Likeness()


def proof(whole: Reader) -> Proof:
    """The section `proof`. Raises PolicyError."""
    entry = _entry(whole, "proof", {"bits", "when"})
    bits = entry.count("bits") if "bits" in entry.document else _PROOF.bits
    when = entry.texts("when") if "when" in entry.document else tuple(_PROOF.when)
    if bits > 24:
        raise PolicyError(
            "policy.proof.bits", f"found {bits}", "write 1 to 24: 24 are a minute of a phone's work"
        )
    if unknown := sorted(set(when) - set(OCCASIONS)):
        raise PolicyError(
            "policy.proof.when", f"found {unknown[0]!r}", f"write some of {', '.join(OCCASIONS)}"
        )
    return Proof(bits=bits, when=frozenset(when))


def surge(whole: Reader) -> Surge:
    """The section `surge`. Raises PolicyError."""
    entry = _entry(whole, "surge", {"floor", "factor", "ceiling", "spread", "minutes", "unknown_floor"})
    return Surge(
        floor=_count(entry, "floor", _SURGE.floor),
        factor=entry.number("factor", _SURGE.factor),
        ceiling=_count(entry, "ceiling", _SURGE.ceiling),
        spread=entry.number("spread", _SURGE.spread),
        minutes=_count(entry, "minutes", _SURGE.minutes),
        unknown_floor=_count(entry, "unknown_floor", _SURGE.unknown_floor),
    )


def reputations(whole: Reader) -> ReputationRules:
    """The section `standing`. Raises PolicyError."""
    entry = _entry(whole, "standing", {"first", "approvals", "days", "rejections", "share"})
    first = entry.number("first", float(_STANDINGS.first))
    if first < 0 or first != int(first):
        raise PolicyError("policy.standing.first", f"found {first:g}", "write a whole number from 0")
    return ReputationRules(
        first=int(first),
        approvals=_count(entry, "approvals", _STANDINGS.approvals),
        days=_count(entry, "days", _STANDINGS.days),
        rejections=_count(entry, "rejections", _STANDINGS.rejections),
        share=entry.number("share", _STANDINGS.share),
    )


def likeness(whole: Reader) -> Likeness:
    """The section `duplicates`. Raises PolicyError."""
    entry = _entry(whole, "duplicates", {"long", "distance", "nth", "kin"})
    return Likeness(
        long=_count(entry, "long", _LIKENESS.long),
        distance=_count(entry, "distance", _LIKENESS.distance),
        nth=_count(entry, "nth", _LIKENESS.nth),
        kin=_count(entry, "kin", _LIKENESS.kin),
    )


def _entry(whole: Reader, name: str, keys: set[str]) -> Reader:
    entry = Reader(whole.mapping(name), f"policy.{name}")
    entry.only(keys)
    return entry


def _count(entry: Reader, key: str, default: int) -> int:
    return entry.count(key) if key in entry.document else default
