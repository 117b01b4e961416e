"""An author edits, deletes or looks after a comment of their own; anyone may try a text first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ghirbal.domain.clock import DAY, HOUR, MINUTE, SECOND, day
from ghirbal.domain.comment import STATUS_OF_ACTION, Actor, ActorKind, Comment, Status, advance, tombstone
from ghirbal.domain.errors import Conflict, LimitReached, Refused
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Site
from ghirbal.domain.verdict import Action, Verdict
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.flood import bands_of
from ghirbal.ports.posting import PostKeys, Proofs, ProofWork, Reservation, Use
from ghirbal.text.fingerprint import fingerprint
from ghirbal.text.fold import fold
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.banned import matched
from ghirbal.usecases.posting.gates import Judge
from ghirbal.usecases.posting.payer import Act, Payer, rows
from ghirbal.usecases.posting.post import public_spans, refused
from ghirbal.usecases.posting.proof import pay
from ghirbal.usecases.posting.traffic import crowd, likeness, payer_of
from ghirbal.usecases.posting.visitor import Visitor

APPROVED_BY_MODERATOR = "edit-of-approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new text for a comment the author saw at `version`."""

    page: str
    comment_id: str
    version: int
    text: str
    visitor: Visitor


@dataclass(frozen=True, slots=True)
class Ports:
    """What editing needs."""

    comments: Comments
    judge: Judge


def edit_comment(edit: Edit, site: Site, ports: Ports, now: int) -> Comment:
    """The comment with its new text, through every gate of a post.

    Held again when the text says so, and always when a moderator approved what stood there. Raises NotFound,
    Conflict, LimitReached, Refused ("edit-window", "edits-exhausted", "page-closed", and "comment-refused", which
    changes nothing; "banned").
    """
    comment = gates.own(
        ports.comments.get(site.id, edit.comment_id), edit.visitor.reader, edit.page, ports.comments
    )
    text = gates.checked_text(edit.text)
    if _repeated(comment, edit.version, text):
        return comment
    policy = policy_of(site)
    _check_window(comment, edit.version, policy, now)
    evidence, payer = _gate(comment, text, edit.visitor, policy, ports.comments, now)
    return _carry_out(comment, text, payer, ports, evidence)


def _repeated(comment: Comment, seen: int, text: str) -> bool:
    by_author = comment.by.kind is ActorKind.AUTHOR and comment.status is not Status.DELETED
    return by_author and comment.version == seen + 1 and comment.text == text


def _check_window(comment: Comment, seen: int, policy: Policy, now: int) -> None:
    if comment.version != seen:
        raise Conflict(comment)
    if comment.status not in (Status.PENDING, Status.APPROVED) or now > editable_until(comment, policy):
        raise Refused("edit-window")
    if comment.edits >= policy.edits.n:
        raise Refused("edits-exhausted", most=policy.edits.n)


def editable_until(comment: Comment, policy: Policy) -> int:
    """The last moment, in epoch milliseconds, at which the author may change the text."""
    return comment.created + policy.edits.seconds * SECOND


def _gate(
    comment: Comment, text: str, visitor: Visitor, policy: Policy, comments: Comments, now: int
) -> tuple[tuple[str, ...], Payer]:
    """What a post of this text would meet here and now, from one read; raises what refuses the edit.

    A breaker that is on holds it: else a flood would publish harmless texts before, and write its own into them.
    """
    folded = fold(text)
    alike = likeness(folded, policy.duplicates)
    wanted = PostKeys(
        site=comment.site,
        page=comment.page,
        reader=comment.reader,
        comment_id=comment.id,
        fingerprint=fingerprint(folded),
        bans=visitor.bans,
        days=(day(now), day(now - DAY)),
        bands=bands_of(alike.simhash) if alike else (),
        hour=now // HOUR,
        minute=now // MINUTE,
        limits=rows((Act.POST, Act.REFUSAL), visitor, policy, now),
    )
    context = comments.open_post(wanted)
    gates.open_page(context.page)
    payer = payer_of(context, visitor, policy, now)
    evidence = (
        *gates.ban_symbols(context.bans, now),
        *matched(context.patterns, comment.name, folded, now),
        *crowd(context, comment.page, comment.id, alike, payer).evidence,
    )
    return evidence, payer


