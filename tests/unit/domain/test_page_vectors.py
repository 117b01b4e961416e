"""Page identity is the same in the service and in the widget: `tests/vectors/pages.json` holds both to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ghirbal.domain.errors import Refused
from ghirbal.domain.page import canonical_url, page_id

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "pages.json").read_text(encoding="utf-8"))
PAGES: list[dict[str, str]] = VECTORS["pages"]
REFUSED: list[dict[str, str]] = VECTORS["refused"]
SWEEPS: list[dict[str, Any]] = VECTORS["sweeps"]


def spelling(address: str) -> str:
    """As the vectors write it down."""
    try:
        return canonical_url(address)
    except Refused:
        return "refused"


def addresses(sweep: dict[str, Any]) -> Iterator[str]:
    """All that can be made of its pieces."""
    for length in range(1, sweep["most"] + 1):
        for pieces in product(sweep["pieces"], repeat=length):
            yield sweep["beginning"] + "".join(pieces)


@pytest.mark.parametrize("vector", PAGES, ids=[v["name"] for v in PAGES])
def test_every_spelling_of_an_address_is_one_page(vector: dict[str, str]) -> None:
    canonical = canonical_url(vector["url"])
    assert canonical == vector["canonical"]
    assert page_id(canonical) == vector["page"]


@pytest.mark.parametrize("vector", PAGES, ids=[v["name"] for v in PAGES])
def test_a_canonical_address_stays_as_it_is(vector: dict[str, str]) -> None:
    assert canonical_url(vector["canonical"]) == vector["canonical"]


@pytest.mark.parametrize("vector", REFUSED, ids=[v["name"] for v in REFUSED])
def test_what_is_no_web_address_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(Refused, match="page-url"):
        canonical_url(vector["url"])


@pytest.mark.parametrize("sweep", SWEEPS, ids=[s["name"] for s in SWEEPS])
def test_all_addresses_of_some_pieces_are_spelled_as_the_widget_spells_them_and_stay_so(
    sweep: dict[str, Any],
) -> None:
    spellings = [spelling(each) for each in addresses(sweep)]
    assert hashlib.sha256("\n".join(spellings).encode()).hexdigest() == sweep["digest"]
    assert [each for each in set(spellings) - {"refused"} if spelling(each) != each] == []
