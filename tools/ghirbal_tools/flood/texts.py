"""What the bench's readers and bots write, put together of own phrases; the same for the same seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

COPY, TEMPLATE, GENERATED = "copy", "template", "generated"
FLOODS = (COPY, TEMPLATE, GENERATED)


@cache
def phrases() -> dict[str, Any]:
    """The phrases of data/phrases.json."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "phrases.json").read_text("utf-8"))
    return read


def honest(chance: random.Random) -> str:
    """An opinion of one to three sentences."""
    return "، ".join(chance.sample(phrases()["honest"], chance.choice((1, 2, 2, 3))))


def own(chance: random.Random) -> str:
    """A short opinion, in words of its own: too short for its copies to count."""
    return str(chance.choice(phrases()["honest"]))


def condolence(chance: random.Random) -> str:
    """What hundreds write under one obituary."""
    return str(chance.choice(phrases()["obituary"]))


def flood(kind: str, chance: random.Random) -> str:
    """One text of a flood: the very same, a template with other words, or an advertisement put together anew."""
    return _KINDS[kind](chance)


def filled(template: str, chance: random.Random) -> str:
    """A template with each slot filled for itself."""
    return re.sub(r"\{(\w+)\}", lambda slot: str(chance.choice(phrases()["slots"][slot[1]])), template)


def _copy(_: random.Random) -> str:
    return str(phrases()["copy"])


def _template(chance: random.Random) -> str:
    return filled(chance.choice(phrases()["templates"]), chance)


def _generated(chance: random.Random) -> str:
    offers = chance.sample(phrases()["offers"], chance.choice((1, 2, 3)))
    contact = re.sub(
        r"\{(\d)\}", lambda n: "".join(_digits(int(n[1]), chance)), chance.choice(phrases()["contacts"])
    )
    parts = [*offers, chance.choice(phrases()["calls"]), contact]
    return " ".join(part for part in parts if part)


def _digits(count: int, chance: random.Random) -> Iterator[str]:
    return (str(chance.randrange(10)) for _ in range(count))


_KINDS: dict[str, Callable[[random.Random], str]] = {COPY: _copy, TEMPLATE: _template, GENERATED: _generated}
