"""Where the service is that a command works on, and which of its sites: said in one way by every command."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

from ghirbal.domain.reader import Site
from ghirbal.ports.sites import Sites


class UsageError(Exception):
    """What was asked can't be done; the message says what was wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Where:
    """The table's name, and the names of the user pool and of the secret, "" where nothing names them."""

    table: str
    pool: str = ""
    secret: str = ""


def arguments() -> argparse.ArgumentParser:
    """The options `--table` and `--stack`, as a parent of a command's own."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--table", help="the table's name (else --stack, else GHIRBAL_TABLE)")
    where.add_argument(
        "--stack", help="a deployed CloudFormation stack: its outputs name table, user pool and secret"
    )
    return where


def find(given: argparse.Namespace, env: Mapping[str, str]) -> Where:
    """By the options, else the stack's outputs (asked for once), else the environment.

    `--pool` and `--secret` count where a command has them. Raises UsageError when nothing says which table.

    >>> find(argparse.Namespace(table="t", stack=None), {"GHIRBAL_SECRET": "s"})
    Where(table='t', pool='', secret='s')
    >>> find(argparse.Namespace(table=None, stack=None), {})
    Traceback (most recent call last):
    ghirbal_tools.where.UsageError: which table? give --table or --stack, or set GHIRBAL_TABLE (`make dev` prints them)
    """
    outputs = stack_outputs(given.stack) if given.stack else {}

    def named(option: str, output: str, variable: str) -> str:
        return getattr(given, option, None) or outputs.get(output) or env.get(variable, "")

    table = named("table", "Table", "GHIRBAL_TABLE")
    if not table:
        raise UsageError(
            "which table? give --table or --stack, or set GHIRBAL_TABLE (`make dev` prints them)"
        )
    pool = named("pool", "UserPool", "GHIRBAL_USER_POOL")
    return Where(table, pool, named("secret", "Secret", "GHIRBAL_SECRET"))


def stack_outputs(stack: str) -> dict[str, str]:
    """The outputs of a deployed stack."""
    import boto3

    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def site_named(sites: Sites, site_id: str) -> Site:
    """The site. Raises UsageError when there is none of this id."""
    site = sites.get(site_id)
    if site is None:
        raise UsageError(f"there is no site {site_id}; `ghirbal site list` shows those there are")
    return site
