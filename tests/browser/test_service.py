"""Jobs and webhooks in the console, against the real queues and functions of a local stack; looked at by axe as well.

The machine of a test has no public address to call, so the code is derived from the stack's own secret.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ghirbal.auth.keyring import Keyring, parse_secret
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.webhooks import DynamoWebhooks
from ghirbal.usecases.webhooks.webhooks import EVENTS, code_of
from tests.browser.conftest import People, Stack
from tests.browser.people import ARTEFACTS, Late, Moderator
from tests.browser.test_axe import axe, check
from tests.browser.test_console import waiting
from tests.browser.test_team import invites, opens_team

__all__ = ["axe"]

HOOK = {
    "host": "hooks.example.com",
    "sink": "json",
    "events": ["CommentHeld", "QueueSurge"],
    "failing_since": None,
    "succeeded": None,
    "error": "",
    "both_secrets_until": None,
    "by": "demo-owner",
    "at": "2026-11-01T08:00:00Z",
}


def opens(moderator: Moderator, name: str = "المهام والربط") -> Page:
    """The sheet, with the list of jobs on it."""
    moderator.page.get_by_role("navigation").get_by_role("button", name=name).click()
    expect(moderator.page.locator(".service ol").first).to_have_attribute("aria-busy", "false")
    return moderator.page


def jobs(page: Page) -> Locator:
    """The jobs that are listed, newest first."""
    return page.locator(".service ol").first.locator(".card")


def hooks(page: Page) -> Locator:
    """The webhooks that are listed."""
    return page.locator(".service ol").last.locator(".card")


def adds(page: Page, url: str) -> str:
    """Fill the form in and send it; the secret that is shown."""
    page.get_by_label("العنوان").fill(url)
    page.get_by_role("button", name="ربط عنوان جديد").click()
    expect(page.locator(".said code")).to_contain_text("whsec_")
    return page.locator(".said code").inner_text()


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def code(local: Stack, hook: str) -> str:
    """What the stack sends to that address: the code of its last challenge."""
    reached = local.environment

    def client(service: str) -> Any:
        make: Any = boto3.client
        return make(
            service,
            endpoint_url=reached["AWS_ENDPOINT_URL"],
            region_name=reached["AWS_DEFAULT_REGION"],
            aws_access_key_id=reached["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=reached["AWS_SECRET_ACCESS_KEY"],
        )

    found = client("secretsmanager").get_secret_value(SecretId=reached["GHIRBAL_SECRET"])
    stored = DynamoWebhooks(Table(reached["GHIRBAL_TABLE"], client("dynamodb"))).get("demo", hook)
    assert stored is not None
    return code_of(stored, Keyring(lambda: parse_secret(found["SecretString"])))


def test_an_owner_recounts_and_sees_what_was_found(people: People, axe: str) -> None:
    waiting(people, "recounted", "بطاطا تُعدّ من جديد")
    page = opens(people.moderator().signs_in("demo-owner"))
    page.get_by_role("button", name="إعادة عدّ التعليقات").click()
    newest = jobs(page).first
    expect(newest).to_contain_text("demo-owner")
    expect(newest).to_contain_text("اكتملت")
    newest.get_by_text("النتائج").click()
    expect(newest.locator("dd").first).not_to_have_text("0")
    check(page, axe)
    keeps(page, "jobs")


def test_what_was_opened_stays_open_while_jobs_are_looked_at_again(people: People) -> None:
    page = opens(people.moderator().signs_in("demo-owner"))
    start = page.get_by_role("button", name="إعادة عدّ التعليقات")
    before = jobs(page).count()
    start.click()
    expect(jobs(page)).to_have_count(before + 1)
    expect(jobs(page).first).to_contain_text("اكتملت")
    jobs(page).first.get_by_text("النتائج").click()
    start.click()
    expect(jobs(page)).to_have_count(before + 2)
    expect(jobs(page).first).to_contain_text("اكتملت")
    expect(jobs(page).nth(1).locator("details")).to_have_attribute("open", "")


def test_a_look_that_fails_is_told_and_tried_again(people: People) -> None:
    moderator = people.moderator().signs_in("demo-owner")
    moderator.page.route("**/jobs", lambda route: route.abort())
    moderator.page.get_by_role("navigation").get_by_role("button", name="المهام والربط").click()
    alert = moderator.page.get_by_role("alert").filter(has_text="تعذّر الاتصال")
    expect(alert).to_be_visible()
    moderator.page.unroute("**/jobs")
    alert.get_by_role("button", name="إعادة المحاولة").click()
    expect(moderator.page.locator(".service ol").first).to_have_attribute("aria-busy", "false")
    expect(alert).to_have_count(0)


def test_a_job_that_waits_fails_or_stands_still_says_so(people: People) -> None:
    """Answers changed on their way: a test can't wait two hours for a job to stand still."""
    moderator = people.moderator().signs_in("demo-owner")
    listed = Late(moderator.page, "**/jobs")
    moderator.page.get_by_role("navigation").get_by_role("button", name="المهام والربط").click()
    one = {"id": "a" * 26, "kind": "recount", "parameters": {"days": 7}, "state": "failed", "reason": "queue"}
    other = {"id": "b" * 26, "kind": "dry-run", "parameters": {"days": 30, "version": 4}, "state": "running"}
    common = {"progress": 40, "by": "demo-owner", "at": HOOK["at"], "figures": None}
    failed = {**common, **one, "stalled": False}
    listed.comes().answers(jobs=[failed, {**common, "reason": "", **other, "stalled": True}])
    expect(jobs(moderator.page).first).to_contain_text("تعذّر بدء التنفيذ")
    expect(jobs(moderator.page).last).to_contain_text("تجربة القواعد، النسخة 4")
    expect(jobs(moderator.page).last).to_contain_text("متعثرة")
    expect(moderator.page.locator("progress")).to_have_count(0)


