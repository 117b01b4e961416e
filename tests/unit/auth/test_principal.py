"""Access tokens: the whole of fault case 43, and who may do what where (OWASP API1, API2; attack M2)."""

from __future__ import annotations

import hmac

import pytest

from ghirbal.auth.principal import Principal, Principals
from ghirbal.domain.errors import Forbidden, GhirbalError
from ghirbal.domain.reader import Role, Site
from tests.unit.auth.issuer import CLIENT, ISSUER, Issuer, bearer, claims, jwk, principals, public_pem, raw
from tests.unit.auth.support import NOW, FakeClock

SITE = Site(id="akhbar", origins=("https://akhbar.example",))
RS256 = {"alg": "RS256", "typ": "JWT", "kid": "one"}
SECONDS = NOW // 1_000


def verified(authorization: str | None, **changes: object) -> Principal:
    return principals(Issuer(), FakeClock(), **changes).verify(authorization)


def refusal(authorization: str | None, **changes: object) -> str:
    with pytest.raises(Forbidden) as caught:
        verified(authorization, **changes)
    return caught.value.code


def test_a_good_token_names_its_moderator_and_roles() -> None:
    principal = verified(bearer())
    assert (principal.id, principal.client_id) == ("amina", CLIENT)
    assert principal.role_at(SITE) is Role.MODERATOR


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "bearer\t"])
def test_without_a_token_sign_in_is_asked_for(header: str | None) -> None:
    """Case 43, claims absent: a direct call or `sam local` is as closed as the deployed API."""
    assert refusal(header) == "token-missing"


def test_the_scheme_may_be_written_in_any_case() -> None:
    assert verified(bearer().replace("Bearer", "bearer")).id == "amina"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, "RS512", "HS256"])
def test_no_algorithm_but_rs256_counts(alg: str | None) -> None:
    assert refusal(raw({**RS256, "alg": alg}, claims())) == "token-invalid"
    assert refusal(raw({**RS256, "alg": alg}, claims(), b"x" * 256)) == "token-invalid"


def test_hs256_signed_with_the_public_key_is_refused() -> None:
    unsigned = raw({**RS256, "alg": "HS256"}, claims()).removeprefix("Bearer ").rstrip(".")
    mac = hmac.digest(public_pem("one"), unsigned.encode(), "sha256")
    forged = raw({**RS256, "alg": "HS256"}, claims(), mac)
    assert refusal(forged) == "token-invalid"
    relabelled = raw(RS256, claims(), mac)
    assert refusal(relabelled) == "token-invalid"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example/pool"},
        {"iss": ISSUER + "/other"},
        {"iss": None},
        {"client_id": "another"},
        {"client_id": None},
        {"client_id": None, "aud": "another"},
        {"token_use": "id"},
        {"scope": None},
        {"scope": "openid"},
        {"scope": "comments/moderate.read xcomments/moderate"},
        {"scope": {"comments/moderate": True}},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 129},
        {"sub": "two\nlines"},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1e300},
        {"nbf": "never"},
    ],
    ids=str,
)
def test_a_token_not_meant_for_us_is_refused(changes: dict[str, object]) -> None:
    assert refusal(bearer(claims(**changes))) == "token-invalid"


def test_an_id_token_is_refused() -> None:
    """It has the client in `aud` and groups, but no scope and the wrong use."""
    token = claims(token_use="id", scope=None, client_id=None, aud=CLIENT)
    assert refusal(bearer(token)) == "token-invalid"


@pytest.mark.parametrize("aud", [CLIENT, ["other", CLIENT]])
def test_other_issuers_name_the_audience_instead_of_the_client(aud: object) -> None:
    token = claims(client_id=None, aud=aud, token_use=None, scope=["comments/moderate"])
    assert verified(bearer(token)).id == "amina"


def test_an_empty_list_of_audiences_accepts_nobody() -> None:
    assert refusal(bearer(), audience=[]) == "token-invalid"


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({"exp": SECONDS - 60}, True),
        ({"exp": SECONDS - 61}, False),
        ({"nbf": SECONDS + 60}, True),
        ({"nbf": SECONDS + 61}, False),
    ],
)
def test_a_minute_of_clock_difference_is_forgiven_and_no_second_more(
    changes: dict[str, object], good: bool
) -> None:
    """Cases 43 and 45; both ends are inclusive."""
    token = bearer(claims(**changes))
    if good:
        assert verified(token).id == "amina"
    else:
        assert refusal(token) == "token-invalid"


