"""Fault case 50 and attack H9: what template.yaml promises, read from template.yaml itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ghirbal_tools.cost import document as cost
from ghirbal_tools.template import Template, load
from tests.build import rights
from tests.build.conftest import ROOT

HERE = Path(__file__).parent
FUNCTIONS = ("ReadApi", "SubmitApi", "ModerationApi", "Stream", "Notify", "Jobs", "Webhook")
TOPIC = "arn:aws:sns:eu-west-3:111122223333:ghirbal"
WORK_QUEUES = {"JobsQueue", "WebhookQueue"}
WRITES = ("Put", "Update", "Delete", "Create", "Write", "Send", "Tag", "Restore")


@pytest.fixture(scope="module")
def template() -> Template:
    return load()


def kinds(template: Template) -> dict[str, str]:
    return {name: resource["Type"] for name, resource in template.document["Resources"].items()}


def data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return {key: value for key, value in content.items() if key != "about"}


def test_case_50_no_role_has_a_wildcard(template: Template) -> None:
    roles = [name for name, kind in kinds(template).items() if kind == "AWS::IAM::Role"]
    assert len(roles) == len(FUNCTIONS) + 1
    for role in roles:
        assert "ManagedPolicyArns" not in template.resource(role), role
        for statement in rights.statements(template, role):
            assert "*" not in json.dumps(statement["Action"]), (role, statement)
            assert "NotAction" not in statement
            assert "NotResource" not in statement
            assert statement["Resource"] != "*", (role, statement)


def test_case_50_the_only_star_resource_is_tracing_and_off_by_default(template: Template) -> None:
    text = json.dumps(template.document)
    assert text.count('"Resource": "*"') == len(FUNCTIONS)
    assert template.document["Parameters"]["Tracing"]["Default"] == "PassThrough"
    assert not template.holds("Traced")


def test_case_50_each_function_has_a_role_of_its_own(template: Template) -> None:
    roles = {
        name: props["Role"]["Fn::GetAtt"] for name, props in template.resources("AWS::Serverless::Function")
    }
    assert roles == {name: [f"{name}Role", "Arn"] for name in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_case_50_each_function_may_only_what_its_row_says(template: Template, function: str) -> None:
    assert rights.grants(template, f"{function}Role") == data("rights.json")[function]


def test_case_50_read_api_may_not_write(template: Template) -> None:
    actions = [action for granted in rights.grants(template, "ReadApiRole").values() for action in granted]
    assert actions
    assert not [action for action in actions if any(verb in action for verb in WRITES)]


def test_case_50_every_rule_target_has_a_dead_letter_queue_that_may_be_written(template: Template) -> None:
    rules = dict(template.resources("AWS::Events::Rule"))
    assert rules
    policies = [props for _, props in template.resources("AWS::SQS::QueuePolicy")]
    for name, rule in rules.items():
        for target in rule["Targets"]:
            queue = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
            assert kinds(template)[queue] == "AWS::SQS::Queue"
            assert any(
                {"Ref": queue} in policy["Queues"] and name in json.dumps(policy) for policy in policies
            ), name
            assert target["RetryPolicy"]["MaximumRetryAttempts"] > 0


def test_case_50_every_schedule_has_a_dead_letter_queue(template: Template) -> None:
    schedules = dict(template.resources("AWS::Scheduler::Schedule"))
    assert [schedule["ScheduleExpression"] for schedule in schedules.values()] == ["rate(1 minute)"]
    for schedule in schedules.values():
        queue = schedule["Target"]["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
        role = schedule["Target"]["RoleArn"]["Fn::GetAtt"][0]
        assert rights.grants(template, role)[queue] == ["sqs:SendMessage"]


def test_case_50_functions_called_by_events_keep_what_they_could_not_take(template: Template) -> None:
    called = {
        target["Arn"]["Ref"].removesuffix(".Alias")
        for _, rule in template.resources("AWS::Events::Rule")
        for target in rule["Targets"]
    } | {
        schedule["Target"]["Arn"]["Ref"].removesuffix(".Alias")
        for _, schedule in template.resources("AWS::Scheduler::Schedule")
    }
    assert called == {"Notify"}
    for function in called:
        destination = template.resource(function)["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
        queue = destination["Destination"]["Fn::GetAtt"][0]
        assert rights.grants(template, f"{function}Role")[queue] == ["sqs:SendMessage"]


def test_case_50_dead_letters_are_kept_as_long_as_a_queue_can(template: Template) -> None:
    for name, queue in template.resources("AWS::SQS::Queue"):
        assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600, name


def test_case_50_the_stream_tries_halves_and_parks_what_fails(template: Template) -> None:
    mapping = template.resource("StreamMapping")
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["BatchSize"] == 25
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 10 <= mapping["MaximumRetryAttempts"] <= 30, (
        "minutes: -1 or 100 would let one record hold its shard for hours"
    )
    assert 60 <= mapping["MaximumRecordAgeInSeconds"] < 24 * 3600, "the stream's own life"
    destination = mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"]
    assert kinds(template)[destination[0]] == "AWS::S3::Bucket"


def test_case_50_every_queue_that_feeds_a_function_has_a_dead_letter_queue(template: Template) -> None:
    fed = [
        mapping["EventSourceArn"]["Fn::GetAtt"][0]
        for name, mapping in template.resources("AWS::Lambda::EventSourceMapping")
        if name != "StreamMapping"
    ]
    assert set(fed) == WORK_QUEUES
    for name in fed:
        queue = template.resource(name)
        dead = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        assert kinds(template)[dead] == "AWS::SQS::Queue"
        assert 3 <= queue["RedrivePolicy"]["maxReceiveCount"] <= 100
        function = next(
            mapping["FunctionName"]["Ref"].removesuffix(".Alias")
            for _, mapping in template.resources("AWS::Lambda::EventSourceMapping")
            if mapping["EventSourceArn"] == {"Fn::GetAtt": [name, "Arn"]}
        )
        patience = template.function_setting(function, "Timeout")
        assert queue["VisibilityTimeout"] >= 6 * int(patience), "Lambda's own advice"


def test_the_function_that_calls_out_reaches_rows_of_sites_alone(template: Template) -> None:
    """Attack H6: no SES, no comment."""
    granted = rights.grants(template, "WebhookRole")
    assert not [action for actions in granted.values() for action in actions if action.startswith("ses:")]
    [rows] = [s for s in rights.statements(template, "WebhookRole") if s.get("Sid") == "ReadRows"]
    assert rows["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["S#*", "W#*"]}}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_roles_write_only_their_partitions(template: Template, function: str) -> None:
    """Attack B20: whoever takes over a function writes what it writes, and nothing else. What the tests of the whole
    service write is held against the same conditions (`World.acting`)."""
    found = rights.partitions(template, f"{function}Role")
    assert found == data("partitions.json").get(function, {})
    assert all("*" not in patterns for patterns in found.values())


def test_jobs_write_results_below_the_sites_prefix_into_a_private_bucket(template: Template) -> None:
    bucket = template.resource("JobResults")
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    granted = rights.grants(template, "JobsRole")
    assert [name for name in granted if name.startswith("JobResults")] == ["JobResults/sites/*"]


def test_case_50_the_failure_bucket_is_private_and_forgets_after_14_days(template: Template) -> None:
    bucket = template.resource("StreamFailures")
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert [rule["ExpirationInDays"] for rule in bucket["LifecycleConfiguration"]["Rules"]] == [14]


def test_case_50_every_function_logs_to_a_group_with_a_retention(template: Template) -> None:
    groups = dict(template.resources("AWS::Logs::LogGroup"))
    assert all("RetentionInDays" in group for group in groups.values())
    assert template.document["Parameters"]["LogDays"]["Default"] == 30
    for name, function in template.resources("AWS::Serverless::Function"):
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Log"}}
        assert f"{name}Log" in groups


def test_case_50_the_table_survives_mistakes(template: Template) -> None:
    table = template.resource("Table")
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    kept = {"Table", "Secret", "StreamFailures", "JobResults", "UserPool"}
    for name, resource in template.document["Resources"].items():
        if name in kept:
            assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


def test_case_50_routes_stand_before_functions(template: Template) -> None:
    order = list(kinds(template).values())
    first = order.index("AWS::Serverless::Function")
    gateway = [i for i, kind in enumerate(order) if kind.startswith("AWS::ApiGatewayV2::")]
    assert gateway
    assert max(gateway) < first, "sam local would find no route"


def test_the_stage_waits_for_every_route_it_throttles(template: Template) -> None:
    """A RouteSetting for a route that isn't made yet fails the deployment; emulators don't mind."""
    (stage,) = [properties for _, properties in template.resources("AWS::ApiGatewayV2::Stage")]
    waits = set(template.document["Resources"]["Stage"]["DependsOn"])
    routes = {name: route["RouteKey"] for name, route in template.resources("AWS::ApiGatewayV2::Route")}
    assert {name for name, key in routes.items() if key in stage["RouteSettings"]} <= waits


UNCOUNTED = {"reads table": 12.0, "writes table": 24.0}
"""What a seldom called route is taken to cost that no test counts: an editor's or an owner's, a few small rows."""

KEPT_FOR_WRITING = 0.4
"""Of the table's reads: what a flood of lists and counts can't touch, for posting and moderating."""


def _taken_for(key: str) -> dict[str, float]:
    if key.startswith("OPTIONS") or key.endswith(" /v1/health"):
        return {}
    return {
        kind: n
        for kind, n in UNCOUNTED.items()
        if kind.startswith("reads") or not key.startswith(("GET", "HEAD"))
    }


def demand(template: Template) -> dict[str, dict[str, float]]:
    """Route -> units a second at its throttle, with the stream's work for it."""
    [(_, stage)] = template.resources("AWS::ApiGatewayV2::Stage")
    spent = cost.counted()
    found = {}
    for key, limits in stage["RouteSettings"].items():
        units = cost.of_route(spent, key) or _taken_for(key)
        found[key] = {kind: n * limits["ThrottlingRateLimit"] for kind, n in units.items()}
    return found


