"""The page of a routing policy says every number of its file, each with its meaning and its place."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from schemas import catalog
from tests.support.html import check_page, text_of
from tests.support.page_samples import frame_for
from tests.support.policy_page_samples import DRZ, PHONES, POLICY
from web.pages.mapping.routing_policies import number_groups
from web.pages.rendering import Pages

HEAD = {"id", "title", "version", "date", "until", "owner", "scope"}


def places(table: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Where each value of a file stands; what is said of a fact that is not known is one value."""
    for name, value in table.items():
        place = f"{at}{name}"
        if at == "" and name in HEAD:
            continue
        if isinstance(value, Mapping) and at != "missing.":
            yield from places(value, f"{place}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from (f"{place}[{number}]" for number in range(len(value)))
        else:
            yield place


@pytest.mark.parametrize("name", ["default.toml", "phones.toml", "ministry-programme.toml", "donation-programme.toml"])
def test_every_value_of_the_file_is_on_the_page_with_its_place(name: str) -> None:
    """A number without words fails here: whoever adds one to policies says what it means."""
    content = tomllib.loads(catalog.read_text("routing-policy", "1.0", name))
    rows = [row for group in number_groups(content) for row in group.rows]
    assert sorted(row.place for row in rows) == sorted(places(content))
    assert all(row.value for row in rows)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("locks.release_eur", "Releasing all locks of a device costs EUR 35"),
        ("options.donate.battery_percent_at_least", "Battery condition at least 60 %"),
        ("categories.laptop.redeploy.age_months_at_most", "Age at most 48 months"),
        ("repair.percent_of_value_at_most.battery", "At most this share of the market value for a new battery 30 %"),
        ("missing.uefi", "the kind of firmware counts as: yes"),
        ("missing.market_value", "the market value not possible"),
        ("windows_11.blocked[1]", "Processors that it does not support vendor intel, family 6, models 142 158"),
    ],
)
def test_a_number_reads_as_a_sentence(place: str, said: str) -> None:
    page = Pages().render(POLICY, frame_for("en", DRZ, PHONES.address))
    (row,) = (each for each in check_page(page).iter() if each.get("id") == place)
    assert " ".join(text_of(row).split()).startswith(said)
