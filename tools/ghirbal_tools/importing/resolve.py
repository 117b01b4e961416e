"""Records as comments of the site: ids that are the same at every run, threads, states; nothing that the file claims of
ids, staff or sites is taken over (attack H8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.auth.reader import mail_hash
from ghirbal.domain.comment import SYSTEM, Comment, Status
from ghirbal.domain.ids import body_hash, keyed_hash
from ghirbal.domain.page import page_id
from ghirbal.ports.tokens import Keys
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.spool import Spool

MOST_TEXT = 60_000
"""Characters of a comment that are kept whole; a row of the table may weigh 400 KB with all its indexes."""

MOST_NAME = 60
MOST_DEPTH = 500
CAUSE = "import"
STATUS = {
    State.APPROVED: Status.APPROVED,
    State.PENDING: Status.PENDING,
    State.REJECTED: Status.REJECTED,
    State.SPAM: Status.SPAM,
    State.DELETED: Status.DELETED,
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A record and what it is here; `reason` says why it is nothing, `comment` is None then. `orphan`: its parent is
    missing, so it starts a thread. `outcome` is what the spool says of it."""

    number: int
    record: Record
    address: str
    comment: Comment | None
    reason: str = ""
    orphan: bool = False
    outcome: str = ""


class Resolver:
    """Makes comments of the spool's records."""

    def __init__(self, site: str, form: str, spool: Spool, keys: Keys | None, now: int) -> None:
        """`form` names the format, for ids of two systems must not meet; without `keys` mails tell nobody apart."""
        self._site, self._form, self._spool, self._keys, self._now = site, form, spool, keys, now

    def all(self, *, undone: bool = False) -> Iterator[Resolved]:
        """Every record, what starts a thread first."""
        for number, record, address, outcome in self._spool.rows(undone=undone):
            yield self._resolved(number, record, address, outcome)

    def _resolved(self, number: int, record: Record, address: str, outcome: str) -> Resolved:
        if reason := self._reason(record, address):
            return Resolved(number, record, address, None, reason)
        chain, orphan = self._ancestors(record, address)
        return Resolved(number, record, address, self._comment(record, address, chain), "", orphan, outcome)

    def _reason(self, record: Record, address: str) -> str:
        if record.skip:
            return record.skip
        if record.state is State.DELETED:
            answered = bool(record.key) and not record.parent and self._spool.is_answered(record.key)
            return "" if answered and address and record.created is not None else "deleted"
        if not address:
            return "no-page"
        if not record.text:
            return "empty"
        if len(record.text) > MOST_TEXT:
            return "too-long"
        return "bad-date" if record.created is None or not 0 < record.created <= self._now else ""

    def _ancestors(self, record: Record, address: str) -> tuple[list[Record], bool]:
        """The kept comments that it answers, nearest first; and whether one that it names is missing."""
        chain: list[Record] = []
        seen = {record.key}
        wanted = record.parent
        while wanted and wanted not in seen and len(seen) < MOST_DEPTH:
            seen.add(wanted)
            found = self._spool.by_key(wanted, address)
            if found is None or found[2] != address:
                return chain, not chain
            if not self._reason(found[1], found[2]):
                chain.append(found[1])
            wanted = found[1].parent
        return chain, False

    def _comment(self, record: Record, address: str, chain: list[Record]) -> Comment:
        assert record.created is not None
        status = STATUS[record.state]
        gone = status is Status.DELETED
        return Comment(
            site=self._site,
            id=self.id_of(record),
            page=page_id(address),
            reader="" if gone else self._reader(record),
            text="" if gone else record.text,
            name="" if gone else " ".join(record.name.split())[:MOST_NAME],
            status=status,
            created=record.created,
            body_hash=body_hash(CAUSE, record.text),
            root=self.id_of(chain[-1]) if chain else None,
            parent=self.id_of(chain[0]) if chain else None,
            held_since=self._now if status is Status.PENDING else None,
            by=SYSTEM,
            cause=CAUSE,
            likes=0 if gone else record.likes,
            imported=True,
            placeholder=gone,
            updated=record.created,
        )

    def id_of(self, record: Record) -> str:
        """The same at every run, and under another mapping of addresses."""
        own = (record.key,) if record.key else (record.page, record.text)
        return body_hash(CAUSE, self._site, self._form, *own, str(record.created), record.name)

    def _reader(self, record: Record) -> str:
        """One author here for one author there, whom nobody can find again by their mail without the site's key."""
        if self._keys is None:
            return body_hash(CAUSE, self._site, self._form, record.author) if record.author else ""
        who = record.mail.strip().lower() or record.author
        key = self._keys.pinned("reader", self._site)
        return keyed_hash(key, self._site, CAUSE, self._form, who) if who else ""

    def mail_hash(self, record: Record) -> str:
        """As the service hashes a mail that a reader gives, "" for none."""
        return mail_hash(self._keys, self._site, record.mail) if self._keys is not None else ""
