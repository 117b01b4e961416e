"""From symbols to a verdict: composites, scores, caps, thresholds. All numbers come from the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

from ghirbal.domain.policy import Composite, Policy, SymbolRule
from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.moderation.composites import compose

DEGRADED = "DETECTOR_DEGRADED"
TOO_LONG = "TEXT_TOO_LONG"
CALIBRATED = "ABUSE_MODEL"
"""The symbol whose strength is a calibrated probability, not a mere degree of sureness."""
UNTOLD = frozenset({CALIBRATED, "SPAM_MODEL"})
"""Symbols that every comment has: `abuse` and `spam` of the verdict tell them, its symbols don't."""
ALWAYS_HELD = frozenset({DEGRADED, TOO_LONG})
"""Symbols that no policy, however written, may publish."""

MOST_SYMBOLS = 40
"""Symbols kept in a verdict: 1,000 characters hold 200 insults, a moderator needs the first few."""


def weigh(found: Sequence[Symbol], policy: Policy, engine_version: str) -> Verdict:
    """The verdict on what was found. Strengths come in as scores, policy scores go out."""
    reputation = _composed(found, policy)
    scored = tuple(_scored(reputation, policy))
    totals = group_totals(scored, policy)
    score = round(max(0.0, sum(totals.values())), 3)
    action = _action(score, totals, scored, policy)
    return Verdict(
        action=action,
        score=score,
        risk=min(999, int(50 * score)),
        abuse=probability(reputation, policy, "abuse"),
        spam=probability(reputation, policy, "spam"),
        symbols=_kept(scored),
        policy_version=policy.version,
        engine_version=engine_version,
        reason="" if action is Action.PUBLISH else _reason(totals, policy),
    )


def _composed(found: Sequence[Symbol], policy: Policy) -> Sequence[Symbol]:
    """What the composites leave; the model's probability alone, as in most texts, makes none."""
    plain = all(symbol.name == CALIBRATED for symbol in found)
    return found if plain else compose(found, policy.composites)


def _scored(found: Iterable[Symbol], policy: Policy) -> Iterable[Symbol]:
    """Policy scores for strengths; a symbol's second occurrence scores 0 unless the rule says each."""
    rules: dict[str, SymbolRule | Composite] = {}
    for symbol in found:
        rule = rules.get(symbol.name)
        again = rule is not None and not getattr(rule, "each", False)
        if rule is None:
            rule = rules[symbol.name] = policy.weight(symbol.name)
        yield replace(symbol, score=0.0 if again else rule.score, group=rule.group)


def group_totals(scored: Iterable[Symbol], policy: Policy) -> dict[str, float]:
    """Sum of each group, no more than its cap."""
    sums: defaultdict[str, float] = defaultdict(float)
    for symbol in scored:
        sums[symbol.group] += symbol.score
    return {group: min(total, policy.group(group).cap) for group, total in sums.items()}


def _action(score: float, totals: Mapping[str, float], symbols: Sequence[Symbol], policy: Policy) -> Action:
    """Weak evidence of several groups may sum up to a refusal's score; without anything sure beside it, it holds."""
    if score >= policy.reject and _is_sure(totals, symbols, policy):
        return Action.REJECT
    if score >= policy.hold or any(symbol.name in ALWAYS_HELD for symbol in symbols):
        return Action.HOLD
    return Action.PUBLISH


def _is_sure(totals: Mapping[str, float], symbols: Sequence[Symbol], policy: Policy) -> bool:
    """Whether a symbol that is not weak counts, or one group alone reaches the score of a refusal."""
    return any(total >= policy.reject for total in totals.values()) or any(
        symbol.score > 0 and not policy.weight(symbol.name).weak for symbol in symbols
    )


def probability(found: Iterable[Symbol], policy: Policy, reason: str) -> float:
    """How likely a comment is what `reason` names, from the strengths of its evidence.

    A calibrated probability (the model's) is shifted by the odds of the strongest other evidence, which was better
    than either alone on dev rows of nine sets out of twelve. Without one, each piece closes its share of what the
    others leave open.
    """
    best: dict[str, float] = {}
    for symbol in found:
        if policy.group(policy.rule(symbol.name).group).reason == reason:
            best[symbol.name] = max(best.get(symbol.name, 0.0), _within(symbol.score))
    calibrated = best.pop(CALIBRATED, None)
    if calibrated is None:
        return round(1.0 - prod(1.0 - strength for strength in best.values()), 4)
    odds = _odds(calibrated) * _odds(max(0.5, *best.values()) if best else 0.5)
    return round(odds / (1.0 + odds), 4)


def _within(strength: float) -> float:
    return min(1.0, max(0.0, strength))


def _odds(share: float) -> float:
    """Odds of a share, at most a million to one."""
    return max(share, 1e-6) / max(1.0 - share, 1e-6)


def _reason(totals: dict[str, float], policy: Policy) -> str:
    """The code of the strongest group that has one; `policy` when no group explains the action."""
    ranked = sorted(totals, key=lambda group: totals[group], reverse=True)
    return next(
        (policy.group(group).reason for group in ranked if totals[group] > 0 and policy.group(group).reason),
        "policy",
    )


def _kept(found: Sequence[Symbol]) -> tuple[Symbol, ...]:
    """What a verdict keeps: not the probabilities that every comment has, and no more than a moderator reads."""
    scored = [symbol for symbol in found if symbol.name not in UNTOLD]
    if len(scored) <= MOST_SYMBOLS:
        return tuple(scored)
    ranked = sorted(range(len(scored)), key=lambda place: -scored[place].score)[:MOST_SYMBOLS]
    return tuple(scored[place] for place in sorted(ranked))
