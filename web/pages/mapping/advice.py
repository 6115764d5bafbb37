"""The advice to repair, and what is possible after the last update, as pages say them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from dpp.domain import figure as domain
from dpp.domain.actor import Actor
from dpp.domain.figure import Unit
from dpp.domain.message import Message, listed, message
from lifecycle.domain.advice.advice import Advice, Say
from lifecycle.domain.advice.emissions import FORMULA
from lifecycle.domain.advice.reason import NamedFigure as Named
from lifecycle.domain.advice.reason import Reason, Stand
from lifecycle.domain.advice.work import MINUTES_PER_HOUR, Basis, Repair, Typical
from lifecycle.domain.routing.ranges import End
from lifecycle.domain.routing.words import FACT, part
from lifecycle.domain.support.afterwards import Afterwards, Fits, Read, WayKind
from lifecycle.domain.support.of_model import ModelUpdates
from lifecycle.service.advice import DeviceAdvice
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.contexts.advice import (
    AdviceSection,
    AfterLine,
    CostLine,
    CostSection,
    NamedFigure,
    ReasonLine,
    RepairLine,
    SoftwareSection,
)
from web.pages.contexts.device import AdviceInShort
from web.pages.contexts.frame import Figure, Link, Tone
from web.pages.contexts.model_repair import ModelInHand
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.routing import Fact
from web.pages.mapping.heads import address_of
from web.pages.mapping.spoken import source, spoken, test
from web.pages.mapping.support import updates_block

_SAID: Mapping[Say, Tone] = MappingProxyType(
    {Say.REPAIR: Tone.GOOD, Say.NOTHING: Tone.GOOD, Say.CANNOT: Tone.UNKNOWN, Say.DO_NOT: Tone.STOP}
)
_SAYS: Mapping[Say, Message] = MappingProxyType(
    {
        Say.REPAIR: message("then the advice is to repair it"),
        Say.NOTHING: message("then there is nothing to repair"),
        Say.CANNOT: message("then nobody can say"),
        Say.DO_NOT: message("then the advice is not to repair it"),
    }
)
_STANDS: Mapping[Stand, tuple[Tone, Message]] = MappingProxyType(
    {
        Stand.FOR: (Tone.GOOD, message("For")),
        Stand.AGAINST: (Tone.STOP, message("Against")),
        Stand.UNKNOWN: (Tone.UNKNOWN, message("Not known")),
        Stand.BESIDE: (Tone.INFO, message("Good to know")),
    }
)
_BASIS: Mapping[Basis | None, Message] = MappingProxyType(
    {
        Basis.QUOTE: message("quote"),
        Basis.CATALOGUE: message("price of the part in the catalogue, work estimated"),
        Basis.POLICY: message("estimate of the policy, without a published source"),
        None: message("nobody knows the price"),
    }
)
_FIGURES: Mapping[str, Message] = MappingProxyType(
    {
        "cost": message("cost, with the work"),
        "value_after": message("value in working order"),
        "value_before": message("value as it is"),
        "support_months": message("months of security updates left"),
        "age_months": message("months in use"),
        "avoided": message("avoided by longer use"),
        "displaced": message("share that takes the place of a new one"),
        "extra_years": message("how much longer it is used"),
        "new_years": message("how long a new one is used"),
        "embodied": message("emissions of making a new one"),
    }
)
_FITS: Mapping[Fits, tuple[Tone, Message]] = MappingProxyType(
    {
        Fits.YES: (Tone.GOOD, message("Meets what it asks")),
        Fits.UNKNOWN: (Tone.UNKNOWN, message("Not known")),
        Fits.NO: (Tone.STOP, message("Does not meet what it asks")),
    }
)
_READ: Mapping[Read, Message] = MappingProxyType(
    {
        Read.READ: message("read there"),
        Read.RETOLD: message("as others quote it; the page itself was not read"),
        Read.NAMED: message("only named as the place to look"),
    }
)
_SOURCES: Mapping[str, Message] = MappingProxyType(
    {
        FORMULA: message(
            "the share displaced, times extra years over years of a new one, times its emissions, minus the parts"
        ),
        "studies of displacement by reuse": message("studies of what reuse displaces"),
    }
)
_AMOUNTS = frozenset({"cost", "worth", "now", "low", "high", "after", "likely", "most"})
"""Amounts of money in the reasons: they are estimates, told in whole euros."""
_UNITS = {Unit.MONTH.value: "months", Unit.ONE.value: ""}


def device_advice(parts: Parts, actor: Actor, view: DeviceView) -> AdviceSection:
    """Section of the bench: repair it or not."""
    return advice_section(parts.use.advice.of_device(actor, view.device.key).advice)


def device_software(parts: Parts, actor: Actor, view: DeviceView) -> SoftwareSection | None:
    """Section of the bench: until when it gets updates, and what after that."""
    if view.device.category == ProductKind.DISPLAY:
        return None
    found = parts.use.advice.software(actor, view.device.key)
    return software_section(found.updates, found.afterwards, parts.clock().date())


def model_software(parts: Parts, _: Actor, model: ModelInHand) -> SoftwareSection | None:
    """Section of the repair page of a model."""
    if model.kind is ProductKind.DISPLAY:
        return None
    found = parts.use.advice.of_model(model.id, model.values)
    return software_section(found.updates, found.afterwards, model.today)


def model_costs(parts: Parts, _: Actor, model: ModelInHand) -> CostSection | None:
    """Section of the repair page of a model; None where nobody reckons with any part of such a device."""
    found = parts.use.advice.of_model(model.id, model.values)
    lines = tuple(cost_line(each) for each in found.costs)
    return CostSection(lines, found.policy, usual_basis(lines)) if lines else None


def usual_basis(lines: tuple[CostLine, ...]) -> Message:
    """Where most prices come from."""
    found = {line.basis.template: line.basis for line in lines}
    return found[Counter(line.basis.template for line in lines).most_common(1)[0][0]]


def advice_in_short(found: DeviceAdvice) -> AdviceInShort:
    """What the page of a device says of it."""
    return AdviceInShort(
        tone=_SAID[found.advice.say],
        why=_spoken(found.advice.why),
        opens=tuple(_opens(found.advice)),
        address=f"{address_of(found.device)}/repair",
    )


def advice_section(advice: Advice) -> AdviceSection:
    """The whole advice."""
    return AdviceSection(
        tone=_SAID[advice.say],
        why=_spoken(advice.why),
        repairs=tuple(map(_repair, advice.repairs)),
        reasons=tuple(map(_reason, advice.reasons)),
        policy=f"{advice.policy.title} ({advice.policy.id} {advice.policy.version})",
        missing=tuple(map(_spoken, advice.missing)),
        depends=tuple(_depends(advice)),
        opens=tuple(_opens(advice)),
        left_out=() if advice.avoided is None else tuple(map(_spoken, advice.avoided.left_out)),
        facts=tuple(_facts(advice)),
    )


def after_lines(found: tuple[Afterwards, ...]) -> tuple[AfterLine, ...]:
    return tuple(map(_after, found))


def software_section(updates: ModelUpdates, found: tuple[Afterwards, ...], today: date) -> SoftwareSection:
    """Until when, in one line: what counts first."""
    block = updates_block(updates, None, today)
    return SoftwareSection(
        updates=None if block is None or not block.lines else block.lines[0],
        named=updates.alternatives,
        after=after_lines(found),
    )


def _opens(advice: Advice) -> Iterator[Message]:
    """What becomes possible, or what is needed besides."""
    if advice.route is None:
        return
    if advice.route.opens is not None:
        yield _spoken(advice.route.opens.what)
    yield from (_spoken(each.what) for each in advice.route.first)


def _depends(advice: Advice) -> Iterator[Message]:
    for each in advice.depends:
        if each.end is End.LOW:
            yield message("At the worst amounts: {then}, because {why}", then=_SAYS[each.say], why=_spoken(each.why))
        else:
            yield message("At the best amounts: {then}, because {why}", then=_SAYS[each.say], why=_spoken(each.why))


def _facts(advice: Advice) -> Iterator[Fact]:
    for each in advice.facts:
        age = None if each.observed is None else (advice.on - each.observed).days
        yield Fact(FACT[each.name], source(each.source), each.observed, age)


def _repair(repair: Repair) -> RepairLine:
    return RepairLine(
        what=_spoken(repair.what),
        why=tuple(map(_spoken, repair.why)),
        cost=None if repair.cost is None else figure(repair.cost),
        basis=_BASIS[repair.basis],
        minutes=None if repair.hours is None else _minutes(repair.hours),
    )


def _reason(reason: Reason) -> ReasonLine:
    tone, sign = _STANDS[reason.stand]
    figures = tuple(
        NamedFigure(_name_of(each), figure(each.figure), _source(each.figure.source), each.figure.source.url)
        for each in reason.figures
    )
    return ReasonLine(tone, sign, _spoken(reason.why), figures, reason.place)


def _name_of(named: Named) -> Message:
    kind, _, component = named.name.partition(":")
    if kind == "part":
        return message("emissions of making this: {what}", what=part(component))
    return _FIGURES[kind]


def cost_line(cost: Typical) -> CostLine:
    """What a repair of a model costs as a rule."""
    return CostLine(
        part=_spoken(part(cost.part)),
        cost=figure(cost.cost),
        minutes=_minutes(cost.hours),
        basis=_BASIS[cost.basis],
    )


def figure(said: domain.Figure) -> Figure:
    """A figure of the domain; an estimate of money is not told to the cent."""
    exact = said.unit is not Unit.EURO or said.low is None or said.low == said.high
    shown = _round if exact else _whole
    return Figure(shown(said.value), _UNITS.get(said.unit.value, said.unit.value), shown(said.low), shown(said.high))


def _source(said: domain.Source) -> Message | str:
    """Who says so, in the reader's words, and of which day."""
    words = listed(_words(each) for each in said.title.split("; "))
    if said.date is None:
        return words
    return message("{source}, {date}", source=words, date=said.date)


