"""Drills of docs/operations.md on the local engine: the table is lost, and comes back from a backup or an export."""

from __future__ import annotations

import json
import re
from pathlib import Path

import boto3

from ghirbal.domain.page import page_id
from ghirbal.domain.reader import Site
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import template as templates
from ghirbal_tools.exporting.command import main as export
from ghirbal_tools.importing.formats.own import manifest_of
from tests.integration.importing import exports
from tests.integration.importing.conftest import ORIGIN, SITE, TABLE, Place

RESTORED = f"{TABLE}-restored"


def filled(place: Place) -> None:
    for name, content in (("d.xml", exports.DISQUS), ("w.xml", exports.WORDPRESS), ("c.csv", exports.CSV)):
        assert place.run("auto", place.file(name, content))[0] == 0


def exported(place: Place, name: str, table: str = TABLE) -> Path:
    out = place.folder / name
    assert export(["--site", SITE, "--out", str(out), "--table", table]) == 0
    return out


def without_ids(path: Path) -> str:
    return re.sub(r'"(id|parent)": "[a-z2-7]{26}"', r'"\1": "…"', path.read_text("utf-8"))


def shown(place: Place, deps: Deps) -> dict[str, tuple[int, int]]:
    """What readers see of each article: all and roots."""
    rows = [
        json.loads(line)
        for line in exported(place, "pages.jsonl", deps.settings.table).read_text().splitlines()
    ]
    pages = {row["page"] for row in rows if "page" in row}
    heads = {url: deps.comments.head(SITE, page_id(url)) for url in pages}
    return {url: (head.all, head.roots) for url, head in heads.items()}


def test_after_the_table_is_lost_an_export_brings_back_what_was_in_it(place: Place) -> None:
    filled(place)
    kept, before = exported(place, "kept.jsonl"), shown(place, place.deps)
    client = boto3.client("dynamodb")
    client.delete_table(TableName=TABLE)
    template = templates.load()
    client.create_table(**template.table_request("Table", TABLE))
    place.deps.sites.put(Site(SITE, (ORIGIN, "https://www.jarida.example"), name=SITE))
    code, said = place.run("ghirbal", kept)
    told = json.loads(manifest_of(kept).read_text("utf-8"))
    assert (code, said["imported"], said["skipped"]) == (0, told["comments"], 0)
    assert without_ids(exported(place, "again.jsonl")) == without_ids(kept)
    assert shown(place, place.deps) == before


def test_a_table_restored_to_a_point_in_time_is_the_same_to_the_byte_and_lacks_stream_and_expiry(
    place: Place,
) -> None:
    filled(place)
    kept, before = exported(place, "kept.jsonl"), shown(place, place.deps)
    client = boto3.client("dynamodb")
    client.restore_table_to_point_in_time(
        SourceTableName=TABLE, TargetTableName=RESTORED, UseLatestRestorableTime=True
    )
    client.delete_table(TableName=TABLE)
    found = client.describe_table(TableName=RESTORED)["Table"]
    assert not found.get("StreamSpecification", {}).get("StreamEnabled")
    lives = client.describe_time_to_live(TableName=RESTORED)["TimeToLiveDescription"]
    assert lives["TimeToLiveStatus"] == "DISABLED"
    client.update_table(
        TableName=RESTORED,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    client.update_time_to_live(
        TableName=RESTORED, TimeToLiveSpecification={"Enabled": True, "AttributeName": "exp"}
    )
    assert exported(place, "restored.jsonl", RESTORED).read_bytes() == kept.read_bytes()
    assert shown(place, Deps(Settings(table=RESTORED))) == before
