"""Transactions over devices and passports: the unit of work of passports, with the stores of devices."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from dpp.adapters.database import Database
from dpp.adapters.work import SqlWork
from lifecycle.adapters.cases import SqlCases, SqlProposals
from lifecycle.adapters.class_decisions import SqlClassDecisions
from lifecycle.adapters.consignments import SqlConsignments
from lifecycle.adapters.device_photos import SqlPhotos
from lifecycle.adapters.documents import SqlDecisions
from lifecycle.adapters.donations import SqlDonations
from lifecycle.adapters.epcis import SqlEpcis
from lifecycle.adapters.erasure import SqlErasureReports, SqlMedia, SqlTools
from lifecycle.adapters.erasure_maps import SqlErasureMaps
from lifecycle.adapters.erasure_statements import SqlStatements
from lifecycle.adapters.evidence import SqlEvidence
from lifecycle.adapters.faults import SqlFaults
from lifecycle.adapters.feed import SqlFeed
from lifecycle.adapters.found_reports import SqlFoundReports
from lifecycle.adapters.goods import SqlGoods
from lifecycle.adapters.holdings import SqlHoldings
from lifecycle.adapters.hooks import SqlHooks
from lifecycle.adapters.inbox import SqlInbox
from lifecycle.adapters.loads import SqlLoads
from lifecycle.adapters.log import SqlEventTexts
from lifecycle.adapters.mandates import SqlMandates
from lifecycle.adapters.marketplace import SqlOffers
from lifecycle.adapters.monitoring import SqlFlow
from lifecycle.adapters.overrides import SqlOverrides
from lifecycle.adapters.parts import SqlParts
from lifecycle.adapters.policy_register import SqlPolicyRegister, SqlRoutingRuns
from lifecycle.adapters.repair_keys import SqlRepairKeys
from lifecycle.adapters.repair_orders import SqlRepairOrders
from lifecycle.adapters.repairers import SqlRepairers
from lifecycle.adapters.requests import SqlAllocations, SqlAllotments, SqlRequests
from lifecycle.adapters.reservations import SqlReservations
from lifecycle.adapters.sales import SqlSales
from lifecycle.adapters.spare_stock import SqlSpareStock
from lifecycle.adapters.spares import SqlSpares
from lifecycle.adapters.stock import SqlStock
from lifecycle.adapters.stores import SqlDevices, SqlEvents
from lifecycle.adapters.support import SqlSupport
from lifecycle.adapters.today import SqlToday
from lifecycle.adapters.worklists import SqlBulkBatches, SqlWorkItems


class SqlLifecycleWork(SqlWork):
    """`LifecycleWork` over a session."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.devices = SqlDevices(session)
        self.events = SqlEvents(session)
        self.evidence = SqlEvidence(session)
        self.decisions = SqlDecisions(session)
        self.texts = SqlEventTexts(session)
        self.consignments = SqlConsignments(session)
        self.loads = SqlLoads(session)
        self.found_reports = SqlFoundReports(session)
        self.cases = SqlCases(session)
        self.proposals = SqlProposals(session)
        self.feed = SqlFeed(session)
        self.hooks = SqlHooks(session)
        self.media = SqlMedia(session)
        self.erasure_reports = SqlErasureReports(session)
        self.erasure_tools = SqlTools(session)
        self.erasure_maps = SqlErasureMaps(session)
        self.statements = SqlStatements(session)
        self.inbox = SqlInbox(session)
        self.parts = SqlParts(session)
        self.goods = SqlGoods(session)
        self.support = SqlSupport(session)
        self.epcis = SqlEpcis(session)
        self.donations = SqlDonations(session)
        self.sales = SqlSales(session)
        self.mandates = SqlMandates(session)
        self.class_decisions = SqlClassDecisions(session)
        self.overrides = SqlOverrides(session)
        self.work_items = SqlWorkItems(session)
        self.flow = SqlFlow(session)
        self.holdings = SqlHoldings(session)
        self.today = SqlToday(session)
        self.faults = SqlFaults(session)
        self.offers = SqlOffers(session)
        self.reservations = SqlReservations(session)
        self.photos = SqlPhotos(session)
        self.bulk_batches = SqlBulkBatches(session)
        self.stock = SqlStock(session)
        self.requests = SqlRequests(session)
        self.allotments = SqlAllotments(session)
        self.allocations = SqlAllocations(session)
        self.policies = SqlPolicyRegister(session)
        self.routing_runs = SqlRoutingRuns(session)
        self.spares = SqlSpares(session)
        self.spare_stock = SqlSpareStock(session)
        self.repair_keys = SqlRepairKeys(session)
        self.repair_orders = SqlRepairOrders(session)
        self.repairers = SqlRepairers(session)


class SqlLifecycleStorage:
    """`LifecycleStorage`: begins transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[SqlLifecycleWork]:
        with self._database.reading() as session:
            yield SqlLifecycleWork(session)

    @contextmanager
    def asking(self) -> Iterator[SqlLifecycleWork]:
        with self._database.asking() as session:
            yield SqlLifecycleWork(session)

    @contextmanager
    def writing(self) -> Iterator[SqlLifecycleWork]:
        with self._database.writing() as session:
            yield SqlLifecycleWork(session)
