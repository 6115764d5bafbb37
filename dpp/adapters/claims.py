"""Claims on models, and own data, in SQL: the stores behind `dpp.service.claims.ports`."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.claims import ModelClaimRow, ModelClaimStepRow, ModelOwnDataRow
from dpp.adapters.rows.passports import Gs1KeyRow, ModelPartRow
from dpp.domain.actor import OrganisationId
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState, ClaimStep, ModelClaim
from dpp.domain.claims.scope import Scope, ScopeKind
from dpp.domain.opaque import PassportId
from dpp.service.claims.ports import OwnData

_GROUPS_IN_EPREL = ("display", "phone")
_MODEL_PATH = len("/01/09520000074203")
_AFTER_INDICATOR = len("/01/0")
_BY_LINES = frozenset({ScopeKind.EPREL_NUMBERS, ScopeKind.SUPPLIER})
_AT_ONCE = 500
_PREFIXES_AT_ONCE = 50
"""Ten conditions each: SQLite refuses an expression that is deeper than a thousand."""


class SqlClaims:
    """`ClaimStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, claim: ModelClaim) -> None:
        row = ModelClaimRow(
            claim_id=claim.claim_id,
            organisation=claim.organisation,
            operator=claim.operator,
            capacity=claim.capacity,
            ground=claim.ground,
            scope_kind=claim.scope.kind,
            scope="\n".join(claim.scope.values),
        )
        self._session.add(row)
        self._session.flush()
        self.add_step(claim)

    def add_step(self, claim: ModelClaim) -> None:
        row = ModelClaimStepRow(claim_id=claim.claim_id, number=len(claim.steps), **values_of(claim.steps[-1]))
        add_contested(self._session, row)

    def get(self, claim_id: ClaimId) -> ModelClaim | None:
        row = self._session.get(ModelClaimRow, claim_id)
        return None if row is None else self._claims([row])[0]

    def some(
        self, organisation: OrganisationId | None, limit: int, offset: int, *, waiting: bool | None = None
    ) -> Sequence[ModelClaim]:
        step, asked = ModelClaimStepRow, select(ModelClaimRow).where(*_kind(organisation, waiting=waiting))
        first = asked.join(step, and_(col(step.claim_id) == col(ModelClaimRow.claim_id), col(step.number) == 1))
        order = [col(step.at), col(step.claim_id)]
        ordered = first.order_by(*(order if waiting else [each.desc() for each in order]))
        return self._claims(self._session.exec(ordered.limit(limit).offset(offset)).all())

    def count(self, organisation: OrganisationId | None, *, waiting: bool | None = None) -> int:
        asked = select(func.count()).select_from(ModelClaimRow)
        return self._session.exec(asked.where(*_kind(organisation, waiting=waiting))).one()

    def approved(self) -> Sequence[ModelClaim]:
        """Only what was approved can be ended (`dpp.domain.claims.claim`)."""
        step, ended = ModelClaimStepRow, aliased(ModelClaimStepRow)
        was_ended = exists().where(col(ended.claim_id) == col(step.claim_id), col(ended.state) == ClaimState.ENDED)
        approved = select(step.claim_id).where(step.state == ClaimState.APPROVED, ~was_ended)
        found = self._session.exec(select(ModelClaimRow).where(col(ModelClaimRow.claim_id).in_(approved)))
        return sorted(self._claims(found.all()), key=lambda claim: (claim.steps[0].at, claim.claim_id), reverse=True)

    def candidates(self, scope: Scope) -> Sequence[PassportId]:
        return self._by_name(self._covered([scope])[0])

    def counts(self, scopes: Sequence[Scope]) -> Sequence[int]:
        covered = self._covered(scopes)
        models = set(self._by_name(set[str]().union(*covered)))
        return [len(models & each) for each in covered]

    def _covered(self, scopes: Sequence[Scope]) -> list[set[str]]:
        """By GTIN from the index of GS1 paths; by EPREL from the public lines of the models that can have a number."""
        by_path = self._by_path({path for scope in scopes for path in _paths(scope)})
        by_prefix = self._by_prefix({scope.values[0] for scope in scopes if scope.kind is ScopeKind.COMPANY_PREFIX})
        by_lines = self._by_lines({scope for scope in scopes if scope.kind in _BY_LINES})
        return [
            by_lines.get(scope, set())
            | {model for path in _paths(scope) for model in by_path.get(path, ())}
            | (by_prefix[scope.values[0]] if scope.kind is ScopeKind.COMPANY_PREFIX else set())
            for scope in scopes
        ]

    def _by_path(self, paths: Collection[str]) -> dict[str, set[str]]:
        wanted, found = sorted(paths), dict[str, set[str]]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = col(Gs1KeyRow.uri).in_(wanted[start : start + _AT_ONCE])
            for uri, model in self._session.exec(select(Gs1KeyRow.uri, Gs1KeyRow.passport_id).where(some)):
                found.setdefault(uri, set()).add(model)
        return found

    def _by_prefix(self, prefixes: Collection[str]) -> dict[str, set[str]]:
        """Any indicator digit may stand before the company prefix."""
        found: dict[str, set[str]] = {prefix: set() for prefix in prefixes}
        wanted = sorted(prefixes)
        for start in range(0, len(wanted), _PREFIXES_AT_ONCE):
            some = wanted[start : start + _PREFIXES_AT_ONCE]
            starts = (col(Gs1KeyRow.uri).like(f"/01/{digit}{prefix}%") for prefix in some for digit in range(10))
            paths = select(Gs1KeyRow.uri, Gs1KeyRow.passport_id).where(
                or_(*starts), func.length(Gs1KeyRow.uri) == _MODEL_PATH
            )
            for uri, model in self._session.exec(paths):
                for prefix in some:
                    if uri.startswith(prefix, _AFTER_INDICATOR):
                        found[prefix].add(model)
        return found

    def _by_lines(self, scopes: Collection[Scope]) -> dict[Scope, set[str]]:
        """Every line is read once, whatever the number of scopes."""
        found: dict[Scope, set[str]] = {scope: set() for scope in scopes}
        if not scopes:
            return found
        rows = select(ModelPartRow.model_id, ModelPartRow.elements).where(col(ModelPartRow.group).in_(_GROUPS_IN_EPREL))
        for model, lines in self._session.exec(rows.execution_options(yield_per=_AT_ONCE)):
            elements = _read_lines(lines)
            for scope in scopes:
                if scope.covers(elements):
                    found[scope].add(model)
        return found

    def _by_name(self, models: set[str]) -> list[PassportId]:
        """In the order in which people look for them."""
        wanted, named = sorted(models), list[tuple[str, str, str]]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = col(ModelPartRow.model_id).in_(wanted[start : start + _AT_ONCE])
            named += self._session.exec(
                select(ModelPartRow.brand, ModelPartRow.name, ModelPartRow.model_id).where(some)
            ).all()
        return [PassportId(model_id) for _, _, model_id in sorted(named)]

    def _claims(self, rows: Sequence[ModelClaimRow]) -> list[ModelClaim]:
        steps: dict[str, list[ClaimStep]] = {}
        ids = [row.claim_id for row in rows]
        for start in range(0, len(ids), _AT_ONCE):
            some = col(ModelClaimStepRow.claim_id).in_(ids[start : start + _AT_ONCE])
            for row in self._session.exec(
                select(ModelClaimStepRow).where(some).order_by(col(ModelClaimStepRow.number))
            ):
                steps.setdefault(row.claim_id, []).append(stored_from(ClaimStep, row, state=ClaimState(row.state)))
        return [_claim(row, steps[row.claim_id]) for row in rows]


class SqlOwnData:
    """`OwnDataStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, data: OwnData) -> None:
        self._session.merge(ModelOwnDataRow(**values_of(data)))
        self._session.flush()

    def get(self, claim_id: ClaimId, passport_id: PassportId) -> OwnData | None:
        row = self._session.get(ModelOwnDataRow, (claim_id, passport_id))
        return None if row is None else stored_from(OwnData, row)

    def models_of(self, claim_id: ClaimId) -> frozenset[PassportId]:
        found = select(ModelOwnDataRow.passport_id).where(ModelOwnDataRow.claim_id == claim_id)
        return frozenset(map(PassportId, self._session.exec(found)))


def _paths(scope: Scope) -> tuple[str, ...]:
    return tuple(f"/01/{gtin}" for gtin in scope.values) if scope.kind is ScopeKind.GTINS else ()


def _kind(organisation: OrganisationId | None, *, waiting: bool | None) -> list[ColumnElement[bool]]:
    """Claims of an organisation, or of all: those that have no step after the first, those that have one, or both."""
    row, later = ModelClaimRow, aliased(ModelClaimStepRow)
    answered = exists().where(col(later.claim_id) == col(row.claim_id), col(later.number) > 1)
    whose = [] if organisation is None else [col(row.organisation) == organisation]
    return whose if waiting is None else [*whose, ~answered if waiting else answered]


def _claim(row: ModelClaimRow, steps: list[ClaimStep]) -> ModelClaim:
    scope = Scope(ScopeKind(row.scope_kind), tuple(row.scope.split("\n")))
    return stored_from(ModelClaim, row, capacity=Capacity(row.capacity), scope=scope, steps=tuple(steps))


def _read_lines(elements: bytes) -> dict[str, Any]:
    """The public elements of a model, from its prepared lines (`dpp.domain.parts`)."""
    content: dict[str, Any] = json.loads(b"{" + elements.removeprefix(b",") + b"}")
    return content
