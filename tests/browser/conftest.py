"""A real local stack, a real Chromium, and the people who use them.

Where no Chromium is found the tests are skipped, each counted; with GHIRBAL_CI=1 they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from ghirbal_tools.sizes import BROWSERS
from tests.browser.people import Moderator, Reader, Watch, serve_articles

PHONE = {"width": 360, "height": 740}
STARTS_WITHIN = 120
"""Seconds: it takes two on an idle machine, twenty where the load is eleven."""

DESK = {"width": 900, "height": 1000}
PATIENCE = 30_000
"""ms for anything to appear: five seconds, the usual, are not enough where two cores serve five people."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Stack:
    """A running `ghirbal dev`: its address, and the variables with which the command line reaches it."""

    url: str
    environment: Mapping[str, str]

    def ghirbal(self, *arguments: str) -> str:
        """What the command line answers, run against this stack."""
        command = [sys.executable, "-m", "ghirbal_tools.cli", *arguments]
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A `ghirbal dev` of our own on free ports.

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
    log = tmp_path_factory.mktemp("stack") / "log"
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            url = _address(process, log)
            yield Stack(url, dict(re.findall(r"export (\w+)=(\S+)", log.read_text())))
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def stack(local: Stack) -> str:
    """Its address."""
    return local.url


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """What the stack says of itself once it is up; its whole log when it never is."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        said = log.read_text()
        if "Ctrl-C" in said and (found := re.search(r"demo article\s+(http://\S+)/", said)):
            return found[1]
        time.sleep(0.1)
    return pytest.fail(f"ghirbal dev did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for the session, by choice one without windows.

    Debian's whole Chromium draws a window for each profile (three times the work), and a page behind another then
    counts as hidden and asks for no news.
    """
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing = "no Chromium on this machine: apt-get install chromium-headless-shell"
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
        self.base = base
        self._contexts: list[BrowserContext] = []
        self._watch = Watch()

    def reader(self, *, phone: bool = False, dark: bool = False, patient: bool = False) -> Reader:
        """Somebody who has never been here."""
        return Reader(self._profile(phone, dark).new_page(), self.base, self._watch, patient)

    def moderator(self, *, phone: bool = False, dark: bool = False) -> Moderator:
        """A moderator who has yet to sign in."""
        return Moderator(self._profile(phone, dark).new_page(), self.base, self._watch)

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
        context.set_default_timeout(PATIENCE)
        serve_articles(context, self.base)
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
