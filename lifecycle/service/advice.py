"""Whether a device is worth its repair, and what its model is good for afterwards.

Rules:
1. Who may read a device gets its advice. Who reads it by a repair key alone gets it from what a repairer sees of the
   device (`lifecycle.domain.repairers.sight`), and without where the State would send it.
2. The facts are those of routing, gathered as for a decision; nothing is stored and nothing is decided.
3. A policy without numbers of the advice has those of the package.
4. Of a model is told what holds for every one of it: what parts and work cost as a rule, and what can run on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.document import Elements
from dpp.domain.figure import Figure, Source, Unit, read_figure
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from lifecycle.domain.advice.advice import Advice, Question, advise
from lifecycle.domain.advice.emissions import Footprint
from lifecycle.domain.advice.work import NOTHING, Known
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.sight import seen_by_repairer
from lifecycle.domain.routing.advising import AdviceRules, PartEstimate
from lifecycle.domain.routing.facts import RoutingFacts
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.support.afterwards import Afterwards, Way, afterwards
from lifecycle.domain.support.of_model import NOTHING_KNOWN, ModelUpdates
from lifecycle.service.advice_ports import PartKnowledge
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, Organisations, Policies
from lifecycle.service.recording import Recorded, Recorder, device_of
from lifecycle.service.relations import relations_to
from lifecycle.service.routing_model_facts import NOT_BOUGHT, before_use, computer_of, figure_of
from lifecycle.service.routing_reading import FactsReader
from lifecycle.service.support import updates_in

DISPLACED = Figure(
    NOT_BOUGHT.value, Unit.ONE, Source("studies of displacement by reuse"), NOT_BOUGHT.low, NOT_BOUGHT.high
)
_BY_KEY = frozenset({Relation.REPAIRER})


@dataclass(frozen=True)
class DeviceAdvice:
    """The advice about a device, until when its model gets updates, and what is possible after that."""

    device: DeviceKey
    advice: Advice
    updates: ModelUpdates
    afterwards: tuple[Afterwards, ...]


@dataclass(frozen=True)
class ModelAdvice:
    """What can be said of a model: what parts and their work cost as a rule, and what can run on it afterwards."""

    estimates: Mapping[str, PartEstimate]
    known: Known
    labour_eur_per_hour: Figure | None
    policy: str
    updates: ModelUpdates
    afterwards: tuple[Afterwards, ...]


@dataclass(frozen=True)
class RepairAdvice:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies
    clock: Clock
    ways: tuple[Way, ...]
    parts: PartKnowledge

    def of_device(self, actor: Actor, key: DeviceKey) -> DeviceAdvice:
        """NotFound for no such device, Forbidden for who may not read it."""
        today = self.clock().date()
        with self.storage.reading() as reads:
            now = device_of(reads, key)
            relations = relations_to(reads, actor, now.device, self.clock())
            PERMISSIONS.check("read_device", actor, relations)
            if relations == _BY_KEY:
                seen = replace(now, device=seen_by_repairer(now.device))
                return self._advice(reads, seen, today, routed=False)
            return self._advice(reads, now, today, routed=True)

    def of_model(self, model: PassportId, elements: Elements) -> ModelAdvice:
        """What holds for every device of a model, from what its passport says."""
        today, group = self.clock().date(), str(elements.get("productGroup", ""))
        with self.storage.reading() as reads:
            in_force = self.policies.in_force(reads, today)
            policy = in_force.choose(None, group)
            rules = rules_of(policy, in_force.packaged)
            storage, rate = figure_of(elements, "storage"), rules.labour_eur_per_hour
            known = {**computer_of(elements), **({} if storage is None else {"storage_gb": storage})}
            case = Case(known, policy, today, policy.categories.get(group))
            return ModelAdvice(
                estimates=rules.parts.get(group, {}),
                known=self.parts(reads, model, today),
                labour_eur_per_hour=Figure(
                    rate.value, Unit.EURO, Source("policy: advice.labour_eur_per_hour"), rate.low, rate.high
                ),
                policy=f"{policy.name.id} {policy.name.version}",
                updates=updates_in(reads, model, elements),
                afterwards=afterwards(case, self.ways),
            )

    def _advice(self, reads: LifecycleReads, now: Recorded, today: date, *, routed: bool) -> DeviceAdvice:
        in_force = self.policies.in_force(reads, today)
        policy, model = in_force.of(now.device), now.device.passports.model
        elements = {} if model is None else self._elements(reads, model)
        reader = FactsReader(reads, self.recorder.publisher, self.organisations, today, in_force)
        facts = reader.of_life(now.device, now.events)
        advice = advise(
            Question(
                facts=facts,
                policy=policy,
                rules=rules_of(policy, in_force.packaged),
                on=today,
                footprint=footprint_of(elements),
                known=NOTHING if model is None else self.parts(reads, model, today),
                routed=routed,
            )
        )
        return DeviceAdvice(
            device=now.device.key,
            advice=advice,
            updates=NOTHING_KNOWN if model is None else updates_in(reads, model, elements),
            afterwards=afterwards(_case(facts, policy, today), self.ways),
        )

    def _elements(self, reads: LifecycleReads, model: PassportId) -> Elements:
        passport = reads.passports.get(model)
        return {} if passport is None else self.recorder.publisher.own_elements(reads, passport)


def rules_of(policy: Policy, packaged: Policy) -> AdviceRules:
    """Rule 3."""
    rules = policy.advice or packaged.advice
    assert rules is not None  # a test holds the package to it
    return rules


def _case(facts: RoutingFacts, policy: Policy, today: date) -> Case:
    category = None if facts.category is None else facts.category.value
    return Case(facts.known(), policy, today, policy.categories.get(category or ""))


def footprint_of(elements: Elements) -> Footprint:
    """What the passport of the model says of making a new one, and of how long its maker counts with."""
    life = elements.get("assumedLifetime")
    years = None if life is None or life["value"] <= 0 else read_figure(life)
    return Footprint(DISPLACED, _embodied(elements), years)


def _embodied(elements: Elements) -> Figure | None:
    """What making and bringing a new one emits, in the words of whoever published it."""
    made, named = before_use(elements), elements.get("embodiedEmissions") or elements.get("carbonFootprint")
    if made is None or named is None:
        return None
    return Figure(made.value, Unit.KILOGRAM_CO2E, read_figure(named).source, made.low, made.high)
