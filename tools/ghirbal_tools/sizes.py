"""What a page loads before it shows its first comments: Ghirbal's widget beside other published ones.

    python -m ghirbal_tools.sizes [--write docs/widget-sizes.md]

Fetches the named versions by npm and pip into a scratch folder, puts each on a page as its own documentation says,
opens that page in Chromium and counts: requests up to and with the one that asks for comments, and the gzipped bytes
of all scripts and styles until the line is quiet. The API is a stand-in that answers at once; its answers are not
counted as bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, sync_playwright

WIDGET = Path(__file__).resolve().parents[2] / "widget"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
WAIT_MS = 10_000
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html"}


@dataclass(frozen=True)
class Subject:
    """A comment system: where its files come from, the page that embeds it, and its request for comments.

    `package` is ("npm" | "pip" | "own", name, version); `answers` are paths that the stand-in has to answer in a
    certain way for the script to go on.
    """

    name: str
    package: tuple[str, str, str]
    page: str
    asks: str
    answers: dict[str, object] = field(default_factory=dict)


SUBJECTS = (
    Subject(
        "Ghirbal",
        ("own", "", json.loads((WIDGET / "package.json").read_text())["version"]),
        '<html lang="ar"><script type="module" src="/dist/ghirbal.js"></script>'
        '<ghirbal-comments site="news"></ghirbal-comments>',
        r"/v1/sites/news/pages/[a-z2-7]+/comments\?",
    ),
    Subject(
        "isso",
        ("pip", "isso", "0.14.0"),
        '<script data-isso="/isso/" src="/isso/js/embed.min.js"></script><section id="isso-thread"></section>',
        r"/isso/\?.*uri=",
        {"/isso/config": {"config": {"gravatar": False, "reply-to-self": False, "feed": False}}},
    ),
    Subject(
        "Artalk",
        ("npm", "artalk", "2.9.1"),
        '<link href="/dist/Artalk.css" rel="stylesheet"><script src="/dist/Artalk.js"></script>'
        '<div id="c"></div><script>'
        'Artalk.init({el: "#c", pageKey: "/a", server: location.origin, site: "news"})</script>',
        r"/api/v2/comments\?",
        {"/api/v2/conf": {"frontend_conf": {}, "version": {"version": "2.9.1"}}},
    ),
    Subject(
        "Waline",
        ("npm", "@waline/client", "3.15.2"),
        '<link href="/dist/waline.css" rel="stylesheet"><div id="waline"></div><script type="module">'
        'import {init} from "/dist/waline.js"; init({el: "#waline", serverURL: location.origin + "/api"})</script>',
        r"/api/comment\?",
    ),
)


@dataclass(frozen=True)
class Measured:
    """One system's figures: bytes are gzipped, level 9."""

    name: str
    version: str
    script: int
    style: int
    requests: int


def main(argv: Sequence[str] | None = None) -> int:
    """Measure all, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(
        prog="python -m ghirbal_tools.sizes", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--write", type=Path, help="also write the table into this file")
    arguments = parser.parse_args(argv)
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        print("no Chromium on this machine: apt-get install chromium-headless-shell", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        made = table([measure(subject, fetched(subject, Path(scratch)), browser) for subject in SUBJECTS])
    print(made)
    if arguments.write:
        arguments.write.write_text(made + "\n", "utf-8")
    return 0


def fetched(subject: Subject, scratch: Path) -> Path:
    """The folder with a subject's files. Raises CalledProcessError when its registry can't be reached."""
    kind, name, version = subject.package
    if kind == "own":
        return WIDGET
    folder = scratch / subject.name
    folder.mkdir()
    command = {
        "npm": ["npm", "pack", "--silent", f"{name}@{version}"],
        "pip": [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            name,
            f"{name}=={version}",
        ],
    }[kind]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    archive = next(path for path in folder.iterdir() if path.name.endswith(("gz", "tgz")))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def measure(subject: Subject, files: Path, browser: Browser) -> Measured:
    """Open the page and count until it asks for comments. Raises TimeoutError of Playwright when it never does."""
    seen: list[Request] = []
    with serving(subject, files) as address:
        page = browser.new_page()
        page.on("request", lambda request: seen.append(request))
        with page.expect_request(re.compile(subject.asks), timeout=WAIT_MS) as asked:
            page.goto(address)
        page.wait_for_load_state("networkidle")
        counted = [one for one in seen[: seen.index(asked.value) + 1] if not one.is_navigation_request()]
        loaded = {one.url: one.resource_type for one in seen}
        bodies = {url: _body(files, url) for url, kind in loaded.items() if kind in ("script", "stylesheet")}
        page.close()
    script = sum(_gzipped(body) for url, body in bodies.items() if loaded[url] == "script")
    style = sum(_gzipped(body) for url, body in bodies.items() if loaded[url] == "stylesheet")
    return Measured(subject.name, subject.package[2], script, style, len(counted))


def table(rows: Sequence[Measured]) -> str:
    """The figures in Markdown."""
    head = "| system | version | script | style | together | requests to the first comments |\n"
    rule = "|---|---|---:|---:|---:|---:|"
    lines = [
        f"| {row.name} | {row.version} | {row.script:,} | {row.style:,} | {row.script + row.style:,} | {row.requests} |"
        for row in rows
    ]
    return "\n".join((head + rule, *lines))


@contextmanager
def serving(subject: Subject, files: Path) -> Iterator[str]:
    """The page, the package's files, and a stand-in for the API, on a loopback port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, subject, files))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/page"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers everything at once."""

    def __init__(self, subject: Subject, files: Path, *arguments: object) -> None:
        self._subject = subject
        self._files = files
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page, a file, or the stand-in."""
        path = urlsplit(self.path).path
        place = _place(self._files, self.path)
        if path == "/page":
            document = (
                f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{self._subject.page}'
            )
            self._answer(document.encode(), "text/html")
        elif place:
            self._answer(place.read_bytes(), TYPES.get(place.suffix, "application/octet-stream"))
        else:
            self._answer(json.dumps(self._subject.answers.get(path, {})).encode(), "application/json")

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _place(files: Path, url: str) -> Path | None:
    """The file of an address, inside the package."""
    place = (files / urlsplit(url).path.lstrip("/")).resolve()
    return place if place.is_file() and place.is_relative_to(files.resolve()) else None


def _body(files: Path, url: str) -> bytes:
    place = _place(files, url)
    return place.read_bytes() if place else b""


def _gzipped(body: bytes) -> int:
    return len(gzip.compress(body, 9)) if body else 0


if __name__ == "__main__":
    raise SystemExit(main())
