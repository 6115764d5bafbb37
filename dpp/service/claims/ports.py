"""What claims, take-over and contradictions need from outside, beside passports."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.claims.claim import ClaimId, ModelClaim
from dpp.domain.claims.contradiction import Contradiction, ContradictionId
from dpp.domain.claims.scope import Scope
from dpp.domain.opaque import PassportId
from dpp.service.ports import PassportReads, PassportWork


@dataclass(frozen=True)
class OwnData:
    """What a claimant says of one model, before it takes the passport over: the bytes as received."""

    claim_id: ClaimId
    passport_id: PassportId
    received: bytes
    sha256: str
    account: AccountId
    recorded_at: datetime


class ClaimStore(Protocol):
    """Claims with their steps. What is there is never changed."""

    def add(self, claim: ModelClaim) -> None:
        """A new claim, with the one step that it has."""
        ...

    def add_step(self, claim: ModelClaim) -> None:
        """The newest step of a claim; Conflict where somebody else was first."""
        ...

    def get(self, claim_id: ClaimId) -> ModelClaim | None: ...
    def some(
        self, organisation: OrganisationId | None, limit: int, offset: int, *, waiting: bool | None = None
    ) -> Sequence[ModelClaim]:
        """Of all, or of an organisation, newest first; `limit` from `offset` on.

        Those that wait for a decision alone come oldest first; where `waiting` is false it is the others alone.
        """
        ...

    def count(self, organisation: OrganisationId | None, *, waiting: bool | None = None) -> int: ...

    def approved(self) -> Sequence[ModelClaim]:
        """Those that count now, newest first."""
        ...

    def candidates(self, scope: Scope) -> Sequence[PassportId]:
        """The models that a scope may cover, by brand and name; the scope itself says which it does."""
        ...

    def counts(self, scopes: Sequence[Scope]) -> Sequence[int]:
        """How many models each of these may cover, asked for all of them at once."""
        ...


class OwnDataStore(Protocol):
    """The claimants' own data of models, one for each model of a claim; a newer one takes its place."""

    def put(self, data: OwnData) -> None: ...
    def get(self, claim_id: ClaimId, passport_id: PassportId) -> OwnData | None: ...
    def models_of(self, claim_id: ClaimId) -> frozenset[PassportId]:
        """The models of a claim for which there are own data."""
        ...


@dataclass(frozen=True)
class Concerned:
    """Whom contradictions concern: an organisation with its passports, and models beside those that it answers for."""

    organisation: OrganisationId
    models: frozenset[PassportId] = frozenset()


class ContradictionStore(Protocol):
    """Contradictions with their steps. What is there is never changed."""

    def add(self, contradiction: Contradiction) -> None:
        """A new contradiction, without steps."""
        ...

    def add_step(self, contradiction: Contradiction) -> None:
        """The newest step of a contradiction; Conflict where somebody else was first."""
        ...

    def get(self, contradiction_id: ContradictionId) -> Contradiction | None: ...
    def of_passport(self, passport_id: PassportId) -> Sequence[Contradiction]:
        """Those of a passport, oldest first."""
        ...

    def contradicted(self, models: Collection[PassportId]) -> frozenset[PassportId]:
        """Those of these models of which there are contradictions."""
        ...

    def some(self, concerned: Concerned, limit: int, offset: int = 0) -> Sequence[Contradiction]:
        """Those of its models first, then what it filed of others; newest first; `limit` from `offset` on."""
        ...

    def count(self, concerned: Concerned) -> int: ...
    def unanswered(self, concerned: Concerned, now: datetime) -> int:
        """How many of its models have no reply and no end yet, within their term."""
        ...


class ClaimReads(PassportReads, Protocol):
    """A consistent look at passports and claims."""

    @property
    def claims(self) -> ClaimStore: ...
    @property
    def own_data(self) -> OwnDataStore: ...
    @property
    def contradictions(self) -> ContradictionStore: ...


class ClaimWork(PassportWork, Protocol):
    """One transaction over passports and claims."""

    @property
    def claims(self) -> ClaimStore: ...
    @property
    def own_data(self) -> OwnDataStore: ...
    @property
    def contradictions(self) -> ContradictionStore: ...


class ClaimStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[ClaimReads]: ...
    def writing(self) -> AbstractContextManager[ClaimWork]: ...


class Claimants(Protocol):
    """What is asked about organisations that claim: their name, and their identifier as economic operator."""

    def names(self, organisations: Collection[OrganisationId]) -> Mapping[OrganisationId, str]: ...
    def identifier(self, organisation: OrganisationId, on: date) -> str | None: ...
