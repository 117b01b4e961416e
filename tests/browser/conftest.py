"""A real local stack, a real Chromium, and the people who use them.

Where no Chromium is found the tests are skipped, each counted; with GHIRBAL_CI=1 they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.people import Moderator, Reader, Watch, serve_articles

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 900, "height": 1000}


@pytest.fixture(scope="module")
def stack() -> Iterator[str]:
    """The address of a `ghirbal dev` of our own on free ports.

    One for each file: everybody here has one address, and more than 60 posts from it in ten minutes are held.
    """
    command = [
        sys.executable,
        "-m",
        "ghirbal_tools.cli",
        "dev",
        "--port",
        "0",
        "--aws-port",
        "0",
        "--no-reload",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = (re.search(r"demo article\s+(http://\S+)/", line) for line in process.stdout)
            yield next(match[1] for match in found if match)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for the session."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        missing = "no Chromium on this machine: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("GHIRBAL_CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class People:
    """Everybody with a browser profile of their own; none may meet a script error or a CSP violation."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser = browser
        self._base = base
        self._contexts: list[BrowserContext] = []
        self._watch = Watch()

    def reader(self, *, phone: bool = False, dark: bool = False) -> Reader:
        """Somebody who has never been here."""
        return Reader(self._profile(phone, dark).new_page(), self._base, self._watch)

    def moderator(self, *, phone: bool = False, dark: bool = False) -> Moderator:
        """A moderator who has yet to sign in."""
        return Moderator(self._profile(phone, dark).new_page(), self._base, self._watch)

    @contextmanager
    def watched(self) -> Iterator[People]:
        """Closes every profile, then tells what went wrong in any of them."""
        try:
            yield self
        finally:
            for context in self._contexts:
                context.close()
        assert not self._watch.faults

    def _profile(self, phone: bool, dark: bool) -> BrowserContext:
        context = self._browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light",
            locale="ar-MA",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(10_000)
        serve_articles(context, self._base)
        self._contexts.append(context)
        return context


@pytest.fixture
def people(chromium: Browser, stack: str) -> Iterator[People]:
    with People(chromium, stack).watched() as everybody:
        yield everybody


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder drives a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")
