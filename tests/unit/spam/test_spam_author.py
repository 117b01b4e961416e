"""The shown name and the e-mail's domain by the same rules; the address itself is told to nobody."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Symbol, Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.mail_domain import DOMAINS, is_disposable, mail_evidence
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.training.domains import packed


def told(name: str = "", mail: str = "") -> Verdict:
    return judge(Submission("مقال جيد", name=name, mail=mail), shipped_policy())


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("site.example.com", "NAME_CONTACT"),
        ("Ali 0612345678", "NAME_CONTACT"),
        ("شيخ روحاني لجلب الحبيب", "NAME_BAIT"),
        ("حمار", "NAME_ABUSE"),
        ("ح.م.ا.ر", "NAME_ABUSE"),
        ("ح م ا ر", "NAME_ABUSE"),
    ],
)
def test_a_name_with_a_contact_a_bait_or_an_insult_is_held(name: str, symbol: str) -> None:
    found = told(name=name)
    assert symbol in {s.name for s in found.symbols}
    assert found.action.value == "hold"


@pytest.mark.parametrize("name", ["محمد العلوي", "Fatima-Zahra", "أبو ياسين", "مغربي حر"])
def test_ordinary_names_say_nothing(name: str) -> None:
    assert told(name=name).symbols == ()


def test_a_disposable_domain_is_a_weak_sign_without_place_or_address() -> None:
    found = told(mail="someone@mailinator.com")
    assert found.symbols == (Symbol("MAIL_DISPOSABLE", 2.0, group="name"),)
    assert found.action.value == "publish"
    assert "someone" not in repr(found)
    assert "mailinator" not in repr(found)


@pytest.mark.parametrize("mail", ["a@gmail.com", "a@menara.ma", "", "no address", "@", "a@", "a@\u202e.com"])
def test_other_addresses_and_garbage_say_nothing(mail: str) -> None:
    assert mail_evidence(mail) == ()


def test_a_subdomain_of_a_disposable_domain_counts() -> None:
    assert is_disposable("box.mailinator.com")
    assert not is_disposable("com")


def test_an_odd_host_for_mail_is_told() -> None:
    assert mail_evidence("a@xn--80ak6aa92e.com") == ("MAIL_ODD",)


def test_the_list_is_small_and_says_where_it_comes_from() -> None:
    data = DOMAINS.read_bytes()
    assert len(data) < 60_000
    assert b"CC0" in data.partition(b"\n\n")[0]


def test_packing_sorts_and_drops_repeats() -> None:
    assert packed(["b.example", "A.example"]) == packed(["a.example", "# note", "b.example", "b.example", ""])
