"""Logs and metrics. What is logged is an allow-list of short machine words: no text, name, address or mail can slip in.

Each field has a known name, and its value looks like an identifier; anything else is written as `[withheld]`. So a
careless caller can't put a comment or a line break into the log (ASVS 16.2.5, 16.4.1).
Metrics go out as CloudWatch's embedded format, in namespace `Ghirbal`. No Tracer: its import costs 250 ms.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping

NAMESPACE = "Ghirbal"
WITHHELD = "[withheld]"
MAX_ITEMS = 50

FIELDS = frozenset(
    {
        *(
            "action",
            "attempts",
            "batch",
            "cause",
            "code",
            "comment",
            "consumer",
            "count",
            "detector",
            "error",
        ),
        *("event", "failed", "frames", "group", "kind", "late", "ms", "page", "policy_version", "reason"),
        "records",
        *(
            "request",
            "retry_after",
            "root",
            "route",
            "sequence",
            "shard",
            "site",
            "skipped",
            "status",
            "symbols",
        ),
        *("type", "version"),
    }
)
"""Every name a log line may have beside Powertools' own. None of them is for something a person wrote."""

_ERRORS = frozenset({"crash", "poison-record", "unnamed-problem"})
_WORD = re.compile(r"[A-Za-z0-9_.:#/{}<>*+~$-]{0,200}", re.ASCII)
_ROUTE = re.compile(r"(?:[A-Z]{3,7} )?[A-Za-z0-9_./{}+$-]{0,200}", re.ASCII)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){3,}", re.ASCII | re.IGNORECASE)


def record(event: str, fields: Mapping[str, object]) -> None:
    """Log an event by its fixed name. Fields that aren't on the list are dropped, doubtful values withheld."""
    from ghirbal.observability.powertools import logger

    line = clean(fields)
    if event in _ERRORS or _status(fields) >= 500:
        logger().error(event, extra=line)
    else:
        logger().info(event, extra=line)


def count(name: str, value: float = 1) -> None:
    """Add to a metric. The name is a fixed word of ours, so it never carries a site or a reader."""
    from ghirbal.observability.powertools import add

    add(name, value)


def flush() -> None:
    """Write what this call counted, at its end; a call that counted nothing writes and imports nothing."""
    if "ghirbal.observability.powertools" in sys.modules:
        from ghirbal.observability.powertools import metrics

        metrics().flush_metrics()


def clean(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that may be logged.

    >>> clean({"code": "banned", "text": "سلام", "site": "akhbar\\nforged"})
    {'code': 'banned', 'site': '[withheld]'}
    """
    return {name: _value(name, value) for name, value in fields.items() if name in FIELDS}


def _value(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(name, item) for item in list(value)[:MAX_ITEMS]]
    return _word(str(value), _ROUTE if name == "route" else _WORD)


def _word(text: str, allowed: re.Pattern[str]) -> str:
    return text if allowed.fullmatch(text) and not _ADDRESS.search(text) else WITHHELD


def _status(fields: Mapping[str, object]) -> int:
    status = fields.get("status")
    return status if isinstance(status, int) else 0


def json_line(document: Mapping[str, object]) -> str:
    """A log line: compact JSON, Arabic unescaped."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str)
