"""A decision's page: the sentence, what would change it, the gates, the other destinations, who signed."""

from collections.abc import Collection, Iterator, Mapping

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import Message, message
from lifecycle.domain.events import Event, RouteOverridden
from lifecycle.domain.routing.alternatives import Alternative as Option
from lifecycle.domain.routing.decision import AbsentFact, Decision, TraceLine, UsedFact
from lifecycle.domain.routing.facts import Figure as Amount
from lifecycle.domain.routing.findings import Gate as Asked
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.flips import Flip
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.words import FACT
from lifecycle.domain.vocabulary import OverrideGround, Route
from lifecycle.service.views import DecisionView, DeviceView
from web.pages.contexts.frame import Choice, Figure, FormState, Tone
from web.pages.contexts.routing import Alternative, Change, DecisionPage, Fact, Finding, Gate, Signature
from web.pages.mapping.actions import decision_address
from web.pages.mapping.heads import address_of, head_of
from web.pages.mapping.spoken import source, spoken

GATES: Mapping[Asked, Message] = {
    Asked.STANDING: message("Is it here, and free?"),
    Asked.OWNERSHIP: message("Whose is it?"),
    Asked.HAZARD: message("Is it safe to handle?"),
    Asked.DATA: message("Is its data gone?"),
    Asked.LOCKS: message("Can the next user get in?"),
    Asked.WORKING: message("Does it work well enough?"),
    Asked.SUPPORT: message("How long does it stay up to date?"),
    Asked.ECONOMICS: message("Is it worth it?"),
    Asked.DEMAND: message("Does anybody ask for it, and who may have it?"),
}
SIGNS: Mapping[Verdict, tuple[Tone, Message]] = {
    Verdict.ENDS: (Tone.STOP, message("Decides")),
    Verdict.CLOSES: (Tone.STOP, message("No")),
    Verdict.ASKS: (Tone.UNKNOWN, message("Not known")),
    Verdict.CONDITION: (Tone.ATTENTION, message("Before hand-over")),
    Verdict.PASSES: (Tone.GOOD, message("Yes")),
}
_GRAVITY = tuple(SIGNS)


def decision_page(
    view: DecisionView,
    of: DeviceView,
    names: Mapping[AccountId, str],
    form: FormState,
    *,
    may_decide: bool,
    short: Message | None = None,
) -> DecisionPage:
    """`may_decide`: whether this person approves or chooses another destination; what refuses it now is told.

    `short` is what their mandate is short of, told where nothing else refuses it.
    """
    decision, at = view.decision, f"{address_of(view.device)}/decisions/{view.decision_id}"
    stands = may_decide and view.approved is None and _is_last(view, of)
    return DecisionPage(
        head=head_of(of),
        route=_route_now(view),
        sentence=spoken(decision.why),
        changes=tuple(_changes(decision.flips)),
        gates=tuple(_gates(decision)),
        alternatives=tuple(_alternative(it) for it in decision.alternatives if it.route is not decision.route),
        signatures=tuple(_signatures(view, of, names)),
        policy=f"{decision.policy.title} ({view.policy} {view.policy_version})",
        inputs=view.inputs_hash,
        policy_why=decision.policy.scope.why,
        approve_at=f"{at}/approval" if stands else None,
        override_at=f"{at}/override" if stands else None,
        standing=view.standing,
        refusals=(_refusals(of, "route_approved") or ((short,) if short else ())) if stands else (),
        disagreements=tuple(spoken(it.what) for it in decision.disagreements),
        routes=tuple(Choice(each.value, each) for each in Route if each is not _route_now(view)),
        grounds=tuple(Choice(each.value, each) for each in OverrideGround),
        reasons_at=f"{at}/reasons",
        newer_at=_newer(view, of),
        form=form,
    )


def _is_last(view: DecisionView, of: DeviceView) -> bool:
    last = of.device.proposal
    return last is not None and last.decision == view.standing


def _newer(view: DecisionView, of: DeviceView) -> str | None:
    """Where the proposal is that came later, when facts or the routing policy were others."""
    last = decision_address(of)
    return last if last != f"{address_of(view.device)}/decisions/{view.decision_id}" else None


def _route_now(view: DecisionView) -> Route:
    """Where it goes: what a person chose instead, where that is so."""
    other = None if view.overridden is None else view.overridden.happening
    return other.route if isinstance(other, RouteOverridden) else Route(view.route)


def _refusals(of: DeviceView, kind: str) -> tuple[Message, ...]:
    refusals: tuple[Refused | None, ...] = tuple(each.refusal for each in of.possible if each.kind == kind)
    return tuple(refusal.what for refusal in refusals if refusal is not None)


def _changes(flips: tuple[Flip, ...]) -> Iterator[Change]:
    """The sentence of a change names its cost."""
    for flip in flips:
        yield Change(spoken(flip.what))


def _gates(decision: Decision) -> Iterator[Gate]:
    """Each gate that was asked. What only speaks for a destination that was not chosen stands apart."""
    chosen = {decision.route, decision.then}
    for asked, name in GATES.items():
        lines = sorted(
            (line for line in decision.trace if line.gate is asked), key=lambda line: _GRAVITY.index(line.verdict)
        )
        if lines:
            turned = [line for line in lines if line.verdict is not Verdict.PASSES or _is_about(line, chosen)]
            others = [line for line in lines if line not in turned]
            tone = SIGNS[(turned or others)[0].verdict][0]
            yield Gate(name, tone, tuple(map(_finding, turned)), tuple(map(_finding, others)))


def _is_about(line: TraceLine, chosen: Collection[Route | None]) -> bool:
    return not line.routes or not set(chosen).isdisjoint(line.routes)


def _finding(line: TraceLine) -> Finding:
    tone, sign = SIGNS[line.verdict]
    facts = (*map(_used, line.facts), *map(_absent, line.missing))
    return Finding(tone, sign, spoken(line.why), facts, line.place)


def _used(fact: UsedFact) -> Fact:
    return Fact(FACT[fact.name], source(fact.source), fact.observed, fact.age_days)


def _absent(fact: AbsentFact) -> Fact:
    return Fact(FACT[fact.name])


def _alternative(option: Option) -> Alternative:
    value = option.figures.get("net") or option.figures.get("value")
    return Alternative(
        route=option.route,
        open=option.state is OptionState.OPEN,
        why_not=tuple(map(spoken, option.closed_by)),
        value=_figure(value),
        emissions=_figure(option.figures.get("kg_co2e")),
    )


def _figure(amount: Amount | None) -> Figure | None:
    if amount is None:
        return None
    ends = (None, None) if amount.is_exact else (amount.low, amount.high)
    return Figure(amount.value, amount.unit, *ends)


def _signatures(view: DecisionView, of: DeviceView, names: Mapping[AccountId, str]) -> Iterator[Signature]:
    steps = (
        (message("Proposed by the rules"), view.proposed),
        (message("Another destination proposed"), view.overridden),
        (message("Approved"), view.approved),
    )
    for step, event in steps:
        if event is not None:
            yield _signature(step, event, of.names, names)


def _signature(
    step: Message, event: Event, organisations: Mapping[OrganisationId, str], names: Mapping[AccountId, str]
) -> Signature:
    it = event.happening
    reason, ground = (it.reason, it.reason_code) if isinstance(it, RouteOverridden) else (None, None)
    organisation = organisations.get(event.organisation) if event.organisation else None
    return Signature(step, names.get(event.actor), organisation, event.occurred_at, reason, ground)
