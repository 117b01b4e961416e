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
    Reservation,
)
from ghirbal.ports.tokens import Keys
from ghirbal.text.fingerprint import fingerprint
from ghirbal.text.fold import Folded, fold
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.banned import matched
from ghirbal.usecases.posting.gates import FormState, Judge, Visitor
from ghirbal.usecases.posting.proof import prove
from ghirbal.usecases.posting.traffic import PostTraffic, crowd, likeness

PRIVATE_DAYS = 90
ABUSE = "abuse"
_CROWDED = {"address": "ADDRESS_CROWDED", "network": "ADDRESS_CROWDED"}


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
    alike: int | None
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
    around = crowd(context, draft.page.id, draft.id, draft.alike, draft.policy, now)
    trip = _admit(draft, around, ports)
    verdict, evidence = _reserve(draft, context, (*evidence, *around.evidence), ports)
    if not around.in_surge:
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
        page=page,
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
        bands=bands_of(draft.alike) if draft.alike is not None else (),
        hour=draft.now // HOUR,
        minute=draft.now // MINUTE,
    )


def _replayed(existing: Comment, draft: _Draft) -> Comment:
    if existing.body_hash != draft.body or existing.page != draft.page.id:
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


def _reserve(
    draft: _Draft, context: PostContext, evidence: tuple[str, ...], ports: Ports
) -> tuple[Verdict, tuple[str, ...]]:
    """Take the limits and judge; the verdict, and the evidence it was made of.

    What is crowded turns into evidence and is judged again without that limit, so this ends after one round for each
    limit. A store that stays contended holds the comment.
    """
    limits = gates.limit_uses(draft.policy, draft.post.visitor, member=draft.member, now=draft.now)
    nudging = draft.policy.nudge and not ports.nudges.holds(draft.post.nudge, _told(draft), draft.now)
    while True:
        verdict = ports.judge(draft.text, draft.name, gates.symbols(evidence), draft.policy)
        refusing = nudging and verdict.action is Action.REJECT
        try:
            full = ports.comments.reserve(_reservation(draft, context, limits, refusing=refusing))
        except StoreContended:
            evidence = (*evidence, "LIMITS_UNKNOWN")
            return ports.judge(draft.text, draft.name, gates.symbols(evidence), draft.policy), evidence
        if refusing and not full:
            raise refused(verdict, draft.policy, nudge=ports.nudges.issue(_told(draft), draft.now))
        if not full:
            return verdict, evidence
        _refuse_full(full, draft)
        nudging = nudging and "refusal" not in full
        limits = tuple(use for use in limits if use.kind not in full)
        evidence = (*evidence, *(_CROWDED[kind] for kind in full if kind in _CROWDED))


def _refuse_full(full: Iterable[str], draft: _Draft) -> None:
    if DUPLICATE in full:
        raise Refused("duplicate")
    gates.refuse_reader_limit(full, draft.policy, draft.now)


def _reservation(
    draft: _Draft, context: PostContext, limits: tuple[LimitUse, ...], *, refusing: bool
) -> Reservation:
    """A first refusal uses up limits and nothing else; a stored comment brings its rows."""
    if refusing:
        reader = draft.post.visitor.reader
        refusal = gates.limit_use(draft.policy, "refusal", reader, member=draft.member, now=draft.now)
        return Reservation(site=draft.site.id, limits=(*limits, refusal))
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


def _admit(draft: _Draft, around: PostTraffic, ports: Ports) -> BreakerTrip | None:
    """Let the post in, or ask for proof of work; in a surge it is counted either way, so that the surge goes on."""
    trip = None
    if around.in_surge:
        n = ports.traffic.count(draft.site.id, around.window, draft.now // MINUTE)
        trip = around.trip(draft.site.id, n, draft.policy, draft.now)
    try:
        prove(around.occasions, _work(draft), draft.post.proof, draft.policy, ports.proofs, draft.now)
    except Refused:
        if trip:
            ports.traffic.trip(trip, draft.now)
        raise
    return trip


def _count(
    draft: _Draft, around: PostTraffic, verdict: Verdict, evidence: tuple[str, ...], ports: Ports
) -> tuple[Verdict, BreakerTrip | None]:
    """Count the post in its article's minute; from the one too many on, readers without trust are held."""
    n = ports.traffic.count(draft.site.id, around.window, draft.now // MINUTE)
    trip = around.trip(draft.site.id, n, draft.policy, draft.now)
    if around.over(n):
        surging = gates.symbols((*evidence, SURGE))
        verdict = ports.judge(draft.text, draft.name, surging, draft.policy)
    return verdict, trip


def _told(draft: _Draft) -> NudgeSubject:
    return NudgeSubject(
        site=draft.site.id, page=draft.page.id, reader=draft.post.visitor.reader, comment=draft.id
    )


def refused(verdict: Verdict, policy: Policy, **details: str) -> Refused:
    """The refusal a reader is told: a coarse reason and the spans of shipped abuse words, nothing else."""
    return Refused("comment-refused", reason=verdict.reason, spans=public_spans(verdict, policy), **details)


def public_spans(verdict: Verdict, policy: Policy) -> list[dict[str, int]]:
    """Where the words to change stand, for abuse alone: spam rules and the site's own words are no oracle."""
    found = {
        (s.start, s.end)
        for s in verdict.symbols
        if s.score > 0 and verdict.reason == ABUSE == policy.group(s.group).reason
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
