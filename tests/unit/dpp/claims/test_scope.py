"""Which models a claim is about."""

import pytest

from dpp.domain.claims.scope import MOST_NUMBERS, Scope, ScopeKind, scope_of
from dpp.domain.errors import InvalidInput

GTIN, OTHER_GTIN = "09520000074203", "09521234543213"


def covers(kind: ScopeKind, *values: str, **elements: str) -> bool:
    return scope_of(kind, values).covers(elements)


def test_an_eprel_number_and_a_gtin_name_their_model_alone() -> None:
    assert covers(ScopeKind.EPREL_NUMBERS, "2238053", "1", eprelRegistrationNumber="2238053")
    assert not covers(ScopeKind.EPREL_NUMBERS, "2238053", eprelRegistrationNumber="22380531")
    assert covers(ScopeKind.GTINS, GTIN, gtin=GTIN)
    assert not covers(ScopeKind.GTINS, GTIN, gtin=OTHER_GTIN)


@pytest.mark.parametrize("kind", ScopeKind)
def test_a_model_without_the_number_is_never_covered(kind: ScopeKind) -> None:
    """Also where its brand and its name are the same as in the claim."""
    value = {ScopeKind.GTINS: GTIN}.get(kind, "9520")
    assert not covers(kind, value, brand=value, modelName=value, manufacturerName=value)


@pytest.mark.parametrize("gtin", [GTIN, f"1{GTIN[1:]}"])
def test_a_company_prefix_stands_after_the_indicator_digit(gtin: str) -> None:
    assert covers(ScopeKind.COMPANY_PREFIX, "952000", gtin=gtin)
    assert covers(ScopeKind.COMPANY_PREFIX, "9520000", gtin=gtin)
    assert not covers(ScopeKind.COMPANY_PREFIX, "952001", gtin=gtin)
    assert not covers(ScopeKind.COMPANY_PREFIX, "0952", gtin=gtin)


def test_a_supplier_is_compared_whole_and_only_where_there_is_an_eprel_number() -> None:
    """White-label rows carry another maker's model text: the supplier counts, and the registration."""
    numbered = {"eprelRegistrationNumber": "1", "manufacturerName": "HMD  global"}
    assert covers(ScopeKind.SUPPLIER, "HMD Global", **numbered)
    assert not covers(ScopeKind.SUPPLIER, "HMD", **numbered)
    assert not covers(ScopeKind.SUPPLIER, "HMD Global", manufacturerName="HMD Global")


def test_numbers_are_taken_once_and_short_gtins_are_filled_up() -> None:
    assert scope_of(ScopeKind.EPREL_NUMBERS, (" 12 ", "", "12", "7")) == Scope(ScopeKind.EPREL_NUMBERS, ("12", "7"))
    assert scope_of(ScopeKind.GTINS, (GTIN[1:], GTIN)).values == (GTIN,)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (ScopeKind.EPREL_NUMBERS, ()),
        (ScopeKind.EPREL_NUMBERS, ("", "  ")),
        (ScopeKind.EPREL_NUMBERS, ("12a",)),
        (ScopeKind.EPREL_NUMBERS, ("1234567890",)),
        (ScopeKind.GTINS, ("09520000074204",)),
        (ScopeKind.GTINS, ("123",)),
        (ScopeKind.COMPANY_PREFIX, ("952",)),
        (ScopeKind.COMPANY_PREFIX, ("952000", "952001")),
        (ScopeKind.SUPPLIER, ("A", "B")),
        (ScopeKind.SUPPLIER, ("A" * 201,)),
    ],
)
def test_what_names_no_models_is_refused(kind: ScopeKind, values: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        scope_of(kind, values)
    assert {problem.path for problem in refused.value.problems} == {"values"}


def test_every_wrong_number_of_a_list_is_told() -> None:
    with pytest.raises(InvalidInput) as refused:
        scope_of(ScopeKind.EPREL_NUMBERS, ("1", "x", "y"))
    assert len(refused.value.problems) == 2
    with pytest.raises(InvalidInput, match="name no models"):
        scope_of(ScopeKind.EPREL_NUMBERS, tuple(map(str, range(MOST_NUMBERS + 1))))
