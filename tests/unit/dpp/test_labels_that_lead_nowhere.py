"""What a code that leads nowhere is answered with."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest

from dpp.api.locating import Locator
from dpp.domain.errors import NotFound
from dpp.domain.links import Links
from dpp.domain.opaque import label_code
from dpp.service.reading import Label, PublicReader


@pytest.mark.parametrize(
    ("state", "what"),
    [("unclaimed", "not on a device yet"), ("active", "no passport yet"), ("retired", "was withdrawn before")],
)
def test_a_label_that_leads_nowhere_says_what_to_do_and_not_whose_it_is(state: str, what: str) -> None:
    async def label(_: str) -> Label:
        return Label(state, None)

    locator = Locator(cast("PublicReader", SimpleNamespace(label=label)), Links("https://id.example.nl"))
    with pytest.raises(NotFound, match=what) as told:
        asyncio.run(locator.find(f"/d/{label_code(bytes(16))}", b""))
    assert told.value.remedy
