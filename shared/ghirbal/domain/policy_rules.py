"""What a policy is once its document is read: frozen rules, groups, composites, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ghirbal.domain.policy_flood import Likeness, Proof, ReputationRules, Surge

PROHIBITABLE = frozenset(
    {
        "cyrillic",
        "han",
        "kana",
        "hangul",
        "thai",
        "devanagari",
        "bengali",
        "armenian",
        "georgian",
        "greek",
        "hebrew",
    }
)
"""Scripts that a policy may hold; Arabic, Latin and Tifinagh are at home here."""


@dataclass(frozen=True, slots=True)
class SymbolRule:
    """What a symbol weighs. `each`: every occurrence counts, not the first alone.

    `weak`: it may hold a comment; a refusal takes evidence that is not weak beside it, whatever the sum.
    """

    score: float = 0.0
    group: str = ""
    explain: str = ""
    each: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class GroupRule:
    """The most a group may add, and the reason code that readers may be told."""

    cap: float = float("inf")
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Composite:
    """A symbol made of others.

    Names may end in `*`. It fires when all of `every`, at least one of `some` (if any is named) and
    none of `none` were found. `removes` names symbols that then no longer count; with `same_place`
    the evidence has to overlap in the text, and only what overlaps is removed.
    """

    name: str
    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    score: float = 0.0
    group: str = ""
    removes: tuple[str, ...] = ()
    same_place: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `n` in `seconds`."""

    n: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Reports:
    """An approved comment goes back to the queue when its reports weigh `hold_at`.

    Reports of readers without a record weigh together as one in `fresh_seconds`.
    """

    hold_at: float = 3.0
    fresh_seconds: int = 600


@dataclass(frozen=True, slots=True)
class Held:
    """How long a comment may wait: moderators are alarmed after `overdue_minutes`, and after `expire_minutes` it is
    rejected by itself. 0 means never.
    """

    overdue_minutes: int = 120
    expire_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A site's own words and phrases, as written in its document."""

    hold: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A document after merging and checking. Scores at or over a threshold reach it."""

    version: str
    profile: str
    hold: float
    reject: float
    groups: Mapping[str, GroupRule] = field(default_factory=dict)
    symbols: Mapping[str, SymbolRule] = field(default_factory=dict)
    composites: tuple[Composite, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    nudge: bool = True
    reports: Reports = Reports()
    edits: Limit = Limit(n=5, seconds=300)
    words: Words = Words()
    held: Held = Held()
    proof: Proof = field(default_factory=Proof)
    surge: Surge = field(default_factory=Surge)
    reputation: ReputationRules = field(default_factory=ReputationRules)
    duplicates: Likeness = field(default_factory=Likeness)
    scripts: tuple[str, ...] = ()

    def rule(self, symbol: str) -> SymbolRule:
        """The rule of a symbol; one that the policy does not name is a shadow symbol of score 0."""
        return self.symbols.get(symbol, _SHADOW)

    def weight(self, name: str) -> SymbolRule | Composite:
        """What a name weighs: as a symbol, else as a composite, else nothing."""
        composites = (composite for composite in self.composites if composite.name == name)
        return self.symbols.get(name) or next(composites, None) or self.rule(name)

    def group(self, name: str) -> GroupRule:
        """The rule of a group; one that the policy does not name has no cap."""
        return self.groups.get(name, _NO_CAP)


_SHADOW = SymbolRule()
_NO_CAP = GroupRule()


def fits(pattern: str, name: str) -> bool:
    """Whether a name is the pattern, or begins with it where the pattern ends in `*`.

    >>> fits("LEX_*", "LEX_ANIMAL_PLAIN"), fits("LINK", "LINKS")
    (True, False)
    """
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
