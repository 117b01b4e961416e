"""The policy workbench: saving a site's documents, putting one in force, going back, and overriding for a while."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ghirbal.domain.clock import DAY, MINUTE
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.policy import MOST_IN_A_LIMIT, Policy, PolicyError, lint, parse
from ghirbal.domain.reader import Role, Site
from ghirbal.domain.roles import allow, at_least
from ghirbal.moderation.cost import dearest
from ghirbal.moderation.lexicon.wildcards import has_star, read_pattern
from ghirbal.ports.policy import Override, Policies, PolicyEntry, PolicyState, PolicyVersion, Step
from ghirbal.usecases.policy.in_force import document_of

MOST_BYTES = 200_000
"""A document's size as JSON: half of what DynamoDB takes in a row."""

MOST_WORDS = 2_000
MOST_PATTERNS = 200
"""Entries of one list of words, and those among them with a star: each is compared with each word of a comment."""

MOST_LETTERS = 80
MOST_COMPOSITES = 100
MOST_STEPS = 250_000
"""Lines of Python for the text that is worst for a policy, some 25 ms: the shipped one's takes 95,000."""

MOST_VERSIONS = 50
"""Saved versions kept beside the one in force and the one before: a document may be 200 KB."""

LONGEST_OVERRIDE = 14 * DAY
"""What shall hold longer is a version, not an exception."""

_LISTS = ("hold", "reject", "allow")


@dataclass(frozen=True, slots=True)
class OverrideRequest:
    """Who asks, with which role by their token, what they note, and when (epoch milliseconds)."""

    by: str
    role: Role
    now: int
    note: str = ""


def save(
    site: Site, document: Mapping[str, Any], wish: OverrideRequest, policies: Policies
) -> tuple[PolicyVersion, list[str]]:
    """Keep a document as the next version, not in force yet, and say what is doubtful in it.

    Raises Refused("policy-invalid") naming the place, what is wrong there and what to write instead,
    Refused("policy-too-large"), Refused("policy-changed"), Forbidden.
    """
    allow(wish.role, Role.EDITOR)
    findings = check(site, document)
    before = policies.state(site.id)
    version = before.newest + 1
    saved = PolicyVersion(
        site=site.id, version=version, document=document, by=wish.by, at=wish.now, note=wish.note
    )
    after = replace(before, newest=version)
    _move(before, after, _entry(Step.SAVED, version, wish), policies, saved)
    return saved, findings


def activate(site: Site, version: int, wish: OverrideRequest, policies: Policies) -> PolicyState:
    """Put a saved version in force; 0 goes back to the shipped policy. Checked again: the shipped one may have changed.

    Raises NotFound for a version that is not there, Refused as `save` does, Forbidden. The same again changes nothing.
    """
    return _activate(site, version, Step.ACTIVATED, wish, policies)


def roll_back(site: Site, wish: OverrideRequest, policies: Policies) -> PolicyState:
    """Put in force what was before. Raises Refused("nothing-to-roll-back"), and as `activate` does."""
    allow(wish.role, Role.EDITOR)
    before = policies.state(site.id)
    if before.previous == before.active:
        raise Refused("nothing-to-roll-back")
    return _activate(site, before.previous, Step.ROLLED_BACK, wish, policies)


def override(
    site: Site, document: Mapping[str, Any], until: int, wish: OverrideRequest, policies: Policies
) -> PolicyState:
    """Lay a document over the site's until a moment: `{"profile": "hold-all"}` holds everything tonight.

    Raises Refused("bad-parameter") for an end in the past or more than 14 days off, and as `save` does.
    """
    allow(wish.role, Role.EDITOR)
    if not wish.now + MINUTE <= until <= wish.now + LONGEST_OVERRIDE:
        raise Refused("bad-parameter", name="until")
    check(site, document, over=True)
    before = policies.state(site.id)
    laid = Override(document=document, until=until, by=wish.by, at=wish.now)
    entry = replace(_entry(Step.OVERRIDDEN, before.active, wish), until=until)
    return _move(before, replace(before, override=laid), entry, policies)


def end_override(site: Site, wish: OverrideRequest, policies: Policies) -> PolicyState:
    """Take the override away before its time; without one nothing changes."""
    allow(wish.role, Role.EDITOR)
    before = policies.state(site.id)
    if before.override is None:
        return before
    entry = _entry(Step.OVERRIDE_ENDED, before.active, wish)
    return _move(before, replace(before, override=None), entry, policies)


def saved_version(site: str, version: int, policies: Policies) -> PolicyVersion:
    """A version of a site; 0 is the shipped policy, which adds nothing. Raises NotFound."""
    if version == 0:
        return PolicyVersion(site=site, version=0, document={}, by="", at=0)
    found = policies.version(site, version)
    if found is None:
        raise NotFound("not-found")
    return found


