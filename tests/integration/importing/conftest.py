"""A site on a real engine's table, exports on disk, and the command as it is typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ghirbal.domain.comment import Comment
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Site
from ghirbal.ports.comments import Order
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import template as templates
from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.provision import Clients, make_table
from ghirbal_tools.importing.command import main

TABLE = "ghirbal-import-test"
SITE = "akhbar"
ORIGIN = "https://akhbar.example"


class Place:
    """The table, a folder for files, and what the command says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.deps = Deps(Settings(table=TABLE))
        self._capsys = capsys
        self.said = ""

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, form: str, path: Path, *more: str, site: str = SITE) -> tuple[int, dict[str, Any]]:
        """The exit code and the last line under --json."""
        argv = [form, str(path), "--site", site, "--json", "--work", str(self.folder / "work"), *more]
        self._capsys.readouterr()
        code = main(argv)
        out, self.said = self._capsys.readouterr()
        return code, json.loads(out.splitlines()[-1]) if out.strip() else {}

    def roots(self, url: str, site: str = SITE) -> tuple[Comment, ...]:
        page = page_id(canonical_url(url))
        return self.deps.comments.roots(site, page, Order.OLDEST, 50, None).comments

    def replies(self, root: Comment) -> tuple[Comment, ...]:
        return self.deps.comments.thread(root.site, root.id, 50, None).comments

    def count(self, url: str) -> tuple[int, int]:
        """Comments that readers see and threads, as counted, which is as they are recounted."""
        page = page_id(canonical_url(url))
        head, recounted = self.deps.comments.head(SITE, page), self.deps.counters.recount(SITE, page)
        assert (head.all, head.roots) == (recounted.all, recounted.roots)
        return head.all, head.roots


@pytest.fixture
def place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    aws = EmbeddedAws(0)
    aws.start()
    make_table(templates.load(), Clients(aws.url), "Table", TABLE)
    for name, value in {**aws.environment(), "GHIRBAL_TABLE": TABLE}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GHIRBAL_SECRET", raising=False)
    made = Place(tmp_path, capsys)
    for site in (SITE, "other"):
        made.deps.sites.put(Site(site, (ORIGIN, "https://www.jarida.example"), name=site))
    yield made
    aws.stop()


Run = Callable[..., tuple[int, dict[str, Any]]]
