"""Makes in an empty AWS account what template.yaml describes, as far as the local stack needs it.

Table, secret, bus, rules, failure bucket and sender; each from the template's own definition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from ghirbal_tools.dev.aws import CREDENTIALS, REGION
from ghirbal_tools.dev.queues import make_queues
from ghirbal_tools.template import Template

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

TABLE = "ghirbal-dev"


@dataclass(frozen=True)
class Clients:
    """Clients of one endpoint, made when first used."""

    endpoint: str

    @cached_property
    def session(self) -> boto3.Session:
        """A session with the local credentials, whatever the caller's own are."""
        return boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )

    @cached_property
    def config(self) -> Config:
        """Short time-outs: everything is on this machine."""
        return Config(connect_timeout=2, read_timeout=20, retries={"total_max_attempts": 2})

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """Tables."""
        return self.session.client("dynamodb", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def streams(self) -> DynamoDBStreamsClient:
        """Their streams."""
        return self.session.client("dynamodbstreams", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def secrets(self) -> SecretsManagerClient:
        """Secrets."""
        return self.session.client("secretsmanager", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def events(self) -> EventBridgeClient:
        """Buses and rules."""
        return self.session.client("events", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def sqs(self) -> SQSClient:
        """Queues."""
        return self.session.client("sqs", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def s3(self) -> S3Client:
        """Buckets."""
        return self.session.client("s3", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def mail(self) -> SESV2Client:
        """Mail."""
        return self.session.client("sesv2", endpoint_url=self.endpoint, config=self.config)


@dataclass(frozen=True, slots=True)
class RuleQueue:
    """A rule of the template, and the queue that receives its events here."""

    rule: str
    function: str
    queue: str


def provision(template: Template, clients: Clients, sender: str) -> Template:
    """Make the resources; the template again, now knowing their names. `sender` becomes a verified mail identity."""
    stream = make_table(template, clients, "Table", TABLE)
    bus = str(template.resolve(template.resource("Bus")["Name"]))
    clients.events.create_event_bus(Name=bus)
    bucket = f"{TABLE}-stream-failures"
    results = f"{TABLE}-job-results"
    for name in (bucket, results):
        clients.s3.create_bucket(Bucket=name)
    clients.mail.create_email_identity(EmailIdentity=sender)
    return template.with_values(
        {
            "Table": TABLE,
            "Table.StreamArn": stream,
            "Bus": bus,
            "Secret": make_secret(template, clients),
            "StreamFailures": bucket,
            "JobResults": results,
            **make_queues(template, clients.sqs),
        }
    )


def make_table(template: Template, clients: Clients, resource: str, name: str) -> str:
    """Create the table as the template has it, and answer its stream's ARN."""
    description = clients.dynamodb.create_table(**template.table_request(resource, name))["TableDescription"]
    lives = template.resolve(template.resource(resource)["TimeToLiveSpecification"])
    clients.dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=lives)
    return description["LatestStreamArn"]


def make_secret(template: Template, clients: Clients) -> str:
    """Generate the secret as CloudFormation would, and answer its ARN."""
    how = template.resolve(template.resource("Secret")["GenerateSecretString"])
    password = clients.secrets.get_random_password(
        PasswordLength=int(how["PasswordLength"]),
        ExcludePunctuation=bool(how.get("ExcludePunctuation", False)),
    )["RandomPassword"]
    document = {**json.loads(how["SecretStringTemplate"]), how["GenerateStringKey"]: password}
    return clients.secrets.create_secret(Name=f"{TABLE}-secret", SecretString=json.dumps(document))["ARN"]


def make_rules(template: Template, clients: Clients) -> Iterator[RuleQueue]:
    """Every rule of the template on its bus, with a queue as target: moto matches patterns, but calls no function."""
    for name, properties in template.resources("AWS::Events::Rule"):
        rule = template.resolve(properties)
        queue = clients.sqs.create_queue(QueueName=f"rule-{name}")["QueueUrl"]
        arn = clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        bus = rule["EventBusName"]
        clients.events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(rule["EventPattern"]))
        clients.events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
        for target in rule["Targets"]:
            yield RuleQueue(name, str(target["Arn"]).partition(".")[0], queue)
