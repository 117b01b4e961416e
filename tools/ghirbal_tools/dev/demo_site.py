"""The demo newspaper's site and team, and everybody who may sign in at the local issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ghirbal.domain.reader import RANK, Role
from ghirbal_tools.dev.oidc import Person
from ghirbal_tools.directory import LocalDirectory
from ghirbal_tools.site import add_moderator, create_site, new_site

if TYPE_CHECKING:
    from ghirbal.ports.sites import Sites

SITE = "demo"
NAME = "جريدة الضفّة"
TEAM = (
    ("demo-owner", Role.OWNER, "owner@demo.example"),
    ("demo-moderator", Role.MODERATOR, "moderator@demo.example"),
    ("demo-auditor", Role.AUDITOR, ""),
)
HELD_WORDS = ("بطاطا",)
"""The demo newspaper's own word: potato. Whoever writes it sees how a comment waits, without insulting anybody."""

REFUSED_WORDS = ("باذنجان",)
"""Eggplant, which the demo newspaper refuses: whoever writes it sees how that looks."""

POLICY: Mapping[str, Any] = {"words": {"hold": list(HELD_WORDS), "reject": list(REFUSED_WORDS)}}


def make_demo_site(sites: Sites, origins: Sequence[str]) -> None:
    """Create the demo site with its team."""
    create_site(replace(new_site(SITE, origins, NAME), policy=dict(POLICY)), sites)
    for who, role, mail in TEAM:
        add_moderator(SITE, who, mail, role, sites, LocalDirectory())


def people_of(sites: Sites) -> Sequence[Person]:
    """Every moderator of every site, with the groups their token lists; owners first."""
    found: dict[str, Person] = {}
    for site in sites.all():
        for member in sorted(sites.team(site), key=lambda member: -RANK[member.role]):
            known = found.get(member.id, Person(member.id))
            groups = (*known.groups, f"{site}:{member.role}")
            found[member.id] = Person(member.id, known.mail or member.mail, groups)
    return list(found.values())