def test_route_rates_fit_the_table_ceilings(template: Template) -> None:
    """Attack B5: every route at its throttle with its dearest request, all at once, stays below what table and indexes
    may spend; and what anybody can ask for leaves the others their share."""
    ceilings = {
        kind: template.document["Parameters"][name]["Default"]
        for kind, name in (("reads", "MaxReads"), ("writes", "MaxWrites"))
    }
    total: Counter[str] = Counter()
    anybody = 0.0
    for key, units in demand(template).items():
        total.update(units)
        if key.startswith(("GET /v1/sites/", "HEAD /v1/sites/")):
            anybody += units.get("reads table", 0)
    over = {kind: n for kind, n in total.items() if n > ceilings[kind.split()[0]]}
    assert over == {}
    assert anybody <= (1 - KEPT_FOR_WRITING) * ceilings["reads"]


def test_ceilings_are_not_far_above_what_the_routes_can_use(template: Template) -> None:
    """A ceiling is there for the bill: the dearest of table and indexes comes near it."""
    total: Counter[str] = Counter()
    for units in demand(template).values():
        total.update(units)
    for kind, name in (("reads", "MaxReads"), ("writes", "MaxWrites")):
        most = max(n for what, n in total.items() if what.startswith(kind))
        assert most >= 0.7 * template.document["Parameters"][name]["Default"]


