"""Who may find what by the search box, and the index made again for what was there before it."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.adapters.database import Database
from dpp.adapters.search_index import SqlSearchIndex
from dpp.adapters.work import SqlStorage
from dpp.domain.permissions import PERMISSIONS as OF_PASSPORTS
from dpp.domain.search import Kind
from dpp.domain.search.subjects import organisation_subject
from dpp.service.search import Right, Search
from lifecycle.domain.permissions import PERMISSIONS as OF_DEVICES
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.permissions import ACCOUNTS

RIGHTS: Mapping[Kind, Right] = MappingProxyType(
    {
        Kind.DEVICE: Right(OF_DEVICES, "read_device"),
        Kind.MODEL: Right(OF_PASSPORTS, "list_models"),
        Kind.CONSIGNMENT: Right(OF_DEVICES, "read_consignment"),
        Kind.LOT: Right(OF_DEVICES, "read_lot"),
        Kind.REQUEST: Right(OF_DEVICES, "read_request"),
        Kind.REPAIR_ORDER: Right(OF_DEVICES, "read_repair_order"),
        Kind.ORGANISATION: Right(ACCOUNTS, "organisation.list"),
    }
)
"""What somebody must be allowed to read of a thing to find it: the same as to open it."""


def search(database: Database) -> Search:
    return Search(SqlStorage(database), RIGHTS)


def index_organisations(database: Database) -> int:
    """Put every organisation into the index; how many there are."""
    with SqlAccountUnits(database).reading() as reads:
        organisations = reads.organisations.all()
    with database.writing() as session:
        index = SqlSearchIndex(session)
        for each in organisations:
            index.put(organisation_subject(each.id, each.name))
        session.commit()
    return len(organisations)
