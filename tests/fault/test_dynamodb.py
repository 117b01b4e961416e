"""DynamoDB throttling, cancelling, answering in parts, late or not at all (cases 11 to 16, 18, 19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from moto import mock_aws

from ghirbal.adapters.aws import ATTEMPTS
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, Refused, StoreContended, StoreUnavailable
from ghirbal.domain.reader import Ban, Moderator, Role
from ghirbal.ports.comments import Order
from ghirbal.ports.deciding import Change
from ghirbal.ports.stream import CountDelta, Counted
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.dynamodb import indexes, keys, transaction
from ghirbal.storage.dynamodb.table import BATCH_ROUNDS, WORST_CALL_MS, Table
from ghirbal.storage.dynamodb.transaction import write_one
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.dynamodb.writes import put
from ghirbal.storage.event_dedup import DynamoEventDedup
from ghirbal.storage.rows.comment import comment_to_item, keyed
from ghirbal.storage.sites import DynamoSites
from ghirbal_tools.stack.ministack import CREDENTIALS
from tests.support import ministack
from tests.support.making import (
    NOW,
    Hand,
    a_comment,
    a_limit,
    a_mark,
    a_reservation,
    an_id,
    approved,
    decision,
    post_keys,
)
from tests.support.silent import silent_address
from tests.support.table import create_table
from tests.support.wire import Fault, Wire, answer, broken, cancelled, error, tapped, tokens, unprocessed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SITE = "akhbar"
PAGE = an_id("the page")
ITEM_LIMIT = 400 * 1024

THROTTLED = [
    error("ProvisionedThroughputExceededException"),
    error("ThrottlingException"),
    error("RequestLimitExceeded"),
    error("InternalServerError", 500),
    error("ServiceUnavailable", 503),
]


@dataclass(frozen=True)
class Under:
    """A store over moto whose wire can be cut, and the pauses it made."""

    table: Table
    comments: DynamoComments
    counters: DynamoCounters
    event_dedup: DynamoEventDedup
    wire: Wire
    pauses: list[float]


@pytest.fixture(scope="module")
def client() -> DynamoDBClient:
    with ministack.environment(CREDENTIALS):
        return Table("t").client


@pytest.fixture
def under(client: DynamoDBClient) -> Iterator[Under]:
    with mock_aws():
        create_table(client, "t")
        pauses: list[float] = []
        table = Table("t", client, pause=pauses.append)
        with tapped(client) as wire:
            yield Under(
                table,
                DynamoComments(table, Hand()),
                DynamoCounters(table),
                DynamoEventDedup(table),
                wire,
                pauses,
            )


def stored(under: Under, comment: Comment) -> Comment:
    write_one(under.table, put(comment_to_item(comment)))
    return comment


def hire(under: Under, name: str = "mina") -> None:
    """One single put, as a row of the team is."""
    DynamoSites(under.table).put_moderator(Moderator(SITE, name, Role.MODERATOR))


@pytest.mark.parametrize("fault", THROTTLED)
def test_case_11_a_call_throttled_once_is_made_again(under: Under, fault: Fault) -> None:
    under.wire.next("PutItem", fault)
    hire(under)
    assert DynamoSites(under.table).moderator(SITE, "mina") is not None
    assert len(under.wire.asked["PutItem"]) == 2


def everything(under: Under, comment: Comment) -> dict[str, Callable[[], object]]:
    """Every kind of call, by the operation it makes."""
    row = Counted(site=SITE, id=comment.id, page=PAGE, root=None)
    change = decision(comment, Status.APPROVED)
    reservation = a_reservation(SITE, a_limit("m"), fingerprint=a_mark(an_id(), "poster"))
    return {
        "GetItem": lambda: under.comments.get(SITE, comment.id),
        "PutItem": lambda: hire(under),
        "UpdateItem": lambda: under.event_dedup.done("mail", "x", now=NOW),
        "Query": lambda: under.comments.roots(SITE, PAGE, Order.NEWEST, 5, None),
        "BatchGetItem": lambda: under.comments.open_post(post_keys(comment)),
        "TransactWriteItems": lambda: under.comments.change(change),
        "TransactWriteItems reserve": lambda: under.comments.reserve(reservation),
        "TransactWriteItems count": lambda: under.counters.commit(
            CountDelta(site=SITE, page=PAGE, rows=(row,), n=1)
        ),
    }


@pytest.mark.parametrize(
    "call",
    [
        "GetItem",
        "PutItem",
        "UpdateItem",
        "Query",
        "BatchGetItem",
        "TransactWriteItems",
        "TransactWriteItems reserve",
        "TransactWriteItems count",
    ],
)
def test_case_11_a_store_that_throttles_on_is_unavailable_and_nothing_is_half_done(
    under: Under, call: str
) -> None:
    comment = stored(under, a_comment(SITE))
    rows = all_rows(under)
    under.wire.always(call.split()[0], error("ThrottlingException"))
    with pytest.raises(StoreUnavailable) as away:
        everything(under, comment)[call]()
    assert (away.value.code, away.value.cause) == ("store-unavailable", "ThrottlingException")
    assert away.value.details == {"retry_after": 2}
    assert all_rows(under) == rows


def all_rows(under: Under) -> list[Any]:
    """The whole table."""
    return under.table.client.scan(TableName="t")["Items"]


def test_case_12_a_condition_that_failed_decides_whatever_came_with_it(under: Under) -> None:
    comment = stored(under, a_comment(SITE))
    under.wire.next("TransactWriteItems", cancelled("ConditionalCheckFailed", "TransactionConflict"))
    with pytest.raises(Conflict) as conflict:
        under.comments.change(decision(comment, Status.APPROVED))
    assert conflict.value.current == comment
    assert len(under.wire.asked["TransactWriteItems"]) == 1


def test_case_12_which_limit_was_full_is_told_by_the_place_of_its_reason(under: Under) -> None:
    limits = (a_limit("m"), a_limit("m", kind="address"))
    codes = ("TransactionConflict", "ConditionalCheckFailed", "None")
    under.wire.next("TransactWriteItems", cancelled(*codes))
    mark = a_mark(an_id(), "poster")
    assert under.comments.reserve(a_reservation(SITE, *limits, fingerprint=mark)) == {"address"}


def test_case_12_meeting_another_transaction_is_tried_again_under_the_same_token(under: Under) -> None:
    comment = stored(under, a_comment(SITE))
    change = decision(comment, Status.APPROVED)
    under.wire.next("TransactWriteItems", *[cancelled("TransactionConflict", "None")] * 3)
    under.comments.change(change)
    assert under.comments.get(SITE, comment.id) == change.after
    assert len(under.wire.asked["TransactWriteItems"]) == 4
    assert len(tokens(under.wire.asked["TransactWriteItems"])) == 1
    assert len(under.pauses) == 3
    assert all(0 <= pause < 0.02 * 2**attempt for attempt, pause in enumerate(under.pauses))


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (("TransactionConflict", "None"), StoreContended),
        (("None", "ThrottlingError"), StoreUnavailable),
        (("ProvisionedThroughputExceeded", "None"), StoreUnavailable),
    ],
)
def test_case_12_a_transaction_that_never_gets_through_gives_up(
    under: Under, codes: tuple[str, ...], kind: type[StoreUnavailable]
) -> None:
    comment = stored(under, a_comment(SITE))
    under.wire.always("TransactWriteItems", cancelled(*codes))
    with pytest.raises(StoreUnavailable) as gave_up:
        under.comments.change(decision(comment, Status.APPROVED))
    assert type(gave_up.value) is kind
    assert gave_up.value.cause in codes
    assert len(under.wire.asked["TransactWriteItems"]) == transaction.ATTEMPTS
    assert under.comments.get(SITE, comment.id) == comment


def test_case_12_a_single_write_waits_for_a_transaction_too(under: Under) -> None:
    under.wire.next("PutItem", error("TransactionConflictException"))
    hire(under)
    under.wire.always("PutItem", error("TransactionConflictException"))
    with pytest.raises(StoreContended):
        hire(under)


def test_case_13_a_transaction_still_under_way_is_asked_for_again_under_its_token(under: Under) -> None:
    comment = stored(under, a_comment(SITE))
    change = decision(comment, Status.APPROVED)
    under.wire.next("TransactWriteItems", *[error("TransactionInProgressException")] * 3)
    under.comments.change(change)
    assert under.comments.get(SITE, comment.id) == change.after
    assert len(tokens(under.wire.asked["TransactWriteItems"])) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("TransactionInProgressException", StoreContended),
        ("IdempotentParameterMismatchException", StoreUnavailable),
    ],
)
def test_case_13_an_idempotency_error_that_stays_is_a_clean_503(
    under: Under, code: str, kind: type[StoreUnavailable]
) -> None:
    comment = stored(under, a_comment(SITE))
    under.wire.always("TransactWriteItems", error(code))
    with pytest.raises(StoreUnavailable) as away:
        under.comments.change(decision(comment, Status.APPROVED))
    assert (type(away.value), away.value.cause) == (kind, code)


def banned(under: Under) -> tuple[Comment, tuple[tuple[str, str], ...]]:
    """A comment to be posted, by a reader who is banned."""
    comment = a_comment(SITE)
    under.table.write(put(keyed(keys.ban(SITE, "reader", comment.reader), {})))
    return comment, (("reader", comment.reader),)


def test_case_14_keys_left_unprocessed_are_asked_for_again(under: Under) -> None:
    comment, bans = banned(under)
    under.wire.next("BatchGetItem", unprocessed(lambda key: key["PK"]["S"].endswith("BANS")))
    found = under.comments.open_post(post_keys(comment, bans=bans))
    assert found.bans == (Ban("reader"),)
    first, second = under.wire.asked["BatchGetItem"]
    assert len(first["RequestItems"]["t"]["Keys"]) > 1
    assert second["RequestItems"]["t"]["Keys"] == [
        {"PK": {"S": "S#akhbar#BANS"}, "SK": {"S": f"reader#{comment.reader}"}}
    ]
    assert second["RequestItems"]["t"]["ConsistentRead"] is True


def test_case_14_a_ban_that_is_never_answered_is_not_no_ban(under: Under) -> None:
    comment, bans = banned(under)
    under.wire.always("BatchGetItem", unprocessed(lambda key: key["PK"]["S"].endswith("BANS")))
    with pytest.raises(StoreUnavailable) as away:
        under.comments.open_post(post_keys(comment, bans=bans))
    assert away.value.cause == "UnprocessedKeys"
    assert len(under.wire.asked["BatchGetItem"]) == BATCH_ROUNDS


def empty_page(index: indexes.Index, partition: str, at: str, comment: Comment) -> Fault:
    """A query's answer without a row that is not the end of the partition."""
    key = keys.comment(SITE, comment.id)
    last = {"PK": key.pk, "SK": key.sk, index.pk: partition, index.sk: at}
    return answer({"Items": [], "Count": 0, "ScannedCount": 0, "LastEvaluatedKey": to_image(last)})


