"""Hostile texts and names in every place where a comment is shown (attack H5; fault cases 41, 42)."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.http.views import decision_page
from ghirbal.http.views.sinks import html_lines, html_text
from ghirbal.http.views.spreadsheet import table
from ghirbal.ports.webhooks import Message, Sink
from ghirbal.storage.rows.comment import comment_to_item
from ghirbal.text.blank import trimmed
from ghirbal.usecases.notifying.mails import excerpt, isolated
from ghirbal.usecases.webhooks.bodies import body_of
from tests.support.making import a_comment
from tests.support.world import CONSOLE, FINE, HOLD, ORIGIN, SITE, URL, World, a_site

CORPUS: list[str] = json.loads(
    (Path(__file__).resolve().parents[1] / "golden" / "hostile.json").read_text("utf-8")
)["texts"]
PAGE = page_id(canonical_url(URL))
EMBED = f"/v1/sites/{SITE}/pages/{PAGE}/embed"
FEED = f"/v1/sites/{SITE}/pages/{PAGE}/feed"
ATOM = "{http://www.w3.org/2005/Atom}"
ENTRY = {"entry", "id", "title", "published", "updated", "author", "name", "link", "content"}
PLAIN = "نص"
LINK_RELATION = "ugc nofollow noopener noreferrer"


class Seen(HTMLParser):
    """What a browser would make of a document: elements in order, attributes by element, text, raw script."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.script = ""
        self._open: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "br":
            self.text += "" if self._open[-2:] == ["p", "br"] else "\n"
        elif tag == "a":
            self.links.append(dict(attrs))
        elif tag == "p" and [name for name, _ in attrs] == ["dir"]:  # a line of the text
            self.text += "\n"
        else:
            self.tags.append(tag)
            self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.script += data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}") if tag not in ("a", "p") else None
        self._open.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.tags.append("!--")

    def handle_decl(self, decl: str) -> None:
        self.tags.append("!")

    def unknown_decl(self, data: str) -> None:
        self.tags.append("![")


def a_name(text: str) -> str:
    return text.replace("\n", " ")[:58]


def stored(world: World, text: str, name: str, **fields: object) -> Comment:
    """A comment that is in the table already, whatever any gate would say of it today."""
    comment = replace(a_comment(SITE, PAGE, status=Status.APPROVED), text=text, name=name, **fields)  # type: ignore[arg-type]
    world.memory.plant(comment_to_item(comment))
    return comment


def a_world(text: str, name: str) -> World:
    """A world with one public comment on a page whose address is known."""
    world = World()
    world.reader().post("شكراً", title="خبر")
    for key in [key for key in world.memory.rows.items if key.pk.startswith(f"C#{SITE}#")]:
        world.memory.rows.remove(key)
    stored(world, text, name)
    return world


