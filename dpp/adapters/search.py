"""The index of models in SQL. Whoever puts the public part of a model indexes it (`index`), in the same transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.rows.passports import ModelPartRow, PassportRow
from dpp.adapters.rows.search import ModelFacetRow, ModelSearchRow
from dpp.domain.comparison import facets_of, words_of
from dpp.domain.opaque import PassportId
from dpp.service.finding_models import FoundModel, Wanted

_OFFERED = ("active", "inactive")
_AT_ONCE = 500


def index(session: Session, model_id: str, lines: bytes) -> None:
    """Put what one model is found by, from the public lines of its elements."""
    elements: dict[str, Any] = json.loads(b"{" + lines.removeprefix(b",") + b"}")
    if not {"productGroup", "brand", "modelName"} <= elements.keys():
        return
    group, brand, name = elements["productGroup"], elements["brand"], elements["modelName"]
    words = words_of(elements)
    session.merge(ModelSearchRow(model_id=model_id, group=group, brand=brand, name=name, words=words))
    session.flush()
    facets = [
        {"model_id": model_id, "facet": facet, "number": number}
        for facet, number in facets_of(elements, load_catalogue()).items()
    ]
    connection = session.connection()
    connection.execute(delete(ModelFacetRow).where(col(ModelFacetRow.model_id) == model_id))
    if facets:
        connection.execute(insert(ModelFacetRow), facets)


class SqlSearch:
    """`ModelSearch` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, wanted: Wanted) -> Sequence[FoundModel]:
        row = ModelSearchRow
        shown: tuple[Any, ...] = (row.model_id, row.group, row.brand, row.name, PassportRow.version)
        asked: Any = sql_select(*shown)
        asked = self._narrowed(asked, wanted, *_own(wanted))
        if wanted.order is not None:
            facet = ModelFacetRow
            here = (facet.model_id == row.model_id) & (facet.facet == wanted.order.facet)
            number = col(facet.number)
            asked = asked.outerjoin(facet, here).order_by(
                number.is_(None), number.desc() if wanted.order.descending else number.asc()
            )
        asked = asked.order_by(row.brand, row.name, row.model_id).offset(wanted.offset).limit(wanted.limit)
        found = self._session.execute(asked).all()
        facets = self._facets([each[0] for each in found])
        return [
            FoundModel(PassportId(model), group, brand, name, version, facets.get(model, {}))
            for model, group, brand, name, version in found
        ]

    def count(self, wanted: Wanted) -> int:
        asked = self._narrowed(select(func.count(col(ModelSearchRow.model_id))), wanted, *_own(wanted))
        return int(self._session.execute(asked).scalar_one())

    def makers(self, wanted: Wanted) -> Mapping[str, int]:
        return self._counts(ModelSearchRow.brand, wanted, *_of_group(wanted))

    def groups(self, wanted: Wanted) -> Mapping[str, int]:
        return self._counts(ModelSearchRow.group, wanted, *_of_maker(wanted))

    def fill(self, *, all_again: bool = False) -> int:
        part = ModelPartRow
        asked = select(part.model_id)
        if not all_again:
            asked = asked.where(col(part.model_id).not_in(select(ModelSearchRow.model_id)))
        ids = self._session.exec(asked).all()
        for start in range(0, len(ids), _AT_ONCE):
            some = select(part.model_id, part.elements).where(col(part.model_id).in_(ids[start : start + _AT_ONCE]))
            for model_id, lines in self._session.exec(some).all():
                index(self._session, model_id, lines)
        return len(ids)

    def _counts(self, column: Any, wanted: Wanted, *more: ColumnElement[bool]) -> dict[str, int]:
        asked = self._narrowed(select(column, func.count()), wanted, *more).group_by(column).order_by(column)
        return {str(row[0]): int(row[1]) for row in self._session.execute(asked)}

    def _narrowed(self, asked: Any, wanted: Wanted, *more: ColumnElement[bool]) -> Select[Any]:
        row, passport, facet = ModelSearchRow, PassportRow, ModelFacetRow
        narrowed = asked.select_from(row).join(passport, passport.passport_id == row.model_id)
        narrowed = narrowed.where(col(passport.status).in_(_OFFERED), *more)
        for word in wanted.words:
            narrowed = narrowed.where(col(row.words).contains(word, autoescape=True))
        for bound in wanted.bounds:
            fitting = select(facet.model_id).where(facet.facet == bound.facet)
            if bound.low is not None:
                fitting = fitting.where(facet.number >= bound.low)
            if bound.high is not None:
                fitting = fitting.where(facet.number <= bound.high)
            narrowed = narrowed.where(col(row.model_id).in_(fitting))
        chosen: Select[Any] = narrowed
        return chosen

    def _facets(self, models: Sequence[str]) -> dict[str, dict[str, float]]:
        row = ModelFacetRow
        asked = select(row.model_id, row.facet, row.number).where(col(row.model_id).in_(models))
        facets: dict[str, dict[str, float]] = {}
        for model, facet, number in self._session.exec(asked):
            facets.setdefault(model, {})[facet] = number
        return facets


def _own(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return (*_of_maker(wanted), *_of_group(wanted))


def _of_maker(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return () if wanted.maker is None else (col(ModelSearchRow.brand) == wanted.maker,)


def _of_group(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return () if wanted.group is None else (col(ModelSearchRow.group) == wanted.group,)
