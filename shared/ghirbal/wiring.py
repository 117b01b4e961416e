"""Fills the ports with the real adapters, once per process; nothing is contacted before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ghirbal.config import Settings
from ghirbal.domain.clock import Clock, system_clock
from ghirbal.later import later

if TYPE_CHECKING:
    from ghirbal.auth.principal import Principals
    from ghirbal.domain.policy import Policy
    from ghirbal.domain.verdict import Symbol, Verdict
    from ghirbal.ports.bans import Bans
    from ghirbal.ports.comments import Comments
    from ghirbal.ports.decision_log import Ledger
    from ghirbal.ports.event_dedup import Seen
    from ghirbal.ports.flood import Windows
    from ghirbal.ports.jobs import JobQueue, Jobs, Past, Results
    from ghirbal.ports.mail import Mailer
    from ghirbal.ports.policy import Policies
    from ghirbal.ports.posting import Nudges, Proofs
    from ghirbal.ports.reputation import Records
    from ghirbal.ports.rounds import Rounds
    from ghirbal.ports.sites import Pages, Sites
    from ghirbal.ports.stream import Counters, Publisher
    from ghirbal.ports.team import Directory, Team
    from ghirbal.ports.tokens import Keys, Tokens
    from ghirbal.ports.votes import Votes
    from ghirbal.ports.webhooks import Caller, CallQueue, Webhooks
    from ghirbal.ports.workplace import Room
    from ghirbal.usecases.posting.gates import Judge
    from ghirbal.usecases.sites import SiteConfigs
    from ghirbal.usecases.webhooks.hook_lists import HookLists


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Deps:
    """Everything a handler may need; tests build one of fakes."""

    settings: Settings
    clock: Clock
    comments: Comments
    pages: Pages
    sites: Sites
    site_configs: SiteConfigs
    counters: Counters
    seen: Seen
    room: Room
    ledger: Ledger
    rounds: Rounds
    team: Team
    directory: Directory
    policies: Policies
    jobs: Jobs
    past: Past
    job_queue: JobQueue
    results: Results
    webhooks: Webhooks
    webhook_queue: CallQueue
    hook_lists: HookLists
    caller: Caller
    votes: Votes
    publisher: Publisher
    mailer: Mailer
    keys: Keys
    tokens: Tokens
    nudges: Nudges
    proofs: Proofs
    records: Records
    bans: Bans
    windows: Windows
    judge: Judge
    judge_past: Judge
    """The same judge without a meter: a dry run would write a line of metrics for each of thousands of comments."""
    principals: Principals | None
    watch: Callable[[Callable[[], int]], None] = lambda _: None
    """Takes the invocation's remaining milliseconds, so that no call starts which can't end in time."""


def judge(text: str, name: str, extra: tuple[Symbol, ...], policy: Policy) -> Verdict:
    """The shipped pipeline, imported at the first comment: readers' lists never need it."""
    from ghirbal.meter import DetectorMeter
    from ghirbal.moderation.pipeline import Submission
    from ghirbal.moderation.pipeline import judge as run

    return run(Submission(text=text, name=name, extra=extra), policy, observer=DetectorMeter())


def judge_past(text: str, name: str, extra: tuple[Symbol, ...], policy: Policy) -> Verdict:
    """The shipped pipeline over comments that were judged before."""
    from ghirbal.moderation.pipeline import Submission
    from ghirbal.moderation.pipeline import judge as run

    return run(Submission(text=text, name=name, extra=extra), policy)


def build(settings: Settings, clock: Clock = system_clock) -> Deps:
    """The real thing. Adapters and their clients are made on first use, so this costs no call and few imports."""
    from ghirbal.assembly import Adapters
    from ghirbal.storage.dynamodb.table import Table

    table = Table(settings.table)
    make = Adapters(settings, clock, table)

    def watch(remaining: Callable[[], int]) -> None:
        table.remaining = remaining

    sites, policies, webhooks = later(make.sites), later(make.policies), later(make.webhooks)
    keyring = later(make.keyring)
    tokens = later(lambda: make.tokens(keyring))
    return Deps(
        settings=settings,
        clock=clock,
        comments=later(make.comments),
        pages=later(make.pages),
        sites=sites,
        site_configs=later(lambda: make.site_configs(sites, policies)),
        counters=later(make.counters),
        seen=later(make.seen),
        room=later(make.room),
        ledger=later(make.ledger),
        rounds=later(make.rounds),
        team=later(make.team),
        directory=later(make.directory),
        policies=policies,
        jobs=later(make.jobs),
        past=later(make.past),
        job_queue=later(lambda: make.queue(settings.jobs_queue)),
        results=later(make.results),
        webhooks=webhooks,
        webhook_queue=later(lambda: make.queue(settings.webhook_queue)),
        hook_lists=later(lambda: make.hook_lists(webhooks)),
        caller=later(make.caller),
        votes=later(make.votes),
        publisher=later(make.publisher),
        mailer=later(make.mailer),
        keys=keyring,
        tokens=tokens,
        nudges=later(lambda: make.nudges(tokens)),
        proofs=later(lambda: make.proofs(tokens)),
        records=later(make.records),
        bans=later(make.bans),
        windows=later(make.windows),
        judge=judge,
        judge_past=judge_past,
        principals=later(make.principals) if settings.issuer else None,
        watch=watch,
    )


@cache
def deps() -> Deps:
    """The process's own."""
    return build(Settings.from_env())
