"""The use cases of repair orders together."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from dpp.domain.links import Links
from lifecycle.service.donation_ports import LinkDesk
from lifecycle.service.load_ports import KeptFiles
from lifecycle.service.ports import LifecycleStorage, Organisations
from lifecycle.service.recording import Recorder
from lifecycle.service.repair_desk import RepairDesk
from lifecycle.service.repair_disputes import RepairDisputes
from lifecycle.service.repair_order_ports import QuotePrinter
from lifecycle.service.repair_orders import RepairOrders
from lifecycle.service.repair_parts import TakeParts
from lifecycle.service.repair_quotes import RepairQuotes


@dataclass(frozen=True, kw_only=True)
class RepairMeans:
    """What repairs ask of the rest of the service."""

    links: Links
    printer: QuotePrinter
    files: KeptFiles
    link_desk: LinkDesk | None = None
    stock: TakeParts | None = None
    limit_eur: Decimal = Decimal(0)


@dataclass(frozen=True)
class RepairUseCases:
    """Orders, their quotes, and disputes about what was recorded."""

    orders: RepairOrders
    quotes: RepairQuotes
    disputes: RepairDisputes

    @classmethod
    def of(
        cls, storage: LifecycleStorage, recorder: Recorder, organisations: Organisations, means: RepairMeans
    ) -> Self:
        desk = RepairDesk(storage, recorder, organisations)
        quotes = RepairQuotes(desk, means.links, means.printer, means.files, means.link_desk, means.limit_eur)
        return cls(RepairOrders(desk, means.stock), quotes, RepairDisputes(desk))
