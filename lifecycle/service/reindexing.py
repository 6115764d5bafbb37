"""Puts consignments, lots, requests and repair orders into the index of what can be found, as they are now.

Devices are put there by their rebuilding (`lifecycle.service.rebuilding`). Everything that changes afterwards keeps
itself in step; this is for what was there before the index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from dpp.domain.search import Subject
from lifecycle.domain.findable import consignment_subject, lot_subject, repair_order_subject, request_subject
from lifecycle.service.consignment_ports import Seen
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.repair_order_ports import OrderFilter
from lifecycle.service.search_rows import is_found_as

_BATCH = 200
_ALL = 2**31 - 1


@dataclass(frozen=True)
class Reindexing:
    """For whoever runs the service."""

    storage: LifecycleStorage

    def put_right(self) -> int:
        """How many of them the index told otherwise, or not at all; it tells them right now."""
        with self.storage.reading() as reads:
            wrong = [each for each in _subjects(reads) if not is_found_as(reads, each)]
        for start in range(0, len(wrong), _BATCH):
            self._put(wrong[start : start + _BATCH])
        return len(wrong)

    def _put(self, subjects: Sequence[Subject]) -> None:
        with self.storage.writing() as work:
            for each in subjects:
                work.search_index.put(each)
            work.commit()


def _subjects(reads: LifecycleReads) -> Iterator[Subject]:
    for start in count(0, _BATCH):
        tallies = reads.consignments.found(Seen(organisation=None, everything=True), _BATCH, offset=start)
        read = (reads.consignments.get(tally.id) for tally in tallies)
        yield from (consignment_subject(each) for each in read if each is not None)
        if len(tallies) < _BATCH:
            break
    yield from (lot_subject(version.lot) for version in reads.sales.lots())
    yield from map(request_subject, reads.requests.found(None, limit=_ALL))
    for row in reads.repair_orders.found(OrderFilter(party=None, limit=_ALL)):
        yield repair_order_subject(row.order, row.owner)
