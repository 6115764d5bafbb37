"""What public sources say, held against the model passports that there are.

Rules:
1. A registration or report that fits one model changes the elements of that model that it has; its identity stays as
   it was. A registration that fits none becomes a new model; a report that fits none is refused.
2. What fits two models, two reports about one model, a number that another maker's passport names, and a model that has
   the name but not the number of a registration: each is refused, and a person decides.
3. Each row passes every gate that publishing has before it is handed on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity, ProductGroup
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical
from dpp.domain.repairability.findings import warnings
from dpp.domain.sources.eprel.groups import EprelGroup
from dpp.domain.sources.eprel.product import read_product
from dpp.domain.sources.footprints import COLUMNS, group_of, read_footprint
from dpp.domain.sources.matching import KnownModel, Models
from dpp.domain.sources.merging import patch
from dpp.domain.sources.notes import SourceRow
from dpp.service.ports import PassportStorage
from dpp.service.publishing import Publisher
from dpp.service.sources.ports import Product
from dpp.service.sources.rows import SourceRows


@dataclass(frozen=True)
class Sources:
    """Both methods only read; the import that takes the rows writes."""

    storage: PassportStorage
    publisher: Publisher

    def eprel(self, actor: Actor, products: Iterable[Product], group: EprelGroup | None = None) -> SourceRows:
        """Registrations as rows. `group` is the one that they were listed in."""
        PERMISSIONS.check("read_sources", actor)
        models = self._models()
        catalogue = self.publisher.catalogue
        read = (read_product(line, product, catalogue, group) for line, product in enumerate(products, start=1))
        rows = tuple(self._gated(_placed(row, models), models) for row in read)
        return SourceRows("EPREL" if group is None else f"EPREL, {group.code}", rows)

    def footprints(self, actor: Actor, name: str, table: Sequence[Mapping[str, str]]) -> SourceRows:
        """Makers' footprints as rows; `table` has the columns of `dpp.domain.sources.footprints`."""
        PERMISSIONS.check("read_sources", actor)
        _check_columns(table)
        models = self._models()
        fits = [_fitting(row, models) for row in table]
        about: dict[str, list[int]] = defaultdict(list)
        for line, found in enumerate(fits, start=1):
            if len(found) == 1:
                about[found[0].passport_id].append(line)
        rows = (
            _of_model(read_footprint(line, row), found, about)
            for line, (row, found) in enumerate(zip(table, fits, strict=True), start=1)
        )
        judged = (
            row if group_of(raw) else _refused(row, "$.subcategory", message("No passports are kept of such products."))
            for row, raw in zip(rows, table, strict=True)
        )
        return SourceRows(name, tuple(self._gated(row, models) for row in judged))

    def _models(self) -> Models:
        return Models(self._known())

    def _known(self) -> Iterator[KnownModel]:
        with self.storage.reading() as reads:
            for model in reads.models.all():
                passport = reads.passports.get(model.model_id)
                assert passport is not None
                yield KnownModel(model.model_id, self.publisher.own_elements(reads, passport))

    def _gated(self, row: SourceRow, models: Models) -> SourceRow:
        """Rule 3, for the whole passport as it will be."""
        if row.problems:
            return row
        before = {} if row.about is None else models.known[row.about].elements
        whole = {**before, **row.elements}
        try:
            self.publisher.checked(canonical(whole), Granularity.MODEL)
        except InvalidInput as error:
            return replace(row, problems=error.problems or (Problem("$", error.what),))
        return replace(row, findings=warnings(whole))


def _placed(row: SourceRow, models: Models) -> SourceRow:
    """Rules 1 and 2, for a registration."""
    if row.problems:
        return row
    own = models.registered(row.elements["eprelRegistrationNumber"], row.elements["brand"])
    if len(own) == 1:
        return _about(row, own[0])
    doubt = _doubt(row, own, models)
    return row if doubt is None else replace(row, problems=(doubt,))


def _doubt(row: SourceRow, own: tuple[KnownModel, ...], models: Models) -> Problem | None:
    """Why it is not certain that a registration is of a new model."""
    number, supplier, name = (row.elements[key] for key in ("eprelRegistrationNumber", "brand", "modelName"))
    if own:
        say = message("Several passports name registration {number}: {ids}.", number=number, ids=_ids(own))
        return Problem("$.eprelRegistrationNumber", say)
    if others := models.with_number(number):
        say = message(
            "Registration {number} is of {supplier}, and a passport of another maker names it: {ids}.",
            number=number,
            supplier=supplier,
            ids=_ids(others),
        )
        return Problem("$.supplierOrTrademark", say)
    if alike := models.with_gtin(row.elements.get("gtin", "")):
        say = message(
            "There is a passport with this GTIN that does not name registration {number}: {ids}.",
            number=number,
            ids=_ids(alike),
        )
        return Problem("$.otherIdentifiers", say)
    if alike := models.named(supplier, name, ProductGroup(row.elements["productGroup"])):
        say = message(
            "There is a passport with this name that does not name registration {number}: {ids}. "
            "A model text alone does not say that it is the same model.",
            number=number,
            ids=_ids(alike),
        )
        return Problem("$.modelIdentifier", say)
    return None


def _fitting(row: Mapping[str, str], models: Models) -> tuple[KnownModel, ...]:
    group = group_of(row)
    return models.named(row.get("manufacturer") or "", row.get("name") or "", group) if group else ()


def _of_model(row: SourceRow, found: tuple[KnownModel, ...], about: Mapping[str, list[int]]) -> SourceRow:
    """Rules 1 and 2, for a report."""
    if row.problems:
        return row
    if not found:
        return _refused(row, "$.name", message("No model passport has this maker and name."))
    if len(found) > 1:
        return _refused(row, "$.name", message("Several model passports fit: {ids}.", ids=_ids(found)))
    lines = about[found[0].passport_id]
    if len(lines) > 1:
        say = message(
            "Rows {lines} are all about {model}.",
            lines=", ".join(map(str, lines)),
            model=found[0].says("modelName"),
        )
        return _refused(row, "$.name", say)
    return _about(row, found[0])


def _about(row: SourceRow, model: KnownModel) -> SourceRow:
    return replace(row, elements=patch(model.elements, row.elements), about=model.passport_id)


def _refused(row: SourceRow, path: str, what: Message) -> SourceRow:
    return replace(row, problems=(*row.problems, Problem(path, what)))


def _ids(models: Iterable[KnownModel]) -> str:
    return ", ".join(sorted(model.passport_id for model in models))


def _check_columns(table: Sequence[Mapping[str, str]]) -> None:
    missing = COLUMNS - set(table[0]) if table else set()
    if missing:
        raise InvalidInput(
            message("The file lacks columns: {missing}.", missing=", ".join(sorted(missing))),
            remedy=message("It must have the columns of Boavizta's list of product carbon footprints."),
        )