def test_template_has_cost_ceilings(template: Template) -> None:
    [(_, stage)] = template.resources("AWS::ApiGatewayV2::Stage")
    keys = {route["RouteKey"] for _, route in template.resources("AWS::ApiGatewayV2::Route")}
    assert set(stage["RouteSettings"]) == keys, "each route its own throttle"
    for limits in (stage["DefaultRouteSettings"], *stage["RouteSettings"].values()):
        assert 0 < limits["ThrottlingRateLimit"] <= 500
        assert limits["ThrottlingRateLimit"] <= limits["ThrottlingBurstLimit"] <= 1000
    ceiling = {"MaxReadRequestUnits": {"Ref": "MaxReads"}, "MaxWriteRequestUnits": {"Ref": "MaxWrites"}}
    table = template.resource("Table")
    assert table["OnDemandThroughput"] == ceiling
    assert [index["OnDemandThroughput"] for index in table["GlobalSecondaryIndexes"]] == [ceiling] * 5
    for name, function in template.resources("AWS::Serverless::Function"):
        condition, limit, off = function["ReservedConcurrentExecutions"]["Fn::If"]
        assert not template.holds(condition), "off by default: a new account's limit of 10 refuses it"
        assert template.with_values({limit["Ref"]: 5}).holds(condition), name
        assert off == {"Ref": "AWS::NoValue"}
    budget = template.document["Resources"]["Budget"]
    assert budget["Condition"] == "HasBudget"
    assert {
        n["Notification"]["NotificationType"] for n in budget["Properties"]["NotificationsWithSubscribers"]
    } == {
        "ACTUAL",
        "FORECASTED",
    }


