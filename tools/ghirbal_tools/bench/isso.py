"""isso, the small comment server one would run instead: from PyPI, in its own environment, on a file of its own."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from ghirbal_tools.bench.load import Ask
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.ports import free_port
from ghirbal_tools.stack.processes import ended
from ghirbal_tools.template import ROOT

PROGRAM = ROOT / ".tools/peers/bin/isso"
SITE = "http://127.0.0.1:1"
"""The newspaper's address; nobody asks there, since each post brings its title."""

JSON = {"content-type": "application/json", "origin": SITE}
SETTINGS = """[general]
dbpath = {folder}/comments.db
host = {site}/
[server]
listen = http://127.0.0.1:{port}
[guard]
enabled = false
"""
"""Its limits are off: all the load's readers come from one address. SQLite writes as isso sets it, to the disk."""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run it and give its address. Raises StackError when it is not installed or does not answer."""
    if not PROGRAM.exists():
        raise StackError("isso is missing: run `tools/install.sh peers`")
    port = free_port()
    settings = folder / "isso.cfg"
    settings.write_text(SETTINGS.format(folder=folder, site=SITE, port=port), encoding="utf-8")
    command = [str(PROGRAM), "-c", str(settings), "run"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        ended(process, 10)


def post(article: int, text: str) -> Ask:
    """A comment under an article."""
    body = {"text": text, "title": "article", "author": "reader"}
    return Ask("POST", f"/new?uri={quote(_uri(article), safe='')}", JSON, body)


def listed(article: int) -> Ask:
    """Twenty comments of an article."""
    return Ask("GET", f"/?uri={quote(_uri(article), safe='')}&limit=20", JSON)


def counts(articles: int) -> Ask:
    """The numbers of comments under so many articles."""
    return Ask("POST", "/count", JSON, [_uri(article) for article in range(articles)])


def _uri(article: int) -> str:
    return f"/article-{article}"


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise StackError("isso does not answer")
