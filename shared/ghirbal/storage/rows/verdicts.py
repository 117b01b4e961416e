"""A verdict as one JSON text in the row: exact floats, and a symbol list that no index reads into."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ghirbal.domain.verdict import Action, Symbol, Verdict


def dump(verdict: Verdict) -> str:
    """A verdict as JSON; Arabic letters stay as they are (half the bytes)."""
    return json.dumps(_fields(verdict), ensure_ascii=False, separators=(",", ":"))


def load(document: str) -> Verdict:
    """The verdict of a JSON text. Raises ValueError when it is none."""
    try:
        fields = json.loads(document)
        return Verdict(
            action=Action(fields["action"]),
            score=float(fields["score"]),
            risk=int(fields["risk"]),
            abuse=float(fields["abuse"]),
            spam=float(fields["spam"]),
            symbols=tuple(_symbol(symbol) for symbol in fields["symbols"]),
            policy_version=fields["policy"],
            engine_version=fields["engine"],
            reason=fields["reason"],
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("vd: no verdict") from error


def _fields(verdict: Verdict) -> Mapping[str, Any]:
    return {
        "action": verdict.action,
        "score": verdict.score,
        "risk": verdict.risk,
        "abuse": verdict.abuse,
        "spam": verdict.spam,
        "symbols": [[s.name, s.score, s.group, s.start, s.end, s.matched] for s in verdict.symbols],
        "policy": verdict.policy_version,
        "engine": verdict.engine_version,
        "reason": verdict.reason,
    }


def _symbol(fields: list[Any]) -> Symbol:
    name, score, group, start, end, matched = fields
    return Symbol(name=name, score=float(score), group=group, start=start, end=end, matched=matched)