def test_the_table_has_every_index_from_the_first_release(template: Template) -> None:
    table = template.resource("Table")
    assert table["KeySchema"] == [
        {"AttributeName": "PK", "KeyType": "HASH"},
        {"AttributeName": "SK", "KeyType": "RANGE"},
    ]
    found = {
        index["IndexName"]: {
            "keys": [key["AttributeName"] for key in index["KeySchema"]],
            "projects": index["Projection"]["NonKeyAttributes"],
        }
        for index in table["GlobalSecondaryIndexes"]
    }
    assert found == data("indexes.json")
    assert {a["AttributeType"] for a in table["AttributeDefinitions"]} == {"S"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "exp", "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert sum(len(index["projects"]) for index in found.values()) <= 100, (
        "DynamoDB's own limit over all indexes"
    )


def test_moderation_asks_for_a_scoped_token_and_nothing_else_does(template: Template) -> None:
    routes = [route for _, route in template.resources("AWS::ApiGatewayV2::Route")]
    asking = {route["RouteKey"] for route in routes if route.get("AuthorizationType") == "JWT"}
    moderation = {
        route["RouteKey"]
        for route in routes
        if "/v1/moderation/" in route["RouteKey"] and not route["RouteKey"].startswith("OPTIONS ")
    }
    assert asking == moderation
    assert all(
        route["AuthorizationScopes"] == [{"Ref": "Scope"}] for route in routes if "AuthorizationType" in route
    )


def test_the_gateway_answers_no_preflight_of_its_own(template: Template) -> None:
    assert "CorsConfiguration" not in template.resource("Api")


def test_the_access_log_names_the_route_and_neither_path_nor_person(template: Template) -> None:
    shape = template.resource("Stage")["AccessLogSettings"]["Format"]
    assert "$context.routeKey" in shape
    for personal in ("$context.path", "identity", "userAgent", "domainName", "claims", "authorizer"):
        assert personal not in shape


def test_integrations_call_the_alias_and_the_gateway_may_call_it(template: Template) -> None:
    targets = {
        props["IntegrationUri"]["Ref"] for _, props in template.resources("AWS::ApiGatewayV2::Integration")
    }
    allowed = {
        props["FunctionName"]["Ref"]
        for _, props in template.resources("AWS::Lambda::Permission")
        if props["Principal"] == "apigateway.amazonaws.com"
    }
    assert targets == allowed == {"ReadApi.Alias", "SubmitApi.Alias", "ModerationApi.Alias"}


def test_a_given_issuer_makes_no_pool(template: Template) -> None:
    own = {name for name, kind in kinds(template).items() if kind.startswith("AWS::Cognito::")}
    assert own == {"UserPool", "UserPoolDomain", "UserPoolResourceServer", "UserPoolClient"}
    foreign = template.with_values({"Issuer": "https://id.example.org", "Audience": ["console"]})
    for name in own:
        condition = template.document["Resources"][name]["Condition"]
        assert template.holds(condition)
        assert not foreign.holds(condition)
    authorizer = foreign.resolve(foreign.resource("ModeratorAuthorizer")["JwtConfiguration"])
    assert authorizer == {"Issuer": "https://id.example.org", "Audience": ["console"]}


