"""Reports of any tool, read by a map of their fields: XML, tables and PDF."""

import io
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dpp.domain.errors import InvalidInput, TooLarge
from dpp.domain.proof import sha256
from lifecycle.adapters.erasure_reports import MappedReports
from lifecycle.adapters.parsers import FORMATS
from lifecycle.adapters.parsers.reports.envelope import MOST_BYTES, envelope
from lifecycle.adapters.parsers.reports.reading import read_erasure_report
from lifecycle.domain.evidence.erasure_map import FieldMap, ReportField
from lifecycle.domain.evidence.erasure_report import ReportRecord, records_of
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.recognise import read_evidence, read_stored
from lifecycle.domain.facts import ClaimKind, ErasureReading
from lifecycle.domain.vocabulary import SanitisationCategory
from tests.support.erasure_report_samples import PDF_MAP, TABLE_MAP, XML_MAP, csv_report, pdf_report, xml_report


def records(content: bytes, wanted: FieldMap) -> tuple[ReportRecord, ...]:
    return tuple(records_of(read_erasure_report(content, wanted)[0].content))


def results(content: bytes, wanted: FieldMap) -> dict[str, bool]:
    return {each.medium_serial: each.succeeded for each in read_erasure_report(content, wanted)[1].erasures}


def workbook(*lines: str) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.create_sheet("report", 0)
    for line in lines:
        sheet.append(line.split(";"))
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_report()


class TestXml:
    """One report, three disks, one device."""

    def test_a_disk_is_erased_as_the_words_of_the_map_say(self) -> None:
        done, stopped = read_erasure_report(xml_report(), XML_MAP)[1].erasures
        assert done == ErasureReading(
            medium_serial="DEMOSSD0001",
            succeeded=True,
            verified=True,
            tool="ExampleWipe",
            tool_version="4.2.1",
            technique="block erase",
            category=SanitisationCategory.PURGE,
            finished_at=datetime(2026, 1, 13, 7, 10, tzinfo=UTC),
        )
        assert (stopped.medium_serial, stopped.succeeded, stopped.verified) == ("DEMOHDD0001", False, False)
        assert stopped.finished_at == datetime(2026, 7, 13, 9, 10, tzinfo=UTC), "summer time"

    def test_a_result_that_the_map_does_not_know_is_no_erasure_and_is_told(self) -> None:
        third = records(xml_report(), XML_MAP)[2]
        assert (third.said["diskSerial"], third.erasure) == ("DEMOHDD0002", None)
        assert [problem.path for problem in third.problems] == ["$.erasure-report.records[2].result"]

    def test_records_show_what_a_reading_has_no_place_for(self) -> None:
        first = records(xml_report(), XML_MAP)[0]
        assert (first.disk_model, first.device_serial) == ("KXG60ZNV256G KIOXIA", "DEMO7420A1")
        assert first.started_at == datetime(2026, 1, 13, 7, 0, tzinfo=UTC)

    def test_one_device_for_all_records_is_a_claim(self) -> None:
        (claim,) = read_erasure_report(xml_report(), XML_MAP)[1].claims
        assert (claim.kind, claim.value) == (ClaimKind.SERIAL, "DEMO7420A1")

    def test_two_results_that_differ_are_no_result(self) -> None:
        twice = xml_report().replace(
            b'<erasure state="Completed"><method>', b'<erasure state="Failed"/><erasure state="Completed"><method>'
        )
        assert "DEMOSSD0001" not in results(twice, XML_MAP)

    def test_elements_may_be_told_apart_by_their_names(self) -> None:
        content = b"""<r><entries><entry name="serial">DEMO1</entry><entry name="state">ok</entry></entries></r>"""
        fields = {ReportField.DISK_SERIAL: "entry[serial]", ReportField.RESULT: "entry[state]"}
        wanted = replace(XML_MAP, record="entries", fields=fields, success=("ok",))
        assert results(content, wanted) == {"DEMO1": True}

    def test_without_a_record_the_whole_report_is_of_one_disk(self) -> None:
        fields = {ReportField.DISK_SERIAL: "disk/serial", ReportField.RESULT: "disk/state"}
        wanted = replace(XML_MAP, record="", fields=fields, success=("ok",))
        assert results(b"<r><disk><serial>DEMO1</serial><state>ok</state></disk></r>", wanted) == {"DEMO1": True}

    @pytest.mark.parametrize("content", [b"<r>", b"no xml", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', b" "])
    def test_what_is_no_plain_xml_is_refused(self, content: bytes) -> None:
        with pytest.raises(InvalidInput):
            read_erasure_report(content, XML_MAP)


class TestTables:
    """Rows of many devices."""

    def test_each_row_is_a_disk_and_a_row_without_a_serial_number_is_told(self) -> None:
        reading = read_erasure_report(csv_report(), TABLE_MAP)[1]
        assert [(each.medium_serial, each.succeeded) for each in reading.erasures] == [
            ("DEMOSSD0001", True),
            ("DEMOHDD0009", False),
        ]
        assert [problem.path for problem in reading.unread] == ["$.erasure-report.records[2].diskSerial"]
        assert reading.erasures[0].finished_at == datetime(2026, 1, 13, 7, 10, tzinfo=UTC)
        assert reading.erasures[0].tool_version == "4.2.1"

    def test_a_report_of_several_devices_claims_none(self) -> None:
        assert read_erasure_report(csv_report(), TABLE_MAP)[1].claims == ()

    def test_a_workbook_says_the_same_as_a_table_in_text(self) -> None:
        in_text = read_erasure_report(csv_report(), TABLE_MAP)
        in_book = read_erasure_report(workbook(*csv_report().decode().splitlines()[1:]), TABLE_MAP)
        assert (in_book[0].content, in_book[1]) == (in_text[0].content, in_text[1])

    def test_a_table_of_something_else_is_refused(self) -> None:
        with pytest.raises(InvalidInput, match="none of the columns"):
            read_erasure_report(b"name;price\nx;1\n", TABLE_MAP)

    def test_a_table_with_too_many_rows_is_refused(self) -> None:
        with pytest.raises(InvalidInput, match="limit is 1000"):
            read_erasure_report(b"Serienummer schijf;Uitkomst\n" + b"A1;gewist\n" * 1002, TABLE_MAP)


class TestPdf:
    """Labels and values in the text layer."""

    def test_labels_with_and_without_colon_and_two_on_a_line(self, pdf: bytes) -> None:
        first, second, _ = records(pdf, PDF_MAP)
        assert (first.disk_model, first.device_serial) == ("KXG60ZNV256G KIOXIA", "DEMO7420A1")
        assert first.erasure is not None
        assert (first.erasure.succeeded, first.erasure.verified) == (True, True)
        assert (first.erasure.tool_version, first.erasure.category) == ("4.2.1", SanitisationCategory.PURGE)
        assert second.disk_model == "Example HDD 500"
        assert second.erasure is not None
        assert (second.erasure.medium_serial, second.erasure.succeeded) == ("DEMOHDD0001", False)

    def test_the_result_of_the_whole_is_not_that_of_a_disk(self, pdf: bytes) -> None:
        """The third disk has none of its own: the tool may have stopped there."""
        assert "DEMOHDD0002" not in results(pdf, PDF_MAP)

    def test_a_value_with_another_label_in_it_is_no_value(self) -> None:
        content = pdf_report("Disk 1", "Serial number: DEMO1", "Result: Completed Remarks: two bad sectors")
        assert results(content, PDF_MAP) == {}

    def test_two_results_that_differ_are_no_result(self) -> None:
        content = pdf_report("Disk 1", "Serial number: DEMO1", "Result: Completed", "Result: Failed")
        assert results(content, PDF_MAP) == {}

    @pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"no pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * 1000])
    def test_a_damaged_pdf_is_refused(self, content: bytes) -> None:
        with pytest.raises(InvalidInput):
            read_erasure_report(content, PDF_MAP)

    def test_a_pdf_without_text_is_refused_as_a_scan(self) -> None:
        with pytest.raises(InvalidInput, match="scan"):
            read_erasure_report(pdf_report("#rect()"), PDF_MAP)

    def test_a_long_pdf_is_refused(self) -> None:
        with pytest.raises(TooLarge, match="51 pages"):
            read_erasure_report(pdf_report("x", *["#pagebreak()\nx"] * 50), PDF_MAP)

    @given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), max_size=10))
    @settings(max_examples=25)
    def test_any_damage_gives_a_reading_or_a_documented_error(
        self, pdf: bytes, damage: list[tuple[int, bytes]]
    ) -> None:
        content = bytearray(pdf)
        for position, replacement in damage:
            at = position % len(content)
            content[at : at + len(replacement)] = replacement
        with suppress(InvalidInput, TooLarge):
            read_erasure_report(bytes(content), PDF_MAP)


