"""Links for whoever shows a key or a cookie: what this reader may read, recorded, and for nobody else to keep."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.html import check_page, text_of
from tests.support.town import Town, town_in

GTIN = "09521234543213"
KEY = f"/01/{GTIN}"
GS1 = "https://ref.gs1.org/voc/"
LINKSET = {"Accept": "application/linkset+json"}
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
ELEMENTS = {
    "productGroup": "laptop",
    "brand": "Dell",
    "modelName": "Proefmodel 1",
    "gtin": GTIN,
    "demonstrationNumber": True,
    "userManual": {"title": "Handleiding", "url": "https://maker.example/h", "language": "nl"},
    "disassemblyInstructions": {"title": "Apart", "url": "https://maker.example/apart"},
    "technicalDocumentation": {"title": "File", "url": "https://maker.example/file"},
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_in(tmp_path_factory.mktemp("links")) as opened:
        opened.program("drz").made("/api/v1/models", ELEMENTS)
        yield opened


def types(levels: list[dict[str, Any]]) -> set[str]:
    return {key.removeprefix(GS1) for key in levels[0] if key.startswith(GS1)}


def test_a_reader_sees_links_that_only_it_may_see_and_nobody_else_may_keep_the_answer(people: Town) -> None:
    public = people.client.get(KEY, headers=LINKSET)
    assert types(public.json()["linkset"]) == {"defaultLink", "dpp", "pip", "masterData", "instructions"}
    assert "private" not in public.headers["cache-control"]
    repairer = people.client.get(KEY, headers=LINKSET | {"Authorization": f"Bearer {people.keys['reparateur']}"})
    assert types(repairer.json()["linkset"]) - types(public.json()["linkset"]) == {"serviceInfo"}
    assert repairer.headers["cache-control"] == "private, no-cache"
    for answer in (public, repairer):
        assert answer.headers["vary"] == "accept, accept-language, authorization, cookie"
        assert f'<http://testserver{KEY}?linkType=linkset>; rel="linkset"' in answer.headers["link"]


def test_a_link_type_is_there_for_whoever_may_read_its_element(people: Town) -> None:
    target = f"{KEY}?linkType=gs1:serviceInfo"
    assert people.client.get(target).status_code == 404
    answer = people.program("reparateur").get(target)
    assert (answer.status_code, answer.headers["location"]) == (
        307,
        "https://maker.example/apart?linkType=gs1:serviceInfo",
    )
    assert people.program("reparateur").get(f"{KEY}?linkType=gs1:certificationInfo").status_code == 404


def test_such_a_reading_is_recorded_with_the_elements_that_gave_links(people: Town) -> None:
    passport = people.client.get(KEY).headers["location"].rpartition("/")[2]
    path = f"/api/v1/passports/{passport}/access-records"
    auditor = people.program("auditor")
    before = len(auditor.get(path).json()["records"])
    people.program("ict").get(f"{KEY}?linkType=gs1:instructions")
    assert len(auditor.get(path).json()["records"]) == before
    people.program("reparateur").get(f"{KEY}?linkType=linkset")
    record = auditor.get(path).json()["records"][0]
    assert record["elements"] == ["disassemblyInstructions"]


def test_where_a_code_leads_is_the_same_for_everybody(people: Town) -> None:
    assert people.program("reparateur").get(KEY).headers["location"] == people.client.get(KEY).headers["location"]


def test_a_cookie_of_nobody_makes_a_visitor(people: Town) -> None:
    answer = people.client.get(KEY, headers=LINKSET | {"Cookie": "kringpas=nobody"})
    assert answer.status_code == 200
    assert "serviceInfo" not in types(answer.json()["linkset"])
    assert people.client.get(f"{KEY}?linkType=gs1:serviceInfo", headers={"Cookie": "x=y"}).status_code == 404


def test_a_key_of_nobody_is_refused(people: Town) -> None:
    assert people.client.get(KEY, headers=LINKSET | {"Authorization": "Bearer nobody"}).status_code == 401


@pytest.mark.parametrize(("target", "status"), [("/01/09521234543214", 400), ("/01/09521234543220", 404)])
def test_a_fault_is_told_to_a_reader_as_to_everybody(people: Town, target: str, status: int) -> None:
    answer = people.program("reparateur").get(f"{target}?linkType=linkset")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert 'rel="linkset"' in answer.headers["link"]


def test_a_linkset_by_the_address_of_a_passport_is_for_its_reader_too(people: Town) -> None:
    passport = people.client.get(KEY).headers["location"].rpartition("/")[2]
    target = f"/passports/{passport}?linkType=linkset"
    public, repairer = people.client.get(target), people.program("reparateur").get(target)
    assert types(repairer.json()["linkset"]) - types(public.json()["linkset"]) == {"serviceInfo"}
    assert people.program("reparateur").get("/passports/00000000?linkType=linkset").status_code == 404


@pytest.mark.parametrize(("language", "title"), [("en", "Links of"), ("nl", "Links van")])
def test_a_person_gets_a_page_in_her_language(people: Town, language: str, title: str) -> None:
    page = people.client.get(f"{KEY}/21/X?linkType=linkset", headers=BROWSER | {"Accept-Language": language})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == language
    assert "default-src 'none'" in page.headers["content-security-policy"]
    words = text_of(check_page(page.text))
    assert f"{title} Dell Proefmodel 1" in words
    assert "Handleiding" in words
    assert page.headers["vary"] == "accept, accept-language, authorization, cookie"
