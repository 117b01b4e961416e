"""Looking back: what changed, what was decided, and the numbers."""

from __future__ import annotations

from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import day
from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Role, Site
from ghirbal.http import cors, parameters
from ghirbal.http.api import Call, Routes
from ghirbal.http.contract import TEXT
from ghirbal.http.moderator_api import ROOT, answer, needs, origins
from ghirbal.http.responses import PRIVATE, Response, matches
from ghirbal.http.views import decision_log as log_views
from ghirbal.usecases.moderating.decision_log import ACTIONS, LogQuery, export, log, statistics

DEFAULT_LIMIT, MAX_LIMIT = 50, 100
DEFAULT_DAYS, MAX_DAYS = 7, 90
LONGEST_NAME = 128
routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/changes",
    rate=100,
    headers={"If-None-Match": TEXT},
    optional=("If-None-Match",),
    answers={200: "Changes", 304: ""},
)
@needs(Role.AUDITOR)
def changes(call: Call, site: Site, _: Principal) -> Response:
    """Whether anything in the queue changed: its mark as ETag, and 304 when the caller has it. One cheap read."""
    parameters.query(call.request.raw_query, ())
    stamp = call.deps.decision_log.stamp(site.id)
    tag = f'"{stamp.mark}"'
    if matches(call.request.headers.get("if-none-match", ""), tag):
        headers = {"etag": tag, "cache-control": PRIVATE, **cors.echo(call.request, origins(call))}
        return Response(304, "", headers)
    return answer(call, {"pending": stamp.pending, "mark": stamp.mark}).adding({"etag": tag})


@routes.route(
    "GET",
    f"{ROOT}/log",
    rate=2,
    query={
        "month": {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}$",
            "description": "UTC; this one if not given",
        },
        "moderator": TEXT,
        "action": {"enum": ["approve", "reject", "spam", "hold", "delete", "undo", "restore"]},
        "format": {"enum": ["json", "csv"], "default": "json"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
        "cursor": TEXT,
    },
    answers={200: ("DecisionLog", "text/csv")},
)
@needs(Role.AUDITOR)
def decisions(call: Call, site: Site, _: Principal) -> Response:
    """The decisions of a month, newest first, of one moderator or action where named; as CSV with `format=csv`."""
    names = ("month", "moderator", "action", "limit", "cursor", "format")
    query = parameters.query(call.request.raw_query, names)
    asked = LogQuery(
        month=query.get("month", day(call.now)[:7]),
        moderator=_moderator(query.get("moderator")),
        action=parameters.choice(query, "action", ("", *ACTIONS), ""),
    )
    limit = parameters.number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    name = f"log/{asked.month}/{asked.moderator or ''}/{asked.action}"
    after = open_cursor(call.deps.tokens, query.get("cursor"), site.id, name, call.now)
    if parameters.choice(query, "format", ("json", "csv"), "json") == "csv":
        found = export(site.id, asked, after, call.deps.decision_log)
        cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
        return _file(call, log_views.spreadsheet(found.rows), f"{site.id}-{asked.month}.csv", cursor)
    found = log(site.id, asked, limit, after, call.deps.decision_log)
    cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
    return answer(call, log_views.log(found.rows, cursor))


@routes.route(
    "GET",
    f"{ROOT}/statistics",
    rate=10,
    query={
        "days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 7},
        "format": {"enum": ["json", "csv"], "default": "json"},
    },
    answers={200: ("Statistics", "text/csv")},
)
@needs(Role.AUDITOR)
def numbers(call: Call, site: Site, _: Principal) -> Response:
    """Posted, held, decided, overturned, waiting, how long it took at the median: by day, hour, moderator, reason."""
    query = parameters.query(call.request.raw_query, ("days", "format"))
    days = parameters.number(query, "days", DEFAULT_DAYS, 1, MAX_DAYS)
    found = statistics(site.id, days, call.deps.decision_log, call.now)
    if parameters.choice(query, "format", ("json", "csv"), "json") == "csv":
        name = f"{site.id}-{found.days[0].day}-{found.days[-1].day}.csv"
        return _file(call, log_views.statistics_sheet(found), name, None)
    return answer(call, log_views.statistics(found))


def _moderator(name: str | None) -> str | None:
    if name is not None and not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise Refused("bad-parameter", name="moderator")
    return name


def _file(call: Call, text: str, name: str, cursor: str | None) -> Response:
    """A download for this caller; `Ghirbal-Cursor` says that there is more."""
    headers = {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": PRIVATE,
        **({"ghirbal-cursor": cursor} if cursor else {}),
        **cors.echo(call.request, origins(call)),
    }
    return Response(200, text, headers)
