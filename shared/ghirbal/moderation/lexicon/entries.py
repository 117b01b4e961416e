"""The curated lists as records: lexicon, innocent words, context words. Formats are told in the files' headers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ghirbal.text.fold import fold_words

SEVERITIES = {3: "EXPLICIT", 2: "STRONG", 1: "PLAIN"}
_SEVERITY_MARKS = frozenset(str(level) for level in SEVERITIES)
KINDS = frozenset({"sexual", "insult", "family", "religion", "race", "threat", "animal", "curse", "site"})
SCRIPTS = frozenset({"ar", "latn", "fr", "any"})
RULES = frozenset({"exact", "spelled", "no_suffix", "aimed", "not_about_animals", "phrase", "verb", "past"})
ROLES = frozenset({"aim", "animal", "quoted", "negated", "cited", "condemned", "person", "thing", "this"})


class Entry(NamedTuple):
    """One line of the lexicon. `words` are folded; more than one make a phrase."""

    words: tuple[str, ...]
    script: str
    kind: str
    severity: int
    rules: frozenset[str]

    @property
    def symbol(self) -> str:
        """The symbol this entry raises, such as LEX_INSULT_STRONG."""
        return f"LEX_{self.kind.upper()}_{SEVERITIES[self.severity]}"


class ContextWord(NamedTuple):
    """A word or phrase that decides whether an entry counts: its folded words and its role."""

    words: tuple[str, ...]
    role: str


def folded_words(form: str) -> tuple[str, ...]:
    """The folded words of an entry as it is written.

    >>> folded_words("بِنْت  العمّ"), folded_words("t'es là")
    (('بنت', 'العم'), ('t', 'es', 'la'))
    """
    return _split(fold_words(form))


def _split(folded: str) -> tuple[str, ...]:
    return tuple(folded.replace("'", " ").replace("-", " ").split())


def _folded_forms(rows: Sequence[list[str]]) -> list[tuple[str, ...]]:
    """The first column of all rows, folded in one go."""
    return [_split(form) for form in fold_words("|".join(row[0] for row in rows)).split("|")] if rows else []


def read_entries(path: Path) -> list[Entry]:
    """The lines of a lexicon file. Raises ValueError naming file, line and what was expected."""
    places, rows = read_rows(path, 7)
    for place, row in zip(places, rows, strict=True):
        _check_entry(f"{path.name}:{place}", row)
    shared = {row[5]: frozenset(row[5].replace(",", " ").split()) for row in rows}
    return [
        Entry(words, script, kind, int(severity), shared[context])
        for words, (_, script, _, kind, severity, context, _) in zip(_folded_forms(rows), rows, strict=True)
    ]


def _check_entry(where: str, row: list[str]) -> None:
    _form, script, _dialect, kind, severity, context, _source = row
    if script not in SCRIPTS:
        raise _wrong(where, "script", script, SCRIPTS)
    if kind not in KINDS:
        raise _wrong(where, "kind", kind, KINDS)
    if severity not in _SEVERITY_MARKS:
        raise _wrong(where, "severity", severity, _SEVERITY_MARKS)
    if context and not RULES.issuperset(context.replace(",", " ").split()):
        raise _wrong(where, "context", context, RULES)


def read_classes(path: Path) -> dict[str, tuple[str, ...]]:
    """The words of each class, folded, both scripts together. Raises ValueError naming file, line and expectation."""
    _places, rows = read_rows(path, 2)
    classes: dict[str, tuple[str, ...]] = {}
    for name, *words in (map(fold_words, row) for row in rows):
        classes[name] = classes.get(name, ()) + tuple(" ".join(words).split())
    return classes


def read_innocent(paths: Iterable[Path]) -> list[tuple[str, ...]]:
    """Folded words of the innocent lists, all scripts together; several words make a phrase."""
    return [words for path in paths for words in _folded_forms(read_rows(path, 4)[1])]


def read_context(path: Path) -> list[ContextWord]:
    """The context words. Raises ValueError naming file, line and what was expected."""
    places, rows = read_rows(path, 3)
    for place, row in zip(places, rows, strict=True):
        if row[2] not in ROLES:
            raise _wrong(f"{path.name}:{place}", "role", row[2], ROLES)
    return [ContextWord(words, row[2]) for words, row in zip(_folded_forms(rows), rows, strict=True)]


def read_rows(path: Path, columns: int) -> tuple[list[int], list[list[str]]]:
    """Line numbers and columns of the lines that are no comments."""
    places: list[int] = []
    rows: list[list[str]] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if line and line[0] != "#" and not line.isspace():
            row = line.split("\t")
            if len(row) != columns:
                raise ValueError(
                    f"{path.name}:{number}: {len(row)} columns; write {columns}, separated by TAB"
                )
            places.append(number)
            rows.append(row)
    return places, rows


def _wrong(where: str, column: str, value: str, allowed: Iterable[str]) -> ValueError:
    return ValueError(f"{where}: {column} {value!r}; write one of {', '.join(sorted(allowed))}")
