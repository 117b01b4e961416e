"""The whole service over a table in moto whose units are counted, with the dearest of everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto import mock_aws

from functions.stream import app as stream
from ghirbal.domain.clock import SECOND
from ghirbal.domain.reader import Moderator, Role
from ghirbal.moderation import shipped_policy
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR, BY_PAGE, BY_RISK, BY_TIME, BY_WAIT
from ghirbal.storage.dynamodb.table import Table
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools.cost.meter import Meter, Projection, Units
from ghirbal_tools.cost.sizes import Image
from ghirbal_tools.dev.aws import ACCOUNT
from ghirbal_tools.dev.transactions import remember_rows_only
from ghirbal_tools.stack.ministack import CREDENTIALS
from tests.support import ministack
from tests.support.table import create_table, projection
from tests.support.world import SITE, World, a_site, context

NAME = "metered"
INDEXES = {
    index.name: Projection(frozenset({index.pk, index.sk}), projection(index.name))
    for index in (BY_PAGE, BY_RISK, BY_WAIT, BY_AUTHOR, BY_TIME)
}


@dataclass
class Metered:
    """A world over a metered table; `records` are what the table's stream would tell."""

    world: World
    meter: Meter
    records: list[dict[str, Any]] = field(default_factory=list)

    def cost(self, act: Callable[[], object]) -> Units:
        """What one request spends."""
        self.meter.taken()
        act()
        return self.meter.taken()

    def stream(self) -> Units:
        """What the stream's work for everything since spends."""
        self.meter.taken()
        batch, self.records[:] = list(self.records), []
        answer = stream.handler({"Records": batch}, context(), self.world.deps)
        assert answer == {"batchItemFailures": []}
        return self.meter.taken()

    def told(self, old: Image | None, new: Image | None) -> None:
        """Keep a record of a row that changed."""
        number, row = f"{len(self.records) + 1:021d}", new or old or {}
        images = {"OldImage": old, "NewImage": new}
        self.records.append(
            {
                "eventID": f"event-{number}",
                "eventName": "MODIFY" if old and new else "INSERT" if new else "REMOVE",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "us-east-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": self.world.clock.now // SECOND,
                    "Keys": {name: row[name] for name in ("PK", "SK")},
                    "SequenceNumber": number,
                    "SizeBytes": 1,
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                    **{name: image for name, image in images.items() if image},
                },
            }
        )


@contextmanager
def metered(policy: Mapping[str, object] | None = None) -> Iterator[Metered]:
    """A fresh table with the site of the tests and its team, and the meter at zero."""
    with ministack.environment(CREDENTIALS), mock_aws():
        client = Table(NAME).client
        create_table(client, NAME)
        remember_rows_only(ACCOUNT, CREDENTIALS["AWS_DEFAULT_REGION"], NAME)
        world = World()
        made = Metered(world, Meter(client, INDEXES, lambda *_: None))
        made.meter = Meter(client, INDEXES, made.told)
        kept = ("directory", "job_queue", "results", "webhook_queue", "caller", "publisher", "mailer", "keys")
        given = {name: getattr(world.deps, name) for name in (*kept, "judge", "principals")}
        table = Table(NAME, made.meter)  # type: ignore[arg-type]
        world.deps = Deps(
            Settings(table=NAME, public_url="https://c.example"), world.clock, table=table, **given
        )
        world.deps.sites.put(a_site(policy=dict(policy or {})))
        for name, role in (("mina", Role.MODERATOR), ("dina", Role.OWNER)):
            world.deps.sites.put_moderator(Moderator(SITE, name, role, mail=f"{name}@team.example"))
        assert shipped_policy()
        made.records.clear()
        yield made
