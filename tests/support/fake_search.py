"""The index of models in memory: it asks the models themselves, at every question."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.comparison import facets_of, words_of
from dpp.domain.opaque import PassportId
from dpp.service.finding_models import Bound, FoundModel, Wanted
from dpp.service.ports import StoredModel, StoredPassport

_NAMES = {"productGroup", "brand", "modelName"}


@dataclass(frozen=True)
class FakeSearch:
    """`ModelSearch` over the rows of the fake stores."""

    models: Mapping[PassportId, StoredModel]
    passports: Mapping[PassportId, StoredPassport]

    def find(self, wanted: Wanted) -> Sequence[FoundModel]:
        found = sorted(self._fitting(wanted), key=lambda model: (model.brand, model.name, model.model_id))
        if wanted.order is not None:
            facet, sign = wanted.order.facet, -1 if wanted.order.descending else 1
            found.sort(key=lambda model: (facet not in model.facets, sign * model.facets.get(facet, 0)))
        return found[wanted.offset : wanted.offset + wanted.limit]

    def tally(self, wanted: Wanted) -> Mapping[tuple[str, str], int]:
        anyone = replace(wanted, maker=None, group=None)
        return Counter((model.brand, model.group) for model in self._fitting(anyone))

    def batches(self, model: PassportId) -> Sequence[PassportId]:
        return sorted(each.passport_id for each in self._of(model, "batch"))

    def items(self, model: PassportId, *, most: int) -> int:
        return min(most, len(self._of(model, "item")))

    def fill(self, *, all_again: bool = False) -> int:
        return len(self.models) if all_again else 0

    def _of(self, model: PassportId, granularity: str) -> list[StoredPassport]:
        return [each for each in self.passports.values() if (each.model_id, each.granularity) == (model, granularity)]

    def _fitting(self, wanted: Wanted) -> Iterator[FoundModel]:
        for model_id, stored in self.models.items():
            passport = self.passports.get(model_id)
            elements: dict[str, Any] = json.loads(b"{" + stored.elements.removeprefix(b",") + b"}")
            if passport is None or passport.status not in {"active", "inactive"} or not elements.keys() >= _NAMES:
                continue
            facets = facets_of(elements, load_catalogue())
            model = FoundModel(model_id, stored.group, stored.brand, stored.name, passport.version, facets)
            named = wanted.maker in {None, model.brand} and wanted.group in {None, model.group}
            said = all(word in words_of(elements) for word in wanted.words)
            if named and said and all(_within(bound, facets) for bound in wanted.bounds):
                yield model


def _within(bound: Bound, facets: Mapping[str, float]) -> bool:
    number = facets.get(bound.facet)
    if number is None:
        return False
    return (bound.low is None or number >= bound.low) and (bound.high is None or number <= bound.high)
