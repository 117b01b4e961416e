"""Pages of the local stack: its own small ones, and static files, all with a strict Content-Security-Policy."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import unquote

from ghirbal_tools.dev.web import Request, Response

HTML = Path(__file__).parent / "html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
NOT_FOUND = Response(404, b"not found\n", (("content-type", "text/plain; charset=utf-8"),))


def policy(connect: Iterable[str] = (), form_action: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: everything from here and nothing inline.

    `connect` and `form_action` add origins (a redirect that follows a form counts as its action).
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "manifest-src 'self'",
            " ".join(("connect-src 'self'", *connect)),
            " ".join(("form-action 'self'", *form_action)),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def page(name: str, parts: Mapping[str, str], form_action: Iterable[str] = ()) -> Response:
    """A page of `html/`. `parts` are HTML already: whatever came from outside goes through `text_of` first."""
    text = Template((HTML / f"{name}.html").read_text("utf-8")).substitute(parts)
    headers = (("content-type", TYPES[".html"]), ("content-security-policy", policy(form_action=form_action)))
    return private_page(200, text.encode(), headers)


def private_page(
    status: int, body: bytes, headers: tuple[tuple[str, str], ...] = (), cache: str = "no-store"
) -> Response:
    """A response that nobody keeps, guesses the type of, or learns the address of."""
    fixed = (
        ("cache-control", cache),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    )
    return Response(status, body, (*headers, *fixed))


def text_of(value: str) -> str:
    """Text as HTML: escaped, quotes too."""
    return html.escape(value, quote=True)


@dataclass(frozen=True)
class Files:
    """Static files: `mounts` maps a path prefix ending in `/` to a folder, `pages` a path to one file.

    `connect` are origins that the pages may call beside their own.
    """

    mounts: Mapping[str, Path]
    pages: Mapping[str, Path]
    connect: tuple[str, ...] = ()

    def owns(self, path: str) -> bool:
        """Whether a path is among the static ones."""
        return path in self.pages or any(path.startswith(prefix) for prefix in self.mounts)

    def __call__(self, request: Request) -> Response:
        """A file, or 404, also for a path that leaves its folder."""
        if request.method not in ("GET", "HEAD"):
            return NOT_FOUND
        path = self._path(unquote(request.path))
        if path is None or not path.is_file() or path.suffix not in TYPES:
            return NOT_FOUND
        headers = (("content-type", TYPES[path.suffix]), ("content-security-policy", policy(self.connect)))
        return private_page(200, path.read_bytes(), headers, "no-cache")

    def _path(self, path: str) -> Path | None:
        if path in self.pages:
            return self.pages[path]
        prefix = next((prefix for prefix in self.mounts if path.startswith(prefix)), None)
        if prefix is None or "\0" in path:
            return None
        folder = self.mounts[prefix].resolve()
        wanted = (folder / path.removeprefix(prefix).lstrip("/")).resolve()
        wanted = wanted / "index.html" if wanted.is_dir() else wanted
        return wanted if wanted.is_relative_to(folder) else None
