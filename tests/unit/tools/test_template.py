"""The template loader: tags, references, and what the local stacks read from the deployed template."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal_tools import template as templates
from ghirbal_tools.template import Data, Template

SMALL = """
Parameters:
  Stage: {Type: String, Default: ""}
  Names: {Type: CommaDelimitedList, Default: "a, b"}
  Secret: {Type: String}
Conditions:
  Named: !Not [!Equals [!Ref Stage, ""]]
Globals:
  Function: {Timeout: 10, Environment: {Variables: {SHARED: x, BOTH: shared, TABLE: !Ref Table}}}
Resources:
  Table: {Type: AWS::DynamoDB::Table}
  Fn: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {BOTH: own}}}}
  Optional: {Type: AWS::SQS::Queue, Condition: Named}
"""


def small(tmp_path: Path, **values: object) -> Template:
    path = tmp_path / "template.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return templates.load(path, values)


def resolved(template: Template, text: str) -> Data:
    return template.resolve(templates.parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Names", ["a", "b"]),
        ("!Ref Table", "Table"),
        ("!Ref Fn.Alias", "Fn.Alias"),
        ("!GetAtt Table.Arn", "Table.Arn"),
        ("!Sub 'x/${Table}/${AWS::Region}/${!Literal}'", "x/Table/us-east-1/${Literal}"),
        ("!Sub ['${A}-${Table}', {A: !Join ['+', !Ref Names]}]", "a+b-Table"),
        ("!Select [1, !Split ['/', 'one/two']]", "two"),
        ("[!If [Named, 1, !Ref AWS::NoValue], 2]", [2]),
        ("{kept: 1, gone: !If [Named, 1, !Ref AWS::NoValue]}", {"kept": 1}),
    ],
)
def test_an_intrinsic_resolves_as_cloudformation_resolves_it(
    tmp_path: Path, text: str, expected: object
) -> None:
    assert resolved(small(tmp_path), text) == expected


def test_a_value_given_overrides_a_default_and_names_a_resource(tmp_path: Path) -> None:
    template = small(tmp_path, Stage="dev", Table="ghirbal-dev")
    assert resolved(template, "!Sub '${Stage}:${Table}'") == "dev:ghirbal-dev"
    assert resolved(template, "!If [Named, yes-it-is, no]") == "yes-it-is"


def test_a_resource_whose_condition_fails_is_not_there(tmp_path: Path) -> None:
    assert [name for name, _ in small(tmp_path).resources("AWS::SQS::Queue")] == []
    assert [name for name, _ in small(tmp_path, Stage="x").resources("AWS::SQS::Queue")] == ["Optional"]


@pytest.mark.parametrize("name", ["Nowhere", "Secret"])
def test_a_reference_without_a_value_names_itself_in_the_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        small(tmp_path).name(name)


def test_a_file_without_resources_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text("hello: world", encoding="utf-8")
    with pytest.raises(ValueError, match="no Resources"):
        templates.load(path)


def test_a_functions_environment_is_its_own_over_the_shared_one(tmp_path: Path) -> None:
    template = small(tmp_path)
    assert template.function_environment("Fn") == {"SHARED": "x", "BOTH": "own", "TABLE": "Table"}
    assert template.function_setting("Fn", "Timeout") == 10
    assert template.function_setting("Fn", "MemorySize") is None


def test_the_deployed_table_becomes_a_create_table_request() -> None:
    request = templates.load().table_request("Table", "ghirbal-test")
    assert request["TableName"] == "ghirbal-test"
    assert request["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert {index["IndexName"] for index in request["GlobalSecondaryIndexes"]} >= {
        "by_page",
        "by_risk",
        "by_wait",
    }
    assert "DeletionProtectionEnabled" not in request


def test_every_property_of_the_deployed_template_resolves() -> None:
    template = templates.load()
    for resource in template.document["Resources"].values():
        if template.holds(resource.get("Condition")):
            template.resolve(resource.get("Properties") or {})
