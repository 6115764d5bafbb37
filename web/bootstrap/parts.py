"""The parts of the running service."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Self

from sqlalchemy import MetaData

from dpp.adapters import clock, migrate
from dpp.adapters.catalogue import load_rules
from dpp.adapters.database import Database
from dpp.adapters.imports.files import Files
from dpp.adapters.kept_files import KeptFiles
from dpp.adapters.labels.printer import Labels
from dpp.adapters.labels.sizes import PackagedSizes
from dpp.adapters.log.files import FolderFiles
from dpp.adapters.log.store import SqlLogStorage
from dpp.adapters.outbox import SqlEnrolment
from dpp.adapters.photo_files import PhotoFolder
from dpp.adapters.public_reader import public_reader
from dpp.adapters.registers import load_register, load_retention
from dpp.adapters.repair_guides import DocumentFolder
from dpp.adapters.retention import SqlArchive
from dpp.adapters.validation import DocumentSchema
from dpp.adapters.work import SqlStorage, SqlWork
from dpp.domain.links import Links
from dpp.domain.registration.notices import Destination
from dpp.service.access.use_cases import Access
from dpp.service.applicability import Applicability
from dpp.service.checking import Checking
from dpp.service.claims.use_cases import ClaimUseCases
from dpp.service.editing import Editing
from dpp.service.en18222.dpps import Dpps
from dpp.service.exporting import Exports
from dpp.service.finding_models import FindingModels
from dpp.service.findings import Findings
from dpp.service.foreign.passports import ForeignPassports
from dpp.service.holding.keeping import Keeping
from dpp.service.holding.over_en18222 import HeldDpps
from dpp.service.holding.ports import CopySource
from dpp.service.holding.restoring import Restoring
from dpp.service.imports.imports import Imports
from dpp.service.imports.models import ModelTarget
from dpp.service.imports.runner import Runner
from dpp.service.labels.printing import Printing
from dpp.service.labels.rolls import Rolls
from dpp.service.log.bundles import PassportProofs
from dpp.service.log.log import Log
from dpp.service.outbox.delivering import Delivery
from dpp.service.outbox.registrations import Registrations
from dpp.service.packages import Packages
from dpp.service.passports import Passports
from dpp.service.ports import Chance, Clock, GraphWriter
from dpp.service.reading import PublicReader
from dpp.service.repair_guides import RepairGuides
from dpp.service.repairability import Repairability
from dpp.service.retention import PastTerm, past_term
from dpp.service.search import Search
from dpp.service.sources.importing import MODEL, SourceImports
from dpp.service.sources.ports import ProductDatabase
from dpp.service.sources.sources import Sources
from dpp.service.versions import Versions
from lifecycle.adapters.erasure_reports import MappedReports
from lifecycle.adapters.reading import ProcessReader
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.erasing import Erasing
from lifecycle.service.evidence_upkeep import EvidenceUpkeep
from lifecycle.service.fault_loading import FaultLoading
from lifecycle.service.hooks import HookDeliveries
from lifecycle.service.labels import DeviceLabels
from lifecycle.service.proving import DeviceProofs
from lifecycle.service.rebuilding import Rebuilding
from lifecycle.service.reindexing import Reindexing
from lifecycle.service.station import Station
from lifecycle.service.station_items import StationItems
from lifecycle.service.station_pallets import StationPallets
from lifecycle.service.use_cases import UseCases
from migrations.tables import METADATA
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.adapters.standing import AccountStanding
from web.accounts.service.accounts import Accounts
from web.background import Bell, Working
from web.bootstrap import background, lifecycle, making, own_files, search
from web.bootstrap.link_desk import AccountLinks
from web.bootstrap.log import LEAF_CONTENTS, log_signer
from web.deciding import Deciding
from web.importing import Importing
from web.settings import Settings


@dataclass(frozen=True)
class Parts:
    """What the service is made of. Whoever makes it closes it.

    `beside` is the same database by connections of its own: who looks an organisation up in the middle of a
    transaction never waits for a connection that another transaction holds. `address_key` hides the internet addresses
    of failed sign-ins; `graphs` are the forms of RDF by media type. `deliveries` has one worker for each configured
    destination; `closing` closes what they opened.
    """

    settings: Settings
    database: Database
    beside: Database
    clock: Clock
    chance: Chance
    accounts: Accounts
    passports: Passports
    dpps: Dpps
    packages: Packages
    applicability: Applicability
    claiming: ClaimUseCases
    use: UseCases
    reader: PublicReader
    address_key: bytes = field(repr=False)
    graphs: Mapping[str, GraphWriter]
    registrations: Registrations
    keeping: Keeping
    foreign: ForeignPassports
    deliveries: Mapping[Destination, Delivery]
    importing: Importing
    deciding: Deciding
    fault_loading: Working[FaultLoading]
    closing: ExitStack
    tables: MetaData = METADATA

    @classmethod
    def of(cls, settings: Settings) -> Self:
        database, beside = own_files.open_database(settings), own_files.open_database(settings)
        publisher, closing, bell = making.publisher(settings), ExitStack(), Bell()
        people, directory = making.people(database), Directory(SqlAccountUnits(beside))
        passports = making.passports(settings, database, publisher, directory, lifecycle.professionals(beside))
        evidence, reports = ProcessReader(), MappedReports()
        closing.callback(evidence.close)
        closing.callback(reports.close)
        outside = lifecycle.Outside(directory, publisher, evidence, reports, AccountLinks(people.links), bell.rung.set)
        use = lifecycle.use_cases(settings, database, outside)
        keeping = making.keeping(settings, database, passports)
        return cls(
            settings=settings,
            database=database,
            beside=beside,
            clock=clock.utc_now,
            chance=clock.random_bytes,
            accounts=people,
            passports=passports,
            dpps=Dpps(passports, HeldDpps(keeping)),
            packages=Packages(passports, DocumentSchema("passport-package", "1.0")),
            applicability=Applicability(passports, load_register(), clock.utc_now),
            claiming=making.claiming(database, directory, passports),
            use=use,
            reader=public_reader(database, load_rules().closed_since()),
            address_key=making.address_key(settings.data_dir / "address.key"),
            graphs=MappingProxyType({"text/turtle": making.turtle, "application/n-quads": making.nquads}),
            registrations=Registrations(SqlStorage(database), SqlEnrolment(database), clock.utc_now),
            keeping=keeping,
            foreign=making.foreign(settings),
            deliveries=MappingProxyType(making.deliveries(settings, database, publisher, closing)),
            importing=background.importing(database, beside, passports, use),
            deciding=background.deciding(database, beside, use, bell),
            fault_loading=background.fault_loading(database),
            closing=closing,
        )

    @classmethod
    @contextmanager
    def opened(cls, settings: Settings) -> Iterator[Self]:
        """For the length of a command."""
        parts = cls.of(settings)
        try:
            yield parts
        finally:
            parts.close()

    def close(self) -> None:
        self.closing.close()
        self.database.close()
        self.beside.close()

    def migrate(self) -> None:
        """Bring the schema to this version, unless it is there already."""
        if migrate.current(self.database) != migrate.head():
            migrate.upgrade(self.database)
            self.finding_models.fill()

    @property
    def log(self) -> Log:
        """The log that nobody can rewrite unseen."""
        folder = self.settings.data_dir
        files = FolderFiles(folder / "log", folder / "log.lock")
        signer = log_signer(self.settings)
        return Log(SqlLogStorage(self.database, LEAF_CONTENTS), files, signer, self.clock, signer.name)

    @property
    def passport_proofs(self) -> PassportProofs:
        return PassportProofs(self.passports, self.log.bundles)

    @property
    def device_proofs(self) -> DeviceProofs:
        return DeviceProofs(SqlLifecycleStorage(self.database), self.log.bundles)

    @property
    def hook_deliveries(self) -> HookDeliveries:
        """The worker that tells web hooks of new events."""
        return background.hook_deliveries(self.database)

    @property
    def erasing(self) -> Erasing:
        return Erasing(SqlLifecycleStorage(self.database).writing, self.clock, self.chance)

    @property
    def rebuilding(self) -> Rebuilding:
        return Rebuilding(SqlLifecycleStorage(self.database))

    @property
    def search(self) -> Search:
        """The box over everything."""
        return search.search(self.database)

    def reindex(self) -> int:
        """Put right by what everything but devices is found; how many consignments, lots and orders were not."""
        self.finding_models.fill(all_again=True)
        search.index_organisations(self.database)
        return Reindexing(SqlLifecycleStorage(self.database)).put_right()

    @property
    def kept_folders(self) -> dict[str, KeptFiles]:
        """What lies beside the database, for a backup."""
        return {name: KeptFiles(folder) for name, folder in self.settings.kept_folders.items()}

    @property
    def evidence_upkeep(self) -> EvidenceUpkeep:
        return EvidenceUpkeep(self.use.evidence)

    @property
    def access(self) -> Access:
        kept = timedelta(days=self.settings.readers_kept_days)
        return Access.of(SqlStorage(self.database), self.passports, kept)

    @property
    def finding_models(self) -> FindingModels:
        return FindingModels(SqlStorage(self.database), self.passports)

    @property
    def editing(self) -> Editing:
        return Editing(self.passports)

    @property
    def versions(self) -> Versions:
        return Versions(self.passports)

    @property
    def checking(self) -> Checking:
        return making.document_checking()

    @property
    def printing(self) -> Printing:
        return Printing(SqlStorage(self.database), self.passports.publisher.links, PackagedSizes(), Labels())

    @property
    def device_labels(self) -> DeviceLabels:
        return DeviceLabels(SqlLifecycleStorage(self.database), self.printing)

    @property
    def exports(self) -> Exports:
        return Exports(self.passports)

    @property
    def findings(self) -> Findings:
        return Findings(self.passports)

    @property
    def repairability(self) -> Repairability:
        return Repairability(self.finding_models)

    @property
    def rolls(self) -> Rolls:
        links, sizes = self.passports.publisher.links, PackagedSizes()
        return Rolls(SqlStorage(self.database), self.clock, self.chance, links, sizes, Labels())

    @property
    def station(self) -> Station:
        use = self.use
        storage, photos = SqlLifecycleStorage(self.database), use.market.photos
        return Station(storage, use.event_batches, use.receipts, use.intake, use.devices, photos)

    @property
    def station_items(self) -> StationItems:
        """What was set aside of what a station sent, settled there."""
        return StationItems(SqlLifecycleStorage(self.database), self.use.inbox)

    @property
    def station_pallets(self) -> StationPallets:
        return StationPallets(self.use.consignments)

    @property
    def repair_guides(self) -> RepairGuides:
        """What is written of how models are repaired."""
        storage, folder = SqlStorage(self.database), self.settings.guide_folder
        schema = making.guide_schema()
        return RepairGuides(storage, self.passports, PhotoFolder(folder), DocumentFolder(folder / "documents"), schema)

    @property
    def sources(self) -> Sources:
        return Sources(self.passports.storage, self.passports.publisher)

    @contextmanager
    def eprel(self) -> Iterator[ProductDatabase]:
        """EPREL with our key, for the length of a command; Unavailable where there is no key."""
        from dpp.adapters.eprel import Eprel  # noqa: PLC0415 - a start need not wait for what a command asks

        key = self.settings.eprel_api_key
        with Eprel.opened(self.settings.eprel_url, key.get_secret_value() if key else "") as opened:
            yield opened

    @contextmanager
    def restoring(self, url: str) -> Iterator[tuple[Restoring, CopySource]]:
        """What brings passports back, and the registry at `url` that holds their copies, asked with our key there."""
        from dpp.adapters import destinations  # noqa: PLC0415 - a start need not wait for what a command asks

        provider = destinations.Provider(url, making.secret(self.settings.backup_key))
        with ExitStack() as closing:
            source = destinations.provider_of_copies(provider, closing)
            yield Restoring(self.packages, Links(self.settings.public_url)), source

    def support_dataset(self) -> bytes:
        """The list of support ends of endoflife.date, as it is there now."""
        from lifecycle.adapters.endoflife import fetch_dataset  # noqa: PLC0415 - a start need not wait for what a command asks

        return fetch_dataset()

    @property
    def source_imports(self) -> SourceImports[SqlWork]:
        """Imports of what `sources` reads, worked on at once and in this process."""
        storage, targets, files = SqlStorage(self.database), {MODEL: ModelTarget(self.passports)}, Files()
        standing = AccountStanding(SqlAccountUnits(self.beside))
        return SourceImports(
            Imports(storage, targets, files, self.clock, self.chance),
            Runner(storage, targets, files, standing, self.clock),
        )

    def archived_past_term(self, on: date) -> tuple[PastTerm, ...]:
        """The archived passports that are past the term for which they are kept."""
        return past_term(SqlArchive(self.database), load_retention(), on)

    def check_ready(self) -> None:
        """Return when requests can be answered: the database answers and has this code's schema. Else Unavailable."""
        own_files.check_ready(self.database)

    def demo_address(self) -> str | None:
        """The address for which the demo data was made: its labels and links lead there."""
        return own_files.mark(self.settings).read_text(encoding="utf-8") if self.has_demo() else None

    def has_demo(self) -> bool:
        """Whether this is our own file, made with demo data."""
        return self.settings.owns_database and own_files.mark(self.settings).exists()
