"""What is found by typing is put right for everything but devices, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.consignment import Consignment, Terms
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.findable import consignment_subject
from lifecycle.service.reindexing import Reindexing

NOW = datetime(2026, 5, 4, tzinfo=UTC)
TERMS = Terms(inside_state=True)
MANY = tuple(
    Consignment(ConsignmentId(f"c{number}"), OrganisationId("sender"), OrganisationId("receiver"), TERMS)
    for number in range(205)
)
"""More than what is read at a time."""


def test_every_consignment_that_the_index_forgot_is_put_right_once(database: Database) -> None:
    storage = SqlLifecycleStorage(database)
    subjects = [consignment_subject(each) for each in MANY]
    with storage.writing() as work:
        for each, subject in zip(MANY, subjects, strict=True):
            work.consignments.put(each, NOW)
            work.search_index.put(replace(subject, entries=frozenset()))
        work.commit()
    reindexing = Reindexing(storage)
    assert reindexing.put_right() == len(MANY)
    with storage.reading() as reads:
        assert [reads.search_index.get(each.kind, each.id) for each in subjects] == subjects
    assert reindexing.put_right() == 0
