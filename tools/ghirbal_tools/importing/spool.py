"""Records on disk between reading and storing: threads in any order, constant memory, and where a killed import was.

The file holds texts and mails; it lies in a folder that only its owner may open, and goes when the import is done.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path

from ghirbal_tools.importing.record import ImportProblem, Record, State

_COLUMNS = tuple(field.name for field in fields(Record))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS records
  (n INTEGER PRIMARY KEY, {", ".join(_COLUMNS)}, address TEXT, outcome TEXT DEFAULT '');
CREATE TABLE IF NOT EXISTS job (read INTEGER);
CREATE TABLE IF NOT EXISTS foretold (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ALL = ", ".join(_COLUMNS)
_INSERT = f"INSERT INTO records ({_ALL}, address) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"  # noqa: S608
_ROWS = f"SELECT n, {_ALL}, address, outcome FROM records"  # noqa: S608
_IN_ORDER = ("parent = ''", "parent <> ''")
"""Two passes in the order of the file: one query that sorts would write the whole file to the disk once more."""
_BY_KEY = f"SELECT n, {_ALL}, address FROM records WHERE key = ? ORDER BY address <> ?, n LIMIT 1"  # noqa: S608


BEGUN = "begun"
"""The outcome of a record whose comment was not there, and is being stored: if it is there later, it is ours."""


class Spool:
    """The records of one file for one site. `outcome` is "" or BEGUN until one was stored, or found to be there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none."""
        self._db = connection
        self._db.executescript(_SCHEMA)

    @property
    def whole(self) -> bool:
        """Whether the file was read to its end before: then this is a killed import that goes on."""
        return self._db.execute("SELECT 1 FROM job").fetchone() is not None

    def fill(self, records: Iterable[tuple[Record, str]]) -> None:
        """Keep records with their canonical addresses ("" for one that is skipped); all of them or none."""
        with self._db:
            self._db.execute("DELETE FROM records")
            self._db.executemany(_INSERT, ((*astuple(record), address) for record, address in records))
            self._db.execute("CREATE INDEX IF NOT EXISTS by_key ON records (key)")
            self._db.execute("CREATE INDEX IF NOT EXISTS by_parent ON records (parent)")
            self._db.execute("INSERT INTO job VALUES ((SELECT count(*) FROM records))")

    def rows(self, *, undone: bool = False) -> Iterator[tuple[int, Record, str, str]]:
        """Number, record, address and outcome: what starts a thread before what answers in one."""
        more = f"AND outcome IN ('', '{BEGUN}')" if undone else ""
        for part in _IN_ORDER:
            for n, *said, address, outcome in self._db.execute(f"{_ROWS} WHERE {part} {more} ORDER BY n"):
                yield n, _record(said), address, outcome

    def by_key(self, key: str, address: str) -> tuple[int, Record, str] | None:
        """The first record of this key, one under the same article before others: exports of two sites share ids."""
        found = self._db.execute(_BY_KEY, (key, address)).fetchone()
        return (found[0], _record(found[1:-1]), found[-1]) if found else None

    def is_answered(self, key: str) -> bool:
        """Whether a record that is kept answers this one."""
        query = "SELECT 1 FROM records WHERE parent = ? AND skip = '' AND state <> 'deleted' LIMIT 1"
        return self._db.execute(query, (key,)).fetchone() is not None

    def mark(self, outcomes: Iterable[tuple[str, int]]) -> None:
        """Keep what became of records: (outcome, number)."""
        with self._db:
            self._db.executemany("UPDATE records SET outcome = ? WHERE n = ?", outcomes)

    def is_first(self, comment_id: str) -> bool:
        """Whether this id was not asked for before; kept on disk, and never committed: a killed dry run leaves none."""
        query = "INSERT OR IGNORE INTO foretold VALUES (?)"
        return self._db.execute(query, (comment_id,)).rowcount == 1

    def addresses(self) -> Iterator[tuple[str, int]]:
        """Every article's address, and how many records lie under it."""
        query = "SELECT address, count(*) FROM records WHERE address <> '' GROUP BY address"
        yield from self._db.execute(query)

    def count(self) -> int:
        """How many records there are."""
        found: int = self._db.execute("SELECT count(*) FROM records").fetchone()[0]
        return found


def _record(said: Iterable[object]) -> Record:
    values = dict(zip(_COLUMNS, said, strict=True))
    values["state"] = State(str(values["state"]))
    values["staff"] = bool(values["staff"])
    return Record(**values)  # type: ignore[arg-type]


@contextmanager
def spooled(path: Path, *told: str, folder: Path | None = None, dry: bool = False) -> Iterator[Spool]:
    """The spool of a file for what is `told` (site, format, rules); removed at the end, kept when the import is killed.

    A `dry` run that finds a killed import's spool looks at it and leaves it there. Raises ImportProblem when another
    import of the same file runs, when there is no room on the disk, or when the folder is somebody else's.
    """
    place = private_folder(folder or _state()) / f"import-{_digest(path, told)}"
    private_folder(place)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportProblem(
                f"{path} is being imported into this site just now: wait for the other one"
            ) from None
        connection = sqlite3.connect(place / "records.sqlite")
        try:
            spool = Spool(connection)
            resumed = spool.whole
            yield spool
        except sqlite3.OperationalError as error:
            raise ImportProblem(
                f"the records could not be kept in {place}: {error}; make room, or give --work another folder; "
                "what was stored is there, and the same command goes on from it"
            ) from None
        finally:
            connection.close()
        if not (dry and resumed):
            _removed(place)


def private_folder(place: Path) -> Path:
    """The folder, made if need be so that only its owner may open it. Raises ImportProblem for somebody else's."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise ImportProblem(f"{place} is no folder of your own: give --work another one")
    return place


def _state() -> Path:
    """Where programs keep what has to outlive them, by the XDG base directories: no folder that all users share."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "ghirbal"


def _removed(place: Path) -> None:
    for name in ("records.sqlite", "records.sqlite-journal", "lock"):
        (place / name).unlink(missing_ok=True)
    place.rmdir()


def _digest(path: Path, told: tuple[str, ...]) -> str:
    with path.open("rb") as data:
        sums = hashlib.file_digest(data, "sha256")
    sums.update("\0".join(told).encode())
    return sums.hexdigest()[:24]
