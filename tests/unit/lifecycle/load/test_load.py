"""Units of a load, what they weigh, and how a weight is divided: rules and properties without any storage."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import DeviceMass, LoadKind, LoadUnit, LoadUnitId, WeightLine, read_code
from lifecycle.domain.consignment.load import Contents, checked_unit, mass_of, total_mass
from lifecycle.domain.consignment.mass import GRAM, WEIGHT_TOLERANCE, MassSource, spread, summed, weighed
from lifecycle.domain.consignment.weights import WeightReport, WeightReportId, WeightStage, shares, weight_difference
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.guards.grounds import _EWC
from lifecycle.domain.waste import CATEGORY, USUAL_CODE, WASTE_CODES, known_code
from tests.support.service_world import START

PALLET = LoadUnit(id=LoadUnitId("p"), kind=LoadKind.PALLET, code="P-1")
BOX = LoadUnit(id=LoadUnitId("b"), kind=LoadKind.BOX, code="B-1", stands_on=PALLET.id)
LAPTOP = DeviceMass(kilograms=Decimal("1.4"), low=Decimal("1.3"), high=Decimal("1.5"))
KEYS = st.integers(min_value=0, max_value=999).map(lambda number: DeviceKey(f"key-{number:03}"))
MASSES = st.one_of(
    st.none(),
    st.integers(min_value=1, max_value=20_000).map(
        lambda grams: DeviceMass(kilograms=grams * GRAM, low=grams * GRAM, high=grams * GRAM)
    ),
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("106141412345678908", "106141412345678908"),
        ("00106141412345678908", "106141412345678908"),
        ("(00)106141412345678908", "106141412345678908"),
        (" B-1 ", "B-1"),
        ("Doos 7/2", "Doos 7/2"),
    ],
)
def test_a_code_is_an_sscc_with_or_without_its_identifier_or_an_own_code(raw: str, code: str) -> None:
    assert read_code(raw) == code


@pytest.mark.parametrize("raw", ["106141412345678901", "00106141412345678901", "", "  ", "x" * 41, "a\nb", "<script>"])
def test_a_misread_sscc_and_what_is_no_code_are_refused(raw: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_code(raw)
    assert [problem.path for problem in refused.value.problems] == ["$.code"]


@pytest.mark.parametrize(
    ("unit", "others", "path"),
    [
        (replace(BOX, code="P-1"), (PALLET,), "$.code"),
        (BOX, (), "$.stands_on"),
        (
            replace(PALLET, stands_on=LoadUnitId("p2")),
            (replace(PALLET, id=LoadUnitId("p2"), code="P-2"),),
            "$.stands_on",
        ),
        (replace(BOX, id=LoadUnitId("c"), code="C", stands_on=BOX.id), (PALLET, BOX), "$.stands_on"),
        (replace(PALLET, kind=LoadKind.BOX), (BOX,), "$.kind"),
        (replace(PALLET, tare_kg=Decimal(20)), (), "$.gross_kg"),
        (replace(PALLET, gross_kg=Decimal(0)), (), "$.gross_kg"),
        (replace(PALLET, gross_kg=Decimal("1.0001")), (), "$.gross_kg"),
        (replace(PALLET, gross_kg=Decimal("NaN")), (), "$.gross_kg"),
        (replace(PALLET, gross_kg=Decimal(20), tare_kg=Decimal(21)), (), "$.tare_kg"),
        (replace(PALLET, photos=("a" * 64,) * 11), (), "$.photos"),
        (replace(PALLET, remark="x" * 301), (), "$.remark"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_where_it_is_wrong(
    unit: LoadUnit, others: tuple[LoadUnit, ...], path: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_unit(unit, others)
    assert path in [problem.path for problem in refused.value.problems]


def test_a_pallet_weighs_what_its_weighed_boxes_and_its_other_devices_weigh() -> None:
    box = replace(BOX, gross_kg=Decimal(12), tare_kg=Decimal(2))
    contents: Contents = {PALLET.id: [LAPTOP], BOX.id: [LAPTOP, LAPTOP], None: [None]}
    pallet = mass_of(PALLET, (PALLET, box), contents)
    assert (pallet.kilograms, pallet.low, pallet.high) == (Decimal("11.4"), Decimal("11.3"), Decimal("11.5"))
    assert pallet.source is MassSource.MODELS
    total = total_mass((PALLET, box), contents)
    assert (total.kilograms, total.without) == (Decimal("11.4"), 1)


def test_a_total_is_of_scales_only_where_all_of_it_was_weighed() -> None:
    on_scales = replace(PALLET, gross_kg=Decimal(40), tare_kg=Decimal(20))
    contents: Contents = {PALLET.id: [LAPTOP], BOX.id: [LAPTOP]}
    assert total_mass((on_scales, BOX), contents).source is MassSource.SCALES
    assert total_mass((on_scales, BOX), {**contents, None: [LAPTOP]}).source is MassSource.MODELS


@given(kilograms=st.integers(min_value=1, max_value=10**8), over=st.dictionaries(KEYS, MASSES, min_size=1, max_size=40))
def test_what_is_divided_adds_up_to_the_gram(kilograms: int, over: dict[DeviceKey, DeviceMass | None]) -> None:
    whole = kilograms * GRAM
    parts = spread(whole, over)
    assert set(parts) == set(over)
    assert sum(parts.values()) == whole
    assert all(part >= 0 for part in parts.values())


@given(over=st.dictionaries(KEYS, MASSES, min_size=2, max_size=40), kilograms=st.integers(min_value=1, max_value=10**6))
def test_a_heavier_model_never_gets_less(over: dict[DeviceKey, DeviceMass | None], kilograms: int) -> None:
    """But for a gram of rounding."""
    parts = spread(kilograms * GRAM, over)
    known = [(each.kilograms, parts[key]) for key, each in over.items() if each is not None]
    for one, part in known:
        assert all(other_part + GRAM >= part for other, other_part in known if other >= one)


def report(*lines: WeightLine) -> WeightReport:
    return WeightReport(
        id=WeightReportId("r"),
        consignment=ConsignmentId("c"),
        stage=WeightStage.RECEIVED,
        lines=lines,
        weighed_at=START,
        recorded_at=START,
        by=AccountId("anne"),
        organisation=OrganisationId("recycler"),
    )


def test_each_category_is_divided_over_its_own_devices_and_codes() -> None:
    """Ten kilograms of 16 02 13* and ten of 16 02 14 over four laptops, and one of category 6 over a phone."""
    lines = (
        WeightLine(weee_category=2, ewc="16 02 13*", kilograms=Decimal(10)),
        WeightLine(weee_category=2, ewc="16 02 14", kilograms=Decimal(10)),
        WeightLine(weee_category=6, ewc="16 02 13*", kilograms=Decimal(1)),
    )
    keys = [DeviceKey(f"key-{number}") for number in range(6)]
    categories: dict[DeviceKey, int | None] = {**dict.fromkeys(keys[:4], 2), keys[4]: 6, keys[5]: None}
    found = shares(report(*lines), categories, {})
    assert [found[key].ewc for key in keys[:4]] == ["16 02 13*", "16 02 13*", "16 02 14", "16 02 14"]
    assert [found[key].kilograms for key in keys[:5]] == [5, 5, 5, 5, 1]
    assert keys[5] not in found


@pytest.mark.parametrize(
    ("sent", "found", "told"),
    [
        (weighed(Decimal(100)), "95", False),
        (weighed(Decimal(100)), "94.999", True),
        (weighed(Decimal(100)), "105.001", True),
        (weighed(Decimal(3)), "2", False),
        (weighed(Decimal(3)), "1.9", True),
        (summed([LAPTOP] * 100), "124", False),
        (summed([LAPTOP] * 100), "122", True),
        (summed([LAPTOP, None]), "100", False),
    ],
)
def test_a_difference_is_told_outside_the_range_and_the_tolerance(sent: object, found: str, *, told: bool) -> None:
    """5 % or a kilogram, whichever is more, beyond the range of the models; nothing where a mass is not known."""
    assert WEIGHT_TOLERANCE.share == Decimal("0.05")
    assert (weight_difference(sent, Decimal(found)) is not None) is told  # type: ignore[arg-type]  # each is a Mass


def test_every_waste_code_has_the_form_that_events_ask_and_is_found_however_it_is_typed() -> None:
    for code in WASTE_CODES:
        assert _EWC.fullmatch(code)
        assert known_code(re.sub(r"[ *]", "", code)) == code
    assert known_code("16 06 05") is None
    assert set(USUAL_CODE) == set(CATEGORY)
    assert set(USUAL_CODE.values()) <= set(WASTE_CODES)
