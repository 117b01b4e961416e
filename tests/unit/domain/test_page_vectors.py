"""Page identity is the same in the service and in the widget: `tests/vectors/pages.json` holds both to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghirbal.domain.errors import Refused
from ghirbal.domain.page import canonical_url, page_id

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "pages.json").read_text(encoding="utf-8"))
PAGES: list[dict[str, str]] = VECTORS["pages"]
REFUSED: list[dict[str, str]] = VECTORS["refused"]


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
