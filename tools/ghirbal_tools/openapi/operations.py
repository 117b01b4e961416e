"""What each route takes and answers. A route without a row here, or a row without a route, fails the check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ghirbal.domain.listing import Listing
from ghirbal.http.bodies import bans as ban_bodies
from ghirbal.http.bodies import jobs as job_bodies
from ghirbal.http.bodies import moderator as moderator_bodies
from ghirbal.http.bodies import policy as policy_bodies
from ghirbal.http.bodies import reader as bodies
from ghirbal.http.bodies import webhooks as hook_bodies
from ghirbal_tools.openapi import answers, flood, workbench, workplace

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_ID: Schema = {"type": "string", "pattern": "^[a-z2-7]{26}$"}
_LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}

PATH: Mapping[str, Schema] = {
    "site": {"type": "string", "pattern": "^[a-z0-9-]{3,32}$"},
    "page": _ID,
    "id": _ID,
    "token": _TEXT,
    "member": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,128}$"},
}
READER: Mapping[str, Schema] = {"Ghirbal-Reader": _TEXT, "Ghirbal-SSO": _TEXT}
POSTING: Mapping[str, Schema] = {
    **READER,
    "Ghirbal-Form": _TEXT,
    "Idempotency-Key": {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$"},
}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One route. `html` answers are pages, `form` bodies come from them."""

    answers: Mapping[int, type[BaseModel] | None]
    query: Mapping[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    headers: Mapping[str, Schema] = field(default_factory=dict)
    optional_headers: frozenset[str] = frozenset({"Ghirbal-SSO"})
    body: type[BaseModel] | None = None
    secured: bool = False
    html: bool = False
    form: bool = False


_COMMENTS = "/v1/sites/{site}/pages/{page}/comments"
_MODERATION = "/v1/moderation/sites/{site}"

OPERATIONS: Mapping[str, Operation] = {
    "GET /v1/health": Operation(answers={200: answers.ServiceHealth}),
    "GET /v1/sites/{site}/counts": Operation(
        query={"pages": {"type": "string", "description": "1 to 100 page ids, sorted, joined by dots"}},
        required=frozenset({"pages"}),
        answers={200: answers.Counts},
    ),
    f"GET {_COMMENTS}": Operation(
        query={
            "sort": {"enum": ["newest", "oldest", "liked"], "default": "newest"},
            "limit": _LIMIT,
            "cursor": _TEXT,
        },
        answers={200: answers.CommentList, 304: None},
    ),
    f"GET {_COMMENTS}/{{id}}/replies": Operation(
        query={"limit": _LIMIT, "cursor": _TEXT}, answers={200: answers.ReplyList, 304: None}
    ),
    "GET /v1/sites/{site}/pages/{page}/embed": Operation(
        query={
            "format": {"enum": ["html", "jsonld"], "default": "html"},
            "lang": {"enum": ["ar", "fr", "en"], "default": "ar"},
        },
        answers={200: None},
        html=True,
    ),
    "GET /v1/sites/{site}/pages/{page}/feed": Operation(
        query={"lang": {"enum": ["ar", "fr", "en"], "default": "ar"}},
        answers={200: None},
        html=True,
    ),
    "GET /v1/sites/{site}/form": Operation(
        query={"page": _ID},
        required=frozenset({"page"}),
        headers=READER,
        optional_headers=frozenset(READER),
        answers={200: answers.FormTokens},
    ),
    f"POST {_COMMENTS}": Operation(
        headers=POSTING, body=bodies.PostBody, answers={201: answers.Posted, 202: answers.Posted}
    ),
    "POST /v1/sites/{site}/pages/{page}/preview": Operation(
        headers=READER, body=bodies.PreviewBody, answers={200: answers.Previewed}
    ),
    f"PATCH {_COMMENTS}/{{id}}": Operation(
        headers=READER, body=bodies.EditBody, answers={201: answers.Posted, 202: answers.Posted}
    ),
    f"DELETE {_COMMENTS}/{{id}}": Operation(
        headers=READER,
        query={"version": {"type": "integer", "minimum": 1}},
        required=frozenset({"version"}),
        answers={200: answers.Deleted},
    ),
    f"GET {_COMMENTS}/{{id}}/status": Operation(headers=READER, answers={200: answers.OwnStatus}),
    f"POST {_COMMENTS}/{{id}}/report": Operation(
        headers=READER, body=bodies.ReportBody, answers={202: answers.Reported}
    ),
    f"POST {_COMMENTS}/{{id}}/vote": Operation(
        headers=READER, body=bodies.VoteBody, answers={200: answers.Voted}
    ),
    f"GET {_MODERATION}/queue": Operation(
        query={
            "order": {"enum": ["newest", "oldest", "riskiest"], "default": "riskiest"},
            "limit": _LIMIT,
            "cursor": _TEXT,
            "page": _ID,
            "author": {**_ID, "description": "a comment; what waits of the one who wrote it"},
            "reason": {"type": "string", "description": "the reason it waits for, as comments show it"},
            "text": {
                "type": "string",
                "maxLength": 100,
                "description": "words of text or name, in any spelling",
            },
        },
        answers={200: workplace.FilteredQueue},
        secured=True,
    ),
    f"GET {_MODERATION}/comments": Operation(
        query={
            "list": {
                "enum": [str(listing) for listing in Listing],
                "description": "what became of them; insisted: refused by the checks and sent again all the same. "
                "May be left out where an author is named",
            },
            "order": {
                "enum": ["newest", "oldest"],
                "default": "newest",
                "description": "by when they were written",
            },
            "limit": _LIMIT,
            "cursor": _TEXT,
            "page": _ID,
            "author": {**_ID, "description": "a comment; all that the one who wrote it wrote here"},
            "reason": {"type": "string", "description": "the reason, as comments show it"},
            "text": {
                "type": "string",
                "maxLength": 100,
                "description": "words of text or name, in any spelling",
            },
            "from": {"type": "string", "format": "date-time"},
            "until": {"type": "string", "format": "date-time", "description": "not included"},
        },
        answers={200: workplace.Listed},
        secured=True,
    ),
    f"GET {_MODERATION}/comments/{{id}}": Operation(answers={200: workplace.RoomDetail}, secured=True),
    f"POST {_MODERATION}/comments/{{id}}/decisions": Operation(
        body=moderator_bodies.DecisionBody, answers={200: answers.Decided}, secured=True
    ),
    f"GET {_MODERATION}/team": Operation(answers={200: workplace.Team}, secured=True),
    f"POST {_MODERATION}/team": Operation(
        body=moderator_bodies.MemberBody, answers={202: workplace.Accepted}, secured=True
    ),
    f"DELETE {_MODERATION}/team/{{member}}": Operation(answers={200: workplace.Accepted}, secured=True),
    f"GET {_MODERATION}/me": Operation(answers={200: workplace.Me}, secured=True),
    f"PUT {_MODERATION}/me": Operation(
        body=moderator_bodies.MeBody, answers={200: workplace.Me}, secured=True
    ),
    f"GET {_MODERATION}/changes": Operation(
        headers={"If-None-Match": _TEXT},
        optional_headers=frozenset({"If-None-Match"}),
        answers={200: workplace.Changes, 304: None},
        secured=True,
    ),
    f"GET {_MODERATION}/log": Operation(
        query={
            "month": {
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}$",
                "description": "UTC; this one if not given",
            },
            "moderator": _TEXT,
            "action": {"enum": ["approve", "reject", "spam", "hold", "delete", "undo", "restore"]},
            "format": {"enum": ["json", "csv"], "default": "json"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
            "cursor": _TEXT,
        },
        answers={200: workplace.DecisionLog},
        secured=True,
    ),
    f"GET {_MODERATION}/statistics": Operation(
        query={"days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 7}},
        answers={200: workplace.Statistics},
        secured=True,
    ),
    f"POST {_MODERATION}/decisions": Operation(
        body=moderator_bodies.BulkBody, answers={200: workplace.BulkResults}, secured=True
    ),
    f"POST {_MODERATION}/comments/{{id}}/undo": Operation(
        body=moderator_bodies.VersionBody, answers={200: answers.Decided}, secured=True
    ),
    f"POST {_MODERATION}/comments/{{id}}/restore": Operation(
        body=moderator_bodies.VersionBody, answers={200: answers.Decided}, secured=True
    ),
    f"PUT {_MODERATION}/comments/{{id}}/claim": Operation(answers={200: answers.Decided}, secured=True),
    f"DELETE {_MODERATION}/comments/{{id}}/claim": Operation(answers={200: answers.Decided}, secured=True),
    f"GET {_MODERATION}/comments/{{id}}/notes": Operation(answers={200: workplace.Notes}, secured=True),
    f"POST {_MODERATION}/comments/{{id}}/notes": Operation(
        body=moderator_bodies.NoteBody, answers={201: workplace.NoteRow}, secured=True
    ),
    f"GET {_MODERATION}/comments/{{id}}/history": Operation(answers={200: workplace.History}, secured=True),
    f"POST {_MODERATION}/pages/{{page}}/comments": Operation(
        headers={"Idempotency-Key": POSTING["Idempotency-Key"]},
        body=moderator_bodies.AnswerBody,
        answers={201: answers.Decided},
        secured=True,
    ),
    f"GET {_MODERATION}/pages/{{page}}": Operation(answers={200: answers.PageState}, secured=True),
    f"PUT {_MODERATION}/pages/{{page}}": Operation(
        body=moderator_bodies.PageBody, answers={200: answers.PageState}, secured=True
    ),
    f"GET {_MODERATION}/health": Operation(answers={200: answers.SiteHealth}, secured=True),
    f"GET {_MODERATION}/bans": Operation(answers={200: flood.BanList}, secured=True),
    f"POST {_MODERATION}/bans": Operation(body=ban_bodies.BanBody, answers={201: flood.Banned}, secured=True),
    f"DELETE {_MODERATION}/bans/{{id}}": Operation(answers={200: flood.Banned}, secured=True),
    f"POST {_MODERATION}/readers/trust": Operation(
        body=ban_bodies.TrustBody, answers={200: flood.Trusted}, secured=True
    ),
    f"GET {_MODERATION}/policy": Operation(
        query={"version": {"type": "integer", "minimum": 0}}, answers={200: workbench.Policy}, secured=True
    ),
    f"PUT {_MODERATION}/policy": Operation(
        body=policy_bodies.PolicyBody, answers={201: workbench.Saved}, secured=True
    ),
    f"POST {_MODERATION}/policy/activate": Operation(
        body=policy_bodies.ActivateBody, answers={200: workbench.PolicyInForce}, secured=True
    ),
    f"POST {_MODERATION}/policy/rollback": Operation(
        body=policy_bodies.RollbackBody, answers={200: workbench.PolicyInForce}, secured=True
    ),
    f"PUT {_MODERATION}/policy/override": Operation(
        body=policy_bodies.OverrideBody, answers={200: workbench.PolicyInForce}, secured=True
    ),
    f"DELETE {_MODERATION}/policy/override": Operation(answers={200: workbench.PolicyInForce}, secured=True),
    f"GET {_MODERATION}/policy/history": Operation(answers={200: workbench.PolicyHistory}, secured=True),
    f"GET {_MODERATION}/jobs": Operation(answers={200: workbench.JobList}, secured=True),
    f"POST {_MODERATION}/jobs": Operation(
        body=job_bodies.JobBody, answers={202: workbench.JobState}, secured=True
    ),
    f"GET {_MODERATION}/jobs/{{id}}": Operation(answers={200: workbench.JobState}, secured=True),
    f"GET {_MODERATION}/webhooks": Operation(answers={200: workbench.WebhookList}, secured=True),
    f"POST {_MODERATION}/webhooks": Operation(
        body=hook_bodies.WebhookBody, answers={201: workbench.WebhookSecret}, secured=True
    ),
    f"POST {_MODERATION}/webhooks/{{id}}/confirm": Operation(
        body=hook_bodies.ConfirmBody, answers={200: workbench.WebhookAnswer}, secured=True
    ),
    f"POST {_MODERATION}/webhooks/{{id}}/challenge": Operation(
        answers={200: workbench.WebhookAnswer}, secured=True
    ),
    f"POST {_MODERATION}/webhooks/{{id}}/rotate": Operation(
        answers={200: workbench.WebhookSecret}, secured=True
    ),
    f"DELETE {_MODERATION}/webhooks/{{id}}": Operation(answers={200: workbench.Removed}, secured=True),
    "GET /a/{token}": Operation(answers={200: None}, html=True),
    "POST /a/{token}": Operation(answers={200: None}, html=True, form=True),
}