def check(site: Site, document: Mapping[str, Any], *, over: bool = False, thorough: bool = True) -> list[str]:
    """What is doubtful in a site's document, one sentence each.

    `over`: it is an override; `thorough`: try what it costs, a second of work.

    Raises Refused("policy-invalid") for what can't be used, Refused("policy-too-large").
    """
    if len(json.dumps(document, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused("policy-too-large", most=MOST_BYTES)
    tried = (
        replace(site, override=dict(document)) if over else replace(site, policy=dict(document), override={})
    )
    try:
        _own_sections(document)
        whole = document_of(tried)
        policy = parse(whole)
        for fault in (*_word_faults(document), *_size_faults(document, policy)):
            raise fault
        if thorough:
            _affordable(whole)
    except PolicyError as error:
        raise Refused("policy-invalid", where=error.where, what=error.what, instead=error.instead) from None
    except (AttributeError, TypeError):
        raise Refused(
            "policy-invalid", where="policy", what="an object is needed in some place", instead="write {…}"
        ) from None
    return lint(whole)


def _own_sections(document: Mapping[str, Any]) -> None:
    for key in ("version", "until"):
        if key in document:
            raise PolicyError(f"policy.{key}", "is set by the service", "leave it out")


def _size_faults(document: Mapping[str, Any], policy: Policy) -> Iterator[PolicyError]:
    """Limits are sets in one row, a member each; every composite is tried on every comment."""
    for name, limit in document.get("limits", {}).items():
        if limit.get("n", 0) > MOST_IN_A_LIMIT:
            yield PolicyError(
                f"policy.limits.{name}.n", f"found {limit['n']}", f"write 1 to {MOST_IN_A_LIMIT}"
            )
    if len(policy.composites) > MOST_COMPOSITES:
        yield PolicyError(
            "policy.composites",
            f"{len(policy.composites)} with the shipped ones",
            f"write at most {MOST_COMPOSITES}",
        )


def _affordable(document: Mapping[str, Any]) -> None:
    """Try the policy on the texts that are worst for it. Raises PolicyError."""
    found = _dearest(json.dumps(document, sort_keys=True))
    if found > MOST_STEPS:
        raise PolicyError(
            "policy",
            f"the text that is worst for it takes {found} steps",
            f"at most {MOST_STEPS}; write fewer entries with a star, fewer composites, fewer names in them",
        )


@lru_cache(maxsize=8)
def _dearest(document: str) -> int:
    """Steps of the worst text for a document (JSON); remembered, since what is saved is activated next."""
    return dearest(parse(json.loads(document)))


def _word_faults(document: Mapping[str, Any]) -> Iterator[PolicyError]:
    for name in _LISTS:
        listed = document.get("words", {}).get(name, [])
        where = f"policy.words.{name}"
        if len(listed) > MOST_WORDS:
            yield PolicyError(where, f"{len(listed)} entries", f"write at most {MOST_WORDS}")
        if sum(map(has_star, listed)) > MOST_PATTERNS:
            yield PolicyError(where, "too many entries with a star", f"write at most {MOST_PATTERNS}")
        for entry in listed:
            if fault := _fault(entry):
                yield PolicyError(f"{where}[{listed.index(entry)}]", *fault)


def _fault(entry: str) -> tuple[str, str] | None:
    if len(entry) > MOST_LETTERS:
        return f"has {len(entry)} characters", f"write at most {MOST_LETTERS}"
    try:
        if has_star(entry):
            read_pattern(entry)
        elif not any(map(str.isalnum, entry)):
            return "has no letters", "write a word"
    except ValueError as error:
        what, _, instead = str(error).partition("; ")
        return what, instead
    return None


def _activate(site: Site, version: int, step: Step, wish: OverrideRequest, policies: Policies) -> PolicyState:
    allow(wish.role, Role.EDITOR)
    check(site, saved_version(site.id, version, policies).document, thorough=False)
    before = policies.state(site.id)
    if version > before.newest:
        raise NotFound("not-found")
    if version == before.active:
        return before
    after = replace(before, active=version, previous=before.active)
    return _move(before, after, _entry(step, version, wish), policies)


def _entry(step: Step, version: int, wish: OverrideRequest) -> PolicyEntry:
    return PolicyEntry(step=step, version=version, by=wish.by, at=wish.now, note=wish.note)


def _move(
    before: PolicyState,
    after: PolicyState,
    entry: PolicyEntry,
    policies: Policies,
    saved: PolicyVersion | None = None,
) -> PolicyState:
    after = replace(after, revision=before.revision + 1)
    policies.change(before, after, entry, at_least(Role.EDITOR), saved, _outdated(before, after))
    return after


def _outdated(before: PolicyState, after: PolicyState) -> tuple[int, ...]:
    """Versions that go with this change: the one that is now too old, and the one that no longer was in force."""
    oldest = after.newest - MOST_VERSIONS
    possible = {oldest, before.previous}
    return tuple(sorted(n for n in possible if 0 < n <= oldest and n not in (after.active, after.previous)))
