"""`ghirbal site`: create, show and change sites, and say who is on their teams, in a local stack or in the cloud.

The table is that of `--table`, of the deployed stack `--stack NAME`, or of GHIRBAL_TABLE; AWS_ENDPOINT_URL and the
other AWS variables say where it is. With a Cognito pool beside it (`--stack` or `--pool`) a mail address names a
person, who is invited and put into the group `<site>:<role>`. Without one the `sub` of the issuer's tokens names them.
`sso-key` prints the key that the site's own sign-in uses; it needs to read the secret (docs/sso.md).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ghirbal.domain.errors import GhirbalError, Refused
from ghirbal.domain.languages import LANGUAGES
from ghirbal.domain.page import canonical_url, origin_of
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.http.parameters import valid
from ghirbal_tools import site_settings, site_sso
from ghirbal_tools.directory import (
    CognitoDirectory,
    Directory,
    DirectoryError,
    LocalDirectory,
    PlainDirectory,
    is_mail,
)
from ghirbal_tools.where import UsageError, find, site_named
from ghirbal_tools.where import arguments as where_arguments

if TYPE_CHECKING:
    from ghirbal.ports.sites import Sites
    from ghirbal.ports.tokens import Keys


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 done, 1 refused or out of reach, 2 wrong arguments."""
    from botocore.exceptions import BotoCoreError, ClientError

    arguments = parser().parse_args(argv)
    try:
        place = find(arguments, os.environ)
        run(arguments, open_sites(place.table), directory(place.pool, os.environ), place.secret)
    except (UsageError, DirectoryError, site_settings.SettingsError, site_sso.SsoError) as error:
        return _failed(str(error))
    except GhirbalError as error:
        return _failed(
            f"the table did not answer as expected: {error.code} {getattr(error, 'cause', '')}".strip()
        )
    except (BotoCoreError, ClientError) as error:
        return _failed(f"AWS says: {error}")
    return 0


def run(arguments: argparse.Namespace, sites: Sites, people: Directory, secret: str) -> None:
    """Carry out parsed arguments. Raises UsageError, DirectoryError, GhirbalError."""
    command = arguments.command
    if command == "list":
        list_sites(sites)
    elif command == "create":
        site = new_site(arguments.id, arguments.origin, arguments.name, arguments.lang)
        people.subject(arguments.owner)  # before anything is stored: a site without its owner helps nobody
        create_site(site, sites)
        add_moderator(site.id, arguments.owner, arguments.mail, Role.OWNER, sites, people)
        print(f"site {site.id} is there for {', '.join(site.origins)}")
    elif command == "add-moderator":
        role = Role(arguments.role)
        member = add_moderator(arguments.id, arguments.who, arguments.mail, role, sites, people)
        print(f"{member.id} is {member.role} of {member.site}")
    elif command == "add-client":
        add_client(arguments.id, arguments.client, sites)
        print(
            f"the program {arguments.client} may ask for {arguments.id}; now add its subject as a moderator"
        )
    elif command in ("show", "set"):
        site_settings.run(arguments, sites, origin)
    elif command == "sso-key":
        if not secret:
            raise UsageError("which secret? give --secret or --stack, or set GHIRBAL_SECRET")
        site_sso.run(arguments, sites, open_keys(secret))
    else:
        remove_moderator(arguments.id, arguments.who, sites, people)
        print(f"{arguments.who} is no longer on the team of {arguments.id}")


def parser() -> argparse.ArgumentParser:
    """The arguments of `ghirbal site`."""
    top = argparse.ArgumentParser(
        prog="ghirbal site", description="Create, show and change sites, say who is on their teams."
    )
    where = where_arguments()
    where.add_argument("--pool", help="a Cognito user pool id (else --stack, else GHIRBAL_USER_POOL)")
    commands = top.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", parents=[where], help="create a site and name its owner")
    create.add_argument("id", help="3 to 32 of a-z, 0-9 and -; never used again for another site")
    create.add_argument(
        "--origin", action="append", required=True, help="https://host that may write; repeatable"
    )
    create.add_argument("--name", default="", help="as readers and moderators see it")
    create.add_argument("--lang", choices=LANGUAGES, default="ar")
    create.add_argument("--owner", required=True, help="mail address, or the `sub` of the issuer's tokens")
    create.add_argument("--mail", default="", help="where the owner's mail goes, if --owner is no address")
    commands.add_parser("list", parents=[where], help="list the sites")
    add = commands.add_parser(
        "add-moderator", parents=[where], help="add a member to a team, or change their role"
    )
    add.add_argument("id", help="the site")
    add.add_argument("who", help="mail address, or the `sub` of the issuer's tokens")
    add.add_argument("--role", choices=[str(role) for role in Role], default=str(Role.MODERATOR))
    add.add_argument("--mail", default="")
    remove = commands.add_parser(
        "remove-moderator", parents=[where], help="remove a member, from this moment on"
    )
    remove.add_argument("id", help="the site")
    remove.add_argument("who", help="the member's mail address or `sub`")
    client = commands.add_parser(
        "add-client", parents=[where], help="let a program's OAuth client ask for a site without a group"
    )
    client.add_argument("id", help="the site")
    client.add_argument("client", help="the client id that its tokens carry")
    show = commands.add_parser("show", parents=[where], help="a site as it stands")
    change = commands.add_parser("set", parents=[where], help="change a site; its threads stay")
    site_settings.add_arguments(show, change)
    sso = commands.add_parser("sso-key", parents=[where], help="print the key for the site's own sign-in")
    site_sso.add_arguments(sso)
    return top


