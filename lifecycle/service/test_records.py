"""Records of functional tests (WEEE Directive 2012/19/EU, Annex VI): made of the last inspection, and kept as paper.

Rules:
1. What the record says is what `lifecycle.domain.test_records` asks, from events and passports alone.
2. The record that an export names is kept, byte for byte, under its hash, in English.
"""

from dataclasses import dataclass
from typing import Protocol

from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256
from dpp.service.publishing import Publisher
from lifecycle.domain.events import effective
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.test_records import TestRecord, check_exportable
from lifecycle.domain.waste import CATEGORY
from lifecycle.service.lines import claimed
from lifecycle.service.load_ports import KeptFiles
from lifecycle.service.ports import LifecycleReads, Organisations
from lifecycle.service.recording import Recorded, device_of

KEPT_IN = "en"


@dataclass(frozen=True)
class TestRecordSheet:
    """All that the paper shows. `company` is responsible for the evidence; `address` is where it is told."""

    __test__ = False

    record: TestRecord
    company: str
    address: str


class TestRecordPrinter(Protocol):
    """Sets records of tests."""

    def pdf(self, sheet: TestRecordSheet, language: str) -> bytes:
        """A PDF in Dutch (`nl`) or English (`en`): the same record gives the same bytes."""
        ...


@dataclass(frozen=True)
class TestRecords:
    """Used by services inside their transactions; `public_url` is where the devices are told of."""

    __test__ = False

    organisations: Organisations
    publisher: Publisher
    printer: TestRecordPrinter
    files: KeptFiles

    def exportable(self, reads: LifecycleReads, key: DeviceKey) -> TestRecord:
        """The record of a device that may be exported; Refused `export-test-record` for another."""
        check_exportable(device_of(reads, key).device)
        return self.of(reads, key)

    def of(self, reads: LifecycleReads, key: DeviceKey) -> TestRecord:
        """What is known of the last test; Refused `export-test-record` for what nobody inspected."""
        now = device_of(reads, key)
        device, line = now.device, reads.devices.get(key)
        inspection = next((event for event in reversed(effective(now.events)) if event.kind == "inspected"), None)
        if device.grades is None or line is None or inspection is None or inspection.organisation is None:
            raise Refused(
                "export-test-record",
                message("Device {device} was not tested: an export needs a test record.", device=key),
                remedy=message("Inspect it with the tests of its kind, or take it out of this consignment."),
            )
        numbers = (line.serial, line.asset_tag, *(claimed(device, kind) for kind in (ClaimKind.IMEI,)))
        return TestRecord(
            device=key,
            name=" ".join(filter(None, (line.brand, line.name))) or key,
            weee_category=None if line.group is None else CATEGORY.get(line.group),
            identification=tuple(dict.fromkeys(filter(None, numbers))) or (key,),
            produced=self._produced(reads, now),
            tested_by=inspection.organisation,
            tested_on=device.grades.observed_at.date(),
            functional=device.grades.functional,
            cosmetic=device.grades.cosmetic,
            tests=device.grades.tests,
            hazards=tuple(sorted(device.hazards)),
        )

    def pdf(self, record: TestRecord, language: str) -> bytes:
        company = self.organisations.names([record.tested_by])[record.tested_by]
        address = f"{self.publisher.links.public_url}/devices/{record.device}"
        return self.printer.pdf(TestRecordSheet(record, company, address), language)

    def kept(self, record: TestRecord) -> str:
        """Rule 2: the hash of the paper, which is kept now."""
        content = self.pdf(record, KEPT_IN)
        self.files.put(content)
        return sha256(content)

    def _produced(self, reads: LifecycleReads, now: Recorded) -> int | None:
        """The year of the month of production, where the passport of the device tells it."""
        current = now.device.passports.current
        passport = None if current is None else reads.passports.get(current)
        month = None if passport is None else self.publisher.own_elements(reads, passport).get("productionMonth")
        return int(str(month)[:4]) if month and str(month)[:4].isdigit() else None