def visible(text: str) -> str:
    """The text without characters that no document may hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufffd]", "", text)


def check_html(world: World, text: str, name: str, plain: Seen) -> None:
    answer = world.request("GET", EMBED)
    assert answer.status == 200
    seen = Seen(answer.text)
    assert seen.tags == plain.tags, "no element more or less than with a plain text"
    known = [(tag, at) for tag, at, _ in plain.attributes]
    assert [(tag, at) for tag, at, _ in seen.attributes] == known
    assert visible(text) in visible(seen.text)
    assert visible(name) in visible(seen.text)
    for link in seen.links:
        check_link(link)
    check_json_ld(seen.script, text, name)


def check_link(link: dict[str, str | None]) -> None:
    assert set(link) == {"href", "rel"}
    assert link["rel"] == LINK_RELATION
    parts = urlsplit(link["href"] or "")
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert "@" not in parts.netloc


def check_json_ld(script: str, text: str, name: str) -> None:
    assert not set("<>&\u2028\u2029") & set(script)
    (described,) = json.loads(script)["comment"]
    assert described["text"] == text
    assert described["author"] == {"@type": "Person", "name": name}


def check_json_ld_alone(world: World, text: str, name: str) -> None:
    answer = world.request("GET", f"{EMBED}?format=jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    check_json_ld(answer.text, text, name)


def check_json(world: World, text: str, name: str) -> None:
    answer = world.request("GET", f"/v1/sites/{SITE}/pages/{PAGE}/comments")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (shown,) = answer.json["comments"]
    assert (shown["text"], shown["name"]) == (text, name)


def check_decision_page(text: str, name: str) -> None:
    comment = a_comment(SITE, PAGE)
    plain = decision_page.page("ask", "approve", replace(comment, text=PLAIN, name=PLAIN), "ar")
    made = decision_page.page("ask", "approve", replace(comment, text=text, name=name), "ar")
    assert Seen(made.body).tags == Seen(plain.body).tags
    assert Seen(made.body).attributes == Seen(plain.body).attributes
    assert not Seen(made.body).links


def check_spreadsheet(text: str, name: str) -> None:
    made = table(("text", "name"), [(text, name)]).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert len(rows) == 2
    for cell, said in zip(rows[1], (text, name), strict=True):
        assert cell.replace("'", "") == said.replace("'", "")
        assert not cell.startswith(("=", "+", "-", "@"))


def mails_about(text: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Subject, plain body and HTML of the mails about a held comment."""
    world = World()
    held = world.reader().post("[hold] نص", name="قارئ").json["id"]
    comment = world.memory.comments.get(SITE, held)
    assert comment is not None
    world.memory.plant(comment_to_item(replace(comment, text=text, name=name)))
    world.deliver()
    assert world.mailer.sent
    return ((mail.subject, mail.body, mail.html) for mail in world.mailer.sent)


def check_mails(text: str, name: str) -> None:
    plain = next(mails_about(PLAIN, PLAIN))
    for subject, body, html in mails_about(text, name):
        assert not set("\r\n\u202e\u2066") & set(subject)
        own = re.findall(r"(?i)\bhttps?://[^\s<]+", body)
        assert len(own) == 2
        assert all(address.startswith("https://comments.example/a/") for address in own)
        assert sum(body.count(mark) for mark in "\u2066\u2067\u2068") == body.count("\u2069") >= 2
        assert Seen(html).tags == Seen(plain[2]).tags
        assert all(
            (link["href"] or "").startswith("https://comments.example/a/") for link in Seen(html).links
        )


def check_feed(world: World, text: str, name: str) -> None:
    answer = world.request("GET", FEED)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    (entry,) = ElementTree.fromstring(answer.text).findall(f"{ATOM}entry")
    content, author = entry.find(f"{ATOM}content"), entry.find(f"{ATOM}author/{ATOM}name")
    assert content is not None
    assert author is not None
    assert content.get("type") == "text"
    assert visible(content.text or "") == visible(text.replace("\r", "\n"))
    assert visible(author.text or "") == visible(name)
    assert {element.tag.removeprefix(ATOM) for element in entry.iter()} <= ENTRY


def check_calls(text: str) -> None:
    """Webhooks hold no comment; a hostile name of the site and reason stay text in them."""
    site = a_site(name=text)
    message = Message(id="1", type="CommentHeld", detail={"reason": text, "comment": "a" * 26})
    slack = json.loads(body_of(message, Sink.SLACK, site, ""))
    assert not set("<>") & set(slack["text"])
    assert set(json.loads(body_of(message, Sink.TELEGRAM, site, "1"))) == {
        "chat_id",
        "text",
        "disable_web_page_preview",
    }
    assert json.loads(body_of(message, Sink.JSON, site, ""))["detail"]["reason"] == text


@pytest.fixture(scope="module")
def plain() -> Seen:
    """The page with a harmless comment."""
    return Seen(a_world(PLAIN, PLAIN).request("GET", EMBED).text)


@pytest.mark.parametrize("place", range(len(CORPUS)))
def test_hostile_corpus_in_every_sink(place: int, plain: Seen) -> None:
    """H5: HTML fragment, JSON-LD, JSON, decision page, mails (plain and HTML), CSV, Atom, calls to chats."""
    text, name = CORPUS[place], a_name(CORPUS[place])
    world = a_world(text, name)
    check_html(world, text, name, plain)
    check_json_ld_alone(world, text, name)
    check_json(world, text, name)
    check_decision_page(text, name)
    check_mails(text, name)
    check_spreadsheet(text, name)
    check_feed(world, text, name)
    check_calls(text)


