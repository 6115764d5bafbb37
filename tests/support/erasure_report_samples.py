"""Reports of an erasure tool that does not exist, in the shapes that such tools have, and maps of their fields."""

from dataclasses import replace
from pathlib import Path

from lifecycle.domain.evidence.erasure_map import FieldMap, Layout, Method, ReportField
from lifecycle.domain.vocabulary import SanitisationCategory

_FOLDER = Path(__file__).parents[1] / "fixtures" / "erasure_reports"

METHODS = {
    "Block erase": Method(SanitisationCategory.PURGE, "block erase"),
    "Zeros, one pass": Method(SanitisationCategory.CLEAR, "overwrite, one pass of zeros"),
}
XML_MAP = FieldMap(
    tool="ExampleWipe",
    layout=Layout.XML,
    record="disks/disk",
    fields={
        ReportField.DISK_SERIAL: "serial",
        ReportField.DISK_MODEL: "model",
        ReportField.RESULT: "erasure/@state",
        ReportField.METHOD: "erasure/method",
        ReportField.VERIFICATION: "erasure/verified",
        ReportField.STARTED: "erasure/begin",
        ReportField.FINISHED: "erasure/end",
        ReportField.TOOL_VERSION: "/report/software[ExampleWipe]/@version",
        ReportField.DEVICE_SERIAL: "/report/computer/serial",
    },
    success=("Completed",),
    failure=("Failed", "Cancelled"),
    verified=("yes",),
    methods=METHODS,
    time_format="%d-%m-%Y %H:%M:%S",
    zone="Europe/Amsterdam",
    personal=("/report/operator",),
)
TABLE_MAP = FieldMap(
    tool="ExampleWipe",
    layout=Layout.TABLE,
    tool_version="4.2.1",
    fields={
        ReportField.DISK_SERIAL: "Serienummer schijf",
        ReportField.DISK_MODEL: "Type",
        ReportField.RESULT: "Uitkomst",
        ReportField.METHOD: "Methode",
        ReportField.VERIFICATION: "Controle",
        ReportField.FINISHED: "Klaar",
        ReportField.DEVICE_SERIAL: "Laptop",
    },
    success=("gewist",),
    failure=("mislukt",),
    verified=("ja",),
    methods=METHODS,
    personal=("Medewerker",),
)
PDF_MAP = replace(
    XML_MAP,
    layout=Layout.PDF,
    record="Disk ",
    fields={
        ReportField.DISK_SERIAL: "Serial number",
        ReportField.DISK_MODEL: "Model",
        ReportField.RESULT: "Result",
        ReportField.METHOD: "Method",
        ReportField.VERIFICATION: "Verification",
        ReportField.FINISHED: "End",
        ReportField.TOOL_VERSION: "Version",
        ReportField.DEVICE_SERIAL: "Computer",
    },
    personal=("Operator",),
)
PDF_LINES = (
    "Certificate of erasure",
    "Version: 4.2.1",
    "Operator: Jo Voorbeeld",
    "Computer: DEMO7420A1",
    "Result: Completed",  # of the whole: no disk has it from here
    "Disk 1",
    "Serial number: DEMOSSD0001   Model: KXG60ZNV256G KIOXIA",
    "Method: Block erase",
    "Result: Completed",
    "Verification: yes",
    "End: 13-01-2026 08:10:00",
    "Disk 2",
    "Serial number DEMOHDD0001",
    "Model",
    "Example HDD 500",
    "Method Zeros, one pass",
    "Result Failed",
    "Disk 3",
    "Serial number: DEMOHDD0002",
    "Model: Example HDD of Jo Voorbeeld",
)


def xml_report() -> bytes:
    return (_FOLDER / "erasure-report.xml").read_bytes()


def csv_report() -> bytes:
    return (_FOLDER / "erasure-report.csv").read_bytes()


def pdf_report(*lines: str) -> bytes:
    """A PDF with these lines, by the library that makes our labels; those above where there are none."""
    import typst  # noqa: PLC0415 - only these tests make a PDF

    text = " \\\n".join(line.replace("_", "\\_") for line in lines or PDF_LINES)
    made: bytes = typst.compile(text.encode())
    return made
