"""template.yaml as data: a loader that knows CloudFormation's tags, and a resolver of its references.

The local stacks and the tests read the table, the routes and the stream mapping from the very file that is deployed, so
that there is no second description to drift. The resolver knows what our template uses (parameters, conditions, `Ref`,
`Fn::Sub`, `Fn::Join` and their like); anything else raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

import yaml

Data: TypeAlias = Any
"""Whatever YAML can hold: a mapping, a list or a scalar."""

ROOT = Path(__file__).resolve().parents[2]
"""The project's own folder: where template.yaml and functions/ are."""

PSEUDO = {
    "AWS::Region": "us-east-1",
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "ghirbal",
    "AWS::StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/ghirbal/00000000-0000-4000-8000-000000000000",
}
"""What the pseudo parameters stand for in a local stack; the account id is moto's."""

NO_VALUE = object()
"""What `AWS::NoValue` resolves to: the property that holds it vanishes."""

_CREATE_TABLE = {"AttributeDefinitions", "KeySchema", "BillingMode"}
_CREATE_INDEX = {"IndexName", "KeySchema", "Projection"}
_SUB = re.compile(r"\$\{(!?)([^}]*)\}")


class _Loader(yaml.SafeLoader):
    """SafeLoader that turns `!Ref X` and its like into the long form."""


def _construct(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Data]:
    if isinstance(node, yaml.ScalarNode):
        value: Data = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(cast(yaml.MappingNode, node), deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _construct)


@dataclass(frozen=True)
class Template:
    """A parsed template with the values its references resolve to.

    `values` overrides parameters and names resources: `{"Issuer": "http://…", "Table": "ghirbal-dev"}`; attributes are
    written `"Table.StreamArn"`. A resource without a value stands for its own logical id.
    """

    document: Mapping[str, Data]
    values: Mapping[str, Data] = field(default_factory=dict)

    def with_values(self, values: Mapping[str, Data]) -> Template:
        """The same template with more names known."""
        return Template(self.document, {**self.values, **values})

    def resources(self, kind: str) -> Iterator[tuple[str, Mapping[str, Data]]]:
        """(logical id, unresolved properties) of every resource of a type whose condition holds."""
        for name, resource in self.document["Resources"].items():
            if resource["Type"] == kind and self.holds(resource.get("Condition")):
                yield name, resource.get("Properties") or {}

    def resource(self, name: str) -> Mapping[str, Data]:
        """The unresolved properties of one resource. Raises KeyError when the template has no such resource."""
        properties: Mapping[str, Data] = self.document["Resources"][name].get("Properties") or {}
        return properties

    def holds(self, condition: str | None) -> bool:
        """Whether a named condition holds; no condition always does."""
        return condition is None or bool(self.resolve(self.document["Conditions"][condition]))

    def resolve(self, value: Data) -> Data:
        """`value` with every reference replaced. Raises ValueError for an unknown name or function."""
        if isinstance(value, dict):
            if len(value) == 1 and (intrinsic := _INTRINSICS.get(next(iter(value)))):
                return intrinsic(self, next(iter(value.values())))
            pairs = ((key, self.resolve(inner)) for key, inner in value.items())
            return {key: inner for key, inner in pairs if inner is not NO_VALUE}
        if isinstance(value, list):
            return [inner for inner in map(self.resolve, value) if inner is not NO_VALUE]
        return value

    def function_environment(self, name: str) -> dict[str, str]:
        """The environment variables of a function: those of `Globals`, its own over them."""
        shared = (
            self.document.get("Globals", {}).get("Function", {}).get("Environment", {}).get("Variables", {})
        )
        own = self.resource(name).get("Environment", {}).get("Variables", {})
        return {key: str(value) for key, value in self.resolve({**shared, **own}).items()}

    def function_setting(self, name: str, setting: str) -> Data:
        """A property of a function, or the one all functions share; None when neither is there."""
        shared = self.document.get("Globals", {}).get("Function", {})
        return self.resolve(self.resource(name).get(setting, shared.get(setting)))

    def table_request(self, resource: str, name: str) -> dict[str, Data]:
        """The keyword arguments of DynamoDB's CreateTable for a table of the template, under another name.

        What is set by calls of their own (TTL, recovery) or would stop a local stack (deletion protection, ceilings) is
        left out.
        """
        properties = self.resolve(self.resource(resource))
        request = {key: value for key, value in properties.items() if key in _CREATE_TABLE}
        request["StreamSpecification"] = {"StreamEnabled": True, **properties["StreamSpecification"]}
        request["GlobalSecondaryIndexes"] = [
            {key: value for key, value in index.items() if key in _CREATE_INDEX}
            for index in properties["GlobalSecondaryIndexes"]
        ]
        return {"TableName": name, **request}

    def name(self, reference: str) -> Data:
        """What `Ref`, or `${…}`, or a dotted attribute stands for. Raises ValueError for an unknown one."""
        if reference == "AWS::NoValue":
            return NO_VALUE
        if reference in self.values:
            return self.values[reference]
        parameter = self.document.get("Parameters", {}).get(reference)
        if parameter is not None and "Default" in parameter:
            return _typed(parameter)
        if reference in PSEUDO:
            return PSEUDO[reference]
        if reference.partition(".")[0] in self.document["Resources"]:
            return reference
        raise ValueError(f"the template refers to {reference}, which has no value here: pass it in `values`")