def _carry_out(comment: Comment, text: str, payer: Payer, ports: Ports, found: tuple[str, ...]) -> Comment:
    """Judge and write. A refused text uses up the limits too, or edits would be a free oracle (attack B3)."""
    policy, now = payer.policy, payer.now
    evidence = (*gates.behaviour_of(comment.verdict), *found)
    member = gates.member_of(comment.id, str(comment.version), text)
    limits: tuple[Use, ...] = (*payer.by_reader(Act.POST, member), *payer.by_range(Act.POST, paid=False))
    verdict = ports.judge(text, comment.name, gates.symbols(evidence), policy)
    if verdict.action is Action.REJECT:
        payer.deaf()
        spent = (*limits, *payer.by_range(Act.REFUSAL, paid=False))
        full = ports.comments.reserve(Reservation(site=comment.site, limits=spent))
        gates.refuse_reader_limit(full, policy, now)
        raise refused(verdict, policy, spans=payer.load(Act.REFUSAL) < 1)
    after = _edited(comment, text, verdict, now)
    ports.comments.change(Change(before=comment, after=after, limits=limits, while_open=True))
    return after


def _edited(comment: Comment, text: str, verdict: Verdict, now: int) -> Comment:
    status, cause = _target(comment, verdict)
    author = Actor(ActorKind.AUTHOR, comment.reader)
    moved = advance(comment, status, author, at=now, cause=cause, reason=verdict.reason)
    held_since = comment.held_since if comment.status is status is Status.PENDING else moved.held_since
    return replace(
        moved, text=text, verdict=verdict, edited=now, edits=comment.edits + 1, held_since=held_since
    )


def _target(comment: Comment, verdict: Verdict) -> tuple[Status, str]:
    """Where an edit leads, and why.

    What reports, a moderator's hold or an edit of an approved text put into the queue stays there whatever the text
    says now: the cause is carried along, so that a second edit can't launder it either.
    """
    if comment.status is Status.APPROVED and comment.by.kind is ActorKind.MODERATOR:
        return Status.PENDING, APPROVED_BY_MODERATOR
    if comment.status is Status.PENDING and comment.cause != "verdict":
        return Status.PENDING, comment.cause
    return STATUS_OF_ACTION[verdict.action], "verdict"


def delete_comment(
    site: str, page: str, comment_id: str, version: int, reader: str, comments: Comments, now: int
) -> Comment:
    """The author's deletion: at any time, a tombstone. Safe to repeat. Raises NotFound, Conflict."""
    comment = gates.own(comments.get(site, comment_id), reader, page, comments)
    if comment.status is Status.DELETED:
        return comment
    if comment.version != version:
        raise Conflict(comment)
    after = tombstone(comment, Actor(ActorKind.AUTHOR, reader), at=now)
    comments.change(Change(before=comment, after=after))
    return after


def own_status(site: str, page: str, comment_id: str, reader: str, comments: Comments) -> Comment:
    """What became of a reader's own comment. Raises NotFound, also for another reader's."""
    return gates.own(comments.get(site, comment_id), reader, page, comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A text somebody tries; `proof` is (challenge, nonce) of an earlier demand for proof of work."""

    page: str
    text: str
    name: str
    visitor: Visitor
    proof: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text would meet: as coarse as a refusal."""

    action: Action
    reason: str
    spans: list[dict[str, int]]


def preview(trial: Trial, site: Site, ports: Ports, proofs: Proofs, now: int) -> Preview:
    """Judge a text without storing it, under limits of its own: it uses up no comment, and holds nobody (B14).

    Raises Refused (also "proof-required", where very many texts were tried from this range), LimitReached.
    """
    stored, shown = gates.checked_text(trial.text), gates.checked_name(trial.name)
    policy, visitor = policy_of(site), trial.visitor
    used = ports.comments.used(site.id, rows((Act.PREVIEW,), visitor, policy, now))
    payer, member = Payer(visitor, policy, used, now), gates.member_of("preview", stored, shown)
    work = ProofWork(site=site.id, page=trial.page, reader=visitor.reader, comment="", body=member)
    paid = pay(payer, Act.PREVIEW, work, trial.proof, proofs)
    full = ports.comments.reserve(
        Reservation(site=site.id, limits=payer.every(Act.PREVIEW, member, paid=paid))
    )
    if full:
        raise LimitReached("limit-reached", retry_after=policy.limits["preview"].seconds)
    verdict = ports.judge(stored, shown, (), policy)
    return Preview(verdict.action, verdict.reason, public_spans(verdict, policy))
