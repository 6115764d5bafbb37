"""The record of a functional test that goes with a used device (WEEE Directive 2012/19/EU, Annex VI).

Rules:
1. The record holds what Annex VI, point 3, step 2, asks: name and category of the item, its identification, the year of
   production where it is known, who is responsible for the evidence of functionality, the result and the date of the
   tests, and their kind. Whether something hazardous was found (step 1) is told too.
2. What is shipped as used equipment is tested and works (point 1, a and b): no test, or a test that failed, is no
   evidence that it is no waste, and no record is made for an export.
3. The address of the company is no data of this registry: the paper leaves room for it.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.domain.events import TestResult
from lifecycle.domain.vocabulary import Hazard


@dataclass(frozen=True, kw_only=True)
class TestRecord:
    """What the record of one device says. `tested_by` is the organisation that had it when it was tested."""

    __test__ = False

    device: DeviceKey
    name: str
    weee_category: int | None
    identification: tuple[str, ...]
    produced: int | None
    tested_by: OrganisationId
    tested_on: date
    functional: str
    cosmetic: str
    tests: tuple[TestResult, ...]
    hazards: tuple[Hazard, ...]

    @property
    def works(self) -> bool:
        return bool(self.tests) and all(test.passed for test in self.tests) and not self.hazards


def check_exportable(device: Device) -> None:
    """Rule 2; Refused `export-test-record`."""
    grades = device.grades
    failed = [] if grades is None else [test.test for test in grades.tests if not test.passed]
    if grades is not None and grades.tests and not failed and not device.hazards:
        return
    why = (
        message("Device {device} was not tested: an export needs a test record.", device=device.key)
        if grades is None or not grades.tests
        else message(
            "Device {device} does not work ({tests}): it is no used equipment that may be exported.",
            device=device.key,
            tests=", ".join([*failed, *sorted(device.hazards)]),
        )
    )
    raise Refused(
        "export-test-record",
        why,
        remedy=message("Inspect it with the tests of its kind, or take it out of this consignment."),
    )
