"""`ghirbal site show` and `set`: a site as it stands, and changing it without touching its threads.

Threads hang on addresses, not on the site's row: an origin that is taken away stops new writing from its pages, what
stands under them stays, and comes to life when the origin is added again.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace

from ghirbal.domain.clock import DAY
from ghirbal.domain.languages import LANGUAGES
from ghirbal.domain.reader import Retention, Site
from ghirbal.moderation import shipped_document
from ghirbal.ports.sites import Sites
from ghirbal.usecases.moderating.undo import RESTORE_WITHIN
from ghirbal_tools.where import site_named


class SettingsError(Exception):
    """A change that can't be made; the message says why and what to do instead."""


def add_arguments(show: argparse.ArgumentParser, change: argparse.ArgumentParser) -> None:
    """The arguments of both."""
    show.add_argument("id", help="the site")
    change.add_argument("id", help="the site")
    change.add_argument("--name", help="as readers and moderators see it")
    change.add_argument("--lang", choices=LANGUAGES)
    for name in asdict(Retention()):
        change.add_argument(
            f"--keep-{name}",
            type=int,
            metavar="DAYS",
            help=f"how long words of what was {name} are kept (docs/operations.md); 0 for ever",
        )
    change.add_argument("--profile", help=f"the shipped policy profile: {', '.join(profiles())}")
    lists = (
        ("origin", "https://host that may write; its pages may be commented"),
        ("staff-name", "a name that only the team may use, whatever letters it is written in"),
        ("avatar-host", "a host whose pictures may stand beside signed-in readers' comments"),
    )
    for name, what in lists:
        change.add_argument(
            f"--add-{name}", action="append", default=[], metavar="X", help=f"{what}; repeatable"
        )
        change.add_argument(f"--remove-{name}", action="append", default=[], metavar="X", help="the way back")


def profiles() -> list[str]:
    """The names of the shipped policy's profiles."""
    return sorted(shipped_document()["profiles"])


def described(site: Site, team: Iterable[str]) -> str:
    """The site, one setting a line; what is not set says so.

    >>> print(described(Site("akhbar", ("https://akhbar.example",), name="أخبار"), ["mina (owner)"]))
    site         akhbar
    name         أخبار
    language     ar
    origins      https://akhbar.example
    profile      balanced
    staff names  none
    avatar hosts none
    programs     none
    sign-in keys none
    keeps        rejected 365, spam 90, deleted 90 days
    policy       the shipped one
    team         mina (owner)
    """
    own = f"version {site.policy_version}" if site.policy_version else "the site's own" if site.policy else ""
    rows = (
        ("site", site.id),
        ("name", site.name),
        ("language", site.lang),
        ("origins", ", ".join(site.origins)),
        ("profile", site.profile),
        ("staff names", ", ".join(site.staff_names)),
        ("avatar hosts", ", ".join(site.avatar_hosts)),
        ("programs", ", ".join(site.clients)),
        ("sign-in keys", ", ".join(site.sso_keys)),
        ("keeps", kept(site.retention)),
        ("policy", own or "the shipped one"),
        ("team", ", ".join(team)),
    )
    return "\n".join(f"{name:<12} {value or 'none'}" for name, value in rows)


def kept(retention: Retention) -> str:
    """How long words are kept, in words.

    >>> kept(Retention(rejected=0))
    'rejected for ever, spam 90, deleted 90 days'
    """
    days = asdict(retention)
    return ", ".join(f"{name} {n or 'for ever'}" for name, n in days.items()) + (
        " days" if any(days.values()) else ""
    )


def changed(site: Site, given: argparse.Namespace, origin: Callable[[str], str]) -> Site:
    """The site after it. `origin` reads what was typed as one. Raises SettingsError, and what `origin` raises.

    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(argparse.ArgumentParser(), parser)
    >>> site = Site("akhbar", ("https://akhbar.example",))
    >>> changed(site, parser.parse_args(["akhbar", "--remove-origin", "https://akhbar.example"]), str)
    Traceback (most recent call last):
    ghirbal_tools.site_settings.SettingsError: akhbar would have no origin left, and nobody could write: add one first
    """
    if given.profile is not None and given.profile not in profiles():
        raise SettingsError(f"there is no profile {given.profile!r}: give one of {', '.join(profiles())}")
    after = replace(
        site,
        name=site.name if given.name is None else given.name,
        lang=given.lang or site.lang,
        profile=given.profile or site.profile,
        origins=_list(
            "origin", site.origins, map(origin, given.add_origin), map(origin, given.remove_origin)
        ),
        staff_names=_list("staff name", site.staff_names, given.add_staff_name, given.remove_staff_name),
        avatar_hosts=_list("avatar host", site.avatar_hosts, given.add_avatar_host, given.remove_avatar_host),
        retention=_retention(site.retention, given),
    )
    if not after.origins:
        raise SettingsError(f"{site.id} would have no origin left, and nobody could write: add one first")
    if after == site:
        raise SettingsError(
            "nothing to change: give --name, --lang, --profile, --keep-…, --add-… or --remove-…"
        )
    return after


def _retention(before: Retention, given: argparse.Namespace) -> Retention:
    said = {name: n for name in asdict(before) if (n := getattr(given, f"keep_{name}")) is not None}
    after = replace(before, **said)
    if min(asdict(after).values()) < 0:
        raise SettingsError("days are 0 (for ever) or more")
    if 0 < after.deleted < RESTORE_WITHIN // DAY:
        raise SettingsError(
            f"what was deleted can be restored for {RESTORE_WITHIN // DAY} days: keep it as long"
        )
    return after


def _list(what: str, before: tuple[str, ...], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    gone = tuple(remove)
    for one in gone:
        if one not in before:
            raise SettingsError(f"{one} is no {what} of the site: it has {', '.join(before) or 'none'}")
    return tuple(dict.fromkeys(one for one in (*before, *add) if one not in gone))


def run(given: argparse.Namespace, sites: Sites, origin: Callable[[str], str]) -> None:
    """Show a site, changed first when `set` was asked for. Raises SettingsError, UsageError."""
    site = site_named(sites, given.id)
    if given.command == "set":
        site = changed(site, given, origin)
        sites.put(site)
    print(described(site, [f"{member.id} ({member.role})" for member in sites.team(site.id)]))
