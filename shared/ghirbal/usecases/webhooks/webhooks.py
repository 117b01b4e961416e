"""Webhooks: an owner's, proved by a code before use, called with a signature, off after a day of failure (H6)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from ghirbal.domain.clock import DAY, HOUR, SECOND
from ghirbal.domain.comment import EventType
from ghirbal.domain.errors import GhirbalError, LimitReached, NotFound, Refused
from ghirbal.domain.hook_url import checked_url
from ghirbal.domain.ids import keyed_hash, new_token_id
from ghirbal.domain.reader import Role, Site
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.comments import Comments
from ghirbal.ports.jobs import JobQueue
from ghirbal.ports.posting import LimitUse, Reservation
from ghirbal.ports.tokens import Keys
from ghirbal.ports.webhooks import Caller, HookState, Message, Sink, Webhook, Webhooks
from ghirbal.usecases.webhooks.bodies import CHALLENGE, body_of, signature
from ghirbal.usecases.webhooks.hook_lists import queued

MOST = 5
"""Webhooks of a site."""

CHALLENGES_AN_HOUR = 10
"""Calls to an address that nobody has confirmed: too few to bother anyone with."""

CODE_LIFE = DAY
GUESSES = 5
"""How long a code turns its webhook on, and how many wrong ones may be given before it is worthless (attack B13)."""

BOTH = DAY
"""How long the secret before also signs after a rotation."""

GIVE_UP = DAY
FIRST_RETRY, LAST_RETRY = 30, 3_600
"""Seconds until a failed call comes again: doubled from the first to the last."""

QUIETLY = HOUR
"""A success is noted once in this time, so that a busy hook does not write a row for each call."""

EVENTS = tuple(dict.fromkeys([*(kind.value for kind in EventType), "QueueSurge", "ReviewOverdue"]))


class DeliveryOutcome(Enum):
    """What is to become of a queued message."""

    DONE = "done"
    """The call was made, or nobody wants it any more: the message may go."""

    AGAIN = "again"
    """The call failed, and comes again after a while."""

    LEFT = "left"
    """No calls are made now: the queue keeps the message, and buries it where a replay finds it."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What an owner's changes need."""

    webhooks: Webhooks
    queue: JobQueue
    keys: Keys
    comments: Comments


@dataclass(frozen=True, slots=True)
class Owner:
    """Who asks, with which role by their token."""

    id: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """What an owner wants to be called for, and where; `chat` belongs to Telegram alone."""

    url: str
    sink: Sink
    events: tuple[str, ...]
    chat: str = ""


def add(site: Site, wish: WebhookRequest, owner: Owner, ports: Ports, now: int) -> tuple[Webhook, str]:
    """A new webhook and its secret, shown this once; a code is on its way to the address.

    Raises Refused: "webhook-url", "webhooks-full", "bad-parameter"; LimitReached, Forbidden.
    """
    allow(owner.role, Role.OWNER)
    checked_url(wish.url)
    if not wish.events or not set(wish.events) <= set(EVENTS):
        raise Refused("bad-parameter", name="events", choices=", ".join(EVENTS))
    if (wish.sink is Sink.TELEGRAM) != bool(wish.chat):
        raise Refused("bad-parameter", name="chat")
    hook = Webhook(
        site=site.id,
        id=new_token_id(),
        url=wish.url,
        sink=wish.sink,
        chat=wish.chat,
        events=wish.events,
        by=owner.id,
        at=now,
        challenged=now,
    )
    _limited(site.id, hook.id, ports.comments, now)
    ports.webhooks.add(hook, at_least(Role.OWNER), MOST)
    _challenge(hook, ports.queue, now)
    return hook, secrets_of(hook, ports.keys, now)[0]


def challenge(site: str, hook_id: str, owner: Owner, ports: Ports, now: int) -> Webhook:
    """Send a new code, which ends the one before; one that is off has to be confirmed anew.

    Raises NotFound, LimitReached, Forbidden.
    """
    hook = _own(site, hook_id, owner, ports)
    _limited(site, f"{hook_id}{now}"[-64:], ports.comments, now)
    after = replace(hook, state=HookState.PENDING, failing=0, error="", challenged=now, guesses=0)
    after = _changed(hook, after, owner, ports)
    _challenge(after, ports.queue, now)
    return after


def confirm(site: str, hook_id: str, code: str, owner: Owner, ports: Ports, now: int) -> Webhook:
    """Turn it on for who read the code there: within a day, once, and not after five wrong ones.

    Raises Refused("webhook-code"), NotFound, Forbidden.
    """
    hook = _own(site, hook_id, owner, ports)
    if not hook.challenged or now >= hook.challenged + CODE_LIFE or hook.guesses >= GUESSES:
        raise Refused("webhook-code")
    if not hmac.compare_digest(code.strip().lower().encode(), code_of(hook, ports.keys).encode()):
        _changed(hook, replace(hook, guesses=hook.guesses + 1), owner, ports)
        raise Refused("webhook-code")
    on = replace(hook, state=HookState.ON, failing=0, error="", challenged=0, guesses=0)
    return _changed(hook, on, owner, ports)


def rotate(site: str, hook_id: str, owner: Owner, ports: Ports, now: int) -> tuple[Webhook, str]:
    """A new secret, shown this once; for a day the one before signs too. Raises NotFound, Forbidden."""
    hook = _own(site, hook_id, owner, ports)
    after = replace(hook, generation=hook.generation + 1, both_until=now + BOTH)
    after = _changed(hook, after, owner, ports)
    return after, secrets_of(after, ports.keys, now)[0]


