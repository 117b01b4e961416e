"""Mail links (fault case 44: expired, wrong purpose, old key in the rotation window)."""

from __future__ import annotations

import pytest

from ghirbal.auth.life import LINK_LIFE, SKEW
from ghirbal.auth.links import LINK, Link, issue_link, open_link
from ghirbal.auth.reader import FORM
from ghirbal.domain.errors import Refused
from tests.unit.auth.support import NOW, signed

TOKENS = signed("1")
MADE = Link(site="akhbar", comment="c" * 26, version=3, action="approve", moderator="amina", issued=NOW)


def test_a_link_opens_to_exactly_what_it_was_made_of() -> None:
    assert open_link(TOKENS, issue_link(TOKENS, MADE), NOW) == MADE


def test_a_link_made_before_a_rotation_still_opens_and_not_after_the_next() -> None:
    token = issue_link(TOKENS, MADE)
    assert open_link(signed("2", "1"), token, NOW) == MADE
    with pytest.raises(Refused, match="link-invalid"):
        open_link(signed("3", "2"), token, NOW)


def test_a_token_of_another_purpose_is_no_link() -> None:
    payload = {
        "site": "akhbar",
        "comment": "c" * 26,
        "version": 3,
        "action": "approve",
        "moderator": "a",
        "issued": NOW,
    }
    with pytest.raises(Refused, match="link-invalid"):
        open_link(TOKENS, TOKENS.issue(FORM, payload), NOW)
    assert open_link(TOKENS, TOKENS.issue(LINK, payload), NOW).moderator == "a"


@pytest.mark.parametrize("late", [-SKEW, 0, LINK_LIFE])
def test_a_link_lives_for_72_hours_both_ends_included(late: int) -> None:
    assert open_link(TOKENS, issue_link(TOKENS, MADE), NOW + late) == MADE


@pytest.mark.parametrize("late", [-SKEW - 1, LINK_LIFE + 1])
def test_an_expired_link_says_so(late: int) -> None:
    with pytest.raises(Refused, match="link-expired"):
        open_link(TOKENS, issue_link(TOKENS, MADE), NOW + late)


def test_garbage_and_a_payload_with_a_part_missing_are_no_links() -> None:
    for token in ("", "garbage", TOKENS.issue(LINK, {"site": "akhbar", "version": 3})):
        with pytest.raises(Refused, match="link-invalid"):
            open_link(TOKENS, token, NOW)
