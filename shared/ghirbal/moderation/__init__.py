"""The judgement of one comment: detectors find symbols, the policy weighs them. Pure, no I/O but data files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ghirbal.domain.policy import Policy, merge, parse

ENGINE_VERSION = "0.3.0"
"""Version of the rules; a verdict keeps it with those of model and lists (`detectors.engine_version`)."""

DATA = Path(__file__).parent / "data"


@cache
def shipped_document() -> Mapping[str, Any]:
    """The policy document that comes with the package (data/policy.json), unmerged."""
    document: Mapping[str, Any] = json.loads((DATA / "policy.json").read_text("utf-8"))
    return document


@cache
def shipped_policy(profile: str = "balanced") -> Policy:
    """The shipped policy under one of its profiles: balanced, strict, hold-all."""
    return parse(merge(shipped_document(), {"profile": profile}))
