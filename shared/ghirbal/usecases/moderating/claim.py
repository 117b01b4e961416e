"""Reading a comment so that no colleague reads the same one, and telling them what one thinks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ghirbal.domain.clock import MINUTE
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound
from ghirbal.domain.reader import Role
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.comments import Comments
from ghirbal.ports.workplace import Note, Workplace
from ghirbal.usecases.posting import gates

CLAIM_FOR = 2 * MINUTE
"""Long enough to read a thread, short enough that a closed laptop blocks nobody; who reads on claims again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """A moderator takes a comment for themselves, or gives it back."""

    site: str
    comment_id: str
    moderator: str
    role: Role


def claim(wanted: ClaimRequest, comments: Comments, workplace: Workplace, now: int) -> Comment:
    """The comment, claimed for two minutes from now; no version and no event.

    Raises NotFound, Conflict (it has just moved on), Forbidden, Refused("claimed") with the colleague's name.
    """
    allow(wanted.role, Role.MODERATOR)
    comment = _found(wanted.site, wanted.comment_id, comments)
    until = now + CLAIM_FOR
    workplace.claim(comment, wanted.moderator, at_least(Role.MODERATOR), until, now)
    return replace(comment, claimed_by=wanted.moderator, claimed_until=until)


def release(given: ClaimRequest, comments: Comments, workplace: Workplace) -> Comment:
    """The comment, without one's own claim; a colleague's stays. Raises NotFound, Forbidden."""
    allow(given.role, Role.MODERATOR)
    comment = _found(given.site, given.comment_id, comments)
    workplace.release(comment, given.moderator)
    if comment.claimed_by != given.moderator:
        return comment
    return replace(comment, claimed_by="", claimed_until=0)


def add_note(note: Note, role: Role, workplace: Workplace) -> Note:
    """The note as it is kept: one to 1,000 characters. Raises NotFound, Forbidden, Refused (a text rule's code)."""
    allow(role, Role.MODERATOR)
    kept = replace(note, text=gates.checked_text(note.text))
    workplace.add_note(kept, at_least(Role.MODERATOR))
    return kept


def _found(site: str, comment_id: str, comments: Comments) -> Comment:
    comment = comments.get(site, comment_id)
    if comment is None:
        raise NotFound("not-found")
    return comment
