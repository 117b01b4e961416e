"""Which policy is in force for a site."""

from __future__ import annotations

import json
from functools import lru_cache

from ghirbal.domain.policy import Policy, PolicyError, merge, parse
from ghirbal.domain.reader import Site
from ghirbal.moderation import shipped_document, shipped_policy

FALLBACK = "hold-all"
"""A site whose own policy can't be read publishes nothing by itself: everything waits for a moderator."""


def policy_of(site: Site) -> Policy:
    """The shipped profile with the site's own document over it; `hold-all` when that document is invalid."""
    return _merged(site.profile, json.dumps(site.policy, sort_keys=True)) or shipped_policy(FALLBACK)


def is_valid(site: Site) -> bool:
    """Whether the site's own profile and document can be used (its health shows it)."""
    return _merged(site.profile, json.dumps(site.policy, sort_keys=True)) is not None


@lru_cache(maxsize=256)
def _merged(profile: str, document: str) -> Policy | None:
    try:
        return parse(merge(shipped_document(), json.loads(document), {"profile": profile}))
    except PolicyError:
        return None
