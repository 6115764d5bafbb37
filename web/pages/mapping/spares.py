"""Spare parts as pages show them, from their views."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.availability import Promise, SeenStock
from lifecycle.domain.spares.catalogue import UNITS, PartFacts, Said, SparePart
from lifecycle.domain.spares.prices import InStock, Price, PriceNow, Sighting, Spread
from lifecycle.domain.spares.priority import Duty
from lifecycle.domain.spares.stock import MatchedBy
from lifecycle.domain.vocabulary import FunctionalGrade
from lifecycle.service.spare_views import (
    FitView,
    FreeCount,
    Names,
    ReservationView,
    SpareLine,
    SpareView,
    StockItem,
)
from web.pages.contexts.frame import NEW_FORM, Figure, FormState, Language, Link, Tone
from web.pages.contexts.spares import (
    FitLine,
    ItemLine,
    KeptLine,
    PriceSeen,
    PromiseLine,
    SightingLine,
    SparePartPage,
    SpareRow,
    SpreadLine,
)
from web.pages.plots.dots import dots
from web.pages.plots.drawing import Plot
from web.pages.words import word

SPARES = "/spare-parts"
RESERVATIONS = f"{SPARES}/reservations"
_TONES: Mapping[InStock, Tone] = MappingProxyType(
    {InStock.IN: Tone.GOOD, InStock.OUT: Tone.ATTENTION, InStock.UNKNOWN: Tone.UNKNOWN}
)
_MATCHED: Mapping[MatchedBy, Message] = MappingProxyType(
    {
        MatchedBy.NUMBER: message("It has this part number."),
        MatchedBy.MODEL: message("It came out of a model that this part fits; its number is not known."),
    }
)
_LEAST_DOTS = 2


def address_of_part(part: SparePart) -> str:
    return f"{SPARES}/{part.id}"


def called(facts: PartFacts, language: Language) -> Message | str:
    """Its name in the reader's language, else in the other, else what kind of part it is."""
    names = (facts.name_nl, facts.name_en) if language == "nl" else (facts.name_en, facts.name_nl)
    return next((name for name in names if name), None) or word(facts.kind)


def link_to(part: SparePart, language: Language) -> Link:
    return Link(called(part.facts, language), address_of_part(part))


def money(price: Price) -> Figure:
    return Figure(float(price.amount), price.currency)


def price_seen(price: PriceNow | None) -> PriceSeen | None:
    if price is None:
        return None
    if price.is_current:
        where = Message("{supplier}, {day}", {"supplier": price.supplier, "day": price.seen_on})
    else:
        where = message(
            "{supplier}, {day}: {count} days old", supplier=price.supplier, day=price.seen_on, count=price.days_ago
        )
    return PriceSeen(money(price.price), price.price.vat, where, price.is_current)


def free_words(free: FreeCount | None) -> Message | None:
    if free is None:
        return None
    if not free.total:
        return message("none free here")
    return message(
        "{total} free here: {new} new, {used} used, {harvested} harvested",
        total=free.total,
        new=free.new,
        used=free.used,
        harvested=free.harvested,
    )


def spare_row(line: SpareLine, language: Language) -> SpareRow:
    facts = line.part.facts
    return SpareRow(
        called=link_to(line.part, language),
        kind=facts.kind,
        maker=facts.maker,
        numbers=facts.numbers,
        models=line.models,
        price=price_seen(line.price),
        free=free_words(line.free),
    )


def promise_line(promise: Promise | None) -> PromiseLine | None:
    """What is promised, and by whom; while a model is sold, that the day is not known."""
    if promise is None:
        return None
    if promise.until is None:
        says = message(
            "At least until {years} years after the last one is sold. That day is not known yet.", years=promise.years
        )
    elif promise.sold_until is None:
        says = message("Until {day}, the maker says", day=promise.until)
    else:
        says = message(
            "At least until {day}: {years} years after the last one was sold", day=promise.until, years=promise.years
        )
    if promise.duty is not None:
        return PromiseLine(says, Link(promise.duty.act, promise.duty.address))
    return PromiseLine(says, Link(message("the maker, in the passport"), ""))


def seen_words(seen: SeenStock) -> tuple[Tone, Message]:
    said = message("{supplier}: {stock}, seen on {day}", supplier=seen.supplier, stock=seen.stock, day=seen.on)
    return _TONES[seen.stock], said


