"""Whether a device is worth its repair, and what its model is good for afterwards.

Rules:
1. Who may read a device gets its advice. Who reads it by a repair key alone gets it from what a repairer sees of the
   device (`lifecycle.domain.repairers.sight`), and without where the State would send it.
2. The facts are those of routing, gathered as for a decision; nothing is stored and nothing is decided.
3. A policy without numbers of the advice has those of the package.
4. Of a model is told what holds for every one of it: what parts and work cost as a rule, and what can run on it.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.document import Elements
from dpp.domain.figure import Figure, Source, Unit, read_figure
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from lifecycle.domain.advice.advice import Advice, Question, advise
from lifecycle.domain.advice.emissions import Footprint
from lifecycle.domain.advice.work import NOTHING, Typical, typical
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.sight import seen_by_repairer
from lifecycle.domain.routing.advising import AdviceRules
from lifecycle.domain.routing.facts import RoutingFacts
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.support.afterwards import Afterwards, Way, afterwards
from lifecycle.domain.support.of_model import NOTHING_KNOWN, ModelUpdates
from lifecycle.service.advice_ports import PartKnowledge
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, Organisations, Policies
from lifecycle.service.recording import Recorder, device_of
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
class Software:
    """Until when the model of a device gets updates, and what can run on the device after that."""

    updates: ModelUpdates
    afterwards: tuple[Afterwards, ...]


@dataclass(frozen=True)
class ModelAdvice:
    """What can be said of a model: what parts and their work cost as a rule, and what can run on it afterwards."""

    costs: tuple[Typical, ...]
    policy: str
    updates: ModelUpdates
    afterwards: tuple[Afterwards, ...]


@dataclass(frozen=True)
class _Seen:
    """What this reader may have of a device, and whose numbers count for it."""

    model: PassportId | None
    elements: Elements
    facts: RoutingFacts
    policy: Policy
    packaged: Policy
    today: date
    routed: bool


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
        with self.storage.reading() as reads:
            seen = self._seen(reads, actor, key)
            advice = advise(self._question(reads, seen))
            software = self._software(reads, seen)
            return DeviceAdvice(key, advice, software.updates, software.afterwards)

    def software(self, actor: Actor, key: DeviceKey) -> Software:
        """The same, of updates and what comes after them alone."""
        with self.storage.reading() as reads:
            return self._software(reads, self._seen(reads, actor, key))

    def of_model(self, model: PassportId, elements: Elements) -> ModelAdvice:
        """What holds for every device of a model, from what its passport says."""
        today, group = self.clock().date(), str(elements.get("productGroup", ""))
        with self.storage.reading() as reads:
            in_force = self.policies.in_force(reads, today)
            policy = in_force.choose(None, group)
            rules = rules_of(policy, in_force.packaged)
            storage = figure_of(elements, "storage")
            known = {**computer_of(elements), **({} if storage is None else {"storage_gb": storage})}
            case = Case(known, policy, today, policy.categories.get(group))
            return ModelAdvice(
                costs=typical(group, rules, self.parts(reads, model, today)),
                policy=f"{policy.name.title} ({policy.name.id} {policy.name.version})",
                updates=updates_in(reads, model, elements),
                afterwards=afterwards(case, self.ways),
            )

    def _seen(self, reads: LifecycleReads, actor: Actor, key: DeviceKey) -> _Seen:
        """Rule 1."""
        now, moment = device_of(reads, key), self.clock()
        relations = relations_to(reads, actor, now.device, moment)
        PERMISSIONS.check("read_device", actor, relations)
        by_key = relations == _BY_KEY
        device = seen_by_repairer(now.device, now.events, actor.organisation) if by_key else now.device
        today, model = moment.date(), device.passports.model
        in_force = self.policies.in_force(reads, today)
        reader = FactsReader(reads, self.recorder.publisher, self.organisations, today, in_force)
        return _Seen(
            model=model,
            elements={} if model is None else self._elements(reads, model),
            facts=reader.of_life(device, now.events),
            policy=in_force.of(device),
            packaged=in_force.packaged,
            today=today,
            routed=not by_key,
        )

    def _question(self, reads: LifecycleReads, seen: _Seen) -> Question:
        return Question(
            facts=seen.facts,
            policy=seen.policy,
            rules=rules_of(seen.policy, seen.packaged),
            on=seen.today,
            footprint=footprint_of(seen.elements),
            known=NOTHING if seen.model is None else self.parts(reads, seen.model, seen.today),
            routed=seen.routed,
        )

    def _software(self, reads: LifecycleReads, seen: _Seen) -> Software:
        category = "" if seen.facts.category is None else seen.facts.category.value
        case = Case(seen.facts.known(), seen.policy, seen.today, seen.policy.categories.get(category))
        updates = NOTHING_KNOWN if seen.model is None else updates_in(reads, seen.model, seen.elements)
        return Software(updates, afterwards(case, self.ways))

    def _elements(self, reads: LifecycleReads, model: PassportId) -> Elements:
        passport = reads.passports.get(model)
        return {} if passport is None else self.recorder.publisher.own_elements(reads, passport)


def rules_of(policy: Policy, packaged: Policy) -> AdviceRules:
    """Rule 3."""
    rules = policy.advice or packaged.advice
    assert rules is not None  # a test holds the package to it
    return rules


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
