"""Only the exact list passes for writes (fault case 36, ASVS 3.4.2)."""

from __future__ import annotations

import pytest

from ghirbal.auth.origin import check_origin, listed
from ghirbal.domain.errors import Forbidden

ORIGINS = ("https://good.example", "https://xn--mgbh0fb.example", "https://news.example:8443")


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_listed_origin_passes(origin: str) -> None:
    assert check_origin(origin, ORIGINS) == origin


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "*",
        "https://good.example.evil.example",
        "https://evilgood.example",
        "https://evil.example#good.example",
        "https://good.example.",
        "https://good.example/",
        "https://good.example:443",
        "https://good.example:8443",
        "https://GOOD.example",
        "HTTPS://good.example",
        "http://good.example",
        "https://user@good.example",
        "https://good.example@evil.example",
        "https://www.good.example",
        "https://مثال.example",
        "https://good.example, https://evil.example",
        " https://good.example",
        "https://good.example\n",
        "https://news.example",
    ],
)
def test_anything_else_does_not(origin: str | None) -> None:
    with pytest.raises(Forbidden, match="origin-not-allowed"):
        check_origin(origin, ORIGINS)


def test_null_never_passes_even_when_somebody_lists_it() -> None:
    assert not listed("null", ["null"])
