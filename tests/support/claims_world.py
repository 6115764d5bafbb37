"""Makers, third parties and the registry, over the world of the other use cases: whose passport it is."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dpp.adapters.registers import load_register
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState
from dpp.domain.claims.contradiction import Method
from dpp.domain.claims.scope import Scope, ScopeKind, scope_of
from dpp.domain.opaque import PassportId
from dpp.domain.stretch import Onward
from dpp.service.claims.claims import Claims, ClaimView, Request
from dpp.service.claims.contradictions import Contradictions, ContradictionView, Filing
from dpp.service.claims.takeover import TakeOver
from tests.support.fake_organisations import FakeCredential, FakeOrganisation, FakeOrganisations
from tests.support.service_world import ROUTER, World

HMD_ORG, RIVAL_ORG, SHOP_ORG = OrganisationId("hmd"), OrganisationId("rival"), OrganisationId("repair-shop")
HMD_OPERATOR, RIVAL_OPERATOR = "https://id.example.org/417/hmd", "https://id.example.org/417/rival"
HMD = Actor(AccountId("account-of-hmd"), HMD_ORG, frozenset({Role.MANUFACTURER}))
RIVAL = Actor(AccountId("rival"), RIVAL_ORG, frozenset({Role.MANUFACTURER}))
FIXER = Actor(AccountId("account-of-shop"), SHOP_ORG, frozenset({Role.REPAIRER}))
DECIDER = Actor(AccountId("decider"), OrganisationId("drz"), frozenset({Role.ADMINISTRATOR}))
TERM = timedelta(days=14)
ALL = Onward(0, 99)
EPREL = "2238053"


def phone(**more: Any) -> dict[str, Any]:
    """A phone that this registry compiled; a value None leaves an element out."""
    elements = {
        "productGroup": "phone",
        "brand": "HMD",
        "modelName": "Fusion",
        "manufacturerName": "HMD Global",
        "eprelRegistrationNumber": EPREL,
        "repairabilityClass": "A",
        "compiledBy": "Kringpas, from public sources",
    }
    return {name: value for name, value in (elements | more).items() if value is not None}


def encoded(elements: Any) -> bytes:
    return json.dumps(elements).encode()


def _operator(identifier: str) -> tuple[FakeCredential, ...]:
    return (FakeCredential("economic-operator", date(2026, 1, 1), number=identifier),)


def _with_makers(world: World) -> World:
    makers = {
        HMD_ORG: FakeOrganisation("HMD Global Oy", in_state=False, credentials=_operator(HMD_OPERATOR)),
        RIVAL_ORG: FakeOrganisation("Rival", in_state=False, credentials=_operator(RIVAL_OPERATOR)),
        SHOP_ORG: FakeOrganisation("The repair shop", in_state=False),
    }
    return replace(world, organisations=FakeOrganisations({**world.organisations.rows, **makers}))


@dataclass
class ClaimsWorld:
    """The use cases of claims over one world."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.world = _with_makers(self.world)

    @property
    def storage(self) -> Any:
        return self.world.database or self.world.storage

    @property
    def claims(self) -> Claims:
        return Claims(self.storage, self.world.organisations, self.world.clock, self.world.chance)

    @property
    def takeover(self) -> TakeOver:
        return TakeOver(self.storage, self.world.publisher, self.world.organisations, load_register(), self.world.clock)

    @property
    def contradictions(self) -> Contradictions:
        return Contradictions(
            self.storage, self.world.passports, self.world.organisations, self.world.clock, self.world.chance, TERM
        )

    def compiled(self, **more: Any) -> PassportId:
        """A model passport that this registry compiled from public sources."""
        return self.world.passports.register_model(ROUTER, encoded(phone(**more))).passport_id

    def requested(self, scope: Scope | None = None, actor: Actor = HMD, **more: Any) -> ClaimView:
        usual: dict[str, Any] = {
            "operator": HMD_OPERATOR if actor is HMD else RIVAL_OPERATOR,
            "capacity": Capacity.MAKER,
            "ground": "Extract of the trade register, 2026-04",
            "scope": scope or scope_of(ScopeKind.EPREL_NUMBERS, (EPREL,)),
        }
        self.world.clock.forward(minutes=1)
        return self.claims.request(actor, Request(**(usual | more)))

    def approved(self, scope: Scope | None = None, actor: Actor = HMD, **more: Any) -> ClaimId:
        claim = self.requested(scope, actor, **more).claim.claim_id
        self.world.clock.forward(minutes=1)
        self.claims.decide(DECIDER, claim, ClaimState.APPROVED)
        return claim

    def taken_over(self, **more: Any) -> PassportId:
        """A model passport that is the maker's own."""
        model = self.compiled(**more)
        self.takeover.take_over(HMD, self.approved())
        return model

    def filed(self, model: PassportId, actor: Actor = FIXER, **more: Any) -> ContradictionView:
        usual: dict[str, Any] = {
            "passport_id": model,
            "element_id": "repairabilityClass",
            "value": "C",
            "method": Method.TAKEN_APART,
            "evidence": "Report 2026-117",
        }
        self.world.clock.forward(minutes=1)
        return self.contradictions.file(actor, Filing(**(usual | more)))

    def said(self, model: PassportId) -> dict[str, Any]:
        """What the newest version of a passport says itself."""
        with self.storage.reading() as reads:
            passport = reads.passports.get(model)
            elements: dict[str, Any] = json.loads(reads.passports.version(model, passport.version).received)
        return elements
