"""The archived passports in SQL: the archive behind `dpp.service.retention`."""

from collections.abc import Iterator

from sqlmodel import col, select

from dpp.adapters.database import Database
from dpp.adapters.rows.passports import ModelPartRow, PassportRow
from dpp.adapters.stores import moment
from dpp.domain.catalogue import ProductGroup
from dpp.domain.opaque import PassportId
from dpp.service.retention import ArchivedPassport

_AT_ONCE = 500


class SqlArchive:
    """`Archive` over a database. An archived passport takes no more changes: its last one put it there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def archived(self) -> Iterator[ArchivedPassport]:
        found = (
            select(PassportRow, ModelPartRow)
            .where(PassportRow.status == "archived", PassportRow.model_id == ModelPartRow.model_id)
            .order_by(col(PassportRow.updated_at), col(PassportRow.passport_id))
            .execution_options(yield_per=_AT_ONCE)
        )
        with self._database.reading() as session:
            for passport, model in session.exec(found):
                yield ArchivedPassport(
                    PassportId(passport.passport_id),
                    passport.granularity,
                    ProductGroup(model.group),
                    f"{model.brand} {model.name}",
                    moment(passport.updated_at).date(),
                )