def new_site(site_id: str, origins: Sequence[str], name: str = "", lang: str = "ar") -> Site:
    """A site from what was typed. Raises UsageError for an id or origin that can't be one."""
    if not valid("site", site_id):
        raise UsageError(f"{site_id!r} can't be a site's id: use 3 to 32 of a-z, 0-9 and -")
    return Site(id=site_id, origins=tuple(dict.fromkeys(map(origin, origins))), name=name, lang=lang)


def origin(text: str) -> str:
    """An origin as browsers send it. Raises UsageError.

    >>> origin("https://News.Example:443/")
    'https://news.example'
    """
    try:
        found = origin_of(canonical_url(text))
    except Refused:
        raise UsageError(f"{text!r} is no web address: give https://host") from None
    parts = urlsplit(text)
    if parts.scheme.lower() != urlsplit(found).scheme:
        raise UsageError(f"{text!r} has to be https (http is for loopback hosts only)")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(f"{text!r} is a page: give only its origin, {found}")
    return found


def create_site(site: Site, sites: Sites) -> None:
    """Store a new site. Raises UsageError when the id is taken: ids are never given twice."""
    if sites.get(site.id) is not None:
        raise UsageError(f"there is a site {site.id} already; `add-moderator` changes its team")
    sites.put(site)


def add_moderator(site: str, who: str, mail: str, role: Role, sites: Sites, people: Directory) -> Moderator:
    """Add a member to a team: the row that the service reads, and the group that tokens list."""
    known = site_named(sites, site)
    subject = people.subject(who)
    before = sites.moderator(site, subject)
    if before is not None and before.role is not role:
        people.leave(subject, f"{site}:{before.role}")
    mail = mail or (who if is_mail(who) else before.mail if before else "")
    member = Moderator(site=site, id=subject, role=role, mail=mail, lang=known.lang)
    sites.put_moderator(member)
    people.join(subject, f"{site}:{role}")
    return member


def add_client(site: str, client: str, sites: Sites) -> None:
    """Name a program's client in a site's row. Raises UsageError for a site that is not there."""
    known = site_named(sites, site)
    sites.put(replace(known, clients=tuple(dict.fromkeys((*known.clients, client)))))


def remove_moderator(site: str, who: str, sites: Sites, people: Directory) -> None:
    """Remove a member: the row first, which refuses their tokens and links at once. Raises UsageError."""
    member = next((one for one in sites.team(site) if who in (one.id, one.mail)), None)
    if member is None:
        raise UsageError(f"{who} is not on the team of {site}")
    sites.remove_moderator(site, member.id)
    people.leave(member.id, f"{site}:{member.role}")


def list_sites(sites: Sites) -> None:
    """One line a site: id, name, origins, team."""
    for site_id in sites.all():
        site = sites.get(site_id)
        if site is not None:
            team = ", ".join(f"{member.id} ({member.role})" for member in sites.team(site_id))
            print("\t".join((site.id, site.name, " ".join(site.origins), team)))


def directory(pool: str, env: Mapping[str, str]) -> Directory:
    """Whom to ask about people: the pool; the local stack's own issuer; or nobody."""
    if pool:
        import boto3

        return CognitoDirectory(boto3.client("cognito-idp"), pool)
    return LocalDirectory() if env.get("GHIRBAL_LOCAL_ISSUER") else PlainDirectory()


def open_keys(secret: str) -> Keys:
    """The keys of the service."""
    from ghirbal.adapters.secrets import SecretReader
    from ghirbal.auth.keyring import Keyring
    from ghirbal.domain.clock import system_clock

    return Keyring(SecretReader(secret, system_clock))


def open_sites(table: str) -> Sites:
    """The sites in a table."""
    from ghirbal.storage.dynamodb.table import Table
    from ghirbal.storage.sites import DynamoSites

    return DynamoSites(Table(table))


def _failed(message: str) -> int:
    print(f"ghirbal site: {message}", file=sys.stderr)
    return 1
