"""The index of models in SQL, kept in the transaction of whoever puts the public part of a model, or its passport.

The status of the passport stands in it too: to look each of them up would take longer than all the rest.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, func, insert
from sqlmodel import Session, col, select

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.rows.passports import ModelPartRow, PassportRow
from dpp.adapters.rows.search import ModelFacetRow, ModelSearchRow
from dpp.adapters.search_index import SqlSearchIndex
from dpp.domain.comparison import facets_of, words_of
from dpp.domain.opaque import PassportId
from dpp.domain.search.models import model_subject
from dpp.service.finding_models import FoundModel, Wanted

_OFFERED, _NEW = ("active", "inactive"), "active"
_AT_ONCE = 500


def index(session: Session, model_id: str, lines: bytes) -> None:
    """Put what one model is found by, from the public lines of its elements."""
    elements: dict[str, Any] = json.loads(b"{" + lines.removeprefix(b",") + b"}")
    if not {"productGroup", "brand", "modelName"} <= elements.keys():
        return
    group, brand, name = elements["productGroup"], elements["brand"], elements["modelName"]
    passport = session.get(PassportRow, model_id)
    status, words = passport.status if passport else _NEW, words_of(elements)
    row = ModelSearchRow(model_id=model_id, status=status, group=group, brand=brand, name=name, words=words)
    session.merge(row)
    session.flush()
    facets = [
        {"model_id": model_id, "facet": facet, "number": number}
        for facet, number in facets_of(elements, load_catalogue()).items()
    ]
    connection = session.connection()
    connection.execute(delete(ModelFacetRow).where(col(ModelFacetRow.model_id) == model_id))
    if facets:
        connection.execute(insert(ModelFacetRow), facets)
    SqlSearchIndex(session).put(model_subject(model_id, elements, is_offered=status in _OFFERED))


def set_status(session: Session, model_id: str, status: str) -> None:
    """Say how the passport of a model stands now."""
    row = session.get(ModelSearchRow, model_id)
    if row is not None and row.status != status:
        row.status = status
        session.flush()
        index(session, model_id, session.get_one(ModelPartRow, model_id).elements)


class SqlSearch:
    """`ModelSearch` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, wanted: Wanted) -> Sequence[FoundModel]:
        row = ModelSearchRow
        asked: Any = select(row.model_id, row.group, row.brand, row.name)
        asked = _narrowed(asked, wanted)
        if wanted.maker is not None:
            asked = asked.where(row.brand == wanted.maker)
        if wanted.group is not None:
            asked = asked.where(row.group == wanted.group)
        if wanted.order is not None:
            facet = ModelFacetRow
            here = (facet.model_id == row.model_id) & (facet.facet == wanted.order.facet)
            number = col(facet.number)
            asked = asked.outerjoin(facet, here).order_by(
                number.is_(None), number.desc() if wanted.order.descending else number.asc()
            )
        asked = asked.order_by(row.brand, row.name, row.model_id).offset(wanted.offset).limit(wanted.limit)
        found = self._session.execute(asked).all()
        models = [each[0] for each in found]
        facets, versions = self._facets(models), self._versions(models)
        return [
            FoundModel(PassportId(model), group, brand, name, versions[model], facets.get(model, {}))
            for model, group, brand, name in found
        ]

    def tally(self, wanted: Wanted) -> Mapping[tuple[str, str], int]:
        row = ModelSearchRow
        asked = _narrowed(select(row.brand, row.group, func.count()), wanted).group_by(row.brand, row.group)
        return {(brand, group): count for brand, group, count in self._session.execute(asked)}

    def batches(self, model: PassportId) -> Sequence[PassportId]:
        row = PassportRow
        asked = select(row.passport_id).where(row.model_id == model, row.granularity == "batch")
        return sorted(PassportId(each) for each in self._session.connection().execute(asked).scalars())

    def items(self, model: PassportId, *, most: int) -> int:
        row = PassportRow
        some = select(row.passport_id).where(row.model_id == model, row.granularity == "item").limit(most)
        counted = select(func.count()).select_from(some.subquery())
        return int(self._session.connection().execute(counted).scalar_one())

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

    def _facets(self, models: Sequence[str]) -> dict[str, dict[str, float]]:
        row = ModelFacetRow
        asked = select(row.model_id, row.facet, row.number).where(col(row.model_id).in_(models))
        facets: dict[str, dict[str, float]] = {}
        for model, facet, number in self._session.exec(asked):
            facets.setdefault(model, {})[facet] = number
        return facets

    def _versions(self, models: Sequence[str]) -> dict[str, int]:
        asked = select(PassportRow.passport_id, PassportRow.version).where(col(PassportRow.passport_id).in_(models))
        return dict(self._session.exec(asked).all())


def _narrowed(asked: Any, wanted: Wanted) -> Select[Any]:
    row, facet = ModelSearchRow, ModelFacetRow
    narrowed = asked.select_from(row).where(col(row.status).in_(_OFFERED))
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
