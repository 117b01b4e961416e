"""The shapes of the answers about bans and trust."""

from __future__ import annotations

from typing import Literal

from ghirbal_tools.openapi.answers import Answer, Id, Time


class BanMade(Answer):
    """A ban. `pattern` for names and domains, `comment` where it came from; no `until` means for ever."""

    id: Id
    kind: Literal["reader", "address", "mail", "name", "domain"]
    pattern: str | None
    comment: Id | None
    until: Time | None
    by: str
    at: Time


class Banned(Answer):
    """A ban that was made or lifted."""

    ban: BanMade


class BanLine(Answer):
    """Who did what, when."""

    step: Literal["banned", "unbanned", "trusted", "distrusted"]
    by: str
    at: Time
    ban: Id | None
    kind: str | None
    comment: Id | None
    until: Time | None


class BanList(Answer):
    """The bans in force, and the newest lines of their log."""

    bans: list[BanMade]
    log: list[BanLine]


class Trusted(Answer):
    """Whether the reader is trusted now."""

    trusted: bool
