"""`ghirbal site sso-key`: the key with which a site signs in its own readers, shown to its owner and stored nowhere.

A site may have two keys at once, so that a new one can be put in place before the old one is dropped.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace

from ghirbal.auth.sso import sso_key
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.reader import Site
from ghirbal.ports.sites import Sites
from ghirbal.ports.tokens import Keys
from ghirbal_tools.where import site_named

MOST_KEYS = 2
KEY_ID = 8
"""Characters of base32, 40 bits: a site that made a thousand keys would meet an old name once in two million."""

_HOST = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII
)


class SsoError(Exception):
    """What was asked can't be done; the message says why and what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `ghirbal site sso-key`."""
    parser.add_argument("id", help="the site")
    parser.add_argument(
        "--new", action="store_true", help="add a key; the one before stays until it is dropped"
    )
    parser.add_argument("--drop", metavar="KEY", help="take no token of this key any more")
    parser.add_argument("--off", action="store_true", help="take no token of any key")
    parser.add_argument(
        "--avatar-host", action="append", help="host whose pictures are shown (repeatable; replaces the list)"
    )
    parser.add_argument("--secret", help="the secret's name or ARN (else --stack, else GHIRBAL_SECRET)")


def run(arguments: argparse.Namespace, sites: Sites, keys: Keys) -> None:
    """Change what was asked, then print the newest key. Raises SsoError, UsageError, GhirbalError."""
    before = site_named(sites, arguments.id)
    site = changed(before, new=arguments.new, drop=arguments.drop, off=arguments.off)
    if arguments.avatar_host is not None:
        site = replace(site, avatar_hosts=hosts(arguments.avatar_host))
    key = sso_key(keys, site.id, site.sso_keys[0]) if site.sso_keys else ""
    if site != before:
        sites.put(site)
    print(f"kid\t{site.sso_keys[0]}\nkey\t{key}" if key else f"{site.id} takes no sign-in tokens")


def changed(site: Site, *, new: bool = False, drop: str | None = None, off: bool = False) -> Site:
    """The site with its keys as asked, newest first; the first call makes the first key. Raises SsoError.

    A key's name is random, so that a key which was dropped never comes back under the next one's name.
    """
    if off:
        return replace(site, sso_keys=())
    ids = site.sso_keys
    if drop is not None:
        if drop not in ids:
            raise SsoError(f"{site.id} has no key {drop}; it has {', '.join(ids) or 'none'}")
        return replace(site, sso_keys=tuple(one for one in ids if one != drop))
    if not ids or new:
        if len(ids) == MOST_KEYS:
            raise SsoError(f"{site.id} has two keys already; --drop {ids[-1]} first")
        return replace(site, sso_keys=(new_token_id()[:KEY_ID], *ids))
    return site


def hosts(names: Sequence[str]) -> tuple[str, ...]:
    """Host names as they stand in addresses. Raises SsoError."""
    for name in names:
        if name and not _HOST.fullmatch(name):
            raise SsoError(f"{name!r} is no host: write img.example.com, without https:// and path")
    return tuple(dict.fromkeys(name for name in names if name))
