"""The composition root: the one place that knows which adapter stands behind which port."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import MetaData, text
from sqlalchemy.exc import SQLAlchemyError

from dpp.adapters import backup, clock, migrate
from dpp.adapters.catalogue import load_rules
from dpp.adapters.database import Database
from dpp.adapters.held_copies import SqlHeldStorage
from dpp.adapters.imports.files import Files
from dpp.adapters.labels.printer import Labels, QrCodes
from dpp.adapters.labels.sizes import PackagedSizes
from dpp.adapters.log.contents import (
    SqlAccessContents,
    SqlClaimContents,
    SqlContradictionContents,
    SqlErasureContents,
    SqlVersionContents,
)
from dpp.adapters.log.files import FolderFiles
from dpp.adapters.log.store import Makers, SqlLogStorage
from dpp.adapters.outbox import SqlEnrolment
from dpp.adapters.public_reader import public_reader
from dpp.adapters.registers import load_register, load_retention, reply_term
from dpp.adapters.retention import SqlArchive
from dpp.adapters.validation import DocumentSchema, JsonSchemaValidator
from dpp.adapters.work import SqlStorage, SqlWork
from dpp.api.limits import Buckets
from dpp.domain.asset_tags import read_asset_tags
from dpp.domain.errors import Unavailable
from dpp.domain.links import Links
from dpp.domain.log.notes import KeyKind
from dpp.domain.message import message
from dpp.domain.registration.notices import Destination
from dpp.service.access.use_cases import Access
from dpp.service.access_log import AccessLog
from dpp.service.applicability import Applicability
from dpp.service.checking import Checking
from dpp.service.claims.claims import Claims
from dpp.service.claims.contradictions import Contradictions
from dpp.service.claims.takeover import TakeOver
from dpp.service.claims.use_cases import ClaimUseCases
from dpp.service.editing import Editing
from dpp.service.en18222.dpps import Dpps
from dpp.service.exporting import Exports
from dpp.service.finding_models import FindingModels
from dpp.service.findings import Findings
from dpp.service.foreign.passports import ForeignPassports
from dpp.service.foreign.ports import Answer, ForeignPages
from dpp.service.holding.keeping import Keeping
from dpp.service.holding.over_en18222 import HeldDpps
from dpp.service.holding.ports import CopySource
from dpp.service.holding.restoring import Restoring
from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports
from dpp.service.imports.items import ItemTarget
from dpp.service.imports.models import ModelTarget
from dpp.service.imports.ports import Target
from dpp.service.imports.runner import Runner
from dpp.service.labels.printing import Printing
from dpp.service.labels.rolls import Rolls
from dpp.service.log.bundles import PassportProofs
from dpp.service.log.log import Log
from dpp.service.log.ports import LogFiles
from dpp.service.log.witnessing import Witness
from dpp.service.outbox.delivering import Delivery
from dpp.service.outbox.registrations import Registrations
from dpp.service.packages import Packages
from dpp.service.passports import Passports
from dpp.service.ports import Chance, Clock, GraphWriter
from dpp.service.publishing import Publisher
from dpp.service.reading import PublicReader
from dpp.service.retention import PastTerm, past_term
from dpp.service.sources.importing import MODEL, SourceImports
from dpp.service.sources.ports import ProductDatabase
from dpp.service.sources.sources import Sources
from dpp.service.versions import Versions
from lifecycle.adapters.log import SqlEventContents
from lifecycle.adapters.policies import PackagedPolicies
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.permissions import LINKABLE
from lifecycle.service.consignments import Consignments
from lifecycle.service.devices import Devices
from lifecycle.service.erasing import Erasing
from lifecycle.service.evidence import Evidence
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.imports import DeviceTarget
from lifecycle.service.intake import Intake
from lifecycle.service.labelling import Labelling
from lifecycle.service.labels import DeviceLabels
from lifecycle.service.proving import DeviceProofs
from lifecycle.service.recording import Recorder
from lifecycle.service.routing import Routing
from lifecycle.service.scanning import OwnCodes, Scans
from lifecycle.service.use_cases import UseCases
from lifecycle.service.worklist import Worklist
from migrations.tables import METADATA
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.passwords import Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.adapters.standing import AccountStanding, OrganisationsByName
from web.accounts.service.accounts import Accounts, accounts
from web.demo import accounts as demo
from web.demo.accounts import open_demo_accounts
from web.demo.life import Stage, live
from web.importing import Bell, Importing
from web.settings import Settings

if TYPE_CHECKING:
    from dpp.adapters.log.keys import KeyFile

__all__ = [
    "Parts",
    "backup",
    "demo_accounts",
    "document_checking",
    "load_demo",
    "log_files",
    "log_signer",
    "make_own_database",
    "migrate",
    "open_database",
    "witness",
]

Progress = Callable[[str, int], None]
_KEY_BYTES = 32
LEAF_CONTENTS: Makers = MappingProxyType(
    {
        "event": SqlEventContents,
        "version": SqlVersionContents,
        "access": SqlAccessContents,
        "model-claim": SqlClaimContents,
        "contradiction": SqlContradictionContents,
        "erasure": SqlErasureContents,
    }
)
"""What the leaves of each kind commit to, read back."""
_FOREIGN_PER_MINUTE = 20
"""How many passports of other providers an account may ask for, in each process."""


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
    closing: ExitStack
    tables: MetaData = METADATA

    @classmethod
    def of(cls, settings: Settings) -> Self:
        database, beside = open_database(settings), open_database(settings)
        people = accounts(
            units=SqlAccountUnits(database),
            hasher=Argon2Hasher(),
            clock=clock.utc_now,
            chance=clock.random_bytes,
            linkable=LINKABLE,
        )
        publisher, closing = _publisher(settings), ExitStack()
        directory = Directory(SqlAccountUnits(beside))
        passports = Passports(
            SqlStorage(database),
            publisher,
            clock.utc_now,
            QrCodes(),
            directory,
            settings.controlled_reads_per_day,
        )
        use = _use_cases(settings, database, directory, publisher)
        keeping = _keeping(settings, database, passports)
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
            claiming=_claiming(database, directory, passports),
            use=use,
            reader=public_reader(database, load_rules().closed_since()),
            address_key=_address_key(settings.data_dir / "address.key"),
            graphs=MappingProxyType({"text/turtle": _turtle, "application/n-quads": _nquads}),
            registrations=Registrations(SqlStorage(database), SqlEnrolment(database), clock.utc_now),
            keeping=keeping,
            foreign=_foreign(settings),
            deliveries=MappingProxyType(_deliveries(settings, database, publisher, closing)),
            importing=_importing(database, beside, passports, use),
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
    def erasing(self) -> Erasing:
        return Erasing(SqlLifecycleStorage(self.database).writing, self.clock, self.chance)

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
        return document_checking()

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
    def rolls(self) -> Rolls:
        links, sizes = self.passports.publisher.links, PackagedSizes()
        return Rolls(SqlStorage(self.database), self.clock, self.chance, links, sizes, Labels())

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

        provider = destinations.Provider(url, _secret(self.settings.backup_key))
        with ExitStack() as closing:
            source = destinations.provider_of_copies(provider, closing)
            yield Restoring(self.packages, Links(self.settings.public_url)), source

    @property
    def source_imports(self) -> SourceImports[SqlWork]:
        """Imports of what `sources` reads, worked on at once and in this process."""
        from dpp.adapters.imports.files import Files  # noqa: PLC0415 - a start need not wait for what a command asks
        from web.accounts.adapters.standing import AccountStanding  # noqa: PLC0415 - the same

        storage, targets, files = SqlStorage(self.database), {MODEL: ModelTarget(self.passports)}, Files()
        standing = AccountStanding(SqlAccountUnits(self.beside))
        return SourceImports(
            Imports(storage, targets, files, self.clock, self.chance),
            Runner(storage, targets, files, standing, self.clock),
        )

    def check_ready(self) -> None:
        """Return when requests can be answered: the database answers and has this code's schema. Else Unavailable."""
        _ready(self.database)

    def demo_address(self) -> str | None:
        """The address for which the demo data was made: its labels and links lead there."""
        return _mark(self.settings).read_text(encoding="utf-8") if self.has_demo() else None

    def has_demo(self) -> bool:
        """Whether this is our own file, made with demo data."""
        return self.settings.owns_database and _mark(self.settings).exists()