def load(path: Path = ROOT / "template.yaml", values: Mapping[str, Data] | None = None) -> Template:
    """Read a template. Raises OSError when it is not there and ValueError when it is no template."""
    document = parse(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or "Resources" not in document:
        raise ValueError(f"{path} is no CloudFormation template: it has no Resources")
    return Template(document, values or {})


def parse(text: str) -> Data:
    """YAML with CloudFormation's tags, as plain data in the long form.

    >>> parse("!Sub '${A}-b'")
    {'Fn::Sub': '${A}-b'}
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a SafeLoader


def _typed(parameter: Mapping[str, Data]) -> Data:
    default = parameter["Default"]
    if parameter.get("Type") in ("CommaDelimitedList", "List<String>"):
        return [item.strip() for item in str(default).split(",")]
    return default


def _sub(template: Template, argument: Data) -> str:
    text, local = argument if isinstance(argument, list) else (argument, {})

    def fill(match: re.Match[str]) -> str:
        literal, reference = match.groups()
        if literal:
            return "${" + reference + "}"
        return str(template.resolve(local[reference]) if reference in local else template.name(reference))

    return _SUB.sub(fill, text)


def _if(template: Template, argument: list[Data]) -> Data:
    condition, yes, no = argument
    return template.resolve(yes if template.holds(condition) else no)


def _join(template: Template, argument: list[Data]) -> str:
    separator, parts = template.resolve(argument)
    return str(separator).join(map(str, parts))


def _equals(template: Template, argument: list[Data]) -> bool:
    left, right = template.resolve(argument)
    return str(left) == str(right)


def _get_att(template: Template, argument: Data) -> Data:
    return template.name(argument if isinstance(argument, str) else ".".join(argument))


def _select(template: Template, argument: list[Data]) -> Data:
    index, items = template.resolve(argument)
    return items[int(index)]


def _split(template: Template, argument: list[Data]) -> list[str]:
    separator, text = template.resolve(argument)
    return str(text).split(separator)


def _find_in_map(template: Template, argument: list[Data]) -> Data:
    name, first, second = template.resolve(argument)
    return template.document["Mappings"][name][first][second]


_INTRINSICS: Mapping[str, Callable[[Template, Data], Data]] = {
    "Ref": lambda template, argument: template.name(argument),
    "Condition": lambda template, argument: template.holds(argument),
    "Fn::Sub": _sub,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Equals": _equals,
    "Fn::Not": lambda template, argument: not template.resolve(argument[0]),
    "Fn::And": lambda template, argument: all(template.resolve(argument)),
    "Fn::Or": lambda template, argument: any(template.resolve(argument)),
    "Fn::GetAtt": _get_att,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
}