def test_the_corpus_is_posted_and_comes_back_as_it_was() -> None:
    """Case 42: what may be stored at all is stored, and shown, as it was sent."""
    world, published = World(), []
    for number, text in enumerate(CORPUS):
        answer = world.reader(address=f"198.51.100.{number}").post(text)
        assert answer.status < 500
        published += [trimmed(text)] if answer.status == 201 else []
    shown = world.request("GET", f"{world.reader().path}?sort=oldest&limit=50").json["comments"]
    assert [comment["text"] for comment in shown] == published
    assert len(published) > 20


def test_the_fragment_answers_as_another_origin_that_runs_nothing() -> None:
    """H5: opened by itself it is sandboxed, so that it can never act as `/a/` or the service."""
    world = a_world(PLAIN, PLAIN)
    answer = world.request("GET", EMBED)
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"].startswith("public, s-maxage=5")
    assert answer.headers["access-control-allow-origin"] == "*"
    again = world.request("GET", EMBED, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status, again.text) == (304, "")


def test_the_fragment_shows_what_readers_see() -> None:
    world = World()
    roots = [world.reader().post(f"تعليق {n}", title="خبر <b>").json["id"] for n in range(2)]
    world.reader().post("رد", parent=roots[0])
    world.reader().post("[hold] ينتظر")
    gone = world.reader()
    deleted = gone.post("سأحذفه").json["id"]
    world.reader().post("رد على المحذوف", parent=deleted)
    world.deliver()
    gone.delete(deleted)
    world.deliver()
    answer = world.request("GET", EMBED)
    text = Seen(answer.text).text
    assert "تعليقات ( 4 )" in text
    assert "ينتظر" not in answer.text
    assert "الردود: 1" in text
    assert "حُذف هذا التعليق." in text
    data = json.loads(Seen(answer.text).script)
    assert (data["@type"], data["@id"], data["commentCount"]) == ("WebPage", canonical_url(URL), 4)
    assert [one["text"] for one in data["comment"]] == ["تعليق 1", "تعليق 0"]
    assert data["comment"][0]["url"] == f"{canonical_url(URL)}#ghirbal-{roots[1]}"


def test_the_feed_shows_what_readers_see_and_has_one_spelling() -> None:
    world = World()
    first = world.reader().post("تعليق أول " * 20, title="خبر & <b>").json["id"]
    second = world.reader().post("تعليق ثانٍ").json["id"]
    world.reader().post("[hold] ينتظر")
    answer = world.request("GET", f"{FEED}?lang=fr")
    assert (
        world.request("GET", f"{FEED}?lang=fr", headers={"if-none-match": answer.headers["etag"]}).status
        == 304
    )
    feed = ElementTree.fromstring(answer.text)
    assert feed.findtext(f"{ATOM}title") == "Commentaires: خبر & <b>"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": f"{CONSOLE}{FEED}",
        "alternate": canonical_url(URL),
    }
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [
        f"urn:ghirbal:{SITE}:{id_}" for id_ in (second, first)
    ]
    assert len(entries[1].findtext(f"{ATOM}title") or "") == 80
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")


def test_a_page_without_comments_has_an_empty_feed() -> None:
    feed = ElementTree.fromstring(World().request("GET", FEED).text)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(("lang", "heading"), [("fr", "Commentaires (0)"), ("en", "Comments (0)")])
def test_a_page_without_comments_says_so_in_its_language(lang: str, heading: str) -> None:
    seen = Seen(World().request("GET", f"{EMBED}?lang={lang}").text)
    assert heading in seen.text
    assert seen.script == ""
    assert ("section", "lang", lang) in seen.attributes


def test_unknown_parameters_of_the_fragment_are_refused() -> None:
    for query in ("format=xml", "lang=de", "page=1", "format=html&format=html"):
        assert World().request("GET", f"{EMBED}?{query}").status == 400


