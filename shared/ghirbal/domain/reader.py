"""Readers, pages, sites and moderators as the use cases know them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a member of a site's team may do, least first."""

    AUDITOR = "auditor"
    MODERATOR = "moderator"
    EDITOR = "editor"
    OWNER = "owner"


RANK = {role: rank for rank, role in enumerate(Role)}


MAILS_A_DAY = 40
"""A mail every quarter of an hour for ten hours."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """A member of a site's team: the row that, with the token's claim, decides what they may do.

    `budget` is how many mails about held comments they get a day at most; one who was invited gets none before they
    signed in once (`confirmed`).
    """

    site: str
    id: str
    role: Role
    mail: str = ""
    lang: str = "ar"
    budget: int = MAILS_A_DAY
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which nobody needs the words of a comment any more, by what became of it; 0 keeps them for ever."""

    rejected: int = 365
    spam: int = 90
    deleted: int = 90


@dataclass(frozen=True, slots=True)
class Site:
    """A site's configuration.

    `origins` are exact origins (`https://host[:port]`) that may write; their hosts are the hosts
    whose pages may be commented. `profile` names the shipped policy profile, `policy` is merged over it.
    `clients` are OAuth client ids of programs allowed without groups. `staff_names` are reserved.
    `sso_keys` are the ids of the keys its own sign-in may use (none: it has none), `avatar_hosts` the hosts whose
    pictures may stand beside a signed-in reader's comment. `retention` is carried out by `ghirbal retention`.
    The last four are no part of the site's own row: `policy_version` is the saved document that `policy` is (0: the
    row's), `override` is laid over it until `override_until` (epoch milliseconds), `policy_lost` says that the document
    which should be in force can't be read.
    """

    id: str
    origins: tuple[str, ...]
    name: str = ""
    lang: str = "ar"
    profile: str = "balanced"
    policy: dict[str, object] = field(default_factory=dict)
    clients: tuple[str, ...] = ()
    staff_names: tuple[str, ...] = ()
    sso_keys: tuple[str, ...] = ()
    avatar_hosts: tuple[str, ...] = ()
    retention: Retention = Retention()
    policy_version: int = 0
    override: dict[str, object] = field(default_factory=dict)
    override_until: int = 0
    policy_lost: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """An article. `title` is untrusted and capped; `open` says whether it takes comments."""

    site: str
    id: str
    url: str
    title: str = ""
    open: bool = True
    mode: str = ""
    created: int = 0
    """When its first comment came, epoch milliseconds; 0 for one from before that was kept."""
    moved_to: str = ""
    """The page that its comments are under now; a page that moved is closed."""


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban that stands: `kind` reader, mail, address (a range, which only holds), name or domain with its pattern."""

    kind: str
    until: int | None = None
    pattern: str = ""

    def stands(self, now: int) -> bool:
        """Whether it is in force at `now` (epoch milliseconds); no end means for ever."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class DayRecord:
    """What became of the comments a reader wrote on one day (`day` = days since 1970): published by itself, approved
    by moderators, refused or rejected."""

    day: int
    published: int = 0
    approved: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Reputation:
    """A reader's record at a site; `trusted` was earned or given by a moderator.

    `approved` counts moderators' approvals, `rejected` refusals and rejections, since ever; `days` the last eight
    days. `reports` were judged by a moderator, `upheld` of them rightly made. `revision` 0 means no row yet.
    """

    trusted: bool = False
    approved: int = 0
    rejected: int = 0
    days: tuple[DayRecord, ...] = ()
    reports: int = 0
    upheld: int = 0
    revision: int = 0
