"""The page and the device around the widget: clocks that are wrong, storage that is full, addresses that change."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Dialog, Route, expect

from tests.browser.conftest import People
from tests.browser.people import HUMAN, Late, Reader
from tests.browser.test_reading import short_pages

FULL = "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') })"


def at_a_device_that_is(people: People, ms: int) -> Reader:
    """Somebody whose clock is wrong by so many milliseconds; it goes on from there."""
    reader = people.reader(patient=True)
    reader.page.add_init_script(
        f"""const Right = Date; Date = class extends Right {{
          constructor(...given) {{ super(...(given.length ? given : [Right.now() + {ms}])) }}
          static now() {{ return Right.now() + {ms} }} }}"""
    )
    return reader


def becomes(reader: Reader, name: str, *, late: str = "") -> None:
    """The page goes on to another article without being loaded, as single-page applications do."""
    reader.page.evaluate(
        "([path, late]) => { history.pushState({}, '', path);"
        "document.querySelector('link[rel=canonical]').href = late || path }",
        [f"/articles/{name}", late],
    )


def test_what_storage_would_not_take_is_read_from_memory(people: People) -> None:
    reader = people.reader().opens("full-storage")
    reader.posts("كلام يسبق امتلاء الذاكرة")
    reader.page.evaluate(FULL)
    keys: list[str | None] = []
    drops = [True, True, True, False]

    def drop(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.header_value("idempotency-key"))
        answer = route.fetch()
        return route.abort("connectionreset") if drops.pop(0) else route.fulfill(response=answer)

    reader.page.route("**/comments", drop)
    reader.types("نص بطاطا في ذاكرة ممتلئة").sends()
    notice = reader.form.locator(".notice")
    expect(notice).to_contain_text("لم يصل ردّ")
    expect(notice).not_to_contain_text("محفوظ")
    reader.act("retry", reader.form).click()
    expect(reader.own).to_have_count(1)
    assert len(set(keys)) == 1
    reader.widget.evaluate("widget => widget.reload()")
    expect(reader.own).to_contain_text("قيد المراجعة")


def test_a_like_is_taken_back_where_storage_is_full(people: People) -> None:
    people.reader().opens("full-like").posts("كلام يُعجب به")
    reader = people.reader().opens("full-like")
    reader.page.evaluate(FULL)
    like = reader.act("like", reader.comment("كلام يُعجب به"))
    for on in ("true", "false"):
        with reader.page.expect_response(lambda response: response.url.endswith("/vote") and response.ok):
            like.click()
        expect(like).to_have_attribute("aria-pressed", on)


def test_ones_own_comment_stands_once_whatever_the_order_and_the_pages(people: People) -> None:
    writer = people.reader().opens("once")
    for text in ("الأول", "الثاني", "الثالث"):
        writer.posts(f"التعليق {text} هنا")
    reader = people.reader()
    short_pages(reader)
    reader.opens("once").posts("تعليقي أنا هنا")
    reader.act("oldest").click()
    expect(reader.public.first).to_contain_text("الأول")
    expect(reader.public.last).to_contain_text("تعليقي")
    reader.act("more").click()
    expect(reader.act("more")).to_have_count(0)
    expect(reader.public.locator(".text")).to_have_text(
        ["التعليق الأول هنا", "التعليق الثاني هنا", "التعليق الثالث هنا", "تعليقي أنا هنا"]
    )


def test_a_clock_that_is_ahead_takes_no_edit_away(people: People) -> None:
    reader = at_a_device_that_is(people, 600_000).opens("ahead")
    reader.posts("ساعتي متقدمة")
    expect(reader.act("edit", reader.comment("ساعتي متقدمة"))).to_be_visible()
    expect(reader.comment("ساعتي متقدمة").locator("time")).to_have_text(re.compile("الآن|ثوان|ثانية"))


def test_a_clock_that_is_behind_shows_no_rejected_comment_as_public(people: People) -> None:
    text = "كلام سيُحذف لاحقاً"
    reader = at_a_device_that_is(people, -7_200_000).opens("behind")
    reader.posts(text)
    reader.until(lambda: "1" in (reader.reloads().widget.locator("h2.title").text_content() or ""))
    lists = Late(reader.page, re.compile(r"/comments\?"))
    reader.page.evaluate(
        "() => { const key = Object.keys(localStorage).find((name) => name.includes(':own:'));"
        "const own = JSON.parse(localStorage[key]);"
        "own[0].comment.created = new Date(Date.parse(own[0].comment.created) - 120000).toISOString();"
        "localStorage[key] = JSON.stringify(own) }"
    )
    reader.widget.evaluate("widget => void widget.reload()")
    lists.comes().answers(0, comments=[], count={"all": 0, "roots": 0})
    expect(reader.widget.locator(".empty")).to_be_visible()
    reader.sees_not(text)


def test_a_clock_that_is_set_back_holds_no_comment_up(people: People) -> None:
    reader = people.reader(patient=True).opens("set-back")
    reader.types("نص قبل ضبط الساعة")
    reader.page.evaluate("() => { const now = Date.now; Date.now = () => now() - 3600000 }")
    reader.sends()
    reader.sees("نص قبل ضبط الساعة")


def test_a_deleted_root_keeps_its_replies_in_place(people: People) -> None:
    author = people.reader().opens("answered")
    author.posts("سؤال للقرّاء جميعاً")
    other = people.reader().opens("answered")
    comment = other.comment("سؤال للقرّاء جميعاً")
    comment.locator("[data-act=reply]").click()
    form = comment.locator("form.composer")
    other.types("جواب عن السؤال", form=form).sends(form)
    expect(other.comment("جواب عن السؤال")).to_be_visible()
    author.until(lambda: author.reloads().act("replies").is_visible())
    author.act("remove", author.comment("سؤال للقرّاء جميعاً")).click()
    author.act("confirm", author.public).click()
    expect(author.public).to_contain_text("حُذف هذا التعليق")
    expect(author.widget.locator(".empty")).to_have_count(0)
    author.act("replies").click()
    expect(author.comment("جواب عن السؤال")).to_be_visible()


def test_a_title_cut_inside_an_emoji_keeps_nobody_out(people: People) -> None:
    reader = people.reader().opens("emoji")
    reader.page.evaluate("() => { document.title = 'خ'.repeat(199) + '😀' }")
    with reader.page.expect_request(lambda request: request.method == "POST") as sent:
        reader.posts("تعليق على مقال طويل العنوان")
    body: Any = sent.value.post_data_json
    assert body["title"] == "خ" * 199 + "😀"
    reader.sees("تعليق على مقال طويل العنوان")


def test_a_page_that_becomes_another_article_gets_that_ones_comments(people: People) -> None:
    people.reader().opens("second-article").posts("تعليق المقال الثاني")
    reader = people.reader().opens("first-article")
    becomes(reader, "second-article")
    reader.sees("تعليق المقال الثاني")
    reader.posts("كُتب بعد الانتقال")
    visitor = people.reader().opens("second-article")
    visitor.sees("كُتب بعد الانتقال")
    people.reader().opens("first-article").sees_not("كُتب بعد الانتقال")


def test_nothing_is_sent_to_an_article_that_is_gone_unnoticed(people: People) -> None:
    """Where nobody tells of the change: looked at once more when it is sent."""
    reader = people.reader().opens("unnoticed")
    posts: list[str] = []
    reader.page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    reader.types("نص للمقال القديم")
    script = (
        "() => { const link = document.querySelector('link[rel=canonical]');"
        "Object.defineProperty(link, 'href', { get: () => location.origin + '/articles/noticed' }) }"
    )
    reader.page.evaluate(script)
    reader.sends()
    reader.counts("تعليقات ( 0 )")
    reader.page.clock.fast_forward(HUMAN)
    expect(reader.box).to_have_value("نص للمقال القديم")
    assert not [url for url in posts if url.endswith("/comments")]


def test_a_canonical_link_that_comes_late_takes_what_was_typed_along(people: People) -> None:
    reader = people.reader().opens("late-link")
    reader.types("نص كُتب مبكراً")
    reader.page.evaluate("() => { document.querySelector('link[rel=canonical]').href = '/articles/right' }")
    expect(reader.box).to_have_value("نص كُتب مبكراً")
    reader.sends()
    reader.sees("نص كُتب مبكراً")
    people.reader().opens("right").sees("نص كُتب مبكراً")


def test_the_pages_hotkeys_eat_nothing_that_is_typed(people: People) -> None:
    reader = people.reader().opens("hotkeys")
    script = (
        "addEventListener('keydown', (event) => { if (!event.target.matches('input,textarea')) "
        "{ (window.eaten ??= []).push(event.key); if (event.key.length === 1) event.preventDefault() } })"
    )
    reader.page.evaluate(script)
    reader.box.press_sequentially("7/10 jour")
    expect(reader.box).to_have_value("7/10 jour")
    assert reader.page.evaluate("window.eaten") is None
    reader.act("share").focus()
    reader.page.keyboard.press("j")
    assert reader.page.evaluate("window.eaten") == ["j"]


def test_a_list_without_clipboard_shows_the_address(people: People) -> None:
    people.reader().opens("no-clipboard").posts("تعليق له رابط")
    reader = people.reader()
    reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.page.add_init_script("document.execCommand = () => false")
    reader.opens("no-clipboard")
    shown: list[str] = []

    def told(dialog: Dialog) -> None:
        shown.append(dialog.default_value)
        dialog.dismiss()

    reader.page.on("dialog", told)
    link = reader.act("link", reader.comment("تعليق له رابط"))
    label = link.text_content()
    link.click()
    reader.until(lambda: bool(shown))
    assert "#ghirbal-" in shown[0]
    expect(link).to_have_text(label or "")


def test_mistakes_of_the_pages_developer_are_told_at_once(people: People) -> None:
    reader = people.reader()
    said: list[str] = []
    reader.page.on("console", lambda message: said.append(message.text))

    def article(site: str) -> None:
        def answer(route: Route) -> None:
            body = (
                "<!doctype html><html lang='fr'><meta charset='utf-8'><title>x</title>"
                f"<script type='module' src='/widget/ghirbal.js'></script><ghirbal-comments {site}></ghirbal-comments>"
            )
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

        reader.page.route("**/wrong/*", answer)
        reader.page.goto(f"{reader.base}/wrong/one")

    article("site='nobodys'")
    expect(reader.widget.get_by_role("alert")).to_contain_text("mal configurée (site)")
    expect(reader.widget.locator("form")).to_have_count(0)
    reader.until(lambda: any("no such site" in text for text in said))
    said.clear()
    article("")
    expect(reader.widget.get_by_role("alert")).to_contain_text("mal configurée (site)")
    reader.until(lambda: any("no such site" in text for text in said))


def test_a_page_of_another_origin_is_told_before_anybody_writes(people: People) -> None:
    reader = people.reader()
    said: list[str] = []
    reader.page.on("console", lambda message: said.append(message.text))
    reader.page.goto(f"http://elsewhere.localhost:{reader.base.rpartition(':')[2]}/")
    reader.widget.evaluate("(widget, api) => widget.setAttribute('api', api)", reader.base)
    reader.box.click()
    expect(reader.form.locator(".notice")).to_contain_text("إعداد الصفحة غير صالح (origin)")
    reader.until(lambda: any("origin isn't listed" in text for text in said))


def test_nine_hundred_lines_take_no_more_room_than_a_screen(people: People) -> None:
    text = "\n".join("سطر" for _ in range(240))
    reader = people.reader(phone=True).opens("tall")
    reader.posts(f"أ{chr(10) * 90}ب")
    reader.posts(text)
    shown = reader.public.or_(reader.own).locator(".text")
    expect(shown).to_have_count(2)
    heights: list[Any] = [shown.nth(at).evaluate("text => text.offsetHeight") for at in (0, 1)]
    assert max(heights) < 400
    more = reader.act("whole").locator("visible=true")
    expect(more).to_have_count(1)
    more.click()
    assert (
        shown.locator("xpath=self::*[contains(@class,'open')]").evaluate("text => text.offsetHeight") > 2_000
    )
    expect(more).to_have_count(0)


def test_each_line_is_laid_out_in_its_own_direction_and_addresses_are_links(people: People) -> None:
    text = "Bonjour à tous\niPhone أحسن من غيره"
    reader = people.reader().opens("lines")
    reader.posts(text)
    lines = reader.public.or_(reader.own).locator(".text > div")
    expect(lines.nth(0)).to_have_css("direction", "ltr")
    expect(lines.nth(1)).to_have_css("direction", "rtl")


def test_a_reply_that_is_being_written_survives_a_reload_of_the_list(people: People) -> None:
    people.reader().opens("kept-reply").posts("تعليق يُردّ عليه")
    reader = people.reader().opens("kept-reply")
    comment = reader.comment("تعليق يُردّ عليه")
    comment.locator("[data-act=reply]").click()
    form = comment.locator("form.composer")
    reader.types("ردّ لم يكتمل", form=form)
    reader.widget.evaluate("widget => widget.reload()")
    expect(reader.act("text", form)).to_have_value("ردّ لم يكتمل")
    expect(reader.public).to_have_count(1)


def test_a_permalink_to_nothing_says_so(people: People) -> None:
    reader = people.reader().opens("dead-link", fragment="#ghirbal-" + "a" * 26)
    expect(reader.widget.get_by_text("التعليق المطلوب لم يعد هنا")).to_be_visible()


def test_french_by_its_country_is_french(people: People) -> None:
    reader = people.reader().opens("fr-fr", lang="fr_FR")
    reader.counts("Commentaire (0)")


def test_the_typed_name_is_there_after_a_reload(people: People) -> None:
    reader = people.reader().opens("typed-name").types("مسودة", "ليلى")
    expect(reader.reloads().act("name", reader.form)).to_have_value("ليلى")


def test_no_field_is_so_small_that_a_phone_zooms_in(people: People) -> None:
    reader = people.reader(phone=True).opens("zoom")
    for field in (reader.box, reader.act("name", reader.form)):
        assert field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16


def test_forms_and_buttons_are_not_printed(people: People) -> None:
    people.reader().opens("print").posts("تعليق على ورق")
    reader = people.reader().opens("print")
    reader.page.emulate_media(media="print")
    expect(reader.widget.locator("button:visible, form:visible")).to_have_count(0)
    expect(reader.comment("تعليق على ورق")).to_be_visible()


def test_a_flag_is_one_letter_of_a_name(people: People) -> None:
    reader = people.reader().opens("flag")
    reader.posts("تعليق من مغربي", "🇲🇦 سعيد")
    expect(reader.public.or_(reader.own).locator(".avatar").first).to_have_text("🇲🇦")