def test_case_15_a_page_without_rows_still_leads_on(under: Under) -> None:
    first, second = (stored(under, approved(SITE, created=NOW + n)) for n in range(2))
    at = indexes.time_and_id(first.created, first.id)
    under.wire.next("Query", empty_page(indexes.BY_PAGE, indexes.roots_of(SITE, PAGE), at, first))
    nothing = under.comments.roots(SITE, PAGE, Order.OLDEST, 5, None)
    assert nothing.comments == ()
    rest = under.comments.roots(SITE, PAGE, Order.OLDEST, 5, nothing.after)
    assert [comment.id for comment in rest.comments] == [second.id]
    assert rest.after is None


def test_case_15_a_shard_without_rows_stops_the_queue_and_leads_on(under: Under) -> None:
    made = [stored(under, a_comment(SITE, held_since=NOW + n)) for n in range(4)]
    before = indexes.time_and_id(NOW - 1, made[0].id)
    under.wire.next("Query", empty_page(indexes.BY_WAIT, indexes.wait_shards(SITE)[0], before, made[0]))
    nothing = under.comments.queue(SITE, Order.OLDEST, 9, None)
    assert nothing.comments == ()
    rest = under.comments.queue(SITE, Order.OLDEST, 9, nothing.after)
    assert [comment.id for comment in rest.comments] == [comment.id for comment in made]


