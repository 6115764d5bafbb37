"""The hand-over document: what both sides can read on paper, in both languages, and scan."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import files
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters import papers
from lifecycle.adapters.papers.handovers import TypstHandovers, plain_sheet
from lifecycle.adapters.papers.words import words
from lifecycle.domain.consignment import (
    Answer,
    Condition,
    Consignment,
    ConsignmentState,
    DifferenceId,
    DifferenceItem,
    Line,
    LineState,
    Resolution,
    ScanId,
    Terms,
)
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.domain.vocabulary import DataState, Ground, Holding, Route
from lifecycle.service.consignment_papers import HandoverSheet
from lifecycle.service.consignment_views import ConsignmentView
from tests.support.label_pictures import picture, texts

NINE = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HASH = "0123456789abcdef" * 4
ADDRESS = "https://id.kringpas.nl/consignments/8f3k2m9x00112233"
LAPTOP = Condition(
    label="7k3m9x2p4q8d",
    model="Dell Latitude 7420",
    serial="DEMO7420A1",
    functional="F5",
    cosmetic="C5",
    data="verified",
)
TERMS = Terms(
    inside_state=False,
    ground=Ground.GIFT,
    holding=Holding.COORDINATOR,
    route=Route.DONATE,
    seal="NL-778",
    processor_agreement="VWO-3",
)


def sheet(count: int = 3) -> HandoverSheet:
    """A gift: one laptop received, one missing, the rest still expected."""
    lines = (
        Line(DeviceKey("key-0"), LineState.RECEIVED, LAPTOP, received_at=NINE, scan=ScanId("scan-0001")),
        Line(DeviceKey("key-1"), LineState.MISSING, replace(LAPTOP, serial="DEMO7420B2", label=None)),
        *(
            Line(DeviceKey(f"key-{number}"), condition=replace(LAPTOP, serial=f"S{number}"))
            for number in range(2, count)
        ),
    )
    missing = DifferenceItem(
        id=DifferenceId("item-1"),
        device=DeviceKey("key-1"),
        difference=Difference.MISSING,
        found_at=NINE,
        answer=Answer(Resolution.STAYS_WITH_SENDER, AccountId("anne"), OrganisationId("provider"), NINE),
    )
    consignment = Consignment(
        id=ConsignmentId("8f3k2m9x00112233"),
        sender=OrganisationId("provider"),
        receiver=OrganisationId("coordinator"),
        terms=TERMS,
        lines=lines,
        state=ConsignmentState.RECEIVED,
        manifest_sha256=HASH,
        items=(missing,),
        offered_at=NINE,
        closed_at=NINE,
    )
    view = ConsignmentView(
        consignment, "SSC-ICT", "Stichting Digitaal", "Vervoer BV", (), NINE, {DifferenceId("item-1"): "Doos 4 open"}
    )
    return HandoverSheet(view, "8F3K2M9X", ADDRESS)


def read(content: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    pages = PdfReader(BytesIO(content)).pages
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "nl",
            (
                "Overdrachtslijst",
                "Overdragende partij SSC-ICT",
                "Ontvangende partij Stichting Digitaal",
                "Vervoerder Vervoer BV",
                "Rechtsgrond schenking",
                "Zegel NL-778",
                "gewist en gecontroleerd",
                "21-11-2026 09:00",
                "ontbreekt: Doos 4 open",
                "blijft bij de afzender",
                "Handtekening",
                "pagina 1 van 1",
            ),
        ),
        (
            "en",
            (
                "Hand-over document",
                "Legal ground gift",
                "Processor agreement VWO-3",
                "erased and checked",
                "missing: Doos 4 open",
                "stays with the sender",
                "to be received",
                "Signature",
                "page 1 of 1",
            ),
        ),
    ],
)
def test_the_document_tells_both_sides_terms_devices_and_differences(language: str, told: tuple[str, ...]) -> None:
    page = read(TypstHandovers().pdf(sheet(), language))[0]
    for words_told in (*told, "8F3K2M9X", "Dell Latitude 7420", "DEMO7420A1", "7k3m-9x2p-4q8d", "F5/C5"):
        assert words_told in page, words_told
    assert HASH in page.replace(" ", "")


def test_the_same_state_gives_the_same_bytes_and_another_state_others() -> None:
    printed = TypstHandovers().pdf(sheet(), "nl")
    assert TypstHandovers().pdf(sheet(), "nl") == printed
    assert TypstHandovers().pdf(sheet(4), "nl") != printed


def test_a_long_list_goes_on_with_its_head_on_each_numbered_page() -> None:
    pages = read(TypstHandovers().pdf(sheet(200), "en"))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
    assert all("Serial number" in page for page in pages[:-1])
    assert sum(page.count("Dell Latitude 7420") for page in pages) == 200


def test_the_code_leads_to_the_page_of_the_consignment() -> None:
    """As a phone sees it on the printed page."""
    inputs = {"code": plain_sheet(sheet(), words("nl"))["code"]}
    source = (
        b'#set page(width: 40mm, height: 40mm, margin: 4mm)\n#image(bytes(sys.inputs.code), format: "svg", width: 32mm)'
    )
    assert texts(picture(typst.compile(source, format="png", ppi=200, sys_inputs=inputs))) == {ADDRESS}


def test_the_printed_page_itself_can_be_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same template as a picture."""
    compiled = typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda *given, **more: compiled(*given, **(more | {"format": "png", "ppi": 200}))
    )
    assert ADDRESS in texts(picture(TypstHandovers().pdf(sheet(), "nl")))


@pytest.mark.parametrize(
    ("table", "vocabulary", "without"),
    [
        ("state", ConsignmentState, {"draft"}),
        ("line", LineState, set()),
        ("difference", Difference, set()),
        ("resolution", Resolution, set()),
        ("data", DataState, set()),
        ("ground", Ground, set()),
        ("route", Route, set()),
    ],
)
def test_every_word_of_a_vocabulary_has_words_in_both_languages(
    table: str, vocabulary: type[StrEnum], without: set[str]
) -> None:
    """A draft has no document."""
    said = tomllib.loads(files(papers).joinpath("words.toml").read_text("utf-8"))[table]
    assert set(said) == set(vocabulary) - without
    assert all(set(both) == {"nl", "en"} for both in said.values())


def test_another_language_is_a_fault() -> None:
    with pytest.raises(KeyError):
        words("fr")
