"""`ghirbal front`: the console and the widget of a deployed stack, with its addresses in them.

    ghirbal front publish --stack NAME             into the stack's own bucket, behind its distribution
    ghirbal front build --stack NAME --into DIR    into a folder, for a web server or CDN of your own

Both end with the console's address and the script element for the site's pages. A file is put there before anything
names it, and what is open goes on with the files it began with, so this may be done at any time and again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ghirbal_tools.front.files import Config, File, Front, front, served_at
from ghirbal_tools.template import ROOT
from ghirbal_tools.where import UsageError, stack_outputs

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONSOLE, WIDGET = ROOT / "console" / "dist", ROOT / "widget" / "dist"


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 done, 1 refused or out of reach, 2 wrong arguments."""
    from botocore.exceptions import BotoCoreError, ClientError

    given = parser().parse_args(argv)
    try:
        run(given, stack_outputs(given.stack))
    except UsageError as error:
        print(f"ghirbal front: {error}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"ghirbal front: AWS says: {error}", file=sys.stderr)
        return 1
    return 0


def run(given: argparse.Namespace, outputs: Mapping[str, str]) -> None:
    """Carry out parsed arguments for a stack of these outputs. Raises UsageError, ClientError, OSError."""
    made = front(CONSOLE, WIDGET, config_of(outputs, given.site))
    if given.command == "build":
        write(made, given.into)
        print(next_steps(made, served_at(given.at or outputs.get("ConsoleUrl", "https://CDN/"))))
    else:
        publish(made, outputs)
        print(next_steps(made, outputs["ConsoleUrl"]))


def parser() -> argparse.ArgumentParser:
    """The arguments of `ghirbal front`."""
    top = argparse.ArgumentParser(prog="ghirbal front", description="The console and the widget of a stack.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--stack", required=True, help="a deployed CloudFormation stack")
    shared.add_argument(
        "--site", default="", help="the site that people see whose tokens name none; others see their own"
    )
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("publish", parents=[shared], help="put them where the stack serves them")
    build = commands.add_parser("build", parents=[shared], help="write them into a folder")
    build.add_argument("--into", type=Path, required=True, help="the folder; made if it isn't there")
    build.add_argument("--at", default="", help="the address at which that folder will be served")
    return top


def config_of(outputs: Mapping[str, str], site: str = "") -> Config:
    """The console's settings, by a stack's outputs. Raises UsageError for a stack of an older template."""
    for name in ("ApiUrl", "Issuer", "Client", "Scope", "GroupsClaim"):
        if not outputs.get(name):
            raise UsageError(f"the stack has no output {name}: deploy this version's template first")
    return Config(
        api=outputs["ApiUrl"],
        issuer=outputs["Issuer"],
        client=outputs["Client"],
        scope=outputs["Scope"],
        groups_claim=outputs["GroupsClaim"],
        site=site,
        sign_in=outputs.get("SignInPage", ""),
    )


def publish(made: Front, outputs: Mapping[str, str]) -> None:
    """Put the files into the stack's bucket. Raises UsageError when it has none, ClientError."""
    import boto3

    if not outputs.get("FrontBucket"):
        raise UsageError(
            "this stack serves no pages: set Front=on in samconfig.toml and deploy, or use `ghirbal front build`"
        )
    s3 = boto3.client("s3")
    for file in made.files:
        put(s3, outputs["FrontBucket"], file)


def put(s3: S3Client, bucket: str, file: File) -> None:
    """One file with its headers. Raises ClientError."""
    s3.put_object(
        Bucket=bucket, Key=file.name, Body=file.body, ContentType=file.type, CacheControl=file.cache
    )


def write(made: Front, folder: Path) -> None:
    """The files as a folder. Raises OSError."""
    for file in made.files:
        place = folder / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.body)


def next_steps(made: Front, base: str) -> str:
    """Where the console is now, and what the site's pages need."""
    return f"{len(made.files)} files\nconsole: {base}\nwidget:  {made.tag(base)}"
