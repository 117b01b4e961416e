"""The whole service on this machine: emulator, deployed template, pump and proxy, one inside the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ghirbal_tools.dev.routes import routes_of
from ghirbal_tools.dev.web import Server
from ghirbal_tools.stack import ministack
from ghirbal_tools.stack.deploy import STACK, Cloud, build, deploy
from ghirbal_tools.stack.people import Pool
from ghirbal_tools.stack.proxy import KEYS, StackProxy, Target
from ghirbal_tools.stack.stream import Functions, pumping
from ghirbal_tools.template import ROOT, load

FOLDER = ROOT / ".aws-sam/stack"
"""Built for this machine, apart from what is built for the cloud."""

MAIL_DOMAIN = "ghirbal.example"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack: its own address (the proxy's), the endpoint that stands for AWS, and what was deployed."""

    url: str
    cloud: Cloud
    outputs: dict[str, str]
    pool: Pool
    functions: Functions

    def environment(self) -> dict[str, str]:
        """What the `ghirbal` command needs to work on this stack."""
        return ministack.CREDENTIALS | {
            "AWS_ENDPOINT_URL": self.cloud.endpoint,
            "GHIRBAL_TABLE": self.outputs["Table"],
            "GHIRBAL_SECRET": self.outputs["Secret"],
        }


@contextmanager
def running(
    port: int, proxy_port: int, say: Say, *, public_url: str = "", folder: Path = FOLDER
) -> Iterator[Stack]:
    """Build, start, deploy and serve until the end. `public_url` is the base of links, the proxy's own if empty.

    Raises StackError, and PortTaken for the proxy's port.
    """
    with ExitStack() as stack:
        say(
            "building layer and functions with sam (a few seconds; the first time pip fetches the layer's packages)"
        )
        built = build(folder)
        template = load(built)
        say(f"starting ministack on 127.0.0.1:{port}")
        cloud = Cloud(stack.enter_context(ministack.running(port, folder.with_suffix(".log"))))
        names: dict[str, str] = {}
        functions = Functions(cloud, names)
        proxy = StackProxy(routes_of(template), functions.invoke)
        server = Server(proxy, proxy_port)
        server.start()
        stack.callback(server.stop)
        url = f"http://127.0.0.1:{server.port}"
        verify_sender(cloud)
        say("deploying template.yaml with sam")
        outputs = deploy(built, cloud, parameters(cloud.endpoint, url, public_url or url))
        names.update(physical_names(cloud))
        proxy.target = Target(port, outputs["ApiId"], outputs["UserPool"])
        stack.enter_context(pumping(cloud, template, outputs, functions, say))
        pool = Pool(cloud, outputs["UserPool"], outputs["UserPoolClient"], f"{url}/console/")
        yield Stack(url, cloud, outputs, pool, functions)


def parameters(endpoint: str, url: str, public_url: str) -> dict[str, str]:
    """The template's parameters for a local stack: addresses, and a sender the emulator accepts."""
    return {
        "EndpointUrl": endpoint,
        "PublicUrl": public_url,
        "JwksUrl": f"{url}{KEYS}",
        "ConsoleUrls": f"{url}/console/",
        "MailFrom": f"moderation@{MAIL_DOMAIN}",
        "MailIdentity": MAIL_DOMAIN,
    }


def verify_sender(cloud: Cloud) -> None:
    """The sender's domain, verified as an operator does it once before the deploy."""
    cloud.session().client("sesv2", endpoint_url=cloud.endpoint).create_email_identity(
        EmailIdentity=MAIL_DOMAIN
    )


def physical_names(cloud: Cloud) -> dict[str, str]:
    """Logical id -> physical name of every function of the stack."""
    formation = cloud.session().client("cloudformation", endpoint_url=cloud.endpoint)
    resources = formation.describe_stack_resources(StackName=STACK)["StackResources"]
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in resources
        if resource["ResourceType"] == "AWS::Lambda::Function"
    }
