"""`sam build` and `sam deploy` of the very template.yaml onto a local endpoint."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import boto3

from ghirbal_tools.stack.ministack import CREDENTIALS, StackError
from ghirbal_tools.template import ROOT

SAM = ROOT / ".tools/sam/bin/sam"
STACK = "ghirbal"
REGION = CREDENTIALS["AWS_DEFAULT_REGION"]


@dataclass(frozen=True, slots=True)
class Cloud:
    """An endpoint that stands for AWS."""

    endpoint: str

    def session(self) -> boto3.Session:
        """Credentials and region of the local account."""
        return boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )


def machine() -> str:
    """This machine's architecture, as the template's parameter says it."""
    return "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"


def python313() -> Path:
    """The interpreter that can make the layer's bytecode. Raises StackError when there is none."""
    found = subprocess.run(
        [str(ROOT / "tools/find_python.sh"), "13"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise StackError(f"the layer needs Python 3.13, which Lambda runs: {found.stderr.strip()}")
    return Path(found.stdout.strip())


def sam_environment(**more: str) -> dict[str, str]:
    """The environment sam runs in: the right interpreter first on the path, none of the caller's AWS variables."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    path = f"{python313().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return clean | {"PATH": path, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": REGION} | more


def build(folder: Path) -> Path:
    """Build layer and functions for this machine; gives the built template. Raises StackError with sam's own words."""
    _sam("build", "--build-dir", str(folder), GHIRBAL_ARCHITECTURE=machine())
    return folder / "template.yaml"


def deploy(template: Path, cloud: Cloud, parameters: Mapping[str, str]) -> dict[str, str]:
    """Deploy a built template and give the stack's outputs. Raises StackError with sam's own words."""
    overrides = [f"{key}={value}" for key, value in {"Architecture": machine(), **parameters}.items()]
    _sam(
        "deploy",
        *("--template-file", str(template), "--stack-name", STACK, "--resolve-s3"),
        *("--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"),
        *("--parameter-overrides", *overrides),
        AWS_ENDPOINT_URL=cloud.endpoint,
        **CREDENTIALS,
    )
    return outputs_of(cloud)


def outputs_of(cloud: Cloud) -> dict[str, str]:
    """The outputs of the stack that is deployed there."""
    formation = cloud.session().client("cloudformation", endpoint_url=cloud.endpoint)
    [stack] = formation.describe_stacks(StackName=STACK)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def _sam(*arguments: str, **more: str) -> None:
    if not SAM.exists():
        raise StackError(f"{SAM.relative_to(ROOT)} is missing: run `tools/install.sh sam ministack`")
    result = subprocess.run(
        [str(SAM), *arguments],
        cwd=ROOT,
        env=sam_environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise StackError(f"sam {arguments[0]} failed:\n{result.stdout}{result.stderr}")
