"""Everything that can be asked of the load of a consignment."""

from dataclasses import dataclass
from typing import Self

from dpp.domain.links import Links
from lifecycle.service.consignment_collecting import Collecting
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_goods import GoodsReceipts
from lifecycle.service.consignment_packing import Packing
from lifecycle.service.consignment_weights import Weights
from lifecycle.service.load_papers import LoadPapers, LoadPrinter
from lifecycle.service.load_ports import KeptFiles
from lifecycle.service.ports import LifecycleStorage, Organisations
from lifecycle.service.recording import Recorder
from lifecycle.service.test_records import TestRecordPrinter, TestRecords


@dataclass(frozen=True)
class LoadUseCases:
    """Packing, collection, counting of goods, weights, papers; `records` are what an export leaves with."""

    packing: Packing
    collecting: Collecting
    goods: GoodsReceipts
    weights: Weights
    papers: LoadPapers
    records: TestRecords

    @classmethod
    def of(
        cls,
        storage: LifecycleStorage,
        recorder: Recorder,
        organisations: Organisations,
        files: KeptFiles,
        links: Links,
        printers: tuple[LoadPrinter, TestRecordPrinter],
    ) -> Self:
        records = TestRecords(organisations, recorder.publisher, printers[1], files)
        desk = ConsignmentDesk(storage, recorder, organisations)
        return cls(
            packing=Packing(storage, recorder, organisations, files),
            collecting=Collecting(storage, recorder, organisations),
            goods=GoodsReceipts(storage, recorder, organisations),
            weights=Weights(storage, recorder, organisations),
            papers=LoadPapers(desk, links, printers[0], records),
            records=records,
        )
