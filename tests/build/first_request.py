"""Run in a fresh interpreter: which of our modules the first request of a function imports after it was made ready.

`python -m tests.build.first_request FUNCTION STATEMENT` prints them as its last line, a JSON list.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from moto import mock_aws

NAMES = {"ReadApi": "functions.read_api.app", "SubmitApi": "functions.submit_api.app"}
SITE, ORIGIN = "akhbar", "https://akhbar.example"
ARTICLE = f"{ORIGIN}/a"


def ours() -> frozenset[str]:
    """The package's modules that are loaded."""
    return frozenset(name for name in sys.modules if name.startswith("ghirbal."))


def first_request(function: str, handler: Any, page: str) -> None:
    """A list of comments, or a form and a post with its answer."""
    path = f"/v1/sites/{SITE}/pages/{page}/comments"
    if function == "ReadApi":
        ask(handler, "GET", path)
        return
    sent = {"origin": ORIGIN, "content-type": "application/json"}
    form = ask(handler, "GET", f"/v1/sites/{SITE}/form?page={page}", sent)
    tokens = {"ghirbal-reader": form["reader"], "ghirbal-form": form["form"], "idempotency-key": "k" * 20}
    ask(handler, "POST", path, sent | tokens, {"text": "شكرا على المقال", "url": ARTICLE})


def ask(
    handler: Any, method: str, target: str, headers: Mapping[str, str] | None = None, body: object = None
) -> Any:
    """The answer's document; ends the program when the request was refused."""
    from ghirbal_tools.dev.proxy import proxy_event, utc_now
    from ghirbal_tools.dev.routes import Router, routes_of
    from ghirbal_tools.dev.web import Request
    from ghirbal_tools.template import load

    raw = json.dumps(body).encode() if body else b""
    request = Request(
        method=method,
        target=target,
        headers=tuple((headers or {}).items()),
        body=raw,
        source_ip="203.0.113.7",
    )
    match = Router(routes_of(load())).match(method, request.path)
    assert match is not None, target
    context = SimpleNamespace(
        function_name=handler.__module__,
        memory_limit_in_mb=1024,
        invoked_function_arn="arn:aws:lambda:us-east-1:1:function:first",
        aws_request_id="first",
        get_remaining_time_in_millis=lambda: 10_000,
    )
    answer = handler(proxy_event(request, match, request_id="r", at=utc_now()), context)
    assert answer["statusCode"] in (200, 201, 202), answer["body"]
    return json.loads(answer["body"])


def prepare() -> str:
    """The table, the secret, a site; the id of its article."""
    import boto3

    from ghirbal.domain.page import page_id
    from ghirbal.domain.reader import Site
    from ghirbal.storage.dynamodb.table import Table
    from ghirbal.storage.sites import DynamoSites
    from tests.support.table import create_table

    create_table(boto3.client("dynamodb"), "comments")
    boto3.client("secretsmanager").create_secret(Name="keys", SecretString=json.dumps({"pinned": "p" * 40}))
    DynamoSites(Table("comments")).put(Site(id=SITE, origins=(ORIGIN,)))
    return page_id(ARTICLE)


def forget(names: frozenset[str]) -> None:
    """Take back what the preparations imported, so that the handler has to import it itself."""
    for name in sorted(names, reverse=True):
        parent, _, child = name.rpartition(".")
        del sys.modules[name]
        delattr(sys.modules[parent], child)


def main(function: str, statement: str) -> list[str]:
    """The modules that come with the request alone."""
    os.environ |= {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "GHIRBAL_TABLE": "comments",
        "GHIRBAL_SECRET": "keys",
    }
    with mock_aws():
        handler = importlib.import_module(NAMES[function]).handler
        exec(statement)
        counted = ours()
        page = prepare()

        forget(ours() - counted)
        first_request(function, handler, page)
        return sorted(ours() - counted)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))