def _words(title: str) -> Message | str:
    first, _, place = title.partition(": ")
    if first == "policy" and place:
        return message("routing policy, {place}, without a published source", place=place)
    return _SOURCES.get(title) or source(title)


def _minutes(hours: domain.Figure) -> Figure:
    low, high = (None if each is None else round(each * MINUTES_PER_HOUR) for each in (hours.low, hours.high))
    return Figure(round(hours.value * MINUTES_PER_HOUR), "min", low, high)


def _whole(amount: float | None) -> float | None:
    return None if amount is None else round(amount)


def _round(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _after(found: Afterwards) -> AfterLine:
    way = found.way
    tone, sign = _FITS[found.fits]
    if found.over:
        tone, sign = Tone.STOP, message("Is over")
    elif way.kind is WayKind.LIST:
        tone, sign = Tone.INFO, message("Look it up")
    elif way.kind is WayKind.UPDATES:
        tone, sign = Tone.INFO, message("On conditions")
    return AfterLine(
        name=way.name,
        tone=tone,
        sign=sign,
        notes=tuple(_notes(found)),
        source=Link(way.source.page.title, way.source.page.url),
        read=way.source.read,
        how=_READ[way.source.how],
        models=None if way.models is None else Link(way.models.title, way.models.url),
    )


def _notes(found: Afterwards) -> Iterator[Message]:
    yield from found.why
    way = found.way
    if way.until is None:
        return
    if found.over:
        yield message("ended on {day}", day=way.until)
    elif way.before is not None:
        yield message("until {day}; first announced until {before}", day=way.until, before=way.before)
    else:
        yield message("gets updates until {day}", day=way.until)


def _spoken(said: Message) -> Message:
    """A message with the names of tests, and of fixed lists, in the reader's words."""
    values = {name: _value(name, value) for name, value in said.values.items()}
    return spoken(Message(said.template, values))


def _value(name: str, value: object) -> object:
    if isinstance(value, Message):
        return _spoken(value)
    if name in _AMOUNTS and isinstance(value, int | float):
        return round(value)
    return test(value) if name in {"test", "part"} and isinstance(value, str) else value