NO_ANSWER = [
    broken(lambda url: ReadTimeoutError(endpoint_url=url)),
    broken(lambda url: ConnectTimeoutError(endpoint_url=url)),
    broken(lambda url: EndpointConnectionError(endpoint_url=url)),
]


@pytest.mark.parametrize("fault", NO_ANSWER)
def test_case_16_no_answer_is_a_clean_503(under: Under, fault: Fault) -> None:
    under.wire.always("GetItem", fault)
    with pytest.raises(StoreUnavailable) as away:
        under.comments.get(SITE, an_id())
    assert away.value.cause.endswith("Error")
    assert len(under.wire.asked["GetItem"]) == 2


def test_case_16_a_silent_store_is_given_up_within_the_functions_five_seconds() -> None:
    with silent_address() as silent:
        with ministack.environment(CREDENTIALS | {"AWS_ENDPOINT_URL_DYNAMODB": silent.url}):
            table = Table("t")
            config: Any = table.client.meta.config
        with pytest.raises(StoreUnavailable) as away:
            DynamoComments(table, Hand()).get(SITE, an_id())
        assert away.value.cause == "ReadTimeoutError"
        assert silent.tries() == ATTEMPTS
    assert ATTEMPTS * config.read_timeout * 1_000 < WORST_CALL_MS < 5_000


