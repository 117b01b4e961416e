"""`ghirbal train --data DIR [--only abuse|action|spam]`: fit the statistical judges and write their files.

`action` fits the expert behind `evidence` alone and keeps the tables behind `abuse` of the file there is: they learn
from the labelled sets only, so that a change of the word list or of the ordinary text leaves them what they are.

Fixed seeds, one thread: the same data, code and library versions give the same SHA-256. Takes some
four minutes on one core and 3 GB. The dev part (a tenth, by hash) is read but never fitted nor tuned on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ghirbal.moderation.model.abuse import MODEL_PATH
from ghirbal.moderation.model.file import pack, unpack
from ghirbal.moderation.model.spam import SPAM_PATH

MISSING = "ghirbal train needs numpy, scipy and scikit-learn: install the project with the [train] extra"


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the command line says; 0 on success, 2 if the training libraries or data are missing."""
    arguments = _parser().parse_args(argv)
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        print(MISSING, file=sys.stderr)
        return 2
    if not arguments.data.is_dir():
        print(
            f"no such folder: {arguments.data}; --data names the one with the *.jsonl.gz files",
            file=sys.stderr,
        )
        return 2
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # The machines stop after a fixed number of rounds on purpose: the scores have long settled by then.
        warnings.filterwarnings("ignore", message="Liblinear failed to converge")
        if arguments.only == "action":
            _write(arguments.out, train_action(arguments.data, arguments.out))
        elif arguments.only != "spam":
            _write(arguments.out, train(arguments.data))
        if arguments.only in (None, "spam"):
            _write(arguments.spam_out, train_spam(arguments.data))
    return 0


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f"{path}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def train_spam(data: Path) -> bytes:
    """Fit the spam model from the folder `data` and own advertisements, and return the file's bytes."""
    from ghirbal_tools.training.spam import fit_spam
    from ghirbal_tools.training.spam_corpus import read_texts

    return pack(fit_spam(read_texts(data), _Clock().say))


def train(data: Path) -> bytes:
    """Fit everything from the folder `data` and return the file's bytes."""
    from ghirbal_tools.training.action import fit_action
    from ghirbal_tools.training.corpus import LABELLED, MOROCCAN, PUBLISHED, read_ordinary, read_rows
    from ghirbal_tools.training.innocents import innocent_texts
    from ghirbal_tools.training.matrix import Featurizer, squared_idf, weigh
    from ghirbal_tools.training.mixture import fit_mixture
    from ghirbal_tools.training.report import training_report
    from ghirbal_tools.training.store import to_file

    say = _Clock().say
    rows = [row for row in read_rows(data) if not row.dev]
    say(f"{len(rows)} texts for training")
    innocents = innocent_texts(data)
    say(f"{len(innocents)} innocent texts")
    featurizer = Featurizer()
    labelled = [row for row in rows if row.source in LABELLED]
    counts = featurizer.counts(row.words for row in labelled)
    idf2 = squared_idf(counts)
    say(f"{counts.nnz} features counted")
    mixture, logits = fit_mixture(labelled, weigh(counts, idf2), say)
    ordinary = [row for row in read_ordinary(data) if not row.dev]
    say(f"{len(ordinary)} ordinary texts")
    near = [row for row in rows if row.source in MOROCCAN + PUBLISHED] + ordinary
    action, worst = fit_action(near, innocents, featurizer, idf2)
    say(f"action fitted; cuts {action.cuts}")
    report: dict[str, Any] = training_report(labelled, logits, near, worst, action.cuts)
    for line in report["cross_fitted_macro_f1"].items():
        say(f"  {line[0]}: {line[1]}")
    return pack(to_file(mixture, action, idf2, report))


def train_action(data: Path, kept: Path) -> bytes:
    """Fit the action expert anew and put it into the file `kept`. Gives what `train` would, in a third of the time."""
    from ghirbal_tools.training.action import fit_action
    from ghirbal_tools.training.corpus import LABELLED, MOROCCAN, PUBLISHED, read_ordinary, read_rows
    from ghirbal_tools.training.innocents import innocent_texts
    from ghirbal_tools.training.matrix import Featurizer, squared_idf
    from ghirbal_tools.training.report import evidence_shares
    from ghirbal_tools.training.store import with_action

    say = _Clock().say
    rows = [row for row in read_rows(data) if not row.dev]
    featurizer = Featurizer()
    idf2 = squared_idf(featurizer.counts(row.words for row in rows if row.source in LABELLED))
    ordinary = [row for row in read_ordinary(data) if not row.dev]
    near = [row for row in rows if row.source in MOROCCAN + PUBLISHED] + ordinary
    action, worst = fit_action(near, innocent_texts(data), featurizer, idf2)
    say(f"action fitted; cuts {action.cuts}")
    shares = {"cross_fitted_evidence": evidence_shares(near, worst, action.cuts)}
    return pack(with_action(unpack(kept.read_bytes()), action, idf2, shares))


class _Clock:
    """Says what was reached, and after how many seconds."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self._begun:6.0f} s  {text}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghirbal train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the *.jsonl.gz files")
    parser.add_argument(
        "--out", type=Path, default=MODEL_PATH, help="file to write (default: the shipped one)"
    )
    parser.add_argument(
        "--spam-out", type=Path, default=SPAM_PATH, help="file of the spam model (default: the shipped one)"
    )
    parser.add_argument("--only", choices=("abuse", "action", "spam"), help="fit one of them (default: all)")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
