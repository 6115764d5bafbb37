"""Erasures in SQL."""

from collections.abc import Mapping, Sequence

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.log import ErasureRow
from dpp.domain.message import message
from dpp.service.log.erasing import Erasure


class SqlErasures:
    """`ErasureStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, erasure: Erasure) -> None:
        add_contested(self._session, ErasureRow(**values_of(erasure)), message("This text was erased already."))

    def known(self, places: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], Erasure]:
        """Those of these events (device key, number), some hundreds at most."""
        row = ErasureRow
        found = self._session.exec(select(row).where(tuple_(col(row.subject), col(row.number)).in_(places)))
        return {(each.subject, each.number): stored_from(Erasure, each) for each in found}
