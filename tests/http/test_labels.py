"""Labels over HTTP: for programs in every format, for people on pages; what comes out is read again."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.html import HTML
from tests.support.label_pictures import codes, page_sizes, picture, texts
from tests.support.town import Town, town_in
from tests.support.zpl_printer import printed

TAG = "DEMO-000123"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of these tests: printing changes nothing."""
    with town_in(tmp_path_factory.mktemp("labels")) as opened:
        yield opened


@pytest.fixture(scope="module")
def laptop(people: Town) -> dict[str, Any]:
    owner = people.program("eigenaar")
    body = {"model": people.model("dell-latitude-7420"), "owner": owner.organisation, "place": "Magazijn 2"}
    view: dict[str, Any] = owner.made("/api/v1/devices", {**body, "serial": "DEMO7420A1", "asset_tag": TAG})
    return view


def link_of(laptop: dict[str, Any]) -> str:
    return f"http://testserver/d/{laptop['labels'][0]}"


def test_a_program_gets_a_label_in_every_format(people: Town, laptop: dict[str, Any]) -> None:
    owner, address = people.program("eigenaar"), f"/api/v1/passports/{laptop['passport_id']}/label"
    usual = owner.get(address)
    assert (usual.status_code, usual.headers["content-type"]) == (200, "application/pdf")
    assert page_sizes(usual.content) == [(57.0, 32.0)]
    assert page_sizes(owner.get(f"{address}?size=avery-l7160&start=4&dx=1.5").content) == [(210.0, 297.0)]
    png = owner.get(f"{address}?size=dymo-99012&format=png&dataMatrix=link&dpi=203")
    assert codes(picture(png.content)) == {("]Q", link_of(laptop)), ("]d", link_of(laptop))}
    svg = owner.get(f"{address}?format=svg&parts=title")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "laptop" not in svg.text
    zpl = owner.get(f"{address}?format=zpl&dpi=300")
    assert zpl.headers["content-type"].startswith("application/zpl")
    [label] = printed(zpl.content)
    assert texts(label.picture) == {link_of(laptop)}


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("size=a4", 400, "$.size"),
        ("size=avery-l7160&start=22", 400, "$.start"),
        ("dx=11", 400, "query.dx"),
        ("format=tiff", 400, "query.format"),
        ("parts=owner", 400, "$.parts"),
        ("colour=red", 400, "query.colour"),
        ("size=38x14", 422, ""),
    ],
)
def test_what_cannot_be_printed_is_a_problem_that_names_it(
    people: Town, laptop: dict[str, Any], query: str, status: int, named: str
) -> None:
    answer = people.program("eigenaar").get(f"/api/v1/passports/{laptop['passport_id']}/label?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert [error["path"] for error in problem.get("errors", [])] == ([named] if named else [])
    if status == 422:
        assert problem["rule"] == "label-too-small"
        assert "x 0.4 =" in problem["detail"]


def test_a_program_prints_many_labels_with_the_owners_numbers(people: Town, laptop: dict[str, Any]) -> None:
    owner, key = people.program("eigenaar"), laptop["device"]["key"]
    sheet = owner.post("/api/v1/label-sheets", {"devices": [key] * 22, "size": "avery-l7160"})
    assert (sheet.status_code, page_sizes(sheet.content)) == (200, [(210.0, 297.0)] * 2)
    zpl = owner.post("/api/v1/label-sheets", {"devices": [key], "format": "zpl", "parts": ["asset-tag"]})
    assert TAG in [text.text for text in printed(zpl.content)[0].texts]
    public = owner.post("/api/v1/label-sheets", {"passports": [laptop["passport_id"]], "format": "zpl"})
    assert TAG not in [text.text for text in printed(public.content)[0].texts]


def test_a_sheet_that_cannot_be_printed_names_what_is_wrong(people: Town, laptop: dict[str, Any]) -> None:
    owner, key = people.program("eigenaar"), laptop["device"]["key"]
    both = owner.refused("/api/v1/label-sheets", {"devices": [key], "passports": ["x"]}, status=400)
    assert [error["path"] for error in both["errors"]] == ["$.devices", "$.passports"]
    absent = owner.refused("/api/v1/label-sheets", {"devices": [key, "absent0000000000"]}, status=400)
    assert [error["path"] for error in absent["errors"]] == ["$.devices[1]"]
    owner.refused("/api/v1/label-sheets", {"consignment": "absent"}, status=404)
    people.program("ict").refused("/api/v1/label-sheets", {"devices": [key]}, status=400)
    assert people.client.post("/api/v1/label-sheets", json={"devices": [key]}).status_code == 401


def test_sizes_are_listed_and_a_calibration_page_is_made(people: Town) -> None:
    sizes = {size["name"]: size for size in people.client.get("/api/v1/label-sizes").json()["sizes"]}
    assert sizes["avery-l7160"]["sheet"]["columns"] == 3
    assert "sheet" not in sizes["dymo-11352"]
    page = people.program("eigenaar").get("/api/v1/label-sizes/avery-l7160/calibration-page?dx=-1")
    assert page_sizes(page.content) == [(210.0, 297.0)]


def test_a_person_chooses_a_size_sees_the_label_and_takes_the_file(people: Town, laptop: dict[str, Any]) -> None:
    """The form says in the address what was chosen; the picture is of just that, and so are the files."""
    owner, address = Clicker(people.client).sign_in("eigenaar"), f"/passports/{laptop['passport_id']}/label"
    page = owner.open(f"/devices/{laptop['device']['key']}")
    page = owner.click("Label")
    assert page.address == address
    assert {"size", "dataMatrix", "part", "dx", "dy", "start", "dpi", "turned"} <= page.form(address).names()
    page = owner.open(f"{address}?asked=yes&size=dymo-99012&dataMatrix=link&part=title&dx=0,5&dpi=203")
    pictures = [image.get("src") or "" for image in page.main.iter(f"{HTML}img")]
    assert [each.partition("?")[0] for each in pictures] == [f"{address}.svg"]
    drawn = owner._request("GET", page.link("PNG"))
    assert codes(picture(drawn.content)) == {("]Q", link_of(laptop)), ("]d", link_of(laptop))}
    assert TAG not in owner._request("GET", pictures[0]).text
    assert TAG in owner._request("GET", f"{address}.svg").text
    assert page_sizes(owner._request("GET", page.link("Calibration page")).content) == [(89.0, 36.0)]
    assert owner._request("GET", page.link("PDF")).headers["cache-control"] == "private, no-store"


def test_what_cannot_be_printed_is_told_beside_the_form(people: Town, laptop: dict[str, Any]) -> None:
    owner, address = Clicker(people.client).sign_in("eigenaar"), f"/passports/{laptop['passport_id']}/label"
    page = owner.open(f"{address}?size=38x14")
    assert "(29 + 8) x 0.4 = 14.8 mm" in page.words
    assert [link for link in page.links() if "label." in link] == []
    page = owner.open(f"{address}?dx=veel&size=nothing")
    assert "'veel' is not a number." in page.words


def test_who_may_print_no_label_sees_no_page(people: Town, laptop: dict[str, Any]) -> None:
    assert Clicker(people.client).open(f"/passports/{laptop['passport_id']}/label").status in {200, 401}
    assert people.client.get(f"/passports/{laptop['passport_id']}/label.pdf").status_code == 401


def test_a_consignment_is_labelled_from_its_page(people: Town, laptop: dict[str, Any]) -> None:
    owner = Clicker(people.client).sign_in("eigenaar")
    owner.open(f"/consignments?device={laptop['device']['key']}")
    owner.fill("/consignments", receiver=people.actors["ict"].organisation)
    page = owner.click("Print the labels")
    assert "1 label" in page.words
    assert page_sizes(owner._request("GET", page.link("PDF")).content) == [(57.0, 32.0)]
    [label] = printed(owner._request("GET", page.link("ZPL")).content)
    assert TAG in [text.text for text in label.texts]


def test_what_somebody_scans_is_printed(people: Town, laptop: dict[str, Any]) -> None:
    owner = Clicker(people.client).sign_in("eigenaar")
    form = owner.open("/labels").form("/labels")
    typed = form.filled() | {"codes": f"{TAG}\n\n{link_of(laptop)}\n", "size": "avery-l7651", "format": "pdf"}
    sheet = owner._request("POST", "/labels", data=typed)
    assert (sheet.headers["content-type"], page_sizes(sheet.content)) == ("application/pdf", [(210.0, 297.0)])
    refused = owner._follow(owner._request("POST", "/labels", data=typed | {"codes": f"{TAG}\nNOBODY-1"}))
    assert refused.status == 400
    assert "These mean no device, or more than one: NOBODY-1." in refused.words
    assert TAG in (refused.form("/labels").value("codes") or refused.words)
