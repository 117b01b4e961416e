"""Fills the ports with the real adapters, once per process; nothing is contacted before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ghirbal.auth.keyring import Keyring
from ghirbal.auth.nudges import SignedNudges
from ghirbal.auth.proof import SignedProofs
from ghirbal.auth.tokens import SignedTokens
from ghirbal.config import Settings
from ghirbal.domain.clock import Clock, system_clock
from ghirbal.ports import (
    Comments,
    Counters,
    Keys,
    Mailer,
    Nudges,
    Pages,
    Proofs,
    Publisher,
    Seen,
    Sites,
    Tokens,
)
from ghirbal.ports_abuse import Records, Windows
from ghirbal.ports_bans import Bans
from ghirbal.ports_jobs import JobQueue, Jobs, Past, Results
from ghirbal.ports_policy import Policies
from ghirbal.ports_room import Directory, Ledger, Room, Rounds, Team
from ghirbal.ports_votes import Votes
from ghirbal.ports_webhooks import Caller, CallQueue, Webhooks
from ghirbal.usecases.hook_lists import HookLists
from ghirbal.usecases.sites import SiteConfigs

if TYPE_CHECKING:
    from ghirbal.auth.principal import Principals
    from ghirbal.domain.policy import Policy
    from ghirbal.domain.verdict import Symbol, Verdict
    from ghirbal.usecases.gates import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """The real thing. Clients are made on first use, so this costs no call."""
    from ghirbal.adapters.directory import CognitoDirectory, ForeignDirectory
    from ghirbal.adapters.mail import SesMailer
    from ghirbal.adapters.objects import S3Results
    from ghirbal.adapters.queue import SqsQueue
    from ghirbal.adapters.secrets import SecretReader
    from ghirbal.adapters.webhook import HttpsCaller
    from ghirbal.events.publisher import EventBridgePublisher
    from ghirbal.storage.bans import DynamoBans
    from ghirbal.storage.comments import DynamoComments
    from ghirbal.storage.counters import DynamoCounters
    from ghirbal.storage.jobs import DynamoJobs, DynamoPast
    from ghirbal.storage.ledger import DynamoLedger
    from ghirbal.storage.policies import DynamoPolicies
    from ghirbal.storage.readers import DynamoRecords
    from ghirbal.storage.room import DynamoRoom
    from ghirbal.storage.rounds import DynamoRounds
    from ghirbal.storage.seen import DynamoSeen
    from ghirbal.storage.sites import DynamoPages, DynamoSites
    from ghirbal.storage.table import Table
    from ghirbal.storage.team import DynamoTeam
    from ghirbal.storage.votes import DynamoVotes
    from ghirbal.storage.webhooks import DynamoWebhooks
    from ghirbal.storage.windows import DynamoWindows

    table = Table(settings.table)

    def watch(remaining: Callable[[], int]) -> None:
        table.remaining = remaining

    sites, policies = DynamoSites(table), DynamoPolicies(table)
    webhooks = DynamoWebhooks(table)
    keyring = Keyring(SecretReader(settings.secret, clock))
    tokens = SignedTokens(keyring)
    return Deps(
        settings=settings,
        clock=clock,
        comments=DynamoComments(table, clock),
        pages=DynamoPages(table),
        sites=sites,
        site_configs=SiteConfigs(sites, clock, policies),
        counters=DynamoCounters(table),
        seen=DynamoSeen(table),
        room=DynamoRoom(table, clock),
        ledger=DynamoLedger(table),
        rounds=DynamoRounds(table),
        team=DynamoTeam(table),
        directory=CognitoDirectory(settings.user_pool) if settings.user_pool else ForeignDirectory(),
        policies=policies,
        jobs=DynamoJobs(table),
        past=DynamoPast(table),
        job_queue=SqsQueue(settings.jobs_queue),
        results=S3Results(settings.results),
        webhooks=webhooks,
        webhook_queue=SqsQueue(settings.webhook_queue),
        hook_lists=HookLists(webhooks, clock),
        caller=HttpsCaller(),
        votes=DynamoVotes(table, clock),
        publisher=EventBridgePublisher(settings.bus),
        mailer=SesMailer(settings.mail_from),
        keys=keyring,
        tokens=tokens,
        nudges=SignedNudges(tokens),
        proofs=SignedProofs(tokens),
        records=DynamoRecords(table),
        bans=DynamoBans(table, clock),
        windows=DynamoWindows(table),
        judge=judge,
        judge_past=judge_past,
        principals=_principals(settings, clock),
        watch=watch,
    )


def _principals(settings: Settings, clock: Clock) -> Principals | None:
    """Only the moderators' endpoint has an issuer; the others don't even import what verifies tokens."""
    if not settings.issuer:
        return None
    from ghirbal.auth.principal import Principals

    return Principals(
        settings.issuer,
        settings.audience,
        clock,
        scope=settings.scope,
        groups_claim=settings.groups_claim,
        jwks_url=settings.jwks_url,
    )


@cache
def deps() -> Deps:
    """The process's own."""
    return build(Settings.from_env())
