"""Readers that the site itself has signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People, Stack

SIGN = Path(__file__).resolve().parents[2] / "docs" / "sso" / "sign.py"


@pytest.fixture(scope="module")
def sign(local: Stack) -> Callable[[str, str], str]:
    """(who, shown name) → token, signed as docs/sso.md says with the key that the command prints."""
    answer = dict(re.findall(r"(kid|key)\t(\S+)", local.ghirbal("site", "sso-key", "demo")))
    spec = spec_from_file_location("sign", SIGN)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def signed(who: str, name: str) -> str:
        return str(module.sso_token("demo", answer["kid"], answer["key"], who, name))

    return signed


def test_a_signed_in_reader_writes_under_the_sites_own_name_for_them(
    people: People, sign: Callable[[str, str], str]
) -> None:
    attributes = {"sso-token": sign("42", "هند من الموقع")}
    reader = people.reader().opens("signed-in", **attributes)
    expect(reader.act("name", reader.form)).to_have_count(0)
    reader.posts("تعليق من حسابي")
    reader.sees("تعليق من حسابي")
    stranger = people.reader().opens("signed-in")
    expect(stranger.public.locator(".author")).to_have_text("هند من الموقع")


def test_the_same_reader_may_edit_from_another_device(
    people: People, sign: Callable[[str, str], str]
) -> None:
    attributes = {"sso-token": sign("43", "سامي")}
    first = people.reader().opens("devices", **attributes)
    first.posts("كتبته من الهاتف")
    identity = first.public.get_attribute("data-id") or ""
    second = people.reader().opens("devices", **attributes)
    kept = first.page.evaluate("Object.entries(localStorage).find(([name]) => name.includes(':own:'))")
    second.page.evaluate("([name, value]) => localStorage.setItem(name, value)", kept)
    comment = second.reloads().comment("كتبته من الهاتف")
    expect(comment).to_have_attribute("data-id", identity)
    comment.locator("[data-act=edit]").click()
    form = second.public.locator("form.composer")
    second.types("صحّحته من الحاسوب", form=form).sends(form)
    second.sees("صحّحته من الحاسوب")


def test_a_token_the_site_did_not_sign_is_refused_and_told_to_the_page(
    people: People, sign: Callable[[str, str], str]
) -> None:
    forged = sign("44", "منتحل")[:-4] + "AAAA"
    reader = people.reader().opens("forged", **{"sso-token": forged})
    reader.page.evaluate("addEventListener('ghirbal:error', e => (window.codes ??= []).push(e.detail.code))")
    reader.types("لن يُقبل").sends()
    expect(reader.form.locator(".notice")).not_to_be_empty()
    assert "sso-token" in reader.page.evaluate("window.codes")
    people.reader().opens("forged").sees_not("لن يُقبل")


def test_a_signed_in_reader_is_told_under_which_name_they_write(
    people: People, sign: Callable[[str, str], str]
) -> None:
    reader = people.reader().opens("greeted", **{"sso-token": sign("45", "هند من الموقع")})
    reader.box.click()
    expect(reader.form.locator(".who")).to_contain_text("التعليق باسم \u2068هند من الموقع\u2069")
