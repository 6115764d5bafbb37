"""The use cases of erasure together: what its routes and pages ask."""

from dataclasses import dataclass

from lifecycle.service.erasure_bench import ErasureBench
from lifecycle.service.erasure_pallet import Pallets
from lifecycle.service.erasure_reports import ErasureReports
from lifecycle.service.erasure_statements import ErasureStatements
from lifecycle.service.erasure_tools import ToolRegister


@dataclass(frozen=True)
class ErasureUseCases:
    """Everything that can be asked of the erasure of media, besides recording single events."""

    bench: ErasureBench
    reports: ErasureReports
    pallets: Pallets
    tools: ToolRegister
    statements: ErasureStatements
