"""A bus in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ghirbal.domain.errors import GhirbalError
from ghirbal.ports.mail import Mail
from ghirbal.ports.stream import Event


class CollectingPublisher:
    """A bus in memory, for tests and dry runs; `fails(event)` says which entries are refused."""

    def __init__(self, fails: Callable[[Event], bool] = lambda _: False) -> None:
        """Everything sent is in `sent`, in order."""
        self.sent: list[Event] = []
        self._fails = fails

    def publish(self, events: Sequence[Event]) -> frozenset[int]:
        """Keep what is not refused."""
        failed = frozenset(self._refused(events))
        self.sent += [event for position, event in enumerate(events) if position not in failed]
        return failed

    def _refused(self, events: Sequence[Event]) -> Iterator[int]:
        return (position for position, event in enumerate(events) if self._fails(event))


class CollectingMailer:
    """A mailbox in memory; `down` makes every sending fail."""

    def __init__(self) -> None:
        """Everything sent is in `sent`, in order."""
        self.sent: list[Mail] = []
        self.down = False

    def send(self, mail: Mail) -> None:
        """Keep the mail, or fail as the real one does."""
        if self.down:
            raise GhirbalError("mail-unavailable", why="fake")
        self.sent.append(mail)
