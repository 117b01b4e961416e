"""A reader posts a comment: at most four calls to the store, judged before anyone sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ghirbal.domain.breaker import SURGE
from ghirbal.domain.clock import DAY, HOUR, MINUTE, SECOND, day
from ghirbal.domain.comment import STATUS_OF_ACTION, Comment, Status
from ghirbal.domain.errors import Refused, StoreContended
from ghirbal.domain.ids import body_hash, keyed_hash
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Page, Site
from ghirbal.domain.verdict import Action, Verdict
from ghirbal.ports.comments import Comments
from ghirbal.ports.flood import ArticleTraffic, BreakerTrip, bands_of
from ghirbal.ports.posting import (
    DUPLICATE,
    Fingerprint,
    LimitUse,
    Nudges,
    NudgeSubject,
    PostContext,
    PostKeys,
    PrivateRow,
    Proofs,
    ProofWork,
    RangeUse,
    Reservation,
    Use,
)
from ghirbal.ports.tokens import Keys
from ghirbal.text.fingerprint import fingerprint
from ghirbal.text.fold import Folded, fold
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.banned import matched
from ghirbal.usecases.posting.gates import FormState, Judge
from ghirbal.usecases.posting.payer import Act, Payer, rows
from ghirbal.usecases.posting.proof import prove
from ghirbal.usecases.posting.traffic import PostTraffic, Prints, crowd, likeness, payer_of
from ghirbal.usecases.posting.visitor import Visitor

PRIVATE_DAYS = 90
ABUSE = "abuse"
CHARGED = (Act.POST, Act.REFUSAL, Act.HOLD)
"""What a post may use up: its first call reads how much of each is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A comment as it was sent.

    `key` is the Idempotency-Key, `nudge` the token of an earlier refusal or "", `proof` (challenge, nonce) of an
    earlier demand for proof of work.
    """

    page: str
    url: str
    text: str
    key: str
    visitor: Visitor
    form: FormState
    name: str = ""
    title: str = ""
    avatar: str = ""
    parent: str | None = None
    honeypot: bool = False
    nudge: str = ""
    proof: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ports:
    """What posting needs."""

    comments: Comments
    keys: Keys
    nudges: Nudges
    judge: Judge
    proofs: Proofs
    traffic: ArticleTraffic


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Draft:
    """A post that passed the pure checks: its identity and everything the later steps share."""

    post: Post
    site: Site
    policy: Policy
    page: Page
    id: str
    text: str
    name: str
    body: str
    print: str
    folded: Folded
    alike: Prints | None
    poster: str
    now: int

    @property
    def member(self) -> str:
        return gates.member_of(self.id, self.body)


def post_comment(post: Post, site: Site, ports: Ports, now: int) -> Comment:
    """Store the comment, published, held or (when refused twice) rejected; a repeated call answers it again.

    Raises Refused: "idempotency-conflict", "duplicate", "page-closed", "parent-unavailable", "banned",
    a text rule's code, the form's problem, "proof-required" with a challenge, or "comment-refused" with
    `reason`, `spans` and a `nudge` token when nothing was stored. Raises LimitReached, StoreUnavailable.
    """
    draft = _draft(post, site, ports.keys, now)
    context = ports.comments.open_post(_keys(draft))
    if context.existing:
        return _replayed(context.existing, draft)
    root, evidence = _gate(draft, context, ports.comments)
    payer = payer_of(context, post.visitor, draft.policy, now)
    around = crowd(context, draft.page.id, draft.id, draft.alike, payer)
    paid = _prove(draft, around.occasions, ports, least=payer.price(Act.POST, Act.REFUSAL))
    evidence = (*evidence, *around.evidence)
    verdict = _verdict(draft, evidence, ports)
    _reserve(draft, context, verdict, _charges(draft, payer, paid, verdict, evidence, ports), ports)
    verdict, trip = _count(draft, around, verdict, evidence, ports)
    existing = ports.comments.put_new(comment := _comment(draft, root, verdict), trip)
    return _replayed(existing, draft) if existing else comment


def _draft(post: Post, site: Site, keys: Keys, now: int) -> _Draft:
    page = gates.identified_page(site, post.url, post.title, post.page)
    text, name = gates.checked_text(post.text), gates.checked_name(post.name)
    policy, folded = policy_of(site), fold(text)
    reader = post.visitor.reader
    return _Draft(
        post=post,
        site=site,
        policy=policy,
        page=replace(page, id=post.form.home or page.id),
        id=keyed_hash(keys.pinned("comment", site.id), site.id, page.id, reader, post.key),
        text=text,
        name=name,
        body=body_hash(text, name, page.id, post.parent or "", post.visitor.mail),
        print=fingerprint(folded),
        folded=folded,
        alike=likeness(folded, policy.duplicates),
        poster=gates.member_of(reader, page.id),
        now=now,
    )


def _keys(draft: _Draft) -> PostKeys:
    visitor = draft.post.visitor
    return PostKeys(
        site=draft.site.id,
        page=draft.page.id,
        reader=visitor.reader,
        comment_id=draft.id,
        fingerprint=draft.print,
        parent=draft.post.parent,
        bans=visitor.bans,
        days=(day(draft.now), day(draft.now - DAY)),
        bands=bands_of(draft.alike.simhash) if draft.alike else (),
        hour=draft.now // HOUR,
        minute=draft.now // MINUTE,
        limits=rows(CHARGED, visitor, draft.policy, draft.now),
    )


def _replayed(existing: Comment, draft: _Draft) -> Comment:
    if existing.body_hash != draft.body:
        raise Refused("idempotency-conflict")
    return existing


def _gate(draft: _Draft, context: PostContext, comments: Comments) -> tuple[str | None, tuple[str, ...]]:
    """The reply's root and the behaviour evidence; raises what refuses the post."""
    post = draft.post
    if post.form.problem:
        raise Refused(post.form.problem)
    banned = gates.ban_symbols(context.bans, draft.now)
    banned += matched(context.patterns, draft.name, draft.folded, draft.now)
    gates.open_page(context.page)
    root = gates.replied_root(
        context, post.parent, draft.page.id, lambda id_: comments.get(draft.site.id, id_)
    )
    if draft.poster in context.duplicates.posters and draft.id not in context.duplicates.ids:
        raise Refused("duplicate")
    sent = gates.sending_symbols(post.form, post.honeypot)
    return root, (*banned, *sent, *post.visitor.mail_evidence, *gates.reserved_name(draft.name, draft.site))


