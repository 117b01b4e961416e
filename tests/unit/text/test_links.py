"""Links and telephone numbers, in the spellings that advertisers use."""

from __future__ import annotations

import pytest

from ghirbal.text.fold import fold
from ghirbal.text.links import find_links, find_phones


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("شاهد https://example.com/a?b=c", "url"),
        ("شاهد http : / / example.com", "url"),
        ("HTTPS://EXAMPLE.COM", "url"),
        ("www.example.com", "domain"),
        ("example.ma/page", "domain"),
        ("ex\u200bample.com", "domain"),
        ("[url=http://example.com]هنا[/url]", "anchor"),
        ('<a href="http://example.com">هنا</a>', "anchor"),
        ("راسلني wa.me/212600000000", "chat"),
        ("chat.whatsapp.com/AbCdEf", "chat"),
        ("someone@example.com", "mail"),
    ],
)
def test_links_are_found(text: str, kind: str) -> None:
    assert [place.kind for place in find_links(fold(text))] == [kind]


@pytest.mark.parametrize(
    "text", ["انتهى.ثم عاد", "3.14", "نعم...لا", "a.b", "12.30h", "etc.mais", "fin.Il a dit"]
)
def test_full_stops_are_no_links(text: str) -> None:
    assert find_links(fold(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0612345678", "national"),
        ("٠٦١٢٣٤٥٦٧٨", "national"),
        ("06 12 34 56 78", "national"),
        ("06-12-34-56-78", "national"),
        ("+212 612345678", "national"),
        ("00212612345678", "national"),
        ("+33 6 12 34 56 78", "international"),
    ],
)
def test_phones_are_found(text: str, kind: str) -> None:
    assert [place.kind for place in find_phones(fold(f"اتصل {text} الآن"))] == [kind]


@pytest.mark.parametrize(
    "text", ["سنة 2024", "01/01/2024", "0.25", "1000000000", "من 2010 الى 2020", "05:30"]
)
def test_numbers_are_no_phones(text: str) -> None:
    assert find_phones(fold(text)) == []


def test_a_phone_stands_where_it_says() -> None:
    folded = fold("هاتف: 06.12.34.56.78.")
    (place,) = find_phones(folded)
    assert folded.text[place.start : place.end] == "06.12.34.56.78"
