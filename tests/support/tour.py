"""One request of each route that costs something, the dearest it lets through: the units of docs/cost.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.moderation_api.app import api as moderation_api
from functions.read_api.app import api as read_api
from functions.submit_api.app import api as submit_api
from ghirbal.domain.ids import new_token_id
from ghirbal_tools.cost.meter import Units
from tests.support.metered import Metered
from tests.support.world import HOLD, REJECT, SITE, URL, Answer, ReaderSession, comments_path

LONG = ("كلام طويل عن هذا الخبر وما جرى في المدينة أمس " * 22)[:980]
"""Nearly as long as a comment may be, in Arabic letters: 1.8 KB."""

CROWD = 51
"""Comments under the article: one more than a list shows at most."""

SHEETS = (
    "changes",
    "log",
    "statistics",
    "policy",
    "policy/history",
    "team",
    "me",
    "webhooks",
    "jobs",
    "health",
    "bans",
)

CONTRACTS = {**read_api.contracts, **submit_api.contracts, **moderation_api.contracts}

Spent = dict[str, dict[str, float]]


@dataclass
class Tour:
    """A table with an article full of long comments, and what its requests spent so far."""

    metered: Metered
    spent: Spent

    def visit(self, name: str, act: Callable[[], Answer], *, below: int = 400) -> Answer:
        """Do something, write down what it spent, and what the stream spent for it."""
        answers: list[Answer] = []
        units = self.metered.cost(lambda: answers.append(act()))
        assert answers[0].status < below, f"{name}: {answers[0].status} {answers[0].text}"
        self.spent[name] = flat(units)
        after = flat(self.metered.stream())
        if after:
            self.spent[f"{name}, its stream"] = after
        return answers[0]

    def reader(self, page: str = URL) -> ReaderSession:
        """A reader behind a range of their own."""
        return self.metered.world.elsewhere(page)

    def moderator(self, key: str, wish: object = None, **parts: str) -> Answer:
        """A moderator's request by its route's key."""
        method, path = key.split(" ")
        for name, value in {"site": SITE, **parts}.items():
            path = path.replace(f"{{{name}}}", value)
        world = self.metered.world
        headers = {"authorization": "Bearer dina", "idempotency-key": new_token_id()}
        return world.request(method, path, wish, headers)


def flat(units: Units) -> dict[str, float]:
    """{"reads table": 4, "writes by_page": 1}: what is not zero."""
    named = {f"reads {name}": n for name, n in units.reads.items()}
    named |= {f"writes {name}": n for name, n in units.writes.items()}
    return {name: n for name, n in sorted(named.items()) if n}


def walk(metered: Metered) -> Spent:
    """Every route once, in an order in which each finds what it needs."""
    tour = Tour(metered, {})
    comments = _fill(tour)
    _read(tour, comments)
    _write(tour, comments)
    _moderate(tour, comments)
    return tour.spent


def _fill(tour: Tour) -> list[str]:
    """Long comments by as many readers, each in words of their own."""
    made = []
    for number in range(CROWD):
        session = tour.reader()
        answer = session.post(_text(number), new_token_id())
        made.append(str(answer.json["id"]))
    root = made[0]
    for number in range(CROWD):
        tour.reader().post(_text(100 + number), parent=root)
    while tour.metered.records:
        tour.metered.stream()
    return made


def _text(number: int) -> str:
    """Each in words of its own, so that none is a copy of another."""
    ending = chr(0x627 + number % 26) + chr(0x627 + number // 26 % 26) + chr(0x627 + number // 676)
    return " ".join(f"{word}{ending}" for word in LONG.split())[:990]


def _read(tour: Tour, comments: list[str]) -> None:
    world, page = tour.metered.world, comments_path().split("/")[5]
    get: Mapping[str, str] = {
        "GET /v1/health": "/v1/health",
        "GET /v1/sites/{site}/pages/{page}/comments": f"{comments_path()}?limit=50",
        "GET /v1/sites/{site}/pages/{page}/comments/{id}/replies": f"{comments_path()}/{comments[0]}/replies?limit=50",
        "GET /v1/sites/{site}/pages/{page}/embed": f"/v1/sites/{SITE}/pages/{page}/embed",
        "GET /v1/sites/{site}/pages/{page}/feed": f"/v1/sites/{SITE}/pages/{page}/feed",
        "GET /v1/sites/{site}/feed": f"/v1/sites/{SITE}/feed",
    }
    for key, target in get.items():
        tour.visit(key, lambda target=target: world.request("GET", target))  # type: ignore[misc]
    pages = sorted(f"{number:026b}".replace("0", "a").replace("1", "b") for number in range(100))
    counts = f"/v1/sites/{SITE}/counts?pages={'.'.join(pages)}"
    tour.visit("GET /v1/sites/{site}/counts", lambda: world.request("GET", counts))


def _write(tour: Tour, comments: list[str]) -> None:
    path = "POST /v1/sites/{site}/pages/{page}/comments"
    session = ReaderSession(tour.metered.world, "198.51.100.7", URL)
    tour.visit("GET /v1/sites/{site}/form", session.open_form)
    tour.metered.world.clock.forward(seconds=10)
    tour.visit(f"{path} (short)", lambda: session.post("شكرا على المقال"))
    mine = tour.visit(path, lambda: session.post(_text(7_001), parent=comments[0], email="a@b.example")).json[
        "id"
    ]
    tour.visit(f"{path} (held)", lambda: session.post(f"{HOLD} {_text(7_002)}"))
    tour.visit(f"{path} (refused)", lambda: session.post(f"{REJECT} {_text(7_003)}"), below=423)
    own = "/v1/sites/{site}/pages/{page}"
    tour.visit(f"POST {own}/preview", lambda: session.preview(_text(7_004)))
    tour.visit(f"GET {own}/comments/{{id}}/status", lambda: session.status(mine))
    tour.visit(f"POST {own}/comments/{{id}}/vote", lambda: session.vote(comments[1]))
    tour.visit(f"POST {own}/comments/{{id}}/report", lambda: session.report(comments[2]))
    tour.visit(f"PATCH {own}/comments/{{id}}", lambda: session.edit(mine, _text(7_005)))
    tour.visit(f"DELETE {own}/comments/{{id}}", lambda: session.delete(mine, 2))


def _moderate(tour: Tour, comments: list[str]) -> None:
    root = "/v1/moderation/sites/{site}"
    held = [tour.reader().post(f"{HOLD} {_text(8_000 + n)}").json["id"] for n in range(CROWD)]
    while tour.metered.records:
        tour.metered.stream()

    def go(key: str, wish: object = None, *, query: str = "", **parts: str) -> Any:
        answer = tour.visit(key, lambda: tour.moderator(key + query, wish, **parts))
        return answer.json if answer.text else {}

    go(f"GET {root}/queue", query="?limit=50")
    go(f"GET {root}/comments", query="?list=published&limit=50")
    for name in ("", "/history", "/notes"):
        go(f"GET {root}/comments/{{id}}{name}", id=held[0])
    go(f"PUT {root}/comments/{{id}}/claim", id=held[0])
    go(f"DELETE {root}/comments/{{id}}/claim", id=held[0])
    go(f"POST {root}/comments/{{id}}/notes", {"text": "ملاحظة"}, id=held[0])
    go(f"POST {root}/comments/{{id}}/decisions", {"action": "approve", "version": 1}, id=held[0])
    go(f"POST {root}/comments/{{id}}/undo", {"version": 2}, id=held[0])
    many = [{"id": one, "action": "reject", "version": 1} for one in held[1:51]]
    go(f"POST {root}/decisions", {"decisions": many})
    go(f"POST {root}/comments/{{id}}/decisions", {"action": "delete", "version": 3}, id=held[0])
    go(f"POST {root}/comments/{{id}}/restore", {"version": 4}, id=held[0])
    page = comments_path().split("/")[5]
    go(f"POST {root}/pages/{{page}}/comments", {"text": "جواب التحرير", "parent": comments[0]}, page=page)
    go(f"PUT {root}/pages/{{page}}", {"open": True}, page=page)
    go(f"GET {root}/pages/{{page}}", page=page)
    go(f"POST {root}/readers/trust", {"comment": comments[4], "trusted": True})
    go(f"PUT {root}/me", {"lang": "ar", "budget": 40})
    go(f"POST {root}/jobs", {"kind": "recount", "days": 90})
    for name in SHEETS:
        go(f"GET {root}/{name}")
    go(f"POST {root}/bans", {"kind": "address", "comment": comments[3], "wide": True})


def unvisited(spent: Spent) -> set[str]:
    """Routes that the tour leaves out."""
    visited = {re.sub(r" \(\w+\)$|, its stream$", "", name) for name in spent}
    return {key for key in CONTRACTS if key.replace("HEAD ", "GET ") not in visited}
