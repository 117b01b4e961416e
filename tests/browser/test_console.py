"""Moderators decide: by keys, against each other, over the end of a session, on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import People
from tests.browser.people import Moderator, hold, waiting_texts


def waiting(people: People, article: str, *texts: str) -> None:
    """Have comments held on an article."""
    hold(people.base, article, *texts)


def test_a_stranger_is_asked_to_sign_in(people: People) -> None:
    moderator = people.moderator()
    moderator.page.goto(f"{moderator.base}/moderate")
    expect(moderator.page.get_by_role("button", name="تسجيل الدخول")).to_be_visible()


def test_a_sign_in_outlives_a_reload_and_tokens_are_kept_in_memory_only(people: People) -> None:
    moderator = people.moderator().signs_in()
    for _ in range(2):
        kept = moderator.page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        )
        assert "eyJ" not in kept
        assert "code=" not in moderator.page.url
        moderator.page.reload()
        expect(moderator.page.locator(".pending")).not_to_have_text("")


def test_whoever_signs_out_is_out_at_the_issuer_too(people: People) -> None:
    moderator = people.moderator().signs_in()
    page = moderator.page
    moderator.act("sign-out").click()
    expect(moderator.act("sign-in")).to_be_visible()
    page.reload()
    expect(moderator.act("sign-in")).to_be_visible()
    page.evaluate("localStorage.setItem('ghirbal-console:known', '1')")
    with page.expect_response(lambda response: "prompt=none" in response.url):
        page.reload()
    expect(moderator.act("sign-in")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text(" ")
    assert "error" not in page.url


def test_keys_decide_and_move_on(people: People, stack: str) -> None:
    texts = [f"بطاطا رقم {number}" for number in ("واحد", "اثنين", "ثلاثة")]
    waiting(people, "keys", *texts)
    moderator = people.moderator().signs_in()
    moderator.page.get_by_label("الترتيب").select_option("newest")
    moderator.reads(texts[2])
    moderator.decides("a")
    expect(moderator.current).to_contain_text(texts[1])
    moderator.decides("r")
    expect(moderator.current).to_contain_text(texts[0])
    moderator.decides("s")
    for text, said in zip(texts, ("سبام", "رُفض", "قُبل"), strict=True):
        expect(moderator.card(text)).to_contain_text(said)
    assert not set(texts) & set(waiting_texts(stack))


def test_keys_work_on_an_arabic_keyboard(people: People) -> None:
    waiting(people, "arabic-keys", "بطاطا بلوحة عربية")
    moderator = people.moderator().signs_in().reads("بطاطا بلوحة عربية")
    moderator.page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))"
    )
    expect(moderator.card("بطاطا بلوحة عربية")).to_contain_text("قُبل")


def test_undo_brings_the_comment_back_to_the_queue(people: People, stack: str) -> None:
    text = "بطاطا رُفض خطأً"
    waiting(people, "undo", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.decides("r")
    expect(moderator.card(text)).to_contain_text("رُفض")
    moderator.presses("u")
    expect(moderator.act("approve", moderator.card(text))).to_be_visible()
    expect(moderator.act("approve", moderator.card(text))).to_be_enabled()
    moderator.refreshes()
    expect(moderator.card(text)).to_have_count(1)
    assert text in waiting_texts(stack)


def test_two_windows_one_comment_the_second_is_told_who_decided(people: People) -> None:
    """Cases 6 and 7 as moderators meet them."""
    text = "بطاطا بين مشرفين"
    waiting(people, "conflict", text)
    first = people.moderator().signs_in("demo-moderator").reads(text)
    second = people.moderator().signs_in("demo-owner").reads(text)
    first.decides("r")
    expect(first.card(text)).to_contain_text("رُفض")
    second.presses("a")
    notice = second.card(text).locator(".notice")
    expect(notice).to_contain_text("demo-moderator")
    expect(notice).to_contain_text("مرفوض")
    second.act("resolve", notice).click()
    expect(second.card(text).locator(".state")).to_have_text("مرفوض")


def refuse_once(moderator: Moderator) -> None:
    """The next decision meets a token that has run out."""
    refused: list[str] = []

    def answer(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=401, json={"code": "token-invalid", "status": 401})

    moderator.page.route("**/decisions", answer)


def test_a_token_that_runs_out_is_renewed_unnoticed(people: People) -> None:
    text = "بطاطا بين رمزين"
    waiting(people, "refresh", text)
    moderator = people.moderator().signs_in().reads(text)
    refuse_once(moderator)
    moderator.decides("a")
    expect(moderator.card(text)).to_contain_text("قُبل")
    people.reader().opens("refresh").sees(text)


def test_a_session_that_ends_in_the_middle_loses_nothing(people: People) -> None:
    """Case 60: the issuer refuses to renew, so the moderator signs in again in a window beside the work."""
    text = "بطاطا عند انتهاء الجلسة"
    waiting(people, "expiry", text)
    moderator = people.moderator().signs_in().reads(text)
    refuse_once(moderator)
    moderator.page.route("**/dev/oidc/token", lambda route: route.fulfill(status=400, json={}))
    moderator.presses("a")
    expect(moderator.page.locator(".session")).to_contain_text("انتهت جلستك")
    moderator.page.unroute("**/dev/oidc/token")
    with moderator.page.expect_popup() as opened:
        moderator.act("sign-in-again").click()
    with moderator.page.expect_response(lambda response: "/decisions" in response.url and response.ok):
        opened.value.locator('button[value="demo-moderator"]').click()
    expect(moderator.page.locator(".session")).to_be_empty()
    expect(moderator.card(text)).to_contain_text("قُبل")
    people.reader().opens("expiry").sees(text)


def test_a_line_that_fails_puts_the_decision_back(people: People) -> None:
    text = "بطاطا على شبكة مقطوعة"
    waiting(people, "broken-line", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.page.route("**/decisions", lambda route: route.abort())
    moderator.presses("a")
    notice = moderator.card(text).locator(".notice")
    expect(notice).to_contain_text("لم يُحفظ القرار")
    moderator.page.unroute("**/decisions")
    notice.get_by_role("button", name="إعادة المحاولة").click()
    expect(moderator.card(text)).to_contain_text("قُبل")
    expect(moderator.page.locator(".trouble")).to_be_empty()


def test_who_has_gone_on_is_told_of_a_decision_that_was_not_saved_and_led_back(people: People) -> None:
    lost, after = "بطاطا لم يُحفظ قرارها", "بطاطا تليها في القائمة"
    waiting(people, "gone-on", lost, after)
    moderator = people.moderator(phone=True).signs_in().reads(lost)
    moderator.page.route("**/decisions", lambda route: route.abort())
    moderator.act("reject", moderator.current).click()
    trouble = moderator.page.locator(".trouble")
    expect(trouble).to_contain_text("قرار واحد لم يُحفظ")
    moderator.reads(after)
    trouble.get_by_role("button", name="عرض").click()
    expect(moderator.current).to_contain_text(lost)
    expect(moderator.card(lost).locator(".notice")).to_be_in_viewport()


def still_waits(base: str, *texts: str) -> None:
    """They are all there: what was sent before has arrived, for the page sends one decision after the other."""
    assert set(texts) <= set(waiting_texts(base))


def test_a_key_that_is_held_down_decides_once(people: People, stack: str) -> None:
    texts = ("بطاطا تحت الإصبع", "بطاطا بعدها لم تُقرأ", "بطاطا ثالثة لم تُقرأ")
    waiting(people, "held-key", *texts)
    moderator = people.moderator().signs_in().reads(texts[2]).looks()
    with moderator.page.expect_response(lambda response: "/decisions" in response.url):
        for _ in range(4):
            moderator.page.keyboard.down("a")
    moderator.looks()
    for _ in range(4):
        moderator.page.keyboard.down("a")
    moderator.page.keyboard.up("a")
    expect(moderator.page.locator(".card.done")).to_have_count(1)
    still_waits(stack, *texts[:2])


def test_a_key_that_comes_before_the_eyes_decides_nothing(people: People, stack: str) -> None:
    texts = ("بطاطا لا تُرى بعد", "بطاطا قُرئت")
    waiting(people, "two-keys", *texts)
    moderator = people.moderator().signs_in().reads(texts[1]).looks()
    moderator.page.keyboard.press("r")
    moderator.page.keyboard.press("r")
    expect(moderator.page.locator(".card.done")).to_have_count(1)
    still_waits(stack, texts[0])
    moderator.looks().decides("r")
    expect(moderator.page.locator(".card.done")).to_have_count(2)


def test_two_taps_decide_on_one_comment(people: People, stack: str) -> None:
    """The next card comes under the thumb as the one that was decided on gets smaller."""
    texts = ("بطاطا تحت الإبهام", "بطاطا صعدت تحت الإبهام")
    waiting(people, "two-taps", *texts)
    moderator = people.moderator(phone=True).signs_in()
    done = moderator.page.locator(".card.done")
    for _ in range(5):  # where a comment arrives just then, neither tap counts: once more
        box = moderator.looks().act("reject", moderator.current).bounding_box()
        assert box is not None
        place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        moderator.page.mouse.click(*place)
        moderator.page.wait_for_timeout(120)
        moderator.page.mouse.click(*place)
        moderator.page.wait_for_timeout(500)
        if done.count():
            break
    expect(done).to_have_count(1)
    moderator.looks()
    expect(moderator.page.locator(".card.done")).to_have_count(1)


def test_an_auditor_may_look_and_not_decide(people: People) -> None:
    text = "بطاطا أمام مدقّق"
    waiting(people, "auditor", text)
    auditor = people.moderator().signs_in("demo-auditor").reads(text)
    expect(auditor.current.locator(".article")).to_be_visible()
    auditor.presses("a").presses("x")
    expect(auditor.current.locator("[data-decides], [type=checkbox], form, [data-act=delete]")).to_have_count(
        0
    )
    expect(auditor.page.locator(".bulk")).to_be_hidden()
    expect(auditor.current).to_contain_text(text)


def test_help_opens_by_its_key(people: People) -> None:
    moderator = people.moderator().signs_in()
    moderator.presses("?")
    expect(moderator.page.get_by_role("dialog")).to_be_visible()
    moderator.presses("Escape")
    expect(moderator.page.get_by_role("dialog")).to_be_hidden()


def test_the_room_speaks_three_languages(people: People) -> None:
    moderator = people.moderator().signs_in()
    for lang, title, direction in (
        ("fr", "Espace", "ltr"),
        ("en", "Moderators", "ltr"),
        ("ar", "غرفة", "rtl"),
    ):
        moderator.speaks(lang)
        expect(moderator.page.locator("h1")).to_contain_text(title)
        expect(moderator.page.locator("body")).to_have_css("direction", direction)


def test_hostile_text_stays_text_in_the_queue(people: People) -> None:
    """Case 42, and H3: nothing of a reader's becomes markup or a link."""
    text = "بطاطا <img src=x onerror=alert(1)> \u202eمقلوب javascript:alert(1)"
    waiting(people, "hostile-queue", text)
    moderator = people.moderator().signs_in().reads(text)
    assert moderator.current.locator(".text :not(mark)").count() == 0
    expect(moderator.current.locator(".text")).to_have_text(text)
    expect(moderator.current.locator("a")).to_have_attribute(
        "href", f"{moderator.base}/articles/hostile-queue"
    )