@pytest.mark.parametrize("skew", [-300, 300])
def test_five_minutes_of_clock_difference_leave_a_fresh_token_good(skew: int) -> None:
    clock = FakeClock(NOW + skew * 1_000)
    assert principals(Issuer(), clock).verify(bearer()).id == "amina"


@pytest.mark.parametrize("kid", ["two", "", "../one", "one\x00", "x" * 5_000])
def test_a_tampered_key_id_is_refused(kid: str) -> None:
    assert refusal(bearer(headers={"kid": kid})) == "token-invalid"


def test_a_token_of_another_key_under_our_key_id_is_refused() -> None:
    assert refusal(bearer(key="two", headers={"kid": "one"})) == "token-invalid"


def test_a_key_that_the_token_brings_along_is_not_looked_at() -> None:
    issuer = Issuer()
    headers = {"kid": "two", "jwk": jwk("two"), "jku": "https://evil.example/keys"}
    with pytest.raises(Forbidden, match="token-invalid"):
        principals(issuer, FakeClock()).verify(bearer(key="two", headers=headers))
    assert not any("evil" in url for url in issuer.asked)


def test_changed_claims_under_the_old_signature_are_refused() -> None:
    head, _, signature = bearer().removeprefix("Bearer ").split(".")
    body = raw(RS256, claims(**{"cognito:groups": ["akhbar:owner"]})).split(".")[1]
    assert refusal(f"Bearer {head}.{body}.{signature}") == "token-invalid"


@pytest.mark.parametrize(
    "token", ["x", "..", "a.b.c", "a.b", "é.é.é", "\ud800.a.b", "e30.e30.e30", "x" * 9_000, "A" * 8_192]
)
def test_garbage_is_refused_and_never_crashes(token: str) -> None:
    assert refusal(f"Bearer {token}") == "token-invalid"


def test_m2m_token_without_mapping_403() -> None:
    """M2: a program's token has no groups; it may work where the site's row names it, and nowhere else."""
    token = claims(**{"cognito:groups": None, "sub": CLIENT})
    principal = verified(bearer(token))
    with pytest.raises(Forbidden, match="not-allowed"):
        principal.role_at(SITE)
    named = Site(id="akhbar", origins=SITE.origins, clients=(CLIENT,))
    assert principal.role_at(named) is Role.MODERATOR


@pytest.mark.parametrize(
    "groups", [None, [], "", ["akhbar"], ["akhbar:god"], ["akhbar:owner:x"], ["AKHBAR:owner"], [1, None], {}]
)
def test_a_token_without_a_group_of_the_site_may_do_nothing_there(groups: object) -> None:
    principal = verified(bearer(claims(**{"cognito:groups": groups})))
    with pytest.raises(Forbidden, match="not-allowed"):
        principal.role_at(SITE)


def test_the_role_at_one_site_is_none_at_another() -> None:
    """API1."""
    principal = verified(bearer(claims(**{"cognito:groups": ["sahifa:owner"]})))
    with pytest.raises(Forbidden, match="not-allowed"):
        principal.role_at(SITE)


def test_a_site_whose_client_list_holds_nothing_lets_no_nameless_client_in() -> None:
    with pytest.raises(Forbidden, match="not-allowed"):
        Principal(id="x").role_at(Site(id="akhbar", origins=(), clients=("",)))


def test_the_highest_of_several_roles_counts() -> None:
    groups = ["akhbar:editor", "akhbar:auditor", "sahifa:owner"]
    assert verified(bearer(claims(**{"cognito:groups": groups}))).role_at(SITE) is Role.EDITOR


def test_groups_may_come_in_another_claim() -> None:
    token = claims(**{"cognito:groups": None, "roles": "akhbar:auditor other"})
    assert verified(bearer(token), groups_claim="roles").role_at(SITE) is Role.AUDITOR


def test_an_issuer_that_cannot_be_reached_is_no_ones_fault_and_lets_no_one_in() -> None:
    with pytest.raises(GhirbalError, match="issuer-unavailable"):
        principals(Issuer(away=True), FakeClock()).verify(bearer())


@pytest.mark.parametrize("issuer", ["http://id.example/pool", "file:///etc/keys", "", "ftp://127.0.0.1/x"])
def test_an_issuer_without_https_is_a_wrong_setting(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Principals(issuer, [CLIENT], FakeClock())


@pytest.mark.parametrize("aud", ["another-api", ["another-api"], [], ""])
def test_foreign_audience_refused(aud: object) -> None:
    """B17: where `aud` stands it has to match, whatever client asked for the token."""
    assert refusal(bearer(claims() | {"aud": aud})) == "token-invalid"