def spare_page(view: SpareView, actor: Actor, language: Language, form: FormState = NEW_FORM) -> SparePartPage:
    part, facts = view.part, view.part.facts
    may_edit = PERMISSIONS.allows("edit_spares", actor)
    return SparePartPage(
        name=called(facts, language),
        kind=facts.kind,
        maker=facts.maker,
        numbers=facts.numbers,
        facts=tuple((word(each.name), Figure(float(each.value), UNITS[each.name] or "1")) for each in facts.data),
        said=_said(part.said, view.names),
        address=address_of_part(part),
        superseded=facts.superseded_by,
        replacement=None if view.replacement is None else link_to(view.replacement, language),
        replaces=tuple(Link(", ".join(each.facts.numbers), address_of_part(each)) for each in view.replaces),
        price=price_seen(view.price),
        spreads=tuple(map(_spread, view.spreads)),
        plot=price_plot(view),
        seen=tuple(map(seen_words, view.seen)),
        sightings=tuple(_sighting(each, view.names) for each in view.sightings),
        fits=tuple(_fit(each, view.names) for each in view.fits),
        stock=None if view.stock is None else tuple(_item(each, view.names) for each in view.stock),
        may_reserve=PERMISSIONS.allows("reserve_spare", actor),
        may_edit=may_edit,
        may_count=PERMISSIONS.allows("count_spares", actor),
        form=form,
    )


def price_plot(view: SpareView) -> Plot | None:
    """The prices in the currency of the price that counts, by day; None where there are fewer than two."""
    if view.price is None:
        return None
    currency = view.price.price.currency
    priced = [(each.seen_on, each.price) for each in view.sightings if each.price and each.price.currency == currency]
    if len(priced) < _LEAST_DOTS:
        return None
    first, last = min(day for day, _ in priced), max(day for day, _ in priced)
    highest = max((price for _, price in priced), key=lambda price: price.amount)
    lowest = min((price for _, price in priced), key=lambda price: price.amount)
    summary = message(
        "{count} prices from {first} to {last}: the lowest {low}, the highest {high}.",
        count=len(priced),
        first=first,
        last=last,
        low=money(lowest),
        high=money(highest),
    )
    drawn = dots(
        [(day, float(price.amount)) for day, price in priced],
        highest=Message("{price}", {"price": money(highest)}),
        days=(Message("{day}", {"day": first}), Message("{day}", {"day": last})),
    )
    return Plot("prices-by-day", message("Prices by day"), summary, *drawn)


def kept_lines(
    found: tuple[ReservationView, ...], names: Names, language: Language, *, ours: bool
) -> tuple[KeptLine, ...]:
    """`ours`: whether the part is the reader's own, so that the other side is who reserved it."""
    return tuple(
        KeptLine(
            part=link_to(each.part, language),
            numbers=each.part.facts.numbers,
            origin=each.origin,
            other=names.get(side, "") if (side := each.requester if ours else each.holder) else "",
            place=each.place,
            until=each.until,
            end=f"{RESERVATIONS}/{each.id}/return",
            serial=each.serial,
        )
        for each in found
    )


def _spread(each: Spread) -> SpreadLine:
    middle, low, high = (Figure(float(amount), each.currency) for amount in (each.middle, each.low, each.high))
    if each.suppliers == 1:
        return SpreadLine(middle, each.vat, message("one supplier"), low, high)
    return SpreadLine(middle, each.vat, message("median of {count} suppliers", count=each.suppliers), low, high)


def _sighting(each: Sighting, names: Names) -> SightingLine:
    return SightingLine(
        on=each.seen_on,
        supplier=each.supplier,
        source=each.source,
        said=_said(each.said, names),
        amount=None if each.price is None else money(each.price),
        vat=None if each.price is None else each.price.vat,
        stock=each.stock,
    )


def _fit(each: FitView, names: Names) -> FitLine:
    model = each.model
    name = model.name if model.name.lower().startswith(model.brand.lower()) else f"{model.brand} {model.name}"
    return FitLine(
        model=Link(name, f"/models/{model.id}/repair"),
        fits=each.fit.fits,
        source=each.fit.source,
        said=_said(each.fit.said, names),
        note=each.fit.note,
        promise=promise_line(each.promise),
        priority=_act(each.duty),
    )


def _act(duty: Duty | None) -> Link | None:
    return None if duty is None else Link(duty.act, duty.address)


def _item(each: StockItem, names: Names) -> ItemLine:
    return ItemLine(
        item=each.item,
        origin=each.origin,
        free=each.free,
        notes=tuple(_notes(each)),
        grade=FunctionalGrade(each.grade) if each.grade in set(FunctionalGrade) else None,
        holder=None if each.holder is None else names.get(each.holder),
        place=each.place,
    )


def _notes(each: StockItem) -> Iterator[Message]:
    if each.matched is not None:
        yield _MATCHED[each.matched]
    if each.health is not None:
        yield message("Battery health {percent} %", percent=each.health)


def _said(said: Said, names: Names) -> Message:
    name = None if said.organisation is None else names.get(said.organisation)
    if name is None:
        return message("said on {day}", day=said.at.date())
    return message("said by {name} on {day}", name=name, day=said.at.date())
