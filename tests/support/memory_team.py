"""A site's team in memory (`ports.team.Team`), and people of an issuer."""

from __future__ import annotations

from dataclasses import dataclass, field

from ghirbal.domain.errors import Forbidden
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.team import OWNERS
from tests.support.memory_rows import Rows
from tests.support.memory_workplace import allow


class MemoryTeam:
    """`ports.team.Team` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def put(self, member: Moderator, by: str) -> None:
        self._by_owner(member.site, member.id, by)
        with self._rows.lock:
            self._rows.write(rows_around.moderator_to_item(member))

    def remove(self, site: str, member: str, by: str) -> None:
        self._by_owner(site, member, by)
        with self._rows.lock:
            self._rows.remove(keys.moderator(site, member))

    def confirm(self, site: str, member: str, lang: str, budget: int) -> None:
        with self._rows.lock:
            item = self._rows.get(keys.moderator(site, member))
            if item is None:
                raise Forbidden("not-on-team")
            kept = {name: value for name, value in item.items() if name != "invited"}
            self._rows.write(kept | {"lang": lang, "budget": budget})

    def _by_owner(self, site: str, member: str, by: str) -> None:
        if by == member:
            raise Forbidden("not-allowed")
        with self._rows.lock:
            allow(self._rows, site, by, OWNERS)


@dataclass
class FakeDirectory:
    """A pool of people: who was invited, and who is in which group."""

    managed: bool = True
    known: dict[str, str] = field(default_factory=dict)
    invited: list[str] = field(default_factory=list)
    groups: set[tuple[str, str]] = field(default_factory=set)
    signed_out: list[str] = field(default_factory=list)

    def subject(self, mail: str) -> str:
        if mail not in self.known:
            self.invited.append(mail)
            self.known[mail] = body_hash(mail)
        return self.known[mail]

    def join(self, subject: str, group: str) -> None:
        self.groups.add((subject, group))

    def sign_out(self, subject: str) -> None:
        self.signed_out.append(subject)

    def leave(self, subject: str, group: str) -> None:
        self.groups.discard((subject, group))