def _turtle(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_turtle  # noqa: PLC0415 - a start need not wait for the libraries of RDF

    return to_turtle(document)


def _nquads(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_nquads  # noqa: PLC0415 - the same

    return to_nquads(document)


def _address_key(path: Path) -> bytes:
    """A key of random bytes that all processes over this data folder share; the first one makes it, whole at once."""
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent) as fresh:  # for its owner's eyes only
            fresh.write(clock.random_bytes(_KEY_BYTES))
            fresh.flush()
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_bytes()


def _publisher(settings: Settings) -> Publisher:
    rules = load_rules()
    links = Links(settings.public_url)
    schema = JsonSchemaValidator(rules.current)
    return Publisher(rules, schema, links, clock.random_bytes, settings.operator, settings.destinations)


def _keeping(settings: Settings, database: Database, passports: Passports) -> Keeping:
    schema, rules = DocumentSchema("passport-package", "1.0"), passports.publisher.rules
    return Keeping(SqlHeldStorage(database), schema, rules, Links(settings.public_url), clock.utc_now)


def _deliveries(
    settings: Settings, database: Database, publisher: Publisher, closing: ExitStack
) -> dict[Destination, Delivery]:
    """A worker for each configured destination; none is the default."""
    if not settings.destinations:
        return {}
    from dpp.adapters import destinations  # noqa: PLC0415 - a start need not wait for the libraries of HTTP

    means = destinations.Means(SqlStorage(database), Links(settings.public_url), clock.utc_now, clock.random_bytes)
    deliveries = {}
    if settings.registry_url is not None:
        registry = destinations.Provider(settings.registry_url, _secret(settings.registry_key))
        delivery = destinations.registry(means, registry, settings.backup_operator_id, closing)
        deliveries[Destination.REGISTRY] = delivery
    if settings.backup_url is not None:
        provider = destinations.Provider(settings.backup_url, _secret(settings.backup_key))
        deliveries[Destination.BACKUP] = destinations.backup(means, provider, publisher.rules, closing)
    return deliveries


def _secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _claiming(database: Database, directory: Directory, passports: Passports) -> ClaimUseCases:
    storage, now, chance = SqlStorage(database), clock.utc_now, clock.random_bytes
    return ClaimUseCases(
        claims=Claims(storage, directory, now, chance),
        takeover=TakeOver(storage, passports.publisher, directory, load_register(), now),
        contradictions=Contradictions(storage, passports, directory, now, chance, reply_term()),
    )


def _use_cases(settings: Settings, database: Database, directory: Directory, publisher: Publisher) -> UseCases:
    storage = SqlLifecycleStorage(database)
    recorder = Recorder(publisher, clock.utc_now, clock.random_bytes)
    codes = OwnCodes(settings.hosts, read_asset_tags(settings.asset_tags))
    return UseCases(
        devices=Devices(storage, recorder, directory),
        intake=Intake(storage, recorder, directory, codes),
        scans=Scans(storage, codes, clock.utc_now),
        evidence=Evidence(storage, recorder),
        routing=Routing(storage, recorder, directory, PackagedPolicies()),
        consignments=Consignments(storage, recorder, directory),
        worklist=Worklist(storage),
        found_reports=_found_reports(settings, storage),
        labelling=Labelling(storage, recorder, codes),
    )


def _found_reports(settings: Settings, storage: SqlLifecycleStorage) -> FoundReports:
    log = AccessLog(clock.random_bytes, settings.controlled_reads_per_day)
    kept = timedelta(days=settings.found_reports_kept_days)
    return FoundReports(storage, clock.utc_now, clock.random_bytes, log, kept)


@cache
def document_checking() -> Checking:
    """The public validator; it needs no database."""
    catalogue = load_rules().current
    return Checking(catalogue, JsonSchemaValidator(catalogue), DocumentSchema("untp-passport", "0.7"))


class _Abroad:
    """`ForeignPages` made when somebody asks for the first: a start need not wait for the libraries of HTTP."""

    @cached_property
    def _pages(self) -> ForeignPages:
        from dpp.adapters.foreign import HttpForeignPages  # noqa: PLC0415 - see above

        return HttpForeignPages()

    def fetch(self, address: str) -> Answer:
        return self._pages.fetch(address)


def _foreign(settings: Settings) -> ForeignPassports:
    turns = Buckets(_FOREIGN_PER_MINUTE)
    return ForeignPassports(_Abroad(), document_checking(), settings.hosts, clock.utc_now, turns.take)


def _importing(database: Database, beside: Database, passports: Passports, use: UseCases) -> Importing:
    storage, files, bell = SqlLifecycleStorage(database), Files(), Bell.new()
    people = SqlAccountUnits(beside)
    targets: Mapping[str, Target[Any]] = MappingProxyType(
        {
            "model": ModelTarget(passports),
            "item": ItemTarget(passports),
            "device": DeviceTarget(use.devices, OrganisationsByName(people)),
        }
    )
    standing, now = AccountStanding(people), clock.utc_now
    return Importing(
        imports=Imports(storage, targets, files, now, clock.random_bytes, bell.rung.set),
        column_maps=ColumnMaps(storage, targets, now),
        runner=Runner(storage, targets, files, standing, now, stopping=bell.stopping.is_set),
        clock=now,
        bell=bell,
        lock=Lock(),
    )


def log_signer(settings: Settings) -> "KeyFile":
    """The keys of the log. Its name is that of the address under which it is read."""
    from dpp.adapters.log.keys import KeyFile  # noqa: PLC0415 - a start need not wait for cryptography

    given, address = settings.log_key_file, urlsplit(settings.public_url)
    name = f"{address.netloc}{address.path}/log"
    return KeyFile(given or settings.data_dir / "log.keys", name, made_here=given is None)


def log_files(folder: Path) -> LogFiles:
    """A published log in a folder."""
    return FolderFiles(folder, folder / ".lock")


def witness(settings: Settings, key: Path | None, name: str | None) -> Witness:
    """This service as a witness of other logs, with its key (made at first use) and its memory."""
    from dpp.adapters.log.keys import KeyFile  # noqa: PLC0415 - a start need not wait for cryptography
    from dpp.adapters.log.memory import FolderMemory  # noqa: PLC0415 - the same

    address = urlsplit(settings.public_url)
    named = name or f"{address.netloc}{address.path}/witness"
    keys = KeyFile(key or settings.data_dir / "witness.keys", named, KeyKind.COSIGNATURE)
    memory = FolderMemory(settings.data_dir / "witness")
    return Witness(keys.signing[0].verifier, keys.signing[0].sign, memory, clock.utc_now)


def archived_past_term(parts: Parts, on: date) -> tuple[PastTerm, ...]:
    """The archived passports that are past the term for which they are kept."""
    return past_term(SqlArchive(parts.database), load_retention(), on)


def load_demo(parts: Parts, progress: Progress) -> None:
    """Fill an empty database with the demonstration, through the services. Refused when it has an administrator."""
    actors = open_demo_accounts(parts.accounts)
    progress("accounts", len(actors))
    live(Stage(parts.passports, parts.use, actors, parts.clock().date()), progress)


def demo_accounts() -> tuple[list[tuple[str, str, str]], str]:
    """Sign-in name, organisation and roles of each demo account, and the password that all of them share."""
    rows = [
        (account.sign_in_name, draft.name, ", ".join(sorted(account.roles)))
        for draft in demo.drafts()
        for account in draft.accounts
    ]
    return rows, demo.DEMO_PASSWORD


def make_own_database(settings: Settings, progress: Progress) -> None:
    """Make our own file with demo data, if we use our own file and it is not there yet.

    It is made under another name and takes its place when it is whole: a first run that was broken off starts again.
    """
    path = _own_file(settings)
    if not settings.owns_database or path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    for part in path.parent.glob(f"{unfinished.name}*"):
        part.unlink()
    with Parts.opened(settings.model_copy(update={"database_url": f"sqlite:///{unfinished.resolve()}"})) as parts:
        migrate.upgrade(parts.database)
        load_demo(parts, progress)
    _mark(settings).write_text(settings.public_url, encoding="utf-8")
    unfinished.replace(path)


def _own_file(settings: Settings) -> Path:
    return settings.data_dir / "kringpas.sqlite"


def _mark(settings: Settings) -> Path:
    return settings.data_dir / "kringpas.has-demo"


def open_database(settings: Settings) -> Database:
    """The configured database; the data folder is made where it is not there yet."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(settings.database)


def _ready(database: Database) -> None:
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        revision = migrate.current(database)
    except SQLAlchemyError as error:
        raise Unavailable(
            message("The database does not answer."),
            remedy=message("Look whether it runs, and whether KRINGPAS_DATABASE_URL names it."),
        ) from error
    if revision != migrate.head():
        raise Unavailable(
            message(
                "The database has schema {found}, this version needs {wanted}.", found=revision, wanted=migrate.head()
            ),
            remedy=message("Run 'kringpas migrate'."),
        )
