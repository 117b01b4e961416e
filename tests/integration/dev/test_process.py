"""`ghirbal dev` as a process: ports, signals, and code that changes under it."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from ghirbal_tools.dev.web import Response, Server
from ghirbal_tools.template import ROOT
from tests.integration.dev.conftest import Dev
from tests.stack.web import Web


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_it_is_told_to(signum: signal.Signals) -> None:
    dev = Dev("--no-reload")
    assert Web(dev.url).ask("GET", "/v1/health").status == 200
    assert dev.stop(signum) == 0
    assert dev.said("stopping")
    assert not dev.said("Traceback")


def test_a_taken_port_is_said_plainly() -> None:
    other = Server(lambda _: Response(200), 0)
    try:
        dev = Dev("--no-reload", port=other.port)
        assert dev.stop() == 1
        assert dev.said(f"port {other.port} is taken")
        assert dev.said("--port")
        assert not dev.said("Traceback")
    finally:
        other.stop()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's sources in another place, where a test may change them."""
    without = shutil.ignore_patterns("__pycache__", "node_modules", "*.egg-info")
    for name in ("shared", "functions", "tools", "widget", "console"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=without)
    shutil.copy(ROOT / "template.yaml", tmp_path)
    return tmp_path


def write(path: Path, source: str) -> None:
    """All at once: half of it, seen by the watcher, would be a change of its own."""
    draft = path.with_suffix(".draft")
    draft.write_text(source, "utf-8")
    draft.replace(path)


def test_changed_code_is_taken_into_use_and_broken_code_is_not(copy: Path) -> None:
    dev = Dev(root=copy)
    web = Web(dev.url)
    handler = copy / "functions" / "read_api" / "app.py"
    source = handler.read_text("utf-8")
    try:
        write(handler, f"{source}\n\ndef handler(event, context, deps=None):\n    return 'changed'\n")
        dev.until(lambda: dev.said("code reloaded"))
        assert web.ask("GET", "/v1/health").text == '"changed"'
        write(handler, "def handler(")
        dev.until(lambda: dev.said("does not load"))
        assert web.ask("GET", "/v1/health").text == '"changed"'
        write(handler, source)
        dev.until(lambda: dev.text.count("code reloaded") == 2)
        assert web.ask("GET", "/v1/health").json()["status"] == "ok"
        assert web.ask("GET", f"/v1/sites/demo/form?page={'a' * 26}").status == 200
    finally:
        dev.stop()