def test_the_pool_gives_tokens_to_people_alone(template: Template) -> None:
    client = template.resource("UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["code"], (
        "a machine's token (M2) has no groups and no person behind it"
    )
    assert client["GenerateSecret"] is False
    assert template.resource("UserPool")["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_an_invitation_says_where_to_sign_in_in_three_languages(template: Template) -> None:
    named = template.with_values({"FrontDomain": "desk.akhbar.example"})
    invitation = named.resolve(named.resource("UserPool")["AdminCreateUserConfig"])["InviteMessageTemplate"]
    for needed in ('href="https://desk.akhbar.example/"', "{username}", "{####}"):
        assert invitation["EmailMessage"].count(needed) == 3, needed
    away = template.with_values({"Front": "off", "ConsoleUrls": [""]})
    assert "InviteMessageTemplate" not in away.resolve(away.resource("UserPool")["AdminCreateUserConfig"])


def test_the_consoles_of_a_stack_may_be_signed_in_to_and_no_other(template: Template) -> None:
    there, own = "https://static.akhbar.example/moderate/", "https://desk.akhbar.example/"
    for values, urls in (
        ({"FrontDomain": "desk.akhbar.example"}, [own]),
        ({"FrontDomain": "desk.akhbar.example", "ConsoleUrls": [there]}, [own, there]),
        ({"Front": "off", "ConsoleUrls": [there]}, [there]),
    ):
        client = template.with_values(values).resolve(template.resource("UserPoolClient"))
        assert client["CallbackURLs"] == client["LogoutURLs"] == urls


def test_a_layer_change_alone_publishes_new_versions(template: Template) -> None:
    assert template.resource("SharedLayer")["PublishLambdaVersion"] is True
    for name, function in template.resources("AWS::Serverless::Function"):
        assert function["AutoPublishAliasAllProperties"] is True, name


def alarms(template: Template) -> dict[str, Mapping[str, Any]]:
    """Those of a stack with a topic."""
    return dict(template.with_values({"AlarmTopic": TOPIC}).resources("AWS::CloudWatch::Alarm"))


def looked_at(alarm: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The metrics that an alarm is paid for, each with its namespace, name and dimensions."""
    listed = [entry["MetricStat"]["Metric"] for entry in alarm.get("Metrics", []) if "MetricStat" in entry]
    return listed or [alarm]


def test_an_operator_hears_of_everything_that_goes_wrong(template: Template) -> None:
    seen = {metric["MetricName"] for alarm in alarms(template).values() for metric in looked_at(alarm)}
    assert seen == {
        *("5xx", "Errors", "IteratorAge", "NumberOfObjects", "ApproximateNumberOfMessagesVisible"),
        *(
            "PoisonRecords",
            "EventsFailed",
            "RoundsFailed",
            "DetectorErrors",
            "PoliciesUnusable",
            "ReviewsOverdue",
        ),
    }
    [dead] = [alarm for alarm in alarms(template).values() if "Metrics" in alarm]
    watched = {metric["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for metric in looked_at(dead)}
    assert watched == {name for name in kinds(template) if name.endswith("Dead")}


def test_alarms_tell_the_topic_and_without_one_none_is_paid(template: Template) -> None:
    for name, alarm in alarms(template).items():
        assert template.document["Resources"][name]["Condition"] == "HasAlarmTopic", name
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}], name
        assert alarm["TreatMissingData"] == "notBreaching", "a quiet site is well"
        assert len(alarm["AlarmDescription"]) < 120
    assert not template.holds("HasAlarmTopic")
    assert not list(template.resources("AWS::CloudWatch::Alarm"))


def test_the_price_of_the_alarms_is_as_the_docs_say(template: Template) -> None:
    """CloudWatch's price: ten cents a month for each metric that a standard alarm looks at."""
    cents = 10 * sum(len(looked_at(alarm)) for alarm in alarms(template).values())
    told = f"${cents / 100:.2f} a month"
    assert told in (ROOT / "docs/deploy.md").read_text(encoding="utf-8")


def test_each_alarm_on_a_metric_of_ours_looks_where_a_function_writes_it(template: Template) -> None:
    own = [m for a in alarms(template).values() for m in looked_at(a) if m["Namespace"] == "Ghirbal"]
    assert len(own) == 6
    for metric in own:
        [dimension] = metric["Dimensions"]
        assert dimension["Name"] == "service"
        function = next(
            name
            for name in FUNCTIONS
            if template.function_environment(name)["POWERTOOLS_SERVICE_NAME"] == dimension["Value"]
        )
        handler = template.resource(function)["Handler"].partition(".")[0]
        sources = [ROOT / "functions" / handler / "app.py", ROOT / "shared/ghirbal/observability/meter.py"]
        written = "".join(source.read_text(encoding="utf-8") for source in sources)
        assert f'count("{metric["MetricName"]}"' in written, metric["MetricName"]
