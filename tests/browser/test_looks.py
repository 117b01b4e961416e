"""What it looks like: narrow, dark, hostile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.people import Reader, approve

HOSTILE = {
    "bidi overrides": "\u202e\u2066مقلوب\u202d abc \u2067لا نهاية له",
    "html": '<img src=x onerror="document.title=1"><script>document.title=1</script><style>*{display:none}</style>',
    "links": "javascript:document.title=1 data:text/html,<b>",
    "zalgo": "ه" + "\u0300\u0301\u0335\u0489" * 60 + "!",
    "one endless word": "آ" * 400,
    "lines": "سطر\n" * 60,
    "joiners": "\u200d" * 300 + "👩\u200d👧",
}


def overflow(reader: Reader) -> int:
    """Pixels by which the page is wider than the screen."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(reader.page.evaluate(script))


def inside(child: Locator, parent: Locator) -> bool:
    """Whether a box doesn't leave another one, half a pixel allowed."""
    c, p = child.bounding_box(), parent.bounding_box()
    assert c is not None
    assert p is not None
    return c["x"] >= p["x"] - 0.5 and c["x"] + c["width"] <= p["x"] + p["width"] + 0.5


def whole_pixels(row: Locator) -> None:
    """Make a comment's height a whole number, so that what stands below it is drawn on the same raster as before."""
    row.evaluate("li => { li.style.blockSize = Math.ceil(li.getBoundingClientRect().height) + 'px' }")


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_changes_nothing_outside_its_own_box(people: People, stack: str, kind: str) -> None:
    """Cases 30, 31, 42: the neighbour's pixels, the page's width and its document stay what they were."""
    text = HOSTILE[kind]
    article = "hostile-" + kind.replace(" ", "-")
    neighbour = people.reader().opens(article)
    neighbour.posts("جار هادئ").posts("جار بينهما")
    before = neighbour.reloads().comment("جار هادئ").locator(".text").screenshot()
    attacker = people.reader().opens(article)
    attacker.posts(text, "\u202eالاسم المقلوب " + "ط" * 40)
    approve(stack, text.strip())
    rows = neighbour.reloads().public
    expect(rows).to_have_count(3)
    shown = rows.first.locator(".text")
    expect(shown.locator("> div")).to_have_text(text.strip().split("\n"), use_inner_text=False)
    assert shown.locator("> :not(div), div > :not(a)").count() == 0
    assert inside(rows.first.locator(".text"), neighbour.widget)
    assert overflow(neighbour) == 0
    assert neighbour.page.title() == f"مقال {article}"
    whole_pixels(rows.first)
    assert rows.last.locator(".text").screenshot() == before
    neighbour.keeps(article)


@pytest.mark.parametrize(
    "name", ["اسم طويل جداً " * 4, "Wolfeschlegelsteinhausenbergerdorff" * 2], ids=["words", "one word"]
)
def test_a_long_name_is_cut_not_spilled(people: People, name: str) -> None:
    reader = people.reader(phone=True).opens("long-name-" + str(len(name)))
    reader.posts("تعليق باسم طويل", name[:60])
    author = reader.public.locator(".author")
    assert inside(author, reader.widget)
    assert overflow(reader) == 0


def test_a_phone_of_360_pixels_shows_all_without_scrolling_sideways(people: People) -> None:
    reader = people.reader(phone=True).opens("phone")
    reader.posts("من الهاتف، وأنا في الحافلة", "كريم")
    assert overflow(reader) == 0
    heights = reader.widget.locator("button:visible").evaluate_all("all => all.map(b => b.offsetHeight)")
    assert min(heights) >= 24, "WCAG 2.2, 2.5.8: targets of at least 24 pixels"
    reader.keeps("phone")


def test_text_twice_as_large_still_fits(people: People) -> None:
    reader = people.reader(phone=True).opens("zoomed")
    reader.posts("خط كبير")
    reader.page.evaluate("document.adoptedStyleSheets = [new CSSStyleSheet()]")
    reader.page.evaluate("document.adoptedStyleSheets[0].replaceSync('html { font-size: 200% }')")
    assert overflow(reader) == 0
    reader.keeps("zoomed")


def test_dark_has_light_text_on_dark_ground(people: People) -> None:
    reader = people.reader(dark=True).opens("dark", theme="auto")
    reader.posts("في الليل")
    ink = reader.public.locator(".text").evaluate("text => getComputedStyle(text).color")
    assert ink == "rgb(231, 234, 238)"
    paper = reader.box.evaluate("box => getComputedStyle(box).backgroundColor")
    assert paper == "rgb(23, 27, 33)"


def test_a_site_that_asks_for_light_stays_light_at_night(people: People) -> None:
    reader = people.reader(dark=True).opens("light", theme="light")
    ink = reader.widget.locator("h2.title").evaluate("title => getComputedStyle(title).color")
    assert ink == "rgb(27, 31, 36)"


def test_nothing_moves_for_those_who_asked_for_rest(people: People) -> None:
    reader = people.reader()
    reader.page.emulate_media(reduced_motion="reduce")
    reader.opens("rest").posts("بهدوء")
    names = reader.widget.locator("article").evaluate_all(
        "all => all.map(a => getComputedStyle(a).animationName)"
    )
    assert set(names) == {"none"}


def test_a_screen_reader_finds_its_way(people: People) -> None:
    reader = people.reader().opens("labels")
    reader.posts("تعليق واحد هنا", "سعاد")
    region = reader.widget.get_by_role("region", name="تعليق واحد")
    expect(region.get_by_role("textbox", name="إضافة تعليق")).to_be_visible()
    expect(region.get_by_role("heading", level=2)).to_have_text("تعليق ( 1 )")
    expect(region.get_by_role("list").last.get_by_role("article")).to_have_count(1)
    expect(reader.widget.locator(".live")).to_contain_text("نُشر تعليقك")


def test_the_keyboard_goes_through_the_form_in_reading_order(people: People) -> None:
    reader = people.reader().opens("tabs")
    reader.act("share").focus()
    active = "document.querySelector('ghirbal-comments').shadowRoot.activeElement"
    seen = []
    for _ in range(4):
        reader.page.keyboard.press("Tab")
        seen.append(reader.page.evaluate(f"{active}.localName + {active}.type"))
    assert seen == ["textareatextarea", "inputtext", "inputcheckbox", "buttonsubmit"]