class TestWhatIsStored:
    """The mapped fields and the map, and nothing else."""

    @pytest.mark.parametrize(
        ("content", "wanted"), [(xml_report(), XML_MAP), (csv_report(), TABLE_MAP), (pdf_report(), PDF_MAP)]
    )
    def test_no_name_survives_not_even_in_a_field_that_is_kept(self, content: bytes, wanted: FieldMap) -> None:
        kept = read_erasure_report(content, wanted)[0]
        assert b"voorbeeld" not in kept.content.lower()
        assert Removed.ACCOUNT in kept.removed
        assert kept.original_sha256 == sha256(content)

    def test_the_map_is_kept_with_it_so_that_it_can_be_read_again(self) -> None:
        kept, reading = read_erasure_report(xml_report(), XML_MAP)
        assert json.loads(kept.content)["erasure-report"]["map"]["success"] == ["Completed"]
        assert read_stored(kept.content, format_name="erasure-report", formats=FORMATS) == reading
        again, same = read_evidence(kept.content, formats=FORMATS)
        assert (again.content, same) == (kept.content, reading)

    def test_a_field_in_another_form_is_not_kept(self) -> None:
        content = csv_report().replace(b"DEMOSSD0001;", b"jo@example.org;").replace(b"Block erase", b"bel 06-12345678")
        first = records(content, TABLE_MAP)[0]
        assert "diskSerial" not in first.said
        assert "method" not in first.said


def test_a_worker_process_reads_the_same_and_keeps_the_hash_of_the_report(pdf: bytes) -> None:
    """In the worker no file can be opened any more: what pypdf and openpyxl want must be loaded before."""
    book = workbook("Serienummer schijf;Uitkomst", "DEMO1;gewist")
    reader = MappedReports()
    try:
        for content, wanted in (
            (pdf, PDF_MAP),
            (xml_report(), XML_MAP),
            (csv_report(), TABLE_MAP),
            (book, TABLE_MAP),
        ):
            assert reader.read_report(content, wanted) == read_erasure_report(content, wanted)
        with pytest.raises(InvalidInput):
            reader.read_report(b"no pdf", PDF_MAP)
    finally:
        reader.close()


def test_a_report_that_fits_in_no_frame_is_refused() -> None:
    with pytest.raises(TooLarge):
        envelope(b"x" * (MOST_BYTES + 1), XML_MAP)
