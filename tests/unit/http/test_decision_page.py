"""The pages behind the links in mails: no script, hostile texts shown as text (fault cases 41, 42; attack M1)."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

import pytest

from ghirbal.domain.languages import LANGUAGES
from ghirbal.http.responses import Response
from ghirbal.http.views import decision_page
from ghirbal.usecases.moderating.links import LinkOutcome
from tests.unit.http.support import comment

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</blockquote></main><form action=https://evil.example><button>",
    '" onmouseover="alert(1)',
    "<svg/onload=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "<style>*{display:none}</style>",
    "\u202e\u2066عكس",
    "<base href=https://evil.example>",
]
OUTCOMES = [(outcome, action) for outcome in LinkOutcome for action in ("approve", "reject")]


class Page(HTMLParser):
    """What a browser would see: tags in order, attributes, text."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(answer.body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(
    outcome: str, action: str = "approve", text: str = "تعليق", name: str = "أمينة", lang: str = "ar"
) -> Page:
    return Page(decision_page.page(outcome, action, comment(text=text, name=name), lang))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_and_name_change_nothing_of_the_page(hostile: str) -> None:
    plain, attacked = shown("ask"), shown("ask", text=hostile, name=hostile)
    assert attacked.tags == plain.tags
    assert attacked.attributes == plain.attributes
    assert attacked.text.count(hostile) == 2


@pytest.mark.parametrize(("outcome", "action"), OUTCOMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_has_its_own_sentence_in_each_language(outcome: str, action: str, lang: str) -> None:
    page = shown(outcome, action, lang=lang)
    failed = Page(decision_page.failed("store-unavailable", lang))
    assert page.tags.count("h1") == 1
    assert failed.text.split("</h1>", maxsplit=1)[0] not in page.text


@pytest.mark.parametrize(("outcome", "action"), OUTCOMES)
def test_there_is_a_button_only_where_there_is_something_to_decide(outcome: str, action: str) -> None:
    page = shown(outcome, action)
    assert page.tags.count("form") == page.tags.count("button") == (outcome == "ask")
    assert "script" not in page.tags


def test_the_form_posts_to_where_it_came_from() -> None:
    page = shown("ask")
    assert ("method", "post") in page.attributes
    assert "action" not in dict(page.attributes)


def test_nothing_is_loaded_from_anywhere() -> None:
    page = shown("ask")
    assert {"src", "href", "srcset", "data"} & set(dict(page.attributes)) == set()
    assert not {"link", "img", "iframe", "object", "video", "audio"} & set(page.tags)


def test_the_pages_style_is_the_one_that_its_policy_allows() -> None:
    answer = decision_page.page("ask", "approve", comment(), "ar")
    style = answer.body.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"), ("de", "rtl")])
def test_the_page_reads_in_the_direction_of_its_language(lang: str, direction: str) -> None:
    page = shown("ask", lang=lang)
    assert page.attributes[:2] == [("lang", lang if lang != "de" else "ar"), ("dir", direction)]


def test_a_readers_words_keep_their_own_direction() -> None:
    page = shown("ask")
    assert ("dir", "auto") in page.attributes
    assert "bdi" in page.tags


@pytest.mark.parametrize(
    ("code", "status"),
    [("link-invalid", 404), ("link-expired", 410), ("store-unavailable", 503), ("never-heard-of", 500)],
)
def test_a_link_that_fails_says_so_kindly_with_its_status(code: str, status: int) -> None:
    answer = decision_page.failed(code, "ar")
    assert answer.status == status
    assert "form" not in Page(answer).tags
    assert answer.headers["cache-control"] == "private, no-store"