def remove(site: str, hook_id: str, owner: Owner, ports: Ports, now: int) -> None:
    """Forget it. Raises NotFound, Forbidden."""
    hook = _own(site, hook_id, owner, ports)
    ports.webhooks.remove(hook, owner.id, at_least(Role.OWNER), now)


def deliver(
    queued: Mapping[str, Any],
    site: Site | None,
    webhooks: Webhooks,
    caller: Caller,
    keys: Keys,
    now: int,
    console: str = "",
) -> DeliveryOutcome:
    """Make one call, if the webhook is there to be called; messages to people link to the room at `console`.

    What is for a removed webhook is nobody's any more. An event for one that is off or waits for its code was promised
    and must not be lost: no call is made, and the message is left to the queue.
    """
    hook = webhooks.get(str(queued["site"]), str(queued["hook"]))
    message = Message(**queued["message"])
    if hook is None or site is None:
        return DeliveryOutcome.DONE
    if not _wanted(hook, message):
        return _uncalled(message)
    if message.type == CHALLENGE:
        message = replace(message, detail={"code": code_of(hook, keys)})
    failure = _called(hook, message, site, caller, keys, now, console)
    after = _after(hook, failure, now)
    if after != hook:
        webhooks.note(after)
    if not failure:
        return DeliveryOutcome.DONE
    return DeliveryOutcome.AGAIN if _wanted(after, message) else _uncalled(message)


def retry_after(received: int) -> int:
    """Seconds until a call comes again that failed for the `received`-th time.

    >>> [retry_after(n) for n in (1, 2, 3, 8, 30)]
    [30, 60, 120, 3600, 3600]
    """
    return min(LAST_RETRY, FIRST_RETRY << min(max(received, 1) - 1, 10))


def secrets_of(hook: Webhook, keys: Keys, now: int) -> tuple[str, ...]:
    """The secrets that sign now, newest first: derived from the service's own, and kept nowhere."""
    generations = [hook.generation]
    if now < hook.both_until and hook.generation > 1:
        generations.append(hook.generation - 1)
    return tuple(_secret(hook, generation, keys) for generation in generations)


def code_of(hook: Webhook, keys: Keys) -> str:
    """What the address is told before its first use: eight letters that follow from it, webhook and challenge."""
    return keyed_hash(keys.pinned("webhook-code", hook.site), hook.id, hook.url, str(hook.challenged))[:8]


def _secret(hook: Webhook, generation: int, keys: Keys) -> str:
    key = keys.derived("webhook", hook.site, f"{hook.id}:{generation}")
    return "whsec_" + base64.urlsafe_b64encode(key).decode().rstrip("=")


def _own(site: str, hook_id: str, owner: Owner, ports: Ports) -> Webhook:
    allow(owner.role, Role.OWNER)
    hook = ports.webhooks.get(site, hook_id)
    if hook is None:
        raise NotFound("not-found")
    return hook


def _changed(before: Webhook, after: Webhook, owner: Owner, ports: Ports) -> Webhook:
    after = replace(after, revision=before.revision + 1)
    ports.webhooks.change(before, after, owner.id, at_least(Role.OWNER))
    return after


def _limited(site: str, member: str, comments: Comments, now: int) -> None:
    """Count a challenge against the site's hour."""
    seconds = now // SECOND
    window = seconds - seconds % (HOUR // SECOND)
    use = LimitUse(
        kind="webhook",
        key=site,
        window=window,
        n=CHALLENGES_AN_HOUR,
        member=member,
        expires=window + 2 * HOUR // SECOND,
    )
    if comments.reserve(Reservation(site=site, limits=(use,))):
        raise LimitReached("limit-reached", kind="webhook", retry_after=window + HOUR // SECOND - seconds)


def _challenge(hook: Webhook, queue: JobQueue, now: int) -> None:
    queue.send(queued(hook, Message(id=f"{hook.id}#{now}", type=CHALLENGE, detail={})))


def _wanted(hook: Webhook, message: Message) -> bool:
    wanted = HookState.PENDING if message.type == CHALLENGE else HookState.ON
    return hook.state is wanted


def _uncalled(message: Message) -> DeliveryOutcome:
    """A code that nobody waits for is worth nothing; an event still is, once the webhook is on again."""
    return DeliveryOutcome.DONE if message.type == CHALLENGE else DeliveryOutcome.LEFT


def _called(
    hook: Webhook, message: Message, site: Site, caller: Caller, keys: Keys, now: int, console: str
) -> str:
    """Make the call; "" or in a word what was wrong with it."""
    body = body_of(message, hook.sink, site, hook.chat, console)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Ghirbal-Webhook/1",
        "ghirbal-event": message.type,
        "ghirbal-delivery": message.id,
        "ghirbal-signature": signature(secrets_of(hook, keys, now), now, body),
    }
    try:
        status = caller.post(hook.url, headers, body)
    except GhirbalError as error:
        return f"{error.code}: {error.details.get('why', '')}"
    return "" if 200 <= status < 300 else f"status {status}"


def _after(hook: Webhook, failure: str, now: int) -> Webhook:
    """The webhook after a call: since when it fails, and off when that is a day."""
    if not failure:
        fresh = not hook.failing and now - hook.succeeded < QUIETLY
        return hook if fresh else replace(hook, failing=0, succeeded=now, error="")
    failing = hook.failing or now
    off = now - failing >= GIVE_UP
    return replace(hook, failing=failing, error=failure, state=HookState.OFF if off else hook.state)
