"""Stream records that were given up hold comments as they were: an erase goes through them too (attack M13).

What only tells of the erased reader goes; a comment's own record stays, without its words and author, for the counters
and the bus still have to hear that there was one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from copy import deepcopy

from ghirbal_tools.dev.delivery import Record
from ghirbal_tools.failure_bucket import FailureBucket, Unreadable

IMAGES = ("NewImage", "OldImage")
_WORDS = ("text", "name")
_PERSONAL = ("rd", "ap", "as", "av", "vd", "bh", "fr")
"""Attributes of a comment's row that name its author or quote it; see `storage.rows.comment`."""

_PRIVATE = ("P", "A#", "O#")
"""Rows of a comment's partition that say nothing but what is erased."""


def clean(bucket: FailureBucket, site: str, comments: Collection[str], reader: str = "") -> int:
    """Take erased comments, and what a reader said of others', out of every object; how many objects changed.

    An object that nobody can read is left: `ghirbal replay` names it, and after 14 days it goes.
    """
    changed = 0
    for key in bucket.keys(None):
        try:
            kept = bucket.read(key)
        except Unreadable:
            continue
        left = list(cleaned(kept.records, site, frozenset(comments), reader))
        if left == list(kept.records):
            continue
        changed += 1
        if left:
            bucket.rewrite(key, left)
        else:
            bucket.delete(key)
    return changed


def cleaned(
    records: Collection[Record], site: str, comments: frozenset[str], reader: str
) -> Iterator[Record]:
    """The records that stay, as they stay."""
    for record in records:
        keys = record["dynamodb"]["Keys"]
        pk, sk = keys["PK"]["S"], keys["SK"]["S"]
        if reader and reader in f"{pk} {sk}":  # a like, a report, the record, a limit
            continue
        if pk not in {f"C#{site}#{comment}" for comment in comments}:
            yield _unnamed(record, reader)
        elif sk == "C":
            yield _wordless(record)
        elif not sk.startswith(_PRIVATE):
            yield record


def _wordless(record: Record) -> Record:
    made = deepcopy(dict(record))
    for image in (made["dynamodb"][name] for name in IMAGES if name in made["dynamodb"]):
        image.update({name: {"S": ""} for name in _WORDS if name in image})
        for name in _PERSONAL:
            image.pop(name, None)
        if image.get("by", {}).get("S", "").startswith("author:"):
            image["by"] = {"S": "author"}
    return made


def _unnamed(record: Record, reader: str) -> Record:
    """Another's comment without this reader among those who reported it."""
    images = [record["dynamodb"].get(name, {}) for name in IMAGES]
    if not reader or not any(reader in image.get("fr", {}).get("SS", ()) for image in images):
        return record
    made = deepcopy(dict(record))
    for image in (made["dynamodb"][name] for name in IMAGES if name in made["dynamodb"]):
        left = [one for one in image.get("fr", {}).get("SS", ()) if one != reader]
        image.pop("fr", None)
        if left:
            image["fr"] = {"SS": left}
    return made
