"""Everything that a handler may need: each port said once, beside the adapter that fills it (ADR 12)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ghirbal.domain.clock import Clock, system_clock
from ghirbal.wiring.lazy import lazy, port
from ghirbal.wiring.settings import Settings

if TYPE_CHECKING:
    from ghirbal.auth.keyring import Keyring
    from ghirbal.auth.principal import Principals
    from ghirbal.domain.policy import Policy
    from ghirbal.domain.verdict import Symbol, Verdict
    from ghirbal.ports.bans import Bans
    from ghirbal.ports.comments import Comments
    from ghirbal.ports.decision_log import DecisionLog
    from ghirbal.ports.erasing import Erasures
    from ghirbal.ports.event_dedup import EventDedup
    from ghirbal.ports.flood import ArticleTraffic
    from ghirbal.ports.jobs import JobQueue, Jobs, Past, Results
    from ghirbal.ports.mail import Mailer
    from ghirbal.ports.moving import Moves
    from ghirbal.ports.policy import Policies
    from ghirbal.ports.posting import Nudges, Proofs
    from ghirbal.ports.reputation import Reputations
    from ghirbal.ports.rounds import Rounds
    from ghirbal.ports.sites import Pages, Sites
    from ghirbal.ports.stream import Counters, Publisher
    from ghirbal.ports.team import Directory, Team
    from ghirbal.ports.tokens import Tokens
    from ghirbal.ports.votes import Votes
    from ghirbal.ports.webhooks import Caller, CallQueue, Webhooks
    from ghirbal.ports.workplace import Workplace
    from ghirbal.storage.dynamodb.table import Table
    from ghirbal.usecases.page_counts import PageCounts
    from ghirbal.usecases.posting.gates import Judge
    from ghirbal.usecases.sites import SiteConfigs
    from ghirbal.usecases.team_roles import TeamRoles
    from ghirbal.usecases.webhooks.hook_lists import HookLists


class Deps:
    """The ports, made at their first use; the imports stand inside, so that none comes before its use."""

    settings: Settings
    clock: Clock

    def __init__(self, settings: Settings, clock: Clock = system_clock, **given: Any) -> None:
        """Whatever is `given` by a port's name stands for it: that is how tests pass fakes.

        Raises TypeError when a name is no port's.

        >>> Deps(Settings(table="t"), mailer="a fake").mailer
        'a fake'
        >>> Deps(Settings(table="t"), mailr="a misspelt one")
        Traceback (most recent call last):
        TypeError: no such port: mailr
        """
        unknown = [name for name in given if not isinstance(vars(Deps).get(name), port | cached_property)]
        if unknown:
            raise TypeError(f"no such port: {', '.join(unknown)}")
        vars(self).update(given, settings=settings, clock=clock)

    def replace(self, **others: Any) -> Deps:
        """The same with other ports, settings or clock; what was made or given before is shared."""
        return Deps(**{**vars(self), **others})

    def watch(self, remaining: Callable[[], int]) -> None:
        """Take the invocation's remaining milliseconds, so that no call starts which can't end in time."""
        self.table.remaining = remaining

    @cached_property
    def table(self) -> Table:
        """The one table; its client is made at the first call."""
        from ghirbal.storage.dynamodb.table import Table

        return Table(self.settings.table)

    @port
    def comments(self) -> Comments:
        from ghirbal.storage.comments import DynamoComments

        return DynamoComments(self.table, self.clock)

    @port
    def pages(self) -> Pages:
        from ghirbal.storage.sites import DynamoPages

        return DynamoPages(self.table)

    @port
    def sites(self) -> Sites:
        from ghirbal.storage.sites import DynamoSites

        return DynamoSites(self.table)

    @port
    def site_configs(self) -> SiteConfigs:
        from ghirbal.usecases.sites import SiteConfigs

        return SiteConfigs(self.sites, self.clock, self.policies)

    @port
    def page_counts(self) -> PageCounts:
        from ghirbal.usecases.page_counts import PageCounts

        return PageCounts(self.comments, self.clock)

    @port
    def team_roles(self) -> TeamRoles:
        from ghirbal.usecases.team_roles import TeamRoles

        return TeamRoles(self.sites, self.clock)

    @port
    def hook_lists(self) -> HookLists:
        from ghirbal.usecases.webhooks.hook_lists import HookLists

        return HookLists(self.webhooks, self.clock)

    @port
    def counters(self) -> Counters:
        from ghirbal.storage.counters import DynamoCounters

        return DynamoCounters(self.table)

    @port
    def event_dedup(self) -> EventDedup:
        from ghirbal.storage.event_dedup import DynamoEventDedup

        return DynamoEventDedup(self.table)

    @port
    def workplace(self) -> Workplace:
        from ghirbal.storage.workplace import DynamoWorkplace

        return DynamoWorkplace(self.table, self.clock)

    @port
    def decision_log(self) -> DecisionLog:
        from ghirbal.storage.decision_log import DynamoDecisionLog

        return DynamoDecisionLog(self.table)

    @port
    def rounds(self) -> Rounds:
        from ghirbal.storage.rounds import DynamoRounds

        return DynamoRounds(self.table)

    @port
    def team(self) -> Team:
        from ghirbal.storage.team import DynamoTeam

        return DynamoTeam(self.table)

    @port
    def policies(self) -> Policies:
        from ghirbal.storage.policy import DynamoPolicies

        return DynamoPolicies(self.table)

    @port
    def jobs(self) -> Jobs:
        from ghirbal.storage.jobs import DynamoJobs

        return DynamoJobs(self.table)

    @port
    def job_queue(self) -> JobQueue:
        from ghirbal.adapters.queue import SqsQueue

        return SqsQueue(self.settings.jobs_queue)

    @port
    def past(self) -> Past:
        from ghirbal.storage.jobs import DynamoPast

        return DynamoPast(self.table)

    @port
    def webhooks(self) -> Webhooks:
        from ghirbal.storage.webhooks import DynamoWebhooks

        return DynamoWebhooks(self.table)

    @port
    def webhook_queue(self) -> CallQueue:
        from ghirbal.adapters.queue import SqsQueue

        return SqsQueue(self.settings.webhook_queue)

    @port
    def votes(self) -> Votes:
        from ghirbal.storage.votes import DynamoVotes

        return DynamoVotes(self.table, self.clock)

    @port
    def reputations(self) -> Reputations:
        from ghirbal.storage.reputation import DynamoReputations

        return DynamoReputations(self.table)

    @port
    def moves(self) -> Moves:
        from ghirbal.storage.moving import DynamoMoves

        return DynamoMoves(self.table)

    @port
    def erasures(self) -> Erasures:
        from ghirbal.storage.erasing import DynamoErasures

        return DynamoErasures(self.table)

    @port
    def bans(self) -> Bans:
        from ghirbal.storage.bans import DynamoBans

        return DynamoBans(self.table, self.clock)

    @port
    def traffic(self) -> ArticleTraffic:
        from ghirbal.storage.flood import DynamoArticleTraffic

        return DynamoArticleTraffic(self.table)

    @port
    def directory(self) -> Directory:
        from ghirbal.adapters.directory import CognitoDirectory, ForeignDirectory

        pool = self.settings.user_pool
        return CognitoDirectory(pool) if pool else ForeignDirectory()

    @port
    def results(self) -> Results:
        from ghirbal.adapters.objects import S3Results

        return S3Results(self.settings.results)

    @port
    def caller(self) -> Caller:
        from ghirbal.adapters.webhook import HttpsCaller

        return HttpsCaller()

    @port
    def publisher(self) -> Publisher:
        from ghirbal.events.publisher import EventBridgePublisher

        return EventBridgePublisher(self.settings.bus)

    @port
    def mailer(self) -> Mailer:
        from ghirbal.adapters.mail import SesMailer

        return SesMailer(self.settings.mail_from)

    @port
    def keys(self) -> Keyring:
        from ghirbal.adapters.secrets import SecretReader
        from ghirbal.auth.keyring import Keyring

        return Keyring(SecretReader(self.settings.secret, self.clock))

    @port
    def tokens(self) -> Tokens:
        from ghirbal.auth.tokens import SignedTokens

        return SignedTokens(self.keys)

    @port
    def nudges(self) -> Nudges:
        from ghirbal.auth.nudges import SignedNudges

        return SignedNudges(self.tokens)

    @port
    def proofs(self) -> Proofs:
        from ghirbal.auth.proof import SignedProofs

        return SignedProofs(self.tokens)

    @cached_property
    def principals(self) -> Principals | None:
        """None without an issuer; only the moderators' endpoint imports what verifies tokens."""
        return lazy(self._verifier) if self.settings.issuer else None

    def _verifier(self) -> Principals:
        from ghirbal.auth.principal import Principals

        return Principals(
            self.settings.issuer,
            self.settings.audience,
            self.clock,
            scope=self.settings.scope,
            groups_claim=self.settings.groups_claim,
            jwks_url=self.settings.jwks_url,
            endpoint=self.settings.endpoint,
        )

    @cached_property
    def judge(self) -> Judge:
        """The shipped pipeline, whose detectors' times are metered."""
        return judge

    @cached_property
    def judge_past(self) -> Judge:
        """The same without a meter: a dry run would write a line of metrics for each of thousands of comments."""
        return judge_past


def judge(text: str, name: str, extra: tuple[Symbol, ...], policy: Policy) -> Verdict:
    """The shipped pipeline, imported at the first comment: readers' lists never need it."""
    from ghirbal.moderation.pipeline import Submission
    from ghirbal.moderation.pipeline import judge as run
    from ghirbal.observability.meter import DetectorMeter

    return run(Submission(text=text, name=name, extra=extra), policy, observer=DetectorMeter())


def judge_past(text: str, name: str, extra: tuple[Symbol, ...], policy: Policy) -> Verdict:
    """The shipped pipeline over comments that were judged before."""
    from ghirbal.moderation.pipeline import Submission
    from ghirbal.moderation.pipeline import judge as run

    return run(Submission(text=text, name=name, extra=extra), policy)


@cache
def process_deps() -> Deps:
    """The process's own, by its environment. Raises ConfigError."""
    return Deps(Settings.from_env())
