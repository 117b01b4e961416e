"""Console and widget on the deployed template: published into its bucket, and known to its pool and its API."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from ghirbal_tools.stack.deploy import STACK
from tests.stack.conftest import SITE, Deployed, ghirbal
from tests.stack.web import Web


def test_published_files_lie_in_the_stacks_bucket_with_the_stacks_addresses(deployed: Deployed) -> None:
    ghirbal(deployed.stack, "front", "publish", "--stack", STACK)
    s3, outputs = deployed.client("s3"), deployed.stack.outputs
    page = s3.get_object(Bucket=outputs["FrontBucket"], Key="index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    config = json.loads(s3.get_object(Bucket=outputs["FrontBucket"], Key="config.json")["Body"].read())
    assert config["client_id"] == outputs["UserPoolClient"]
    assert config["issuer"] == outputs["Issuer"]
    assert config["api"] == outputs["ApiUrl"]


def test_nobody_but_the_distribution_may_read_the_bucket(deployed: Deployed) -> None:
    bucket = deployed.stack.outputs["FrontBucket"]
    policy = json.loads(deployed.client("s3").get_bucket_policy(Bucket=bucket)["Policy"])
    allowed = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    [source] = allowed[0]["Condition"]["StringEquals"].values()
    distributions = deployed.client("cloudfront").list_distributions()["DistributionList"]["Items"]
    assert source in [one["ARN"] for one in distributions]


def test_the_pool_sends_people_back_to_the_console_and_the_api_answers_it(deployed: Deployed) -> None:
    console = deployed.stack.outputs["ConsoleUrl"]
    client = deployed.client("cognito-idp").describe_user_pool_client(
        UserPoolId=deployed.stack.pool.id, ClientId=deployed.stack.pool.client
    )["UserPoolClient"]
    assert console in client["CallbackURLs"]
    parts = urlsplit(console)
    origin = f"{parts.scheme}://{parts.netloc}"
    asks = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    path = f"/v1/moderation/sites/{SITE}/queue"
    answer = Web(deployed.stack.url).ask("OPTIONS", path, headers={"Origin": origin, **asks})
    assert answer.headers["access-control-allow-origin"] == origin
