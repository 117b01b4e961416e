"""Laying a site's own policy documents over the shipped one: shipped < profile < site < override."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghirbal.domain.policy import merge

Document = Mapping[str, Any]


def layered(shipped: Document, *layers: Document) -> dict[str, Any]:
    """One document of all. A layer that names a profile has that profile's parts right under its own keys.

    So a site's own thresholds win over those of the profile it names, and an override that names `hold-all` wins over
    both. `domain.policy.parse` would lay the profile over everything: its parts are emptied here, for they are in.

    >>> shipped = {"thresholds": {"hold": 5, "reject": 10}, "profiles": {"strict": {"thresholds": {"hold": 3}}}}
    >>> layered(shipped, {"profile": "strict", "thresholds": {"reject": 7}})["thresholds"]
    {'hold': 3, 'reject': 7}
    """
    whole: dict[str, Any] = dict(shipped)
    for layer in layers:
        profiles = merge(whole, layer).get("profiles")
        name = layer.get("profile")
        parts = profiles.get(name) if isinstance(profiles, Mapping) and isinstance(name, str) else None
        whole = merge(whole, parts if isinstance(parts, Mapping) else {}, layer)
    return _without_parts(whole)


def _without_parts(whole: dict[str, Any]) -> dict[str, Any]:
    profiles, name = whole.get("profiles"), whole.get("profile")
    if isinstance(profiles, Mapping) and name in profiles:
        whole["profiles"] = {**profiles, name: {}}
    return whole


def labelled(shipped: Document, version: int, *, overridden: bool) -> str:
    """What verdicts call the policy they were made by: the shipped one, the site's version, an override.

    >>> labelled({"version": "shipped-2"}, 7, overridden=True), labelled({"version": "shipped-2"}, 0, overridden=False)
    ('shipped-2+v7+override', 'shipped-2')
    """
    own = f"+v{version}" if version else ""
    return f"{shipped.get('version', 'shipped')}{own}{'+override' if overridden else ''}"
