"""The use cases of faults and repair data together."""

from dataclasses import dataclass
from typing import Self

from lifecycle.service.faults import Faults
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.repair_export import RepairExport, RowWriter


@dataclass(frozen=True)
class FaultUseCases:
    """What pages, programs and commands ask; files are taken in by `lifecycle.service.fault_loading`."""

    figures: Faults
    export: RepairExport

    @classmethod
    def of(cls, storage: LifecycleStorage, write: RowWriter, provider: str) -> Self:
        return cls(Faults(storage), RepairExport(storage, write, provider))
