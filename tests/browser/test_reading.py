"""Readers read: order, more, threads, permalinks, sharing, languages, a line that fails."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import People
from tests.browser.people import HUMAN, Late, Reader

TEXTS = ("الأول وصل باكراً", "الثاني جاء بعده", "الثالث هو الأخير")


def a_thread(people: People, article: str) -> Reader:
    """Three comments by one reader."""
    reader = people.reader().opens(article)
    for text in TEXTS:
        reader.posts(text)
    return reader


def short_pages(reader: Reader) -> None:
    """Make the widget ask for two comments at a time."""

    def shorten(route: Route) -> None:
        route.continue_(url=re.sub(r"limit=\d+", "limit=2", route.request.url))

    reader.page.route("**/comments?*", shorten)


def a_minute_shows(reader: Reader, what: Locator) -> bool:
    """Whether it is there once the page's own clock has gone on to the next question.

    The answer may come from the browser's cache for some seconds, or after this look: a later one sees it.
    """
    reader.page.clock.run_for(61_000)
    return what.is_visible()


def test_order_more_and_permalink_go_through_the_cursor(people: People) -> None:
    a_thread(people, "order")
    reader = people.reader()
    short_pages(reader)
    reader.opens("order")
    expect(reader.public.locator(".text")).to_have_text([TEXTS[2], TEXTS[1]])
    reader.act("more").click()
    expect(reader.public.locator(".text")).to_have_text([*TEXTS[::-1]])
    reader.act("oldest").click()
    expect(reader.public.locator(".text")).to_have_text([TEXTS[0], TEXTS[1]])
    link = reader.act("permalink", reader.comment(TEXTS[0])).get_attribute("href") or ""
    visitor = people.reader()
    short_pages(visitor)
    visitor.opens("order", fragment="#" + link.partition("#")[2])
    expect(visitor.comment(TEXTS[0])).to_be_in_viewport()
    expect(visitor.comment(TEXTS[0])).to_be_focused()


def test_of_two_orders_the_one_asked_for_last_is_shown_whichever_answer_comes_first(people: People) -> None:
    a_thread(people, "orders")
    reader = people.reader().opens("orders")
    lists = Late(reader.page, re.compile(r"/comments\?"))
    reader.act("oldest").click()
    lists.comes(1)
    reader.act("newest").click()
    lists.comes(2).answers(1)
    expect(reader.public.locator(".text")).to_have_text([*TEXTS[::-1]])
    with reader.page.expect_response(lambda response: "sort=oldest" in response.url):
        lists.answers(0)
    expect(reader.act("newest")).to_have_attribute("aria-pressed", "true")
    expect(reader.public.locator(".text")).to_have_text([*TEXTS[::-1]])


def test_the_browsers_own_cache_answers_no_list(people: People) -> None:
    """Shared caches may serve a list for half a minute; a reader who reloads asks them again, not their own disk."""
    reader = people.reader()
    script = "const plain = fetch; window.modes = []; fetch = (url, init) => (modes.push(init.cache), plain(url, init))"
    reader.page.add_init_script(script)
    reader.opens("uncached")
    assert set(reader.page.evaluate("modes")) == {"no-cache"}


def test_replies_open_on_demand_and_are_posted_under_their_root(people: People) -> None:
    author = people.reader().opens("replies")
    author.posts("ما رأيكم في الممشى؟", "سعاد")
    other = people.reader().opens("replies")
    comment = other.comment("ما رأيكم في الممشى؟")
    comment.locator("[data-act=reply]").click()
    form = comment.locator("form.composer")
    expect(form.locator(".label")).to_contain_text("سعاد")
    other.types("فكرة حسنة", form=form).sends(form)
    expect(other.comment("فكرة حسنة")).to_be_visible()
    other.counts("تعليقان ( 2 )")
    later = people.reader().opens("replies")
    expect(later.widget.get_by_text("فكرة حسنة")).to_have_count(0)
    later.act("replies").click()
    expect(later.comment("فكرة حسنة")).to_be_visible()
    link = later.act("permalink", later.comment("فكرة حسنة")).get_attribute("href") or ""
    visitor = people.reader().opens("replies", fragment="#" + link.partition("#")[2])
    expect(visitor.comment("فكرة حسنة")).to_be_focused()


def test_an_author_edits_and_deletes_and_nobody_else_can(people: People) -> None:
    author = people.reader().opens("own")
    author.posts("نص فيه خطأ")
    stranger = people.reader().opens("own")
    expect(stranger.act("edit", stranger.public)).to_have_count(0)
    expect(stranger.act("remove", stranger.public)).to_have_count(0)
    comment = author.reloads().comment("نص فيه خطأ")
    comment.locator("[data-act=edit]").click()
    form = author.public.locator("form.composer")
    expect(author.act("text", form)).to_have_value("نص فيه خطأ")
    author.types("نص بلا أخطاء", form=form).sends(form)
    author.sees("نص بلا أخطاء")
    expect(author.comment("نص بلا أخطاء").locator(".time")).to_contain_text("معدَّل")
    author.act("remove", author.comment("نص بلا أخطاء")).click()
    author.act("confirm", author.public).click()
    author.sees_not("نص بلا أخطاء")
    author.finds("تعليقات ( 0 )")


def test_a_reader_reports_with_a_reason(people: People) -> None:
    people.reader().opens("report").posts("كلام لا بأس به")
    other = people.reader().opens("report")
    comment = other.comment("كلام لا بأس به")
    comment.locator("[data-act=report]").click()
    with other.page.expect_response("**/report") as answered:
        comment.locator("[data-act=abuse]").click()
    assert answered.value.status == 202
    expect(comment.locator(".notice")).to_contain_text("وصل تبليغك")


def test_sharing_copies_and_says_so(people: People) -> None:
    reader = people.reader().opens("share")
    share = reader.act("share")
    expect(share).to_have_text("مشاركة المقال")
    reader.page.clock.pause_at(reader.page.evaluate("Date.now() + 30000"))
    share.click()
    expect(share).to_have_text("تم النسخ")
    assert reader.page.evaluate("navigator.clipboard.readText()") == f"{reader.base}/articles/share"
    reader.page.clock.run_for(2_000)
    expect(share).to_have_text("مشاركة المقال")


def test_two_widgets_on_a_page_keep_to_their_own_article(people: People) -> None:
    reader = people.reader()
    reader.page.goto(f"{reader.base}/two.html")
    first, second = reader.page.locator("#first"), reader.page.locator("#second")
    expect(second.locator("h2.title")).to_have_text("تعليقات ( ٠ )")
    first.locator("[data-act=text]").fill("رأي في سوق الكتب")
    first.locator("[data-act=post]").click()
    reader.page.clock.fast_forward(HUMAN)
    expect(first.locator("h2.title")).to_have_text("تعليق ( 1 )")
    expect(second.locator("h2.title")).to_have_text("تعليقات ( ٠ )")


def test_the_strict_page_works_without_a_violation(people: People) -> None:
    reader = people.reader()
    script = (
        "addEventListener('securitypolicyviolation', e => (window.broken ??= []).push(e.violatedDirective))"
    )
    reader.page.add_init_script(script)
    reader.visits("/strict.html")
    reader.posts("تعليق تحت سياسة صارمة")
    reader.sees("تعليق تحت سياسة صارمة")
    assert reader.page.evaluate("window.broken") is None


def test_english_is_loaded_when_the_page_is_english(people: People) -> None:
    reader = people.reader().visits("/en.html")
    reader.counts("Comments (0)")
    expect(reader.form.locator(".counter")).to_have_text("1000 / 1000 (characters left)")
    expect(reader.widget.locator(".frame")).to_have_css("direction", "ltr")


def test_french_is_loaded_when_asked(people: People) -> None:
    reader = people.reader().opens("french", lang="fr")
    reader.counts("Commentaire (0)")
    expect(reader.act("post", reader.form)).to_have_text("Envoyer")


def test_a_failing_list_says_so_and_comes_back(people: People) -> None:
    people.reader().opens("failing").posts("موجود رغم كل شيء")
    reader = people.reader()
    reader.page.route("**/comments?*", lambda route: route.abort())
    reader.opens("failing")
    expect(reader.widget.get_by_role("alert").last).to_contain_text("تعذّر تحميل")
    reader.counts("تعليقات")
    expect(reader.widget.locator(".sorts")).to_be_hidden()
    reader.page.unroute("**/comments?*")
    reader.act("retry").click()
    reader.sees("موجود رغم كل شيء")


def test_a_reader_who_was_offline_gets_the_list_when_back(people: People) -> None:
    people.reader().opens("offline").posts("انتظرتك هنا")
    reader = people.reader().opens("offline")
    context = reader.page.context
    context.set_offline(True)
    reader.widget.evaluate("widget => widget.reload()")
    expect(reader.widget.get_by_role("alert").last).to_contain_text("لا اتصال")
    context.set_offline(False)
    expect(reader.widget.locator(".foot [role=alert]")).to_have_count(0)
    reader.sees("انتظرتك هنا")


def test_a_closed_article_takes_no_comment(people: People) -> None:
    text = "كلام بطاطا قبل الإغلاق"
    people.reader().opens("closing").posts(text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.current.get_by_role("button", name="إغلاق التعليق على المقال").click()
    expect(moderator.current.get_by_role("button", name="فتح التعليق على المقال")).to_be_visible()
    reader = people.reader().opens("closing")
    expect(reader.form).to_have_count(0)
    expect(reader.widget.locator(".notice").first).to_contain_text("أُغلق باب التعليق")


def test_new_comments_are_announced_without_moving_the_text(people: People) -> None:
    reader = people.reader()
    reader.opens("fresh")
    people.reader().opens("fresh").posts("وصلتُ بعدك")
    news = reader.act("fresh")
    reader.until(lambda: a_minute_shows(reader, news))
    news.click()
    reader.sees("وصلتُ بعدك")


def test_an_address_that_is_no_article_is_explained(people: People) -> None:
    reader = people.reader()
    reader.page.goto(f"{reader.base}/articles/bad?page=javascript:alert(1)")
    expect(reader.widget.get_by_role("alert")).to_contain_text("إعداد الصفحة غير صالح (page)")


def test_likes_are_counted_once_and_order_the_list(people: People) -> None:
    a_thread(people, "likes")
    reader = people.reader().opens("likes")
    like = reader.act("like", reader.comment(TEXTS[0]))
    with reader.page.expect_response(lambda response: response.url.endswith("/vote") and response.ok):
        like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_contain_text("1")
    visitor = people.reader().opens("likes")
    visitor.until(
        lambda: "1" in (visitor.act("like", visitor.reloads().comment(TEXTS[0])).text_content() or "")
    )
    visitor.act("liked").click()
    expect(visitor.public.first.locator(".text")).to_have_text(TEXTS[0])
    with reader.page.expect_response(lambda response: response.url.endswith("/vote") and response.ok):
        reader.act("like", reader.comment(TEXTS[0])).click()
    expect(reader.act("like", reader.comment(TEXTS[0]))).not_to_contain_text("1")


def test_nobody_likes_their_own_comment(people: People) -> None:
    author = people.reader().opens("own-like")
    author.posts("كلام يعجبني أنا")
    expect(author.act("like", author.comment("كلام يعجبني أنا"))).to_be_disabled()
