"""The real adapters, each with the import of its module: `wiring.build` has each made at its first use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ghirbal.adapters.queue import SqsQueue
    from ghirbal.auth.keyring import Keyring
    from ghirbal.auth.principal import Principals
    from ghirbal.config import Settings
    from ghirbal.domain.clock import Clock
    from ghirbal.ports.bans import Bans
    from ghirbal.ports.comments import Comments
    from ghirbal.ports.decision_log import Ledger
    from ghirbal.ports.event_dedup import Seen
    from ghirbal.ports.flood import Windows
    from ghirbal.ports.jobs import Jobs, Past, Results
    from ghirbal.ports.mail import Mailer
    from ghirbal.ports.policy import Policies
    from ghirbal.ports.posting import Nudges, Proofs
    from ghirbal.ports.reputation import Records
    from ghirbal.ports.rounds import Rounds
    from ghirbal.ports.sites import Pages, Sites
    from ghirbal.ports.stream import Counters, Publisher
    from ghirbal.ports.team import Directory, Team
    from ghirbal.ports.tokens import Tokens
    from ghirbal.ports.votes import Votes
    from ghirbal.ports.webhooks import Caller, Webhooks
    from ghirbal.ports.workplace import Room
    from ghirbal.storage.dynamodb.table import Table
    from ghirbal.usecases.sites import SiteConfigs
    from ghirbal.usecases.webhooks.hook_lists import HookLists


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Adapters:
    """Makes what fills each port of `wiring.Deps`; the imports stand inside, so that none comes before its use."""

    settings: Settings
    clock: Clock
    table: Table

    def comments(self) -> Comments:
        from ghirbal.storage.comments import DynamoComments

        return DynamoComments(self.table, self.clock)

    def pages(self) -> Pages:
        from ghirbal.storage.sites import DynamoPages

        return DynamoPages(self.table)

    def sites(self) -> Sites:
        from ghirbal.storage.sites import DynamoSites

        return DynamoSites(self.table)

    def site_configs(self, sites: Sites, policies: Policies) -> SiteConfigs:
        from ghirbal.usecases.sites import SiteConfigs

        return SiteConfigs(sites, self.clock, policies)

    def hook_lists(self, webhooks: Webhooks) -> HookLists:
        from ghirbal.usecases.webhooks.hook_lists import HookLists

        return HookLists(webhooks, self.clock)

    def counters(self) -> Counters:
        from ghirbal.storage.counters import DynamoCounters

        return DynamoCounters(self.table)

    def seen(self) -> Seen:
        from ghirbal.storage.event_dedup import DynamoSeen

        return DynamoSeen(self.table)

    def room(self) -> Room:
        from ghirbal.storage.workplace import DynamoRoom

        return DynamoRoom(self.table, self.clock)

    def ledger(self) -> Ledger:
        from ghirbal.storage.decision_log import DynamoLedger

        return DynamoLedger(self.table)

    def rounds(self) -> Rounds:
        from ghirbal.storage.rounds import DynamoRounds

        return DynamoRounds(self.table)

    def team(self) -> Team:
        from ghirbal.storage.team import DynamoTeam

        return DynamoTeam(self.table)

    def policies(self) -> Policies:
        from ghirbal.storage.policy import DynamoPolicies

        return DynamoPolicies(self.table)

    def jobs(self) -> Jobs:
        from ghirbal.storage.jobs import DynamoJobs

        return DynamoJobs(self.table)

    def past(self) -> Past:
        from ghirbal.storage.jobs import DynamoPast

        return DynamoPast(self.table)

    def webhooks(self) -> Webhooks:
        from ghirbal.storage.webhooks import DynamoWebhooks

        return DynamoWebhooks(self.table)

    def votes(self) -> Votes:
        from ghirbal.storage.votes import DynamoVotes

        return DynamoVotes(self.table, self.clock)

    def records(self) -> Records:
        from ghirbal.storage.reputation import DynamoRecords

        return DynamoRecords(self.table)

    def bans(self) -> Bans:
        from ghirbal.storage.bans import DynamoBans

        return DynamoBans(self.table, self.clock)

    def windows(self) -> Windows:
        from ghirbal.storage.flood import DynamoWindows

        return DynamoWindows(self.table)

    def directory(self) -> Directory:
        from ghirbal.adapters.directory import CognitoDirectory, ForeignDirectory

        pool = self.settings.user_pool
        return CognitoDirectory(pool) if pool else ForeignDirectory()

    def queue(self, url: str) -> SqsQueue:
        from ghirbal.adapters.queue import SqsQueue

        return SqsQueue(url)

    def results(self) -> Results:
        from ghirbal.adapters.objects import S3Results

        return S3Results(self.settings.results)

    def caller(self) -> Caller:
        from ghirbal.adapters.webhook import HttpsCaller

        return HttpsCaller()

    def publisher(self) -> Publisher:
        from ghirbal.events.publisher import EventBridgePublisher

        return EventBridgePublisher(self.settings.bus)

    def mailer(self) -> Mailer:
        from ghirbal.adapters.mail import SesMailer

        return SesMailer(self.settings.mail_from)

    def keyring(self) -> Keyring:
        from ghirbal.adapters.secrets import SecretReader
        from ghirbal.auth.keyring import Keyring

        return Keyring(SecretReader(self.settings.secret, self.clock))

    def tokens(self, keyring: Keyring) -> Tokens:
        from ghirbal.auth.tokens import SignedTokens

        return SignedTokens(keyring)

    def nudges(self, tokens: Tokens) -> Nudges:
        from ghirbal.auth.nudges import SignedNudges

        return SignedNudges(tokens)

    def proofs(self, tokens: Tokens) -> Proofs:
        from ghirbal.auth.proof import SignedProofs

        return SignedProofs(tokens)

    def principals(self) -> Principals:
        """Only the moderators' endpoint has an issuer; the others don't even import what verifies tokens."""
        from ghirbal.auth.principal import Principals

        return Principals(
            self.settings.issuer,
            self.settings.audience,
            self.clock,
            scope=self.settings.scope,
            groups_claim=self.settings.groups_claim,
            jwks_url=self.settings.jwks_url,
        )
