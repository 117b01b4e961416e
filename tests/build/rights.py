"""The rights that a role of the template grants, in the short form of rights.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ghirbal_tools.template import Template

CONDITIONAL = {"Traced": False, "SendsMail": True, "OwnPool": True}
"""Branches looked at: tracing is off by default, and mail is what notify exists for."""


def statements(template: Template, role: str) -> Iterator[Mapping[str, Any]]:
    """Every statement of a role's policies, of the branches in CONDITIONAL."""
    for policy in template.resource(role)["Policies"]:
        chosen = policy
        if "Fn::If" in policy:
            condition, yes, no = policy["Fn::If"]
            chosen = yes if CONDITIONAL[condition] else no
        if "PolicyDocument" in chosen:
            yield from chosen["PolicyDocument"]["Statement"]


def grants(template: Template, role: str) -> dict[str, list[str]]:
    """Resource in short form -> sorted actions, without the role's own log group."""
    found: dict[str, set[str]] = {}
    for statement in statements(template, role):
        for resource in _listed(statement["Resource"]):
            found.setdefault(short(resource), set()).update(_listed(statement["Action"]))
    return {name: sorted(actions) for name, actions in found.items() if not name.endswith("Log")}


PUTTING = frozenset(
    {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"}
)


def partitions(template: Template, role: str) -> dict[str, list[str]]:
    """Writing action of the table -> the sorted partitions it may touch, as wildcards ("*" without a condition)."""
    found: dict[str, set[str]] = {}
    for statement in statements(template, role):
        leading = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
        for action in PUTTING.intersection(_listed(statement["Action"])):
            found.setdefault(action.partition(":")[2], set()).update(
                leading.get("dynamodb:LeadingKeys", ["*"])
            )
    return {action: sorted(names) for action, names in sorted(found.items())}


def short(resource: Mapping[str, Any]) -> str:
    """`Table/index/by_page` for a reference to it. Raises ValueError for one that names no resource of the template.

    >>> short({"Fn::Sub": "${Table.Arn}/index/by_page"})
    'Table/index/by_page'
    >>> short({"Fn::GetAtt": ["Table", "StreamArn"]})
    'Table/stream'
    """
    if "Ref" in resource:
        return str(resource["Ref"])
    if "Fn::GetAtt" in resource:
        name, attribute = resource["Fn::GetAtt"]
        return f"{name}/stream" if attribute == "StreamArn" else str(name)
    text = str(resource["Fn::Sub"])
    if match := re.fullmatch(r"\$\{(\w+)\.Arn\}(/.+)", text):
        return match[1] + match[2]
    if match := re.fullmatch(r"arn:.*:(identity)/\$\{\w+\}", text):
        return match[1]
    raise ValueError(f"no resource of the template: {resource}")


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
