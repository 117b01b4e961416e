"""The policy document: what each symbol weighs, where the cuts are, which limits hold.

A document is JSON. Documents are laid over one another, shipped < site < override, and the result
is parsed once into a frozen `Policy`. Shape of a document, every part optional in a site's own:

    version     text, kept with every verdict
    profile     name of one of the profiles
    profiles    name -> document parts laid over the rest
    thresholds  {"hold": 5, "reject": 10}
    groups      name -> {"cap": number, "reason": "abuse"}
    symbols     name -> {"score": number, "group": name, "explain": key, "each": bool, "weak": bool}
    composites  [{"name", "all", "any", "none", "score", "group", "removes", "same_place", "weak"}]
    limits      name -> {"n": count, "seconds": length}
    nudge       bool
    reports     {"hold_at": weight, "fresh_seconds": length}
    edits       {"seconds": length, "n": count}
    words       {"hold": [...], "reject": [...], "allow": [...]}, the site's own
    proof       {"bits": 16, "when": ["newcomers", "surge"]}
    surge       {"floor", "factor", "ceiling", "spread", "minutes", "unknown_floor"}
    standing    {"first", "approvals", "days", "rejections", "share"}
    duplicates  {"long", "distance", "nth"}
    scripts     [names of scripts that are held]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ghirbal.domain import policy_flood as flood
from ghirbal.domain.policy_reader import PolicyError, Reader
from ghirbal.domain.policy_rules import (
    PROHIBITABLE,
    Composite,
    GroupRule,
    Held,
    Limit,
    Policy,
    Reports,
    SymbolRule,
    Words,
    fits,
)

__all__ = [
    "SECTIONS",
    "Composite",
    "GroupRule",
    "Held",
    "Limit",
    "Policy",
    "PolicyError",
    "Reports",
    "SymbolRule",
    "Words",
    "effective",
    "fits",
    "lint",
    "merge",
    "parse",
]

SECTIONS = frozenset(
    {
        "version",
        "profile",
        "profiles",
        "thresholds",
        "groups",
        "symbols",
        "composites",
        "limits",
        "nudge",
        "reports",
        "edits",
        "words",
        "held",
        "until",
        "proof",
        "surge",
        "standing",
        "duplicates",
        "scripts",
    }
)


def merge(*documents: Mapping[str, Any]) -> dict[str, Any]:
    """Lay documents over one another, the last one on top.

    Objects are merged key by key, composites by name, anything else is replaced.

    >>> merge({"nudge": True, "limits": {"reader": {"n": 10, "seconds": 600}}}, {"limits": {"reader": {"n": 3}}})
    {'nudge': True, 'limits': {'reader': {'n': 3, 'seconds': 600}}}
    """
    merged: dict[str, Any] = {}
    for document in documents:
        for key, value in document.items():
            merged[key] = _laid_over(key, merged.get(key), value)
    return merged


def _laid_over(key: str, below: object, above: object) -> object:
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return merge(below, above)
    if key == "composites" and isinstance(below, list) and isinstance(above, list):
        named = {entry.get("name"): entry for entry in [*below, *above] if isinstance(entry, Mapping)}
        return list(named.values())
    return above


def effective(
    shipped: Mapping[str, Any],
    site: Mapping[str, Any] | None = None,
    override: Mapping[str, Any] | None = None,
    now: int = 0,
) -> dict[str, Any]:
    """The document that holds at `now` (epoch milliseconds): an override counts before its `until`."""
    layers: list[Mapping[str, Any]] = [shipped]
    if site:
        layers.append(site)
    if override and now < int(override.get("until", 0)):
        layers.append(override)
    return merge(*layers)


def parse(document: Mapping[str, Any]) -> Policy:
    """Check a merged document and make a `Policy` of it. Raises `PolicyError`."""
    reader = Reader(document, "policy")
    reader.only(SECTIONS)
    profile = reader.text("profile", "balanced")
    profiles = Reader(reader.mapping("profiles"), "policy.profiles")
    if profile != "balanced" and profile not in profiles.document:
        known = ", ".join(sorted({"balanced", *profiles.document}))
        raise PolicyError("policy.profile", f"no profile is called {profile!r}", f"write one of {known}")
    whole = Reader(merge(document, profiles.mapping(profile)), "policy")
    thresholds = Reader(whole.mapping("thresholds"), "policy.thresholds")
    thresholds.only({"hold", "reject"})
    hold, reject = thresholds.number("hold", 5.0), thresholds.number("reject", 10.0)
    if not hold <= reject:
        raise PolicyError(
            "policy.thresholds", f"hold {hold:g} is above reject {reject:g}", "lower hold or raise reject"
        )
    return Policy(
        version=whole.text("version", "unversioned"),
        profile=profile,
        hold=hold,
        reject=reject,
        groups=_groups(whole),
        symbols=_symbols(whole),
        composites=tuple(_composites(whole)),
        limits=_limits(whole),
        nudge=whole.flag("nudge", default=True),
        reports=_reports(whole),
        edits=_limit(merge({"n": 5, "seconds": 300}, whole.mapping("edits")), "policy.edits"),
        words=_words(whole),
        held=_held(whole),
        proof=flood.proof(whole),
        surge=flood.surge(whole),
        reputation=flood.reputations(whole),
        duplicates=flood.likeness(whole),
        scripts=_scripts(whole),
    )


def lint(document: Mapping[str, Any]) -> list[str]:
    """What is wrong or doubtful in a merged document, one sentence each; empty when it is sound."""
    try:
        policy = parse(document)
    except PolicyError as error:
        return [str(error)]
    return [*_unnamed_groups(policy), *_unnamed_symbols(policy), *_ungrouped(policy)]


def _unnamed_groups(policy: Policy) -> Iterable[str]:
    used = {rule.group for rule in policy.symbols.values()} | {rule.group for rule in policy.composites}
    for name in sorted(used - set(policy.groups) - {""}):
        yield f"policy.groups: {name!r} is used but not described; add it with a cap and a reason"


def _unnamed_symbols(policy: Policy) -> Iterable[str]:
    known = set(policy.symbols) | {composite.name for composite in policy.composites}
    for composite in policy.composites:
        for name in (*composite.every, *composite.some, *composite.none, *composite.removes):
            if not any(fits(name, symbol) for symbol in known):
                yield f"policy.composites.{composite.name}: no symbol is called {name!r}; check the spelling"


def _ungrouped(policy: Policy) -> Iterable[str]:
    for name, rule in policy.symbols.items():
        if rule.score and not rule.group:
            yield f"policy.symbols.{name}: scores {rule.score:g} in no group; name a group, so that it is capped"


def _groups(whole: Reader) -> Mapping[str, GroupRule]:
    groups = {}
    for name, entry in whole.objects("groups"):
        entry.only({"cap", "reason"})
        cap = entry.number("cap", 1e6)
        if cap < 0:
            raise PolicyError(f"{entry.where}.cap", f"found {cap:g}", "write 0 or more")
        groups[name] = GroupRule(cap=cap, reason=entry.text("reason"))
    return MappingProxyType(groups)


def _symbols(whole: Reader) -> Mapping[str, SymbolRule]:
    symbols = {}
    for name, entry in whole.objects("symbols"):
        entry.only({"score", "group", "explain", "each", "weak"})
        symbols[name] = SymbolRule(
            score=entry.number("score", 0.0),
            group=entry.text("group"),
            explain=entry.text("explain", name),
            each=entry.flag("each", default=False),
            weak=entry.flag("weak", default=False),
        )
    return MappingProxyType(symbols)


def _composites(whole: Reader) -> Iterable[Composite]:
    entries = whole.document.get("composites", [])
    if not isinstance(entries, list):
        raise PolicyError("policy.composites", "not a list", "write a list of objects [{…}, {…}]")
    for index, entry in enumerate(entries):
        where = f"policy.composites[{index}]"
        if not isinstance(entry, Mapping):
            raise PolicyError(where, "not an object", "write {…} with a name and all, any or none")
        yield _composite(Reader(entry, where))


def _composite(entry: Reader) -> Composite:
    entry.only({"name", "all", "any", "none", "score", "group", "removes", "same_place", "weak"})
    composite = Composite(
        name=entry.text("name"),
        every=entry.texts("all"),
        some=entry.texts("any"),
        none=entry.texts("none"),
        score=entry.number("score", 0.0),
        group=entry.text("group"),
        removes=entry.texts("removes"),
        same_place=entry.flag("same_place", default=False),
        weak=entry.flag("weak", default=False),
    )
    if not composite.name or not (composite.every or composite.some):
        raise PolicyError(entry.where, "has no name or no condition", "give it a name and all or any")
    return composite


def _limits(whole: Reader) -> Mapping[str, Limit]:
    return MappingProxyType(
        {name: _limit(entry.document, entry.where) for name, entry in whole.objects("limits")}
    )


MOST_IN_A_LIMIT = 5_000
"""A limit is a set in one row, some 30 bytes a member: ten million of them filled the row, which then refused honest
readers. A document that was saved with more counts as this many; the workbench refuses a new one."""


def _limit(document: Mapping[str, Any], where: str) -> Limit:
    entry = Reader(document, where)
    entry.only({"n", "seconds"})
    return Limit(n=min(entry.count("n"), MOST_IN_A_LIMIT), seconds=entry.count("seconds"))


def _reports(whole: Reader) -> Reports:
    entry = Reader(whole.mapping("reports"), "policy.reports")
    entry.only({"hold_at", "fresh_seconds"})
    fresh = entry.count("fresh_seconds") if "fresh_seconds" in entry.document else 600
    return Reports(hold_at=entry.number("hold_at", 3.0), fresh_seconds=fresh)


def _held(whole: Reader) -> Held:
    entry = Reader(whole.mapping("held"), "policy.held")
    entry.only({"overdue_minutes", "expire_minutes"})
    minutes = {name: entry.number(name, default) for name, default in _HELD.items()}
    for name, value in minutes.items():
        if not 0 <= value <= MOST_MINUTES or value != int(value):
            raise PolicyError(
                f"policy.held.{name}",
                f"found {value:g}",
                f"write whole minutes from 0 (never) to {MOST_MINUTES}",
            )
    return Held(int(minutes["overdue_minutes"]), int(minutes["expire_minutes"]))


_HELD = {"overdue_minutes": 120.0, "expire_minutes": 0.0}
MOST_MINUTES = 43_200
"""30 days."""


def _words(whole: Reader) -> Words:
    entry = Reader(whole.mapping("words"), "policy.words")
    entry.only({"hold", "reject", "allow"})
    return Words(hold=entry.texts("hold"), reject=entry.texts("reject"), allow=entry.texts("allow"))


def _scripts(whole: Reader) -> tuple[str, ...]:
    scripts = whole.texts("scripts")
    unknown = sorted(set(scripts) - PROHIBITABLE)
    if unknown:
        raise PolicyError(
            "policy.scripts",
            f"unknown {', '.join(unknown)}",
            f"write some of {', '.join(sorted(PROHIBITABLE))}",
        )
    return scripts
