"""Over HTTP: those who answer for a passport read where it contradicts itself, and nobody else does."""

from collections.abc import Iterator

import pytest

from tests.support.town import Town, town
from web.settings import Settings

PHONE = {"productGroup": "phone", "brand": "Voorbeeld", "modelName": "VB-1", "ingressProtection": "IP42"}


@pytest.fixture
def place(settings: Settings) -> Iterator[Town]:
    with town(settings) as running:
        yield running


def test_findings_are_for_those_who_answer_for_the_passport(place: Town) -> None:
    passport = place.program("drz").made("/api/v1/models", PHONE)["passport_id"]
    path = f"/api/v1/passports/{passport}/findings"
    answer = place.program("drz").get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    (finding,) = answer.json()["findings"]
    assert finding == {
        "rule": "ingress.protection",
        "path": "$.ingressProtection",
        "declared": "IP42",
        "recomputed": "IP44",
        "tolerance": "none",
        "what": "The act asks for at least IP44; IP42 is declared.",
        "source": "(EU) 2023/1670, Annex II",
    }
    assert place.client.get(path).status_code == 401
    assert place.program("eigenaar").get(path).status_code == 403
    assert place.program("drz").get("/api/v1/passports/nothing/findings").status_code == 404
