"""What a reader's browser carries: the reader token, the form token of one article, the nudge of one refused comment.

The reader token is a random id with its issue time and site. What the service stores is a keyed hash of it, under a key
of the site: nobody can be followed from site to site (attack M10), and only who holds the token can edit or delete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ghirbal.auth.life import FORM_LIFE, NUDGE_LIFE, SKEW, alive
from ghirbal.domain.ids import keyed_hash, new_token_id

if TYPE_CHECKING:
    from ghirbal.ports.tokens import Keys, Tokens

READER, FORM, NUDGE = "reader", "form", "nudge"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader at one site: `id` is random and secret, `hash` what is stored. `issued` is epoch milliseconds."""

    site: str
    id: str
    issued: int
    hash: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form opened by one reader on one page. `address` is a keyed hash: another one later is a symbol, no refusal.

    `home` is the page where comments of `page` are now, if they moved; "" else.
    """

    site: str
    page: str
    reader: str
    issued: int
    address: str = ""
    home: str = ""

    def fits(self, site: str, page: str, reader: str) -> bool:
        """Whether it was issued for exactly this site, page and reader hash."""
        return (self.site, self.page, self.reader) == (site, page, reader)

    def alive(self, now: int) -> bool:
        """Whether it still holds: two hours, the last millisecond included."""
        return alive(self.issued, FORM_LIFE, now)

    def age(self, now: int) -> int:
        """Milliseconds the form has been open, never below zero."""
        return max(0, now - self.issued)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A comment refused once, which its reader may send again: then it is stored."""

    site: str
    page: str
    reader: str
    comment: str
    issued: int

    def holds(self, site: str, page: str, reader: str, comment: str, now: int) -> bool:
        """Whether it was given to this reader for this comment, at most two hours ago."""
        same = (self.site, self.page, self.reader, self.comment) == (site, page, reader, comment)
        return same and alive(self.issued, NUDGE_LIFE, now)


def new_reader(keys: Keys, site: str, now: int) -> Reader:
    """A reader nobody has seen before."""
    return _reader(keys, site, new_token_id(), now)


def issue_reader(tokens: Tokens, reader: Reader) -> str:
    """The token of a reader, under the newest key: issuing it again moves an old token over to that key."""
    return tokens.issue(READER, {"site": reader.site, "id": reader.id, "issued": reader.issued})


def read_reader(tokens: Tokens, keys: Keys, token: str, site: str, now: int) -> Reader | None:
    """The reader of a token of this site; None for garbage, another site's, or one from the future."""
    payload = tokens.read(READER, token)
    match payload:
        case {"site": str(of), "id": str(name), "issued": int(issued)} if of == site and issued <= now + SKEW:
            return _reader(keys, site, name, issued)
    return None


def reader_of(tokens: Tokens, keys: Keys, token: str, site: str, now: int) -> str | None:
    """The keyed hash that stands for a reader at this site, or None when the token isn't ours."""
    reader = read_reader(tokens, keys, token, site, now)
    return reader.hash if reader else None


def mail_hash(keys: Keys, site: str, mail: str) -> str:
    """The keyed hash that stands for a mail address at this site, however its letters are cased; "" for none."""
    said = mail.strip().lower()
    return keyed_hash(keys.pinned("mail", site), site, said) if said else ""


def issue_form(tokens: Tokens, form: Form) -> str:
    """A form token."""
    return tokens.issue(FORM, asdict(form))


def read_form(tokens: Tokens, token: str) -> Form | None:
    """The form of a token, alive or not; None for garbage."""
    match tokens.read(FORM, token):
        case {
            "site": str(site),
            "page": str(page),
            "reader": str(reader),
            "issued": int(issued),
            "address": str(at),
            **more,
        }:
            return Form(site, page, reader, issued, at, str(more.get("home", "")))
    return None


def form_problem(form: Form | None, site: str, page: str, reader: str, now: int) -> str:
    """Why a form token can't be used: "form-token" (garbage, or another's), "form-expired", or "" when it can."""
    if form is None or not form.fits(site, page, reader):
        return "form-token"
    return "" if form.alive(now) else "form-expired"


def issue_nudge(tokens: Tokens, nudge: Nudge) -> str:
    """A nudge token."""
    return tokens.issue(NUDGE, asdict(nudge))


def read_nudge(tokens: Tokens, token: str) -> Nudge | None:
    """The nudge of a token, alive or not; None for garbage."""
    match tokens.read(NUDGE, token):
        case {
            "site": str(site),
            "page": str(page),
            "reader": str(reader),
            "comment": str(comment),
            "issued": int(issued),
        }:
            return Nudge(site, page, reader, comment, issued)
    return None


def _reader(keys: Keys, site: str, name: str, issued: int) -> Reader:
    return Reader(site, name, issued, keyed_hash(keys.pinned("reader", site), site, name))