def test_a_refusal_outlives_the_looks_at_what_runs(people: People) -> None:
    """A job that never ends, and another that may not be started beside it: the page looks on every two seconds."""
    moderator = people.moderator().signs_in("demo-owner")
    page = moderator.page
    runs = {"id": "a" * 26, "kind": "recount", "parameters": {"days": 7}, "state": "running", "reason": ""}
    shown = {**runs, "stalled": False, "progress": 40, "by": "x", "at": HOOK["at"], "figures": None}

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            return route.fulfill(status=409, json={"code": "job-running", "detail": "انتظر نهايتها."})
        return route.fulfill(json={"jobs": [shown]})

    page.route("**/jobs", answer)
    opens(moderator)
    page.get_by_role("button", name="إعادة عدّ التعليقات").click()
    refusal = page.get_by_role("alert").filter(has_text="انتظر نهايتها")
    expect(refusal).to_be_visible()
    for _ in range(2):
        with page.expect_response("**/jobs"):
            pass
    expect(refusal).to_be_visible()


def test_a_webhook_is_added_its_secret_shown_once_and_turned_on_by_its_code(
    people: People, local: Stack, axe: str
) -> None:
    url = "https://hooks.example.com/ghirbal/first"
    page = opens(people.moderator().signs_in("demo-owner"))
    with page.expect_response(
        lambda response: response.url.endswith("/webhooks") and response.status == 201
    ) as added:
        secret = adds(page, url)
    offered = page.locator(".ticks input").evaluate_all("all => all.map(({ value }) => value)")
    assert set(offered) == set(EVENTS)
    row = hooks(page).filter(has_text="hooks.example.com").last
    expect(row).to_contain_text("ينتظر الرمز")
    check(page, axe)
    keeps(page, "webhooks")
    page.get_by_role("button", name="حفظتُه").click()
    expect(page.locator(".said")).to_be_empty()
    row.get_by_label("الرمز", exact=True).fill("wrong")
    row.get_by_role("button", name="تفعيل").click()
    expect(row.get_by_role("alert")).to_contain_text("اكتب الرمز")
    expect(row.get_by_label("الرمز", exact=True)).to_have_value("wrong")
    row.get_by_label("الرمز", exact=True).fill(code(local, added.value.json()["webhook"]["id"]))
    row.get_by_role("button", name="تفعيل").click()
    expect(row).to_contain_text("يعمل")
    row.get_by_role("button", name="سرّ جديد").click()
    row.locator("[data-act=webhook-rotate-sure]").click()
    expect(page.locator(".said code")).not_to_have_text(secret)
    expect(row).to_contain_text("بالسرّين القديم والجديد")
    expect(row.locator("[data-act=webhook-rotate]")).to_be_focused()
    row.get_by_role("button", name="حذف").click()
    row.locator("[data-act=webhook-remove-sure]").click()
    expect(hooks(page).filter(has_text="hooks.example.com")).to_have_count(0)


