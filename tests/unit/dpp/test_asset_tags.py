"""The forms of asset tags, as owners state them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.asset_tags import LONGEST, read_asset_tags
from dpp.domain.errors import InvalidInput


def test_an_owner_states_one_form_or_several() -> None:
    tags = read_asset_tags(" SSC-ICT = SSC-######, X@-#### ;Rijkswaterstaat=RWS.***/:_; ")
    assert list(tags) == ["SSC-ICT", "Rijkswaterstaat"]
    fits = {"SSC-004711", "ssc-000000", "xa-1234"}
    assert {each for each in fits if tags["SSC-ICT"].fullmatch(each)} == fits
    for other in (
        "SSC-00471",
        "SSC-0047111",
        "SSC-00471A",
        "XA-12345",
        "1A-1234",
        "SSC-\u0660\u0660\u0660\u0660\u0660\u0660",
        "SSC-004711\n",
    ):
        assert not tags["SSC-ICT"].fullmatch(other)
    assert tags["Rijkswaterstaat"].fullmatch("RWS.a1B/:_")
    assert not tags["Rijkswaterstaat"].fullmatch("RWSxa1B/:_")


def test_no_setting_is_no_form() -> None:
    assert read_asset_tags("  ;; ") == {}


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("SSC-######", "SSC-######", "Expected an owner"),
        ("=SSC-######", "=SSC-######", "Expected an owner"),
        ("SSC=###", "###", "4 to 48 places"),
        (f"SSC={'#' * (LONGEST + 1)}", "#" * (LONGEST + 1), "4 to 48 places"),
        ("SSC=SSC-#", "SSC-#", "At least 2 places"),
        ("SSC=(a+)+####", "(a+)+####", "not ( ) +"),
        ("SSC=[0-9]{9}##", "[0-9]{9}##", "not [ ] { }"),
        ("SSC=", "", "4 to 48 places"),
    ],
)
def test_what_is_no_template_is_told_with_its_place(text: str, where: str, what: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_asset_tags(text)
    assert [problem for problem in refused.value.problems if problem.path == where and what in str(problem.what)]


@given(st.text("#@*A9-./_:", min_size=4, max_size=LONGEST).filter(lambda text: sum(map(text.count, "#@*")) > 1))
def test_a_template_fits_what_is_written_in_its_places(template: str) -> None:
    """Nothing in a template is an instruction of a regular expression."""
    filled = template.replace("#", "7").replace("@", "q").replace("*", "Z")
    (form,) = read_asset_tags(f"owner={template}").values()
    assert form.fullmatch(filled)
    assert not form.fullmatch(filled + "7")
    assert not form.fullmatch(filled[:-1])


@given(st.text(max_size=80))
def test_no_setting_breaks_it(text: str) -> None:
    with suppress(InvalidInput):
        assert "" not in read_asset_tags(text)