def test_a_phone_shows_the_queue_without_scrolling_sideways(people: People) -> None:
    text = "بطاطا على هاتف صغير " + "ط" * 200
    waiting(people, "phone-queue", text)
    moderator = people.moderator(phone=True, dark=True).signs_in().reads(text)
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert moderator.page.evaluate(width) == 0
    heights = moderator.current.locator(".actions button").evaluate_all("all => all.map(b => b.offsetHeight)")
    assert min(heights) >= 44, "thumbs need 44 pixels"
    moderator.keeps("queue-phone")


NAMELESS = """() => [...document.querySelectorAll('button')].flatMap((button) => {
    const scope = button.closest('li, form, dialog') ?? document.body;
    const namesakes = [...scope.querySelectorAll(`[data-act="${button.dataset.act}"]`)]
        .filter((other) => (other.closest('li, form, dialog') ?? document.body) === scope);
    return button.dataset.act && namesakes.length === 1 ? [] : [button.outerHTML];
})"""
"""Buttons that the markup doesn't tell apart: without an act, or with that of another of the same card, row or form."""


def test_every_act_has_a_name_of_its_own_and_says_what_it_does(people: People) -> None:
    """However late the details of a card arrive, and whatever is open on it."""
    text = "بطاطا بأزرار كثيرة"
    waiting(people, "acts", text)
    moderator = people.moderator().signs_in("demo-owner").reads(text)
    moderator.act("ban-open", moderator.current).click()
    moderator.act("delete", moderator.current).click()
    expect(moderator.act("ban", moderator.current)).to_be_visible()
    moderator.presses("Escape")
    for place in ("queue", "statistics", "bans", "policy", "service", "team"):
        if place != "queue":
            moderator.act(f"go-{place}").click()
            expect(moderator.act(f"go-{place}")).to_have_attribute("aria-current", "page")
            expect(moderator.page.get_by_text("جارٍ التحميل")).to_have_count(0)
        assert moderator.page.evaluate(NAMELESS) == []
        silent = moderator.page.locator("button:visible").filter(has_not_text=re.compile(r"\S"))
        expect(silent).to_have_count(0)
