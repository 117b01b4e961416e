"""What is started: the built functions on their layer, and three handlers of a few lines to compare them with."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ghirbal_tools.bench.rie import Package
from ghirbal_tools.stack.deploy import python313
from ghirbal_tools.template import Template, load

EMPTY, CLIENT, READER = "empty handler", "one client", "one client, one read"
BASELINE = CLIENT
"""What the ratios are to: a handler that makes a DynamoDB client and answers without a call."""

ANSWER = '{"statusCode": 200, "body": "{}"}'
PLAIN = {
    EMPTY: f"def handler(event, context):\n    return {ANSWER}\n",
    CLIENT: f"""import boto3

client = boto3.client('dynamodb')


def handler(event, context):
    return {ANSWER}
""",
    READER: f"""import os

import boto3

client = boto3.client('dynamodb')


def handler(event, context):
    key = {{'PK': {{'S': 'none'}}, 'SK': {{'S': 'none'}}}}
    client.get_item(TableName=os.environ['GHIRBAL_TABLE'], Key=key)
    return {ANSWER}
""",
}


def plain_packages(folder: Path, variables: Mapping[str, str]) -> dict[str, Package]:
    """The handlers to compare with, written and compiled below a folder."""
    found = {}
    for number, (name, source) in enumerate(PLAIN.items()):
        own = folder / f"plain{number}"
        own.mkdir(parents=True)
        (own / "plain.py").write_text(source, encoding="utf-8")
        compiled = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(own)]
        subprocess.run([str(python313()), *compiled], check=True)
        found[name] = Package("plain.handler", own, None, variables)
    return found


def built_packages(built: Path, named: Template, variables: Mapping[str, str]) -> dict[str, Package]:
    """Every function of a build; `named` knows what the template's references stand for, `variables` come on top."""
    document: Any = load(built / "template.yaml")
    return {
        name: Package(
            str(document.resource(name)["Handler"]),
            built / name,
            built / "SharedLayer",
            {**named.function_environment(name), **variables},
        )
        for name, _ in document.resources("AWS::Serverless::Function")
    }