def _verdict(draft: _Draft, evidence: tuple[str, ...], ports: Ports) -> Verdict:
    return ports.judge(draft.text, draft.name, gates.symbols(evidence), draft.policy)


@dataclass(frozen=True, slots=True)
class _Charges:
    """What a post with this verdict uses up. `told`: a refusal says why and where, and may be answered once more."""

    own: tuple[LimitUse, ...]
    ranges: tuple[RangeUse, ...]
    refusing: bool = False
    told: bool = True


def _charges(
    draft: _Draft,
    payer: Payer,
    paid: bool,
    verdict: Verdict,
    evidence: tuple[str, ...],
    ports: Ports,
) -> _Charges:
    """Every post is counted; one that is refused or that moderators have to read costs more where there were many.

    Raises Refused("proof-required"), LimitReached (attacks B3 and B4).
    """
    mark = draft.alike.sketch if draft.alike and verdict.action is not Action.REJECT else None
    own, ranges = payer.by_reader(Act.POST, draft.member), payer.by_range(Act.POST, paid=paid, mark=mark)
    if verdict.action is Action.REJECT:
        payer.deaf()
        nudging = draft.policy.nudge and not ports.nudges.holds(draft.post.nudge, _told(draft), draft.now)
        refusals = payer.by_reader(Act.REFUSAL, draft.member) if nudging else ()
        ranges = (*ranges, *payer.by_range(Act.REFUSAL, paid=paid))
        return _Charges((*own, *refusals), ranges, refusing=nudging, told=payer.load(Act.REFUSAL) < 1)
    if verdict.action is Action.HOLD and _held_anyway(draft, evidence, ports):
        paid_more = _prove(draft, (), ports, least=payer.price_of_hold())
        ranges = (*ranges, *payer.by_range(Act.HOLD, paid=paid_more))
    return _Charges(own, ranges)


def _held_anyway(draft: _Draft, evidence: tuple[str, ...], ports: Ports) -> bool:
    """Whether it would wait without the surge too: what a surge holds is not its author's doing."""
    without = tuple(name for name in evidence if name != SURGE)
    return without == evidence or _verdict(draft, without, ports).action is Action.HOLD


def _reserve(draft: _Draft, context: PostContext, verdict: Verdict, charges: _Charges, ports: Ports) -> None:
    """Take limits, bucket and private row together. Raises what refuses the post, also for its text.

    A store that stays contended is asked once more without the rows that others share (what the range used, who else
    wrote this text), for a proof: contention must waive nobody's own limit (B18). Raises StoreContended after that.
    """
    full = _taken(draft, context, charges, ports)
    if charges.refusing and "refusal" in full:  # told often enough: this one is stored, for moderators to see
        own = tuple(use for use in charges.own if use.kind != "refusal")
        charges = replace(charges, own=own, refusing=False)
        full = _taken(draft, context, charges, ports)
    if DUPLICATE in full:
        raise Refused("duplicate")
    gates.refuse_reader_limit(full, draft.policy, draft.now)
    if charges.refusing:
        raise _told_why(draft, verdict, charges, ports)


