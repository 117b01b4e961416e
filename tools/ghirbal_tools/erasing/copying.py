"""What is stored of a reader, as a file for them to take along: law 09-08 and the GDPR ask for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import Comment
from ghirbal.ports.erasing import Erasures, Saying
from ghirbal.ports.reputation import Reputations
from ghirbal.ports.sites import Pages

SCHEMA = 1


def copy(
    out: Path,
    comments: Iterable[Comment],
    sayings: Iterable[Saying],
    record: Mapping[str, Any],
    pages: Pages,
    erasures: Erasures,
) -> None:
    """Write one JSON document: comments with their earlier versions, likes, reports, the record."""
    document = {
        "ghirbal": SCHEMA,
        "comments": [_comment(one, pages, erasures) for one in comments],
        **dict(_said(sayings)),
        "record": dict(record),
    }
    out.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")


def record_of(site: str, reader: str, reputations: Reputations) -> dict[str, Any]:
    """What the service remembers of a reader's conduct: nothing for one it never heard of."""
    known = reputations.reputations(site, [reader]).get(reader)
    if known is None:
        return {}
    return {
        "trusted": known.trusted,
        "approved": known.approved,
        "rejected": known.rejected,
        "reports": known.reports,
        "reports_upheld": known.upheld,
    }


def _comment(comment: Comment, pages: Pages, erasures: Erasures) -> dict[str, Any]:
    page = pages.get(comment.site, comment.page)
    return {
        "id": comment.id,
        "page": page.url if page else "",
        "created": iso(comment.created),
        "state": str(comment.status).lower(),
        "name": comment.name,
        "text": comment.text,
        "likes": comment.likes,
        "versions": [
            {"version": row.get("v"), "name": row.get("name", ""), "text": row.get("text", "")}
            for row in erasures.log(comment)
        ],
    }


def _said(sayings: Iterable[Saying]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {"votes": [], "reports": []}
    for saying in sayings:
        row = saying.row
        at = row.get("at", 0)
        said = {"comment": saying.comment_id, "at": iso(at) if isinstance(at, int) else ""}
        if saying.kind == "report":
            said["reason"] = str(row.get("reason", ""))
        found[f"{saying.kind}s"].append(said)
    yield from found.items()
