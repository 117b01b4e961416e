"""`ghirbal evaluate --data DIR [--baseline FILE]`: measure the whole engine and print the tables.

Judges the dev part of every set (a tenth, by hash of the folded text; nothing is fitted or tuned on
it), own insults and innocent words planted into published comments, disguises, and times. With
--baseline the figures are compared with those of that file (docs/statistics.md): a figure that is
worse beyond both 95 % intervals is a loss, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden"
MISSING = "ghirbal evaluate needs numpy, scipy and scikit-learn: install the project with the [train] extra"
HEADER = """# Statistics of the engine

Printed by `ghirbal evaluate`; compared by `ghirbal evaluate --baseline docs/statistics.md`. Shares carry
Wilson's 95 % interval, macro-F1 the interval a share of its size would have; times are processor time of
one thread. Set names are explained in model-card.md. "Target" is what the project aims at; a figure may miss it.

"""


def main(argv: Sequence[str] | None = None) -> int:
    """0, 1 on a loss against the baseline, 2 if data or libraries are missing."""
    arguments = _parser().parse_args(argv)
    if arguments.worst:
        return _worst()
    if arguments.sealed:
        return _sealed()
    if arguments.data is None:
        print("ghirbal evaluate: name the folder with the *.jsonl.gz files by --data", file=sys.stderr)
        return 2
    try:
        from ghirbal_tools.evaluation.run import measure
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("ghirbal"):
            raise
        print(MISSING, file=sys.stderr)
        return 2
    if not arguments.data.is_dir():
        print(
            f"no such folder: {arguments.data}; --data names the one with the *.jsonl.gz files",
            file=sys.stderr,
        )
        return 2
    from ghirbal_tools.evaluation.figures import losses, parse, render

    baseline = parse(arguments.baseline.read_text("utf-8")) if arguments.baseline else {}
    figures = measure(arguments.data, GOLDEN, arguments.sample)
    told = HEADER + render(figures)
    print(told)
    if arguments.out:
        arguments.out.write_text(told, "utf-8")
    lost = losses(figures, baseline)
    for line in lost:
        print(f"LOSS {line}")
    return 1 if lost else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghirbal evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with the *.jsonl.gz files")
    parser.add_argument("--baseline", type=Path, help="statistics to compare with")
    parser.add_argument("--out", type=Path, help="also write the tables to this file")
    parser.add_argument(
        "--sample", type=int, help="at most so many texts of each kind: quick, wide intervals"
    )
    parser.add_argument(
        "--worst", action="store_true", help="search the lists for the costliest texts, and nothing else"
    )
    parser.add_argument(
        "--sealed", action="store_true", help="count the sealed sets, and nothing else: no row is printed"
    )
    return parser


def _sealed() -> int:
    """Count the sets that nobody reads, once a release; the counts go to docs/model-card.md."""
    from ghirbal_tools.evaluation.figures import render
    from ghirbal_tools.evaluation.sealed import sealed_figures
    from ghirbal_tools.evaluation.subjects import engine

    print(render(sealed_figures(GOLDEN / "sealed", engine)))
    return 0


def _worst() -> int:
    """Print the costliest kinds of texts; about five minutes, for every short entry is tried."""
    from ghirbal_tools.evaluation.worst import worst_figures

    for figure in worst_figures():
        print(figure.line())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
