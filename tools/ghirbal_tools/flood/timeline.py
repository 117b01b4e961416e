"""Who posts what, where and when, within ten simulated minutes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal_tools.flood import texts

ORIGIN = "https://flood.example"
TARGET, OBITUARY = f"{ORIGIN}/article", f"{ORIGIN}/obituary"
SECONDS = 600
MATCH_PAGE, SCHOOL_PAGE = f"{ORIGIN}/match", f"{ORIGIN}/school"
HONEST, CROWD, ELSEWHERE, FLOOD = "honest", "obituary", "elsewhere", "flood"
MATCH, SCHOOL, LIKING = "match", "school", "liking"
ONE_RANGE = "one range"
POST, LIKE, REPORT, PREVIEW = "post", "like", "report", "preview"
CARRIER = "192.0.2.1"
"""The address of the attacker with one range: a third of the obituary crowd, and the school, write from there too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a run is. Bots have half as many readers and addresses as they post comments."""

    flood: int = 10_000
    honest: int = 200
    crowd: int = 300
    articles: int = 50
    each: int = 5
    one_range: int = 0
    """Comments of an attacker who has one address of the obituary crowd's network, and as many tokens as they like."""
    acts: int = 0
    """Likes, reports and previews of that attacker, of each so many."""
    match: int = 0
    """Readers of a match, each behind a range of their own."""
    school: int = 0
    """Readers of a school, all behind the attacker's address; as many of the obituary's like a comment there."""

    def scaled(self, factor: float) -> Size:
        """A smaller run of the same shape."""
        return Size(
            flood=round(self.flood * factor),
            honest=round(self.honest * factor),
            crowd=round(self.crowd * factor),
            articles=max(3, round(self.articles * factor)),
            each=self.each,
            one_range=round(self.one_range * factor),
            acts=round(self.acts * factor),
            match=round(self.match * factor),
            school=round(self.school * factor),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act: `second` after the beginning, `writer` numbers the reader among those of its kind."""

    second: int
    kind: str
    writer: int
    address: str
    url: str
    text: str
    flood: str = ""
    act: str = POST

    @property
    def name(self) -> str:
        """What it is called in both runs, with the flood and without."""
        return f"{self.kind} {self.url} {self.writer}"


def articles(size: Size) -> list[str]:
    """The other articles with their normal traffic."""
    return [f"{ORIGIN}/news-{number}" for number in range(size.articles)]


def timeline(size: Size, *, flooded: bool, seed: int = 11) -> list[Entry]:
    """All posts in order of time. The honest ones are the same whether `flooded` or not."""
    made = [*_honest(size, seed), *_crowd(size, seed), *_elsewhere(size, seed), *_crowds(size, seed)]
    if flooded:
        made += [*_flood(size, seed), *_one_range(size, seed), *_acts(size, seed)]
    return sorted(made, key=lambda entry: (entry.second, entry.name))


def _own_range(block: int, number: int) -> str:
    """An address in a /24 of its own: forty sentences put together anew are no honest variety for one range."""
    return f"100.{block + number // 250}.{number % 250}.9"


def _chance(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed} {what}")  # noqa: S311 - a reproducible choice


def _honest(size: Size, seed: int) -> Iterator[Entry]:
    chance = _chance(seed, HONEST)
    for number in range(size.honest):
        yield Entry(
            second=chance.randrange(SECONDS),
            kind=HONEST,
            writer=number,
            address=_own_range(64, number),
            url=TARGET,
            text=texts.honest(chance),
        )


def _crowd(size: Size, seed: int) -> Iterator[Entry]:
    """Hundreds of readers behind three addresses of a mobile network (fault case 56)."""
    chance = _chance(seed, CROWD)
    for number in range(size.crowd):
        yield Entry(
            second=chance.randrange(SECONDS),
            kind=CROWD,
            writer=number,
            address=f"192.0.2.{number % 3 + 1}",
            url=OBITUARY,
            text=texts.condolence(chance),
        )


def _elsewhere(size: Size, seed: int) -> Iterator[Entry]:
    chance = _chance(seed, ELSEWHERE)
    for place, url in enumerate(articles(size)):
        for number in range(size.each):
            yield Entry(
                second=chance.randrange(SECONDS),
                kind=ELSEWHERE,
                writer=number,
                address=_own_range(70, place * size.each + number),
                url=url,
                text=texts.honest(chance),
            )


def _flood(size: Size, seed: int) -> Iterator[Entry]:
    chance = _chance(seed, FLOOD)
    bots = max(1, size.flood // 2)
    for number in range(size.flood):
        bot = number % bots
        kind = texts.FLOODS[number % len(texts.FLOODS)]
        yield Entry(
            second=number * SECONDS // size.flood,
            kind=FLOOD,
            writer=bot,
            address=f"{60 + bot % 40}.{bot // 40 % 250}.{bot // 10_000}.7",
            url=TARGET,
            text=texts.flood(kind, chance),
            flood=kind,
        )


def _one_range(size: Size, seed: int) -> Iterator[Entry]:
    """A token for each comment, all from one address that a third of the obituary crowd writes from."""
    chance = _chance(seed, ONE_RANGE)
    for number in range(size.one_range):
        kind = texts.FLOODS[number % len(texts.FLOODS)]
        yield Entry(
            second=number * SECONDS // size.one_range,
            kind=FLOOD,
            writer=size.flood + number,
            address=CARRIER,
            url=TARGET,
            text=texts.flood(kind, chance),
            flood=ONE_RANGE,
        )


def _crowds(size: Size, seed: int) -> Iterator[Entry]:
    """A match, a school behind the carrier's address, and readers of the obituary who like its first comment."""
    chance = _chance(seed, "crowds")
    for number in range(size.match):
        second, address = chance.randrange(SECONDS), _own_range(80, number)
        yield Entry(
            second=second,
            kind=MATCH,
            writer=number,
            address=address,
            url=MATCH_PAGE,
            text=texts.honest(chance),
        )
    for number in range(size.school):
        second = chance.randrange(SECONDS)
        yield Entry(
            second=second,
            kind=SCHOOL,
            writer=number,
            address=CARRIER,
            url=SCHOOL_PAGE,
            text=texts.own(chance),
        )
        yield Entry(
            second=second, kind=LIKING, writer=number, address=CARRIER, url=OBITUARY, text="", act=LIKE
        )


def _acts(size: Size, seed: int) -> Iterator[Entry]:
    """Likes and reports of the article's first comment, and previews: a token each, all from the carrier's address."""
    chance = _chance(seed, "acts")
    for number in range(size.acts):
        for place, act in enumerate((LIKE, REPORT, PREVIEW)):
            yield Entry(
                second=number * SECONDS // size.acts,
                kind=FLOOD,
                writer=size.flood + size.one_range + 3 * number + place,
                address=CARRIER,
                url=TARGET,
                text=texts.honest(chance),
                flood=f"{ONE_RANGE}: {act}s",
                act=act,
            )
