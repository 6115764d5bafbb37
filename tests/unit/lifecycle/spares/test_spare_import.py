"""Lists of spare parts: each row is judged by itself, as a whole, and said twice it changes nothing."""

from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import VISITOR
from dpp.domain.errors import NotSignedIn
from dpp.domain.imports.rows import ImportRow, Outcome, RowReport
from dpp.domain.imports.run import RunId
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from dpp.service.imports.seen import SeenInRun
from lifecycle.domain.spares.catalogue import Datum, SparePartId
from lifecycle.service.spare_import import FIELDS, SpareTarget
from tests.support.service_world import REPAIRER, ROUTER, World, laptop

BATTERY = {"partNumber": ["G3HTA-061H"], "maker": "Example", "kind": "battery", "energy": 47.4}
SEEN = {"price": 89.5, "currency": "eur", "vat": "excluded", "supplier": "Parts Ltd", "source": "price list"}
PRICED = {**BATTERY, **SEEN, "seenOn": "2026-05-01", "stock": "in-stock"}


class List:
    """Rows taken in over storage in memory."""

    def __init__(self) -> None:
        self.world = World()
        self.spares = self.world.use.spares
        self.target = SpareTarget(self.spares.facts, self.world.publisher)

    def take(self, *rows: dict[str, Any]) -> list[RowReport]:
        numbered = [ImportRow(line, content) for line, content in enumerate(rows, 1)]
        with self.world.storage.writing() as work:
            reports = list(self.target.handle(work, REPAIRER, numbered, SeenInRun(work.imports, RunId("r"))))
            work.commit()
        return reports

    def outcomes(self, *rows: dict[str, Any]) -> list[Outcome]:
        return [report.outcome for report in self.take(*rows)]


@pytest.fixture
def rows() -> List:
    return List()


def test_a_row_makes_a_part_and_another_adds_to_it(rows: List) -> None:
    more = {"partNumber": ["g3hta061h", "916TA135H"], "maker": "EXAMPLE", "nameNl": "Accu"}
    first, second, third = rows.take(PRICED, more, PRICED)
    assert [each.outcome for each in (first, second, third)] == [Outcome.CREATED, Outcome.REVISED, Outcome.UNCHANGED]
    assert first.subject == second.subject == third.subject
    view = rows.spares.catalogue.read(VISITOR, SparePartId(str(first.subject)))
    facts = view.part.facts
    assert (facts.kind, facts.numbers, facts.name_nl) == (PartKind.BATTERY, ("G3HTA-061H", "916TA135H"), "Accu")
    assert [(each.name, str(each.value)) for each in facts.data] == [(Datum.ENERGY, "47.4")]
    assert [(str(each.price.amount), each.price.currency) for each in view.sightings if each.price] == [("89.5", "EUR")]


def test_models_are_named_by_passport_and_by_brand_and_name(rows: List) -> None:
    model = rows.world.passports.register_model(ROUTER, laptop()).passport_id
    named = rows.world.passports.models(ROUTER)[0]
    by_name = {**BATTERY, "fits": [f"{named.brand} / {named.name}"], "fitsSource": "service manual"}
    assert rows.outcomes(by_name, {**by_name, "fits": [model]}) == [Outcome.CREATED, Outcome.UNCHANGED]
    [spare] = rows.spares.catalogue.of_model(VISITOR, PassportId(model)).parts
    assert spare.fit.source == "service manual"


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"maker": "Example"}, "$.partNumber"),
        ({"partNumber": ["X-123"], "maker": "Example"}, "$.kind"),
        ({**BATTERY, "colour": "red"}, "$.colour"),
        ({**BATTERY, "kind": "wheel"}, "$.kind"),
        ({**BATTERY, "price": 4}, "$.supplier"),
        ({**PRICED, "currency": "EURO"}, "$.currency"),
        ({**PRICED, "seenOn": "first of May"}, "$.seenOn"),
        ({**BATTERY, "fits": ["0123456789abcdef"]}, "$.fitsSource"),
        ({**BATTERY, "maker": 7}, "$.maker"),
    ],
)
def test_a_fault_costs_its_whole_row_and_no_other(rows: List, row: dict[str, Any], path: str) -> None:
    refused, taken = rows.take(row, {**BATTERY, "partNumber": ["OTHER-1"]})
    assert (refused.outcome, taken.outcome) == (Outcome.REFUSED, Outcome.CREATED)
    assert path in {problem.path for problem in refused.problems}


def test_a_model_that_is_not_here_leaves_nothing_of_its_row(rows: List) -> None:
    [refused] = rows.take({**BATTERY, "fits": ["Nobody / Nothing"], "fitsSource": "manual"})
    assert refused.outcome is Outcome.REFUSED
    with rows.world.storage.reading() as reads:
        assert reads.spares.numbered({"G3HTA061H"}) == ()


def test_fields_have_kinds_of_passports_and_names_of_their_own(rows: List) -> None:
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    assert not set(names) & set(load_catalogue().elements) - {"stock", "kind"}
    with pytest.raises(NotSignedIn):
        rows.target.check(VISITOR)
