"""The intake page shows what a scan was perhaps meant to be, and offers to look elsewhere."""

import pytest

from tests.support.service_world import World
from web.pages.mapping.intake import verdict_of


def test_near_misses_stand_beside_the_placeholder() -> None:
    world = World()
    key = world.register(serial="0011AB", asset_tag=None).device.key
    shown = verdict_of(world.scan("OO11AB"), None)
    assert [candidate.key for candidate in shown.near] == [key]
    assert shown.candidates == ()


def test_a_serial_number_of_two_makers_is_warned_of() -> None:
    world = World()
    for brand in ("Lenovo", "HP"):
        world.register(model=world.model(brand=brand, modelName="X1"), asset_tag=None)
    shown = verdict_of(world.scan(), None)
    assert len(shown.candidates) == 2
    assert any("unique for one maker only" in str(warning) for warning in shown.warnings)


@pytest.mark.parametrize(
    ("raw", "offered"),
    [
        ("https://passports.example/d/1", "https://passports.example/d/1"),
        ("https://id.kringpas.nl.evil.example/d/1", None),
        ("0011AB", None),
    ],
)
def test_another_provider_is_offered_and_a_look_alike_is_not(raw: str, offered: str | None) -> None:
    """Whoever made an address look like ours wants it to be opened."""
    assert verdict_of(World().scan(raw), None).foreign == offered
