"""One port for everything a browser needs: the API, the demo pages, sign-in and mails."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ghirbal_tools.dev import oidc
from ghirbal_tools.dev.mail import MailViewer
from ghirbal_tools.dev.pages import HTML, Files, private_page
from ghirbal_tools.dev.web import App, Request, Response
from ghirbal_tools.template import ROOT

DEMO = Path(__file__).parent / "demo"
MOUNTS = {
    "/widget/": ROOT / "widget" / "dist",
    "/moderate/": ROOT / "console" / "dist",
    "/dev/static/": HTML,
}
MISDIRECTED = Response(
    421, b"open this page at localhost\n", (("content-type", "text/plain; charset=utf-8"),)
)


@dataclass(frozen=True)
class Front:
    """Sends each request to its part.

    `origins` are this server's own addresses; pages below /dev/ answer to no other name, so that no web site can have
    its own name point here and read them.
    """

    origins: tuple[str, ...]
    gateway: App
    issuer: oidc.Issuer
    mails: MailViewer
    files: Files

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        path = request.path
        if path.startswith("/dev/") and f"http://{request.header('host')}" not in self.origins:
            return MISDIRECTED
        if path.startswith(f"{oidc.PATH}/"):
            return self.issuer(request)
        answer = self._pages().get(path)
        if answer is not None and request.method in ("GET", "HEAD"):
            return answer(request)
        return self.files(request) if self.files.owns(path) else self.gateway(request)

    def _pages(self) -> dict[str, Callable[[Request], Response]]:
        return {
            "/dev/mail": self.mails,
            "/dev/mail.json": self.mails,
            "/dev/console.json": lambda _: console_settings(self.issuer.url),
        }


def static_files(connect: tuple[str, ...]) -> Files:
    """The demo newspaper, the widget and the moderators' page."""
    pages = {f"/{path.name}": path for path in DEMO.iterdir() if path.suffix in (".html", ".css")}
    pages["/"] = pages.pop("/index.html", DEMO / "index.html")
    pages["/moderate"] = ROOT / "console" / "dist" / "index.html"
    pages["/favicon.ico"] = ROOT / "console" / "dist" / "icon.svg"
    return Files(MOUNTS, pages, connect)


def console_settings(issuer: str) -> Response:
    """What the moderators' page needs to know to sign in."""
    settings = {"issuer": issuer, "client_id": oidc.CLIENT, "api": "/", "site": "demo", "scope": oidc.SCOPE}
    return private_page(200, json.dumps(settings).encode(), (("content-type", "application/json"),))
