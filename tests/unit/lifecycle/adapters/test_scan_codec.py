"""The content of a scan as JSON text: events from before a field was added read as they always did."""

from dpp.domain.actor import OrganisationId
from lifecycle.adapters.codec import read_happening
from lifecycle.domain.events import IntakeScanned, Place, plain

BEFORE = {"kind": "intake_scanned", "raw": "DEMO7420A1", "symbology": "]C0", "place": "Hall 3", "claims": []}


def test_a_scan_from_before_stacks_had_an_owner_reads_and_writes_as_it_did() -> None:
    """Its plain form is what was hashed: nothing is added to it."""
    scan = read_happening(BEFORE)
    assert scan == IntakeScanned(raw="DEMO7420A1", symbology="]C0", place=Place("Hall 3"))
    assert plain(scan) == BEFORE


def test_the_owner_that_was_said_of_a_stack_is_kept() -> None:
    scan = IntakeScanned(
        raw="DEMO7420A1", symbology="]C0", place=Place("Hall 3"), said_owner=OrganisationId("ministry")
    )
    assert plain(scan) == BEFORE | {"said_owner": "ministry"}
    assert read_happening(plain(scan)) == scan
