"""One suite, every store: in memory, moto, ministack, and whatever GHIRBAL_TEST_DYNAMODB_ENDPOINT names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from ghirbal.ports.bans import Bans
from ghirbal.ports.comments import Comments
from ghirbal.ports.decision_log import DecisionLog
from ghirbal.ports.erasing import Erasures
from ghirbal.ports.event_dedup import EventDedup
from ghirbal.ports.flood import ArticleTraffic
from ghirbal.ports.jobs import Jobs, Past
from ghirbal.ports.moving import Moves
from ghirbal.ports.policy import Policies
from ghirbal.ports.reputation import Reputations
from ghirbal.ports.rounds import Rounds
from ghirbal.ports.sites import Pages, Sites
from ghirbal.ports.stream import Counters
from ghirbal.ports.team import Team
from ghirbal.ports.votes import Votes
from ghirbal.ports.webhooks import Webhooks
from ghirbal.ports.workplace import Workplace
from ghirbal.storage.bans import DynamoBans
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.decision_log import DynamoDecisionLog
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.writes import put
from ghirbal.storage.erasing import DynamoErasures
from ghirbal.storage.event_dedup import DynamoEventDedup
from ghirbal.storage.flood import DynamoArticleTraffic
from ghirbal.storage.jobs import DynamoJobs, DynamoPast
from ghirbal.storage.moving import DynamoMoves
from ghirbal.storage.policy import DynamoPolicies
from ghirbal.storage.reputation import DynamoReputations
from ghirbal.storage.rounds import DynamoRounds
from ghirbal.storage.sites import DynamoPages, DynamoSites
from ghirbal.storage.team import DynamoTeam
from ghirbal.storage.votes import DynamoVotes
from ghirbal.storage.webhooks import DynamoWebhooks
from ghirbal.storage.workplace import DynamoWorkplace
from ghirbal_tools.dev.aws import ACCOUNT
from ghirbal_tools.dev.transactions import remember_rows_only
from ghirbal_tools.stack.ministack import CREDENTIALS
from tests.support import ministack
from tests.support.making import Hand, a_site_id
from tests.support.memory import Memory
from tests.support.table import create_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ENDPOINT = "GHIRBAL_TEST_DYNAMODB_ENDPOINT"
NAME = "contract"


@dataclass(frozen=True)
class Store:
    """The ports under test, and a way to put rows there that no port writes."""

    clock: Hand
    comments: Comments
    pages: Pages
    sites: Sites
    counters: Counters
    event_dedup: EventDedup
    reputations: Reputations
    bans: Bans
    traffic: ArticleTraffic
    workplace: Workplace
    decision_log: DecisionLog
    rounds: Rounds
    team: Team
    policies: Policies
    jobs: Jobs
    past: Past
    webhooks: Webhooks
    votes: Votes
    erasures: Erasures
    moves: Moves
    plant: Callable[[Item], None]


def in_memory() -> Store:
    """The fake."""
    clock = Hand()
    memory = Memory(clock)
    return Store(
        clock=clock,
        comments=memory.comments,
        pages=memory.pages,
        sites=memory.sites,
        counters=memory.counters,
        event_dedup=memory.event_dedup,
        reputations=memory.reputations,
        bans=memory.bans,
        traffic=memory.traffic,
        workplace=memory.workplace,
        decision_log=memory.decision_log,
        rounds=memory.rounds,
        team=memory.team,
        policies=memory.policies,
        jobs=memory.jobs,
        past=memory.past,
        webhooks=memory.webhooks,
        votes=memory.votes,
        erasures=memory.erasures,
        moves=memory.moves,
        plant=memory.plant,
    )


def on_table(table: Table) -> Store:
    """The real adapters over a table."""
    clock = Hand()
    return Store(
        clock=clock,
        comments=DynamoComments(table, clock),
        pages=DynamoPages(table),
        sites=DynamoSites(table),
        counters=DynamoCounters(table),
        event_dedup=DynamoEventDedup(table),
        reputations=DynamoReputations(table),
        bans=DynamoBans(table, clock),
        traffic=DynamoArticleTraffic(table),
        workplace=DynamoWorkplace(table, clock),
        decision_log=DynamoDecisionLog(table),
        rounds=DynamoRounds(table),
        team=DynamoTeam(table),
        policies=DynamoPolicies(table),
        jobs=DynamoJobs(table),
        past=DynamoPast(table),
        webhooks=DynamoWebhooks(table),
        votes=DynamoVotes(table, clock),
        erasures=DynamoErasures(table),
        moves=DynamoMoves(table),
        plant=lambda item: table.write(put(item)),
    )


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """A running ministack."""
    yield from ministack.start()


@pytest.fixture(scope="session")
def engine_table(engine: str) -> Table:
    """One table in ministack for all tests; each has a site of its own."""
    client = ministack.patient_client(engine)
    create_table(client, NAME)
    return Table(NAME, client)


@pytest.fixture(scope="session")
def moto_client() -> DynamoDBClient:
    """One client for every mock: making one costs more than a test."""
    with ministack.environment(CREDENTIALS):
        return Table("t").client


@pytest.fixture(scope="module")
def moto_table(moto_client: DynamoDBClient) -> Iterator[Table]:
    """One table in moto for a file, its transactions as `make dev` has them; each test has a site of its own."""
    with mock_aws():
        create_table(moto_client, NAME)
        remember_rows_only(ACCOUNT, CREDENTIALS["AWS_DEFAULT_REGION"], NAME)
        yield Table(NAME, moto_client)


@pytest.fixture(scope="session")
def given_table() -> Table:
    """A table at the endpoint that was given."""
    with ministack.environment({"AWS_ENDPOINT_URL_DYNAMODB": os.environ[ENDPOINT]}):
        client = Table("t").client
    name = f"ghirbal-{a_site_id()}"
    create_table(client, name)
    return Table(name, client)


STORES = [
    "memory",
    "moto",
    pytest.param("ministack", marks=pytest.mark.engine),
    *(["endpoint"] if os.environ.get(ENDPOINT) else []),
]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Every store in turn."""
    match request.param:
        case "memory":
            yield in_memory()
        case "moto":
            yield on_table(request.getfixturevalue("moto_table"))
        case "ministack":
            yield on_table(request.getfixturevalue("engine_table"))
        case _:
            yield on_table(request.getfixturevalue("given_table"))


@pytest.fixture
def site() -> str:
    """A site of this test alone."""
    return a_site_id()
