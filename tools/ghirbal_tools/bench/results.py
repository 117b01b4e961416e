"""Figures as a committed JSON file and as tables of docs/performance.md, which are made of it."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ghirbal_tools.template import ROOT

FOLDER = ROOT / "docs/figures"
DOCUMENT = ROOT / "docs/performance.md"
PACKAGES = ("boto3", "pydantic", "aws-lambda-powertools", "pyjwt")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: column → number, and the most its section's ratio may be (None: nothing is asked)."""

    name: str
    values: Mapping[str, float]
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A table. `judged` is the column that targets are about, "" without targets."""

    title: str
    judged: str
    rows: Sequence[Row]

    def missed(self) -> list[str]:
        """The rows over their target."""
        return [row.name for row in self.rows if row.target and row.values[self.judged] > row.target]


def ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """The median of what each round's value was of the same round's base.

    >>> ratio([2.0, 30.0, 4.0], [1.0, 10.0, 2.0])
    2.0
    """
    return statistics.median(value / other for value, other in zip(values, base, strict=True))


def save(name: str, command: str, sections: Iterable[Section]) -> Path:
    """Write the figures of a run and the tables made of them."""
    path = FOLDER / f"{name}.json"
    FOLDER.mkdir(exist_ok=True)
    run = {"command": command, "at": f"{datetime.now(UTC):%Y-%m-%d}", **machine()}
    document = {"run": run, "sections": [_rounded(asdict(section)) for section in sections]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_tables()
    return path


def write_tables() -> None:
    """Make the document's tables anew from the files of figures."""
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8")), encoding="utf-8")


def machine() -> dict[str, Any]:
    """Where and with what a run was made; `busy` is what else ran, in processors."""
    versions = {name: version(name) for name in PACKAGES}
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        "busy": round(os.getloadavg()[1], 1),
        "versions": versions,
    }


def with_tables(text: str) -> str:
    """The document with the tables between its marks made anew from the files of figures."""
    return re.sub(
        r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)",
        lambda found: found[1] + tables(found[2]) + found[3],
        text,
        flags=re.DOTALL,
    )


def tables(name: str) -> str:
    """A file of figures as Markdown."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return "Not measured yet.\n"
    document = json.loads(path.read_text("utf-8"))
    run = document["run"]
    versions = ", ".join(f"{package} {number}" for package, number in run["versions"].items())
    head = f"`{run['command']}`, {run['at']}: {run['machine']}, load {run['busy']}, Python {run['python']}, {versions}"
    parts = [_table(section) for section in document["sections"]]
    return "\n".join([head + ".", "", *parts]) + "\n"


def _table(section: Mapping[str, Any]) -> str:
    columns = list(dict.fromkeys(name for row in section["rows"] for name in row["values"]))
    judged = bool(section["judged"])
    head = [section["title"].lower(), *columns, *(["at most"] if judged else [])]
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for row in section["rows"]:
        cells = [_shown(row["values"].get(column)) for column in columns]
        lines.append(f"| {' | '.join([row['name'], *cells, *([_shown(row['target'])] if judged else [])])} |")
    return "\n".join(lines) + "\n"


def _shown(value: float | None) -> str:
    """Three figures are enough.

    >>> [_shown(value) for value in (None, 1234.5, 12.34, 1.234)]
    ['', '1234', '12.3', '1.23']
    """
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
