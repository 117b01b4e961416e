"""An article's breaker was tripped: the event that says so, once a surge."""

from __future__ import annotations

from ghirbal.domain.breaker import UNKNOWN_PAGES
from ghirbal.domain.clock import iso
from ghirbal.domain.comment import EventType
from ghirbal.ports.stream import Event, SurgeBegan


def surge_event(began: SurgeBegan) -> Event:
    """The event of a new surge; the id is the same for every delivery of the record."""
    trip = began.trip
    return Event(
        id=f"{trip.page}#{trip.since}#{EventType.SURGE}",
        type=EventType.SURGE,
        site=trip.site,
        detail={
            "site": trip.site,
            "page": None if trip.page == UNKNOWN_PAGES else trip.page,
            "since": iso(trip.since),
            "until": iso(trip.until),
            "comments": trip.n,
        },
    )
