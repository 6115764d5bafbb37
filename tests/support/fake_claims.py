"""Claims, own data and contradictions in memory: dictionaries of frozen rows, as `FakeStorage` copies them.

`FakeStores` gives them the models and the passports of the same moment.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.claims.claim import ClaimId, ModelClaim
from dpp.domain.claims.contradiction import Contradiction, ContradictionId, ContradictionState, state_at
from dpp.domain.claims.scope import Scope
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.claims.ports import Concerned, OwnData
from dpp.service.ports import StoredModel, StoredPassport


@dataclass
class FakeClaims:
    rows: dict[ClaimId, ModelClaim] = field(default_factory=dict)
    models: dict[PassportId, StoredModel] = field(default_factory=dict)

    def add(self, claim: ModelClaim) -> None:
        self.rows[claim.claim_id] = claim

    def add_step(self, claim: ModelClaim) -> None:
        if len(self.rows[claim.claim_id].steps) != len(claim.steps) - 1:
            raise Conflict(message("Somebody else was first."))
        self.rows[claim.claim_id] = claim

    def get(self, claim_id: ClaimId) -> ModelClaim | None:
        return self.rows.get(claim_id)

    def some(
        self, organisation: OrganisationId | None, limit: int, offset: int, *, waiting: bool | None = None
    ) -> Sequence[ModelClaim]:
        found = self._newest_first(organisation, waiting=waiting)
        return (found[::-1] if waiting else found)[offset : offset + limit]

    def count(self, organisation: OrganisationId | None, *, waiting: bool | None = None) -> int:
        return len(self._newest_first(organisation, waiting=waiting))

    def approved(self) -> Sequence[ModelClaim]:
        return [claim for claim in self._newest_first(None) if claim.is_approved]

    def _newest_first(self, organisation: OrganisationId | None, *, waiting: bool | None = None) -> list[ModelClaim]:
        whose = (row for row in self.rows.values() if organisation in {None, row.organisation})
        found = (row for row in whose if waiting in {None, len(row.steps) == 1})
        return sorted(found, key=lambda claim: (claim.steps[0].at, claim.claim_id), reverse=True)

    def counts(self, scopes: Sequence[Scope]) -> Sequence[int]:
        return [len(self.candidates(scope)) for scope in scopes]

    def candidates(self, scope: Scope) -> Sequence[PassportId]:
        found = (model for model in self.models.values() if scope.covers(_elements(model)))
        return [model.model_id for model in sorted(found, key=lambda model: (model.brand, model.name))]


@dataclass
class FakeOwnData:
    rows: dict[tuple[ClaimId, PassportId], OwnData] = field(default_factory=dict)

    def put(self, data: OwnData) -> None:
        self.rows[data.claim_id, data.passport_id] = data

    def get(self, claim_id: ClaimId, passport_id: PassportId) -> OwnData | None:
        return self.rows.get((claim_id, passport_id))

    def models_of(self, claim_id: ClaimId) -> frozenset[PassportId]:
        return frozenset(passport for claim, passport in self.rows if claim == claim_id)


@dataclass
class FakeContradictions:
    rows: dict[ContradictionId, Contradiction] = field(default_factory=dict)
    passports: dict[PassportId, StoredPassport] = field(default_factory=dict)

    def add(self, contradiction: Contradiction) -> None:
        self.rows[contradiction.contradiction_id] = contradiction

    def add_step(self, contradiction: Contradiction) -> None:
        if len(self.rows[contradiction.contradiction_id].steps) != len(contradiction.steps) - 1:
            raise Conflict(message("Somebody else was first."))
        self.rows[contradiction.contradiction_id] = contradiction

    def get(self, contradiction_id: ContradictionId) -> Contradiction | None:
        return self.rows.get(contradiction_id)

    def of_passport(self, passport_id: PassportId) -> Sequence[Contradiction]:
        return self._sorted(row for row in self.rows.values() if row.passport_id == passport_id)

    def contradicted(self, models: Collection[PassportId]) -> frozenset[PassportId]:
        return frozenset(row.passport_id for row in self.rows.values()) & frozenset(models)

    def some(self, concerned: Concerned, limit: int, offset: int = 0) -> Sequence[Contradiction]:
        return self._concerning(concerned)[offset:][:limit]

    def count(self, concerned: Concerned) -> int:
        return len(self._concerning(concerned))

    def unanswered(self, concerned: Concerned, now: datetime) -> int:
        return sum(state_at(row, now) is ContradictionState.AWAITING_REPLY for row in self._own(concerned))

    def _concerning(self, concerned: Concerned) -> list[Contradiction]:
        own = self._own(concerned)
        filed = (row for row in self.rows.values() if row.organisation == concerned.organisation and row not in own)
        return [*own, *self._sorted(filed)[::-1]]

    def _own(self, concerned: Concerned) -> list[Contradiction]:
        mine = {each.passport_id for each in self.passports.values() if each.organisation == concerned.organisation}
        return self._sorted(row for row in self.rows.values() if row.passport_id in mine | concerned.models)[::-1]

    @staticmethod
    def _sorted(rows: Any) -> list[Contradiction]:
        return sorted(rows, key=lambda row: (row.filed_at, row.contradiction_id))


def _elements(model: StoredModel) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(b"{" + model.elements.removeprefix(b",") + b"}")
    return content
