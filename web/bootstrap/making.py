"""How accounts and the parts of passports are made of their adapters."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from dpp.adapters import clock
from dpp.adapters.catalogue import load_rules
from dpp.adapters.database import Database
from dpp.adapters.held_copies import SqlHeldStorage
from dpp.adapters.labels.printer import QrCodes
from dpp.adapters.registers import load_register, reply_term
from dpp.adapters.validation import DocumentSchema, JsonSchemaValidator
from dpp.adapters.work import SqlStorage
from dpp.api.limits import Buckets
from dpp.domain.links import Links
from dpp.domain.registration.notices import Destination
from dpp.service.checking import Checking
from dpp.service.claims.claims import Claims
from dpp.service.claims.contradictions import Contradictions
from dpp.service.claims.takeover import TakeOver
from dpp.service.claims.use_cases import ClaimUseCases
from dpp.service.foreign.passports import ForeignPassports
from dpp.service.foreign.ports import Answer, ForeignPages
from dpp.service.holding.keeping import Keeping
from dpp.service.outbox.delivering import Delivery
from dpp.service.passports import Passports
from dpp.service.professionals import Professionals
from dpp.service.publishing import Publisher
from dpp.service.repair_guide_ports import GuideSchema
from lifecycle.domain.permissions import LINKABLE, STATION
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.passwords import Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.service.accounts import Accounts, accounts
from web.settings import Settings

_KEY_BYTES = 32
_FOREIGN_PER_MINUTE = 20
"""How many passports of other providers an account may ask for, in each process."""


def turtle(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_turtle  # noqa: PLC0415 - a start need not wait for the libraries of RDF

    return to_turtle(document)


def nquads(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_nquads  # noqa: PLC0415 - the same

    return to_nquads(document)


def address_key(path: Path) -> bytes:
    """A key of random bytes that all processes over this data folder share; the first one makes it, whole at once."""
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent) as fresh:  # for its owner's eyes only
            fresh.write(clock.random_bytes(_KEY_BYTES))
            fresh.flush()
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_bytes()


def publisher(settings: Settings) -> Publisher:
    rules = load_rules()
    links = Links(settings.public_url)
    schema = JsonSchemaValidator(rules.current)
    return Publisher(rules, schema, links, clock.random_bytes, settings.operator, settings.destinations, settings.hosts)


def passports(
    settings: Settings, database: Database, publisher: Publisher, directory: Directory, register: Professionals
) -> Passports:
    per_day = settings.controlled_reads_per_day
    return Passports(SqlStorage(database), publisher, clock.utc_now, QrCodes(), directory, per_day, register)


def people(database: Database) -> Accounts:
    """Accounts, and what a link of theirs may be bound to."""
    return accounts(
        units=SqlAccountUnits(database),
        hasher=Argon2Hasher(),
        clock=clock.utc_now,
        chance=clock.random_bytes,
        linkable=LINKABLE,
        bindable=STATION,
    )


def keeping(settings: Settings, database: Database, passports: Passports) -> Keeping:
    schema, rules = DocumentSchema("passport-package", "1.0"), passports.publisher.rules
    return Keeping(SqlHeldStorage(database), schema, rules, Links(settings.public_url), clock.utc_now)


def deliveries(
    settings: Settings, database: Database, publisher: Publisher, closing: ExitStack
) -> dict[Destination, Delivery]:
    """A worker for each configured destination; none is the default."""
    if not settings.destinations:
        return {}
    from dpp.adapters import destinations  # noqa: PLC0415 - a start need not wait for the libraries of HTTP

    means = destinations.Means(SqlStorage(database), Links(settings.public_url), clock.utc_now, clock.random_bytes)
    deliveries = {}
    if settings.registry_url is not None:
        registry = destinations.Provider(settings.registry_url, secret(settings.registry_key))
        delivery = destinations.registry(means, registry, settings.backup_operator_id, closing)
        deliveries[Destination.REGISTRY] = delivery
    if settings.backup_url is not None:
        provider = destinations.Provider(settings.backup_url, secret(settings.backup_key))
        deliveries[Destination.BACKUP] = destinations.backup(means, provider, publisher.rules, closing)
    return deliveries


def secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def claiming(database: Database, directory: Directory, passports: Passports) -> ClaimUseCases:
    storage, now, chance = SqlStorage(database), clock.utc_now, clock.random_bytes
    return ClaimUseCases(
        claims=Claims(storage, directory, now, chance),
        takeover=TakeOver(storage, passports.publisher, directory, load_register(), now),
        contradictions=Contradictions(storage, passports, directory, now, chance, reply_term()),
    )


@cache
def guide_schema() -> GuideSchema:
    """What the JSON of a repair guide looks like; it needs no database."""
    return DocumentSchema("repair-guide", "1.0")


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


def foreign(settings: Settings) -> ForeignPassports:
    turns = Buckets(_FOREIGN_PER_MINUTE)
    return ForeignPassports(_Abroad(), document_checking(), settings.hosts, clock.utc_now, turns.take)
