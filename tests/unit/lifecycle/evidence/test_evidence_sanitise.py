"""A wipe counts where the tool's own validation does not deny it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ErasureReading
from lifecycle.domain.vocabulary import SanitisationCategory


@pytest.fixture
def report(evidence_file: Callable[[str], bytes]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(evidence_file("sanitise-failed.json"))
    return document


def read(document: dict[str, Any]) -> Reading:
    return read_evidence(json.dumps(document).encode(), formats=FORMATS)[1]


def erasure(document: dict[str, Any]) -> ErasureReading:
    (found,) = read(document).erasures
    return found


def test_a_report_that_says_erased_and_whose_validation_failed_is_a_failed_erasure(report: dict[str, Any]) -> None:
    assert report["result"] is True
    found = erasure(report)
    assert (found.succeeded, found.verified, found.detail) == (False, False, "its own validation failed")
    assert found.category is SanitisationCategory.CLEAR
    assert found.finished_at == datetime(2026, 1, 12, 9, 18, 11, tzinfo=UTC)


def test_the_serial_number_is_the_disks_own_and_not_that_of_its_cradle(report: dict[str, Any]) -> None:
    assert erasure(report).medium_serial == "DEMOHDD0001"


def test_without_smart_the_number_is_that_of_the_bus_and_on_usb_that_is_told(report: dict[str, Any]) -> None:
    del report["device_info"]["export_data"]["smart"]
    reading = read(report)
    assert [seen.serial for seen in reading.media] == ["CRADLE000001"]
    assert [problem.path for problem in reading.unread] == ["$.device_info.serial_number"]


@pytest.mark.parametrize(
    ("result", "validation", "step", "expected"),
    [
        (True, True, True, (True, True)),
        (True, None, True, (False, False)),
        (True, True, False, (False, False)),
        (False, True, True, (False, False)),
    ],
)
def test_every_part_must_agree(
    report: dict[str, Any], result: object, validation: object, step: object, expected: tuple[bool, bool]
) -> None:
    report["result"], report["validation"]["result"] = result, validation
    report["steps"][0]["commands"][0]["success"] = step
    found = erasure(report)
    assert (found.succeeded, found.verified) == expected


def test_a_wipe_without_validation_succeeds_and_is_not_verified(report: dict[str, Any]) -> None:
    report["validation"], report["method"]["verification_enabled"] = {"result": None, "commands": []}, False
    found = erasure(report)
    assert (found.succeeded, found.verified) == (True, False)


def test_without_a_result_there_is_no_erasure(report: dict[str, Any]) -> None:
    report["result"] = "maybe"
    reading = read(report)
    assert reading.erasures == ()
    assert [problem.path for problem in reading.unread] == ["$.result"]


def test_a_method_that_is_not_known_has_no_category(report: dict[str, Any]) -> None:
    report["method"]["removal_process"] = "Magic"
    assert erasure(report).category is None


def test_a_disk_without_a_number_is_no_erasure(report: dict[str, Any]) -> None:
    report["device_info"] = {}
    reading = read(report)
    assert (reading.media, reading.erasures) == ((), ())
    assert reading.unread