def test_an_address_that_may_not_be_called_is_refused_and_stays_typed(people: People) -> None:
    page = opens(people.moderator().signs_in("demo-owner"))
    page.get_by_label("العنوان").fill("https://localhost/x")
    page.get_by_role("button", name="ربط عنوان جديد").click()
    expect(page.locator("form").get_by_role("alert")).to_contain_text("اسم نطاق كامل")
    expect(page.get_by_label("العنوان")).to_have_value("https://localhost/x")


def test_a_secret_nobody_has_kept_is_not_left_unasked(people: People) -> None:
    page = opens(people.moderator().signs_in("demo-owner"))
    adds(page, "https://hooks.example.com/ghirbal/kept")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("navigation").get_by_role("button", name="الفريق").click()
    expect(page.locator(".said code")).to_be_visible()
    page.get_by_role("button", name="حفظتُه").click()
    page.get_by_role("navigation").get_by_role("button", name="الفريق").click()
    expect(page.get_by_role("heading", name="الفريق", exact=True)).to_be_visible()


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_a_webhook_that_fails_says_since_when_and_why(people: People, axe: str, lang: str) -> None:
    moderator = people.moderator(phone=True, dark=lang == "fr").signs_in("demo-owner")
    page = moderator.page
    moderator.speaks(lang)
    listed = Late(page, "**/webhooks")
    opens(moderator, {"ar": "المهام والربط", "fr": "Tâches et webhooks", "en": "Jobs and webhooks"}[lang])
    failing = {"failing_since": HOOK["at"], "error": "status 503", "succeeded": HOOK["at"]}
    off = {**HOOK, **failing, "id": "a" * 26, "state": "off", "host": "a-very-long-name." * 6 + "example.com"}
    late = {**HOOK, **failing, "id": "b" * 26, "state": "on", "sink": "telegram"}
    listed.comes().answers(webhooks=[off, late])
    expect(hooks(page).first).to_contain_text("status 503")
    expect(hooks(page).first).to_contain_text(
        {"ar": "بعد يوم كامل", "fr": "après un jour", "en": "after a day"}[lang]
    )
    page.locator(".service details summary").last.click()
    expect(page.get_by_text("ghirbal webhooks replay")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check(page, axe)
    keeps(page, f"webhooks-{lang}")


def test_an_editor_sees_the_jobs_and_neither_webhooks_nor_recounts(people: People) -> None:
    invites(opens_team(people.moderator().signs_in("demo-owner")), "nadia", "editor")
    page = opens(people.moderator().signs_in("nadia"))
    expect(page.get_by_text("إعادة العدّ من صلاحيات المالكين")).to_be_visible()
    expect(page.get_by_role("button", name="إعادة عدّ التعليقات")).to_have_count(0)
    expect(page.get_by_label("العنوان")).to_have_count(0)


def test_a_moderator_is_not_offered_the_sheet(people: People) -> None:
    page = people.moderator().signs_in().page
    expect(page.get_by_role("button", name="المهام والربط")).to_have_count(0)
