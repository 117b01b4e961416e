"""Which files a deployment serves, under which names, and how long each may be kept.

The built files lie in folders named after what is in them, so that each address always means the same bytes and is kept
for a year: a page that is open goes on loading the sheets it was made with, and an `integrity` value stays true. Only
`index.html` and `config.json` are asked for anew each time. Addresses are relative to the page: the same files serve at
the root of a host and below a path that ends in a slash.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ghirbal.domain.page import origin_of
from ghirbal_tools.where import UsageError

FOREVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"
CONSOLE, WIDGET = "console", "widget"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
}
_LOCAL, _LOCAL_CONFIG = "/moderate/", "/dev/console.json"
_CONNECT = re.compile(r"connect-src [^;\"]+")


@dataclass(frozen=True, slots=True)
class Config:
    """What the console has to know, by the names it reads; `sign_in` is the pool's own page, "" with another issuer."""

    api: str
    issuer: str
    client: str
    scope: str
    groups_claim: str
    site: str = ""
    sign_in: str = ""

    def document(self) -> dict[str, str]:
        """`config.json`."""
        return {
            "api": self.api,
            "issuer": self.issuer,
            "client_id": self.client,
            "scope": f"openid {self.scope}",
            "groups_claim": self.groups_claim,
            "site": self.site,
        }

    def connects(self) -> str:
        """Where the page may send requests. Another issuer's token endpoint may be on any host of its choice."""
        known = (self.api, self.issuer, *([self.sign_in] if self.sign_in else []))
        return " ".join(
            ("'self'", *dict.fromkeys(map(origin_of, known)), *([] if self.sign_in else ["https:"]))
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file to be served: its address below the page's, and the two headers that a host must send with it."""

    name: str
    body: bytes
    cache: str = FOREVER

    @property
    def type(self) -> str:
        """Its media type."""
        return TYPES[Path(self.name).suffix]


@dataclass(frozen=True, slots=True)
class Front:
    """All files of a deployment; `widget` is the folder of the widget's."""

    files: tuple[File, ...]
    widget: str

    def tag(self, base: str, name: str = "ghirbal.js") -> str:
        """The script element that a site puts into its pages. `base` ends in a slash."""
        known = next(file.body for file in self.files if file.name == f"{self.widget}/integrity.json")
        integrity = json.loads(known)[name]["integrity"]
        return (
            f'<script type="module" src="{base}{self.widget}/{name}"'
            f' integrity="{integrity}" crossorigin="anonymous"></script>'
        )


def front(console: Path, widget: Path, config: Config) -> Front:
    """The files in the order in which they are put there: none is named before it is there.

    `console` and `widget` are the folders that `make front-build` writes. Raises UsageError when one of them is
    empty or the page isn't as expected.
    """
    console_files, widget_files = _built(console), _built(widget)
    page = console_files.pop("index.html", b"").decode("utf-8")
    room, shelf = _folder(CONSOLE, console_files), _folder(WIDGET, widget_files)
    return Front(
        (
            *_placed(shelf, widget_files),
            *_placed(room, console_files),
            File("config.json", json.dumps(config.document(), indent=1).encode(), ANEW),
            File("index.html", _page(page, room, config).encode(), ANEW),
        ),
        shelf,
    )


def _built(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.suffix in TYPES}
    if not found:
        raise UsageError(f"{folder} is empty: run `make front-build`, or take the files of a release")
    return found


def _folder(kind: str, files: Mapping[str, bytes]) -> str:
    """`console/<hash>`: of names and contents together."""
    parts = (hashlib.sha256(name.encode() + b"\0" + body).digest() for name, body in files.items())
    return f"{kind}/{hashlib.sha256(b''.join(parts)).hexdigest()[:16]}"


def _placed(folder: str, files: Mapping[str, bytes]) -> Iterator[File]:
    return (File(f"{folder}/{name}", body) for name, body in files.items())


def _page(page: str, folder: str, config: Config) -> str:
    """The page with its own addresses instead of the local stack's, and told whom it may ask."""
    for mark in (_LOCAL, _LOCAL_CONFIG, "connect-src "):
        if mark not in page:
            raise UsageError(
                f"console/dist/index.html has no {mark.strip()!r}: build it anew by `make front-build`"
            )
    page = page.replace(_LOCAL_CONFIG, "config.json").replace(_LOCAL, f"{folder}/")
    return _CONNECT.sub(f"connect-src {config.connects()}", page)


def served_at(url: str) -> str:
    """An address of the console as it is joined to others: with its slash. Raises UsageError for what is no address.

    >>> served_at("https://news.example/moderate")
    'https://news.example/moderate/'
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"{url!r} is no address of a folder: give https://host/ or https://host/path/")
    return url.rstrip("/") + "/"
