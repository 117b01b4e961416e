"""Which clitics an entry may carry."""

from __future__ import annotations

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.text.clitics import Stem

_PRONOUNS = frozenset({"", "ي", "ك", "ه", "ها", "كم", "هم", "نا"})


def may_carry(entry: Entry, stem: Stem) -> bool:
    """Whether an entry's rules allow the clitics that came off. Two letters carry pronouns only."""
    if "exact" in entry.rules:
        return not stem.prefix and not stem.suffix
    if entry.rules & {"no_suffix", "spelled"} and stem.suffix:
        return False
    return len(stem.text) > 2 or stem.suffix in _PRONOUNS
