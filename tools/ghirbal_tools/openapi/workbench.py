"""The shapes of the answers of policy workbench, jobs and webhooks."""

from __future__ import annotations

from typing import Any, Literal

from ghirbal_tools.openapi.answers import Answer, Id, Time


class PolicyOverride(Answer):
    """A document laid over the site's until a moment."""

    document: dict[str, Any]
    until: Time
    by: str
    at: Time


class PolicyInForce(Answer):
    """Which version is in force (0: the shipped policy), which was before, which was saved last."""

    active: int
    previous: int
    newest: int
    override: PolicyOverride | None


class Cuts(Answer):
    """The scores from which a comment waits and is refused."""

    hold: float
    reject: float


class Silent(Answer):
    """What holds where a document says nothing: the site's profile, and the cuts of each."""

    profile: str
    profiles: dict[str, Cuts]


class Policy(PolicyInForce):
    """What is in force, whether it can be used, one version's document, and what holds where that is silent."""

    valid: bool
    version: int
    document: dict[str, Any]
    by: str
    at: Time | None
    note: str
    silent: Silent


class Saved(Answer):
    """A new version, and what is doubtful in it, one sentence each."""

    version: int
    findings: list[str]


class PolicyLine(Answer):
    """Who did what to the policy, when."""

    step: Literal["saved", "activated", "rolled-back", "overridden", "override-ended"]
    version: int
    by: str
    at: Time
    note: str
    until: Time | None


class PolicyHistory(Answer):
    """The newest lines, newest first."""

    history: list[PolicyLine]


class JobState(Answer):
    """A job. `figures` is what it found so far, `result` the object that holds all of it.

    `names` says the symbols that a dry run's figures name, in the caller's language; a list of jobs has none.
    """

    id: Id
    kind: Literal["dry-run", "recount"]
    parameters: dict[str, Any]
    state: Literal["queued", "running", "done", "stopped", "failed"]
    reason: str
    stalled: bool
    progress: int
    by: str
    at: Time
    updated: Time
    figures: dict[str, Any] | None
    names: dict[str, str]
    result: str | None


class JobList(Answer):
    """The newest jobs, newest first."""

    jobs: list[JobState]


class Webhook(Answer):
    """A webhook: of its address only the host is told."""

    id: Id
    host: str
    sink: Literal["json", "slack", "telegram"]
    events: list[str]
    state: Literal["pending", "on", "off"]
    failing_since: Time | None
    succeeded: Time | None
    error: str
    both_secrets_until: Time | None
    by: str
    at: Time


class WebhookList(Answer):
    """The site's webhooks, oldest first."""

    webhooks: list[Webhook]


class WebhookAnswer(Answer):
    """A webhook after a change."""

    webhook: Webhook


class WebhookSecret(WebhookAnswer):
    """A webhook, and the secret of its signatures, shown this once."""

    secret: str


class Removed(Answer):
    """It is gone."""

    removed: Literal[True]