def _taken(draft: _Draft, context: PostContext, charges: _Charges, ports: Ports) -> frozenset[str]:
    whole = _reservation(draft, context, charges)
    try:
        return ports.comments.reserve(whole)
    except StoreContended:
        _prove(draft, (), ports, least=draft.policy.proof.bits)
        return ports.comments.reserve(replace(whole, limits=charges.own, fingerprint=None, page=None))


def _told_why(draft: _Draft, verdict: Verdict, charges: _Charges, ports: Ports) -> Refused:
    """The first refusal of a text; from where many texts were refused it is no help in finding one that isn't."""
    if not charges.told:
        return refused(verdict, draft.policy, spans=False)
    return refused(verdict, draft.policy, nudge=ports.nudges.issue(_told(draft), draft.now))


def _reservation(draft: _Draft, context: PostContext, charges: _Charges) -> Reservation:
    """A first refusal uses up limits and nothing else; a stored comment brings its rows."""
    limits: tuple[Use, ...] = (*charges.own, *charges.ranges)
    if charges.refusing:
        return Reservation(site=draft.site.id, limits=limits)
    visitor, seconds = draft.post.visitor, draft.now // SECOND
    return Reservation(
        site=draft.site.id,
        limits=limits,
        fingerprint=Fingerprint(
            fingerprint=draft.print,
            day=day(draft.now),
            comment_id=draft.id,
            poster=draft.poster,
            expires=seconds + 2 * DAY // SECOND,
        ),
        private=PrivateRow(
            comment_id=draft.id,
            address=visitor.address,
            mail=visitor.mail,
            ranges=visitor.ranges,
            expires=seconds + PRIVATE_DAYS * DAY // SECOND,
        ),
        page=replace(draft.page, created=draft.now) if context.page is None else None,
    )


def _work(draft: _Draft) -> ProofWork:
    reader = draft.post.visitor.reader
    return ProofWork(site=draft.site.id, page=draft.page.id, reader=reader, comment=draft.id, body=draft.body)


def _prove(draft: _Draft, occasions: Iterable[str], ports: Ports, *, least: int = 0) -> bool:
    """Ask for proof of work before anything is counted or written, so that what is unpaid does nothing (B1)."""
    work, given = _work(draft), draft.post.proof
    return prove(occasions, work, given, draft.policy, ports.proofs, draft.now, least=least)


def _count(
    draft: _Draft, around: PostTraffic, verdict: Verdict, evidence: tuple[str, ...], ports: Ports
) -> tuple[Verdict, BreakerTrip | None]:
    """Count the post in its article's minute; from the one too many on, readers without trust are held."""
    network, minute = draft.post.visitor.network, draft.now // MINUTE
    counted = ports.traffic.count(draft.site.id, around.window, minute, network, around.share)
    trip = around.trip(draft.site.id, counted, draft.policy, draft.now)
    if around.over(counted.n) and SURGE not in evidence:
        verdict = _verdict(draft, (*evidence, SURGE), ports)
    return verdict, trip


def _told(draft: _Draft) -> NudgeSubject:
    return NudgeSubject(
        site=draft.site.id, page=draft.page.id, reader=draft.post.visitor.reader, comment=draft.id
    )


def refused(verdict: Verdict, policy: Policy, *, spans: bool = True, **details: str) -> Refused:
    """The refusal a reader is told: a coarse reason and, with `spans`, those of shipped abuse words; nothing else."""
    shown = public_spans(verdict, policy) if spans else []
    return Refused("comment-refused", reason=verdict.reason, spans=shown, **details)


def public_spans(verdict: Verdict, policy: Policy) -> list[dict[str, int]]:
    """Where the words to change stand, for abuse alone: spam rules and the site's own words are no oracle.

    All of them, also those that score nothing beside the first: who changes only that one is refused again.
    """
    found = {
        (s.start, s.end)
        for s in verdict.symbols
        if verdict.reason == ABUSE == policy.group(s.group).reason and policy.weight(s.name).score > 0
    }
    return [
        {"start": a, "end": b} for a, b in sorted((a, b) for a, b in found if a is not None and b is not None)
    ]


def _comment(draft: _Draft, root: str | None, verdict: Verdict) -> Comment:
    status = STATUS_OF_ACTION[verdict.action]
    new = Comment(
        site=draft.site.id,
        id=draft.id,
        page=draft.page.id,
        reader=draft.post.visitor.reader,
        text=draft.text,
        name=draft.name,
        avatar=draft.post.avatar,
        status=status,
        created=draft.now,
        updated=draft.now,
        body_hash=draft.body,
        root=root,
        parent=draft.post.parent,
        verdict=verdict,
        reason=verdict.reason,
        cause="verdict",
    )
    return replace(new, held_since=draft.now) if status is Status.PENDING else new
