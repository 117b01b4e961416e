"""Which policy is in force for a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ghirbal.domain.policy import Policy, PolicyError, parse
from ghirbal.domain.policy_layers import labelled, layered
from ghirbal.domain.reader import Site
from ghirbal.moderation import shipped_document, shipped_policy

FALLBACK = "hold-all"
"""A site whose own policy can't be read publishes nothing by itself: everything waits for a moderator."""

MOST_KNOWN = 64
"""Sites whose parsed policy is remembered; a document of 200 KB takes about a megabyte as objects."""

_known: dict[int, tuple[Site, Policy | None]] = {}


def policy_of(site: Site) -> Policy:
    """Shipped < profile < the site's own document < its override; `hold-all` when one of these is invalid (case 47)."""
    policy = _parsed(site)
    if policy is not None:
        return policy
    return replace(shipped_policy(FALLBACK), version=f"{_label(site)}+unusable")


def is_valid(site: Site) -> bool:
    """Whether the site's own profile and documents can be used (its health shows it)."""
    return _parsed(site) is not None


def document_of(site: Site) -> dict[str, Any]:
    """The document in force at a site, all layers laid over one another, under the name its verdicts carry."""
    named = {"profile": site.profile} if "profile" not in site.policy else {}
    layers: list[Mapping[str, Any]] = [named, site.policy, site.override]
    return layered(shipped_document(), *layers) | {"version": _label(site)}


def cuts() -> dict[str, dict[str, float]]:
    """From which score each profile holds and refuses where a document says nothing else: what an empty field means.

    >>> cuts()["balanced"]
    {'hold': 5, 'reject': 10}
    """
    shipped = shipped_document()
    return {
        name: {**shipped["thresholds"], **profile.get("thresholds", {})}
        for name, profile in shipped["profiles"].items()
    }


def tried(site: Site, document: Mapping[str, Any], version: str = "draft") -> Policy:
    """What a document would make of the site's policy, without any override. Raises PolicyError."""
    return parse(document_of(replace(site, policy=dict(document), override={})) | {"version": version})


def _label(site: Site) -> str:
    return labelled(shipped_document(), site.policy_version, overridden=bool(site.override))


def _parsed(site: Site) -> Policy | None:
    """A site's policy, parsed once for each reading of its configuration."""
    known = _known.get(id(site))
    if known is not None and known[0] is site:
        return known[1]
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    policy = _parse(site)
    _known[id(site)] = (site, policy)
    return policy


def _parse(site: Site) -> Policy | None:
    if site.policy_lost:
        return None
    try:
        return parse(document_of(site))
    except (PolicyError, AttributeError, TypeError, ValueError):
        return None