def test_avatars_stand_in_the_fragment_without_telling_where_the_reader_is() -> None:
    world = a_world(PLAIN, PLAIN)
    stored(world, "صورة", "أمينة", avatar="https://img.akhbar.example/7.png?a=1&b=2", staff=True, edited=1)
    answer = world.request("GET", EMBED)
    image = {name: value for tag, name, value in Seen(answer.text).attributes if tag == "img"}
    assert image["src"] == "https://img.akhbar.example/7.png?a=1&b=2"
    assert image["referrerpolicy"] == "no-referrer"
    assert "هيئة التحرير" in answer.text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("(https://a.example/x).", "https://a.example/x"),
        ("انظر http://a.example:8080/ب؟", "http://a.example:8080/ب"),
        ("HTTPS://A.example/", "HTTPS://A.example/"),
        ("https://a.example/?q=1&r=2", "https://a.example/?q=1&amp;r=2"),
    ],
)
def test_web_addresses_become_links_and_keep_their_sentence(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="{LINK_RELATION}">{address}</a>' in html_lines(text)


def test_plain_text_stays_plain() -> None:
    assert html_lines("سطر\nآخر") == '<p dir="rtl">سطر</p><p dir="rtl">آخر</p>'
    assert html_text("a\x00b\x1b") == "a\ufffdb\ufffd"
    assert html_lines(f"{ORIGIN[8:]} ftp://a.example") == f'<p dir="ltr">{ORIGIN[8:]} ftp://a.example</p>'


SPREADS = [
    "bonjour;=HYPERLINK(1)", "a,\u200b=1", "a\t@x", "a|+1", 'a;"=1"', "a\n\u2060-1", "x；＝1", "a؛\u00a0=1", "\ufeff=1",
    "\u2069\u202e=1", "a\u2028=1", "a;\u00ad\u034f=1", "'=1", " \x0b=1",
]  # fmt: skip
SEPARATORS = ",;|:\t\n\r\x0b\x0c\x85\u2028\u2029\u060c\u061b\uff0c\uff1b"


@pytest.mark.parametrize("text", SPREADS)
def test_no_cell_begins_a_formula_in_any_locale(text: str) -> None:
    """B12: whatever a spreadsheet parts cells by, and whatever can't be seen stands before the formula."""
    line = table(("text",), [(text,)]).removeprefix("\ufeff").partition("\r\n")[2]
    for part in re.split(f"[{re.escape(SEPARATORS)}]", line):
        shown = "".join(c for c in part if unicodedata.category(c)[0] not in "CZ" and c not in '\u034f"')
        assert not shown.startswith(("=", "+", "-", "@", "＝", "%"))


def test_mail_excerpt_stays_isolated() -> None:
    """B19: closing first and opening afterwards counts as balanced, and yet breaks out."""
    for text in ("\u2069\u202e مقلوب", "\u2069\u2069 a \u2067", "a\n\u202eb\nc", "\u202c\u202c\u202d x"):
        shown = isolated(excerpt(text))
        for line in shown.split("\n"):
            assert (line[0], line[-1]) == ("\u2068", "\u2069")
            assert not set(line[1:-1]) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_the_sites_feed_shows_the_newest_of_all_articles_and_nothing_that_is_hidden() -> None:
    world = World()
    other = f"{URL}-2"
    first = world.elsewhere().post(FINE, title="خبر").json["id"]
    second = world.elsewhere(other).post(f"{FINE} ثانية").json["id"]
    world.elsewhere().post(HOLD)
    world.elsewhere().post("رد", parent=first)
    hidden = world.elsewhere(other).post(f"{FINE} ثالثة").json["id"]
    world.elsewhere(other).post("رد آخر", parent=hidden)
    world.deliver()
    assert world.moderator().decide(hidden, "reject").status == 200
    answer = world.request("GET", f"/v1/sites/{SITE}/feed?lang=en")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text)
    assert feed.findtext(f"{ATOM}title") == "Comments: أخبار"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}content") for entry in entries] == ["رد", f"{FINE} ثانية", FINE]
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert [link.get("href") for link in links if link is not None][1:] == [
        f"{other}#ghirbal-{second}",
        f"{URL}#ghirbal-{first}",
    ]
    assert world.request("GET", "/v1/sites/no-such-site/feed").status == 404