def test_all_threads_share_one_client_made_on_first_use() -> None:
    with ministack.environment(CREDENTIALS), ThreadPoolExecutor(8) as pool:
        table = Table("t")
        clients = set(pool.map(lambda _: table.client, range(8)))
    assert len(clients) == 1
    config: Any = clients.pop().meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 1)
    assert config.retries == {"total_max_attempts": 2, "mode": "standard"}


def test_the_time_that_is_left_is_each_threads_own(under: Under) -> None:
    under.table.remaining = lambda: 0
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(under.comments.get, SITE, an_id()).result() is None
    with pytest.raises(StoreUnavailable):
        under.comments.get(SITE, an_id())
    under.table.remaining = None


def test_case_16_no_call_is_begun_that_the_function_would_not_outlive(under: Under) -> None:
    under.table.remaining = lambda: WORST_CALL_MS - 1
    with pytest.raises(StoreUnavailable) as away:
        under.comments.get(SITE, an_id())
    assert away.value.cause == "no-time-left"
    under.table.remaining = lambda: WORST_CALL_MS
    assert under.comments.get(SITE, an_id()) is None
    assert len(under.wire.asked["GetItem"]) == 1


def stale(*comments: Comment) -> Fault:
    """What an index that lags behind still says."""
    items = [to_image(comment_to_item(comment)) for comment in comments]
    return answer({"Items": items, "Count": len(items), "ScannedCount": len(items)})


def test_case_18_an_index_that_lags_shows_a_decided_comment_in_no_queue(under: Under) -> None:
    decided, waits = (stored(under, a_comment(SITE, held_since=NOW + n)) for n in range(2))
    under.comments.change(decision(decided, Status.APPROVED))
    nothing = stale()
    under.wire.next("Query", stale(decided, waits), nothing, nothing, nothing)
    assert under.comments.queue(SITE, Order.OLDEST, 9, None).comments == (waits,)
    under.wire.next("Query", stale(decided, waits))
    assert under.comments.queue(SITE, Order.OLDEST, 9, None, PAGE).comments == (waits,)


def test_case_18_a_list_read_right_after_a_decision_may_lag_and_never_breaks(under: Under) -> None:
    shown = stored(under, approved(SITE))
    taken_down = decision(shown, Status.REJECTED)
    under.comments.change(taken_down)
    under.wire.next("Query", stale(shown))
    assert under.comments.roots(SITE, PAGE, Order.NEWEST, 9, None).comments == (shown,)
    assert under.comments.roots(SITE, PAGE, Order.NEWEST, 9, None).comments == ()
    under.comments.change(decision(taken_down.after, Status.APPROVED))


def test_case_19_a_row_that_would_grow_over_400_kb_stays_as_it_was(under: Under) -> None:
    comment = stored(under, a_comment(SITE))
    change = decision(comment, Status.APPROVED)
    grown = replace(change.after, text="x" * (ITEM_LIMIT + 1))
    with pytest.raises(Refused, match="body-too-large"):
        under.comments.change(Change(before=comment, after=grown))
    assert under.comments.get(SITE, comment.id) == comment
