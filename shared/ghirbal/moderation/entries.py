"""The curated lists as records: lexicon, innocent words, context words. Formats are told in the files' headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ghirbal.text.fold import fold

SEVERITIES = {3: "EXPLICIT", 2: "STRONG", 1: "PLAIN"}
KINDS = frozenset({"sexual", "insult", "family", "religion", "race", "threat", "animal", "curse", "site"})
SCRIPTS = frozenset({"ar", "latn", "fr"})
RULES = frozenset({"exact", "spelled", "no_suffix", "aimed", "not_about_animals", "phrase"})
ROLES = frozenset({"aim", "animal", "quoted", "negated", "cited"})


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
    return tuple(fold(form).text.replace("'", " ").replace("-", " ").split())


def read_entries(path: Path) -> list[Entry]:
    """The lines of a lexicon file. Raises ValueError naming file, line and what was expected."""
    return [_entry(fields, where) for where, fields in _rows(path, 7)]


def _entry(fields: list[str], where: str) -> Entry:
    form, script, _dialect, kind, severity, context, _source = fields
    rules = frozenset(context.replace(",", " ").split())
    _check(where, "script", script, SCRIPTS)
    _check(where, "kind", kind, KINDS)
    _check(where, "severity", severity, {str(level) for level in SEVERITIES})
    for rule in rules:
        _check(where, "context", rule, RULES)
    return Entry(folded_words(form), script, kind, int(severity), rules)


def read_innocent(paths: Iterable[Path]) -> list[tuple[str, ...]]:
    """Folded words of the innocent lists, all scripts together; several words make a phrase."""
    return [folded_words(fields[0]) for path in paths for _where, fields in _rows(path, 4)]


def read_context(path: Path) -> list[ContextWord]:
    """The context words. Raises ValueError naming file, line and what was expected."""
    words = []
    for where, (form, _script, role) in _rows(path, 3):
        _check(where, "role", role, ROLES)
        words.append(ContextWord(folded_words(form), role))
    return words


def _rows(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            fields = line.split("\t")
            where = f"{path.name}:{number}"
            if len(fields) != columns:
                raise ValueError(f"{where}: {len(fields)} columns; write {columns}, separated by TAB")
            yield where, fields


def _check(where: str, column: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise ValueError(f"{where}: {column} {value!r}; write one of {', '.join(sorted(allowed))}")
