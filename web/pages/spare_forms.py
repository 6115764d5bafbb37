"""The forms by which spare parts are told of: a part, what it fits, what was seen of a price or stock, a count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.catalogue import UNITS, Datum, Measured, PartFacts, SparePart, SparePartId
from lifecycle.domain.spares.prices import InStock, Price, Vat
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_facts import NewFit, NewSighting
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.models import model_fields, model_in
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.forms import Field, FieldKind, FormPage
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.mapping.spares import SPARES, address_of_part, called
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of

_TEXT, _SELECT, _NUMBER = FieldKind.TEXT, FieldKind.SELECT, FieldKind.NUMBER
_CHOOSE = message("choose")
_NOT_SAID = message("not said")
_COUNTED = (PartOrigin.NEW_ORIGINAL, PartOrigin.NEW_THIRD_PARTY, PartOrigin.USED)
_IN, _GONE = "in", "gone"
_WAYS = (Choice(_IN, message("They came in")), Choice(_GONE, message("They are gone")))
_YES, _NO = "yes", "no"


@dataclass(frozen=True)
class SpareForm:
    """A form about a part that is known."""

    use_case: str
    title: Message
    fields: Callable[[Parts, Actor, FormState], tuple[Field, ...]]
    does: Callable[[Parts, Actor, SparePart, Sent], object]
    typed: Callable[[PartFacts], Mapping[str, str]] = lambda _: {}
    """What stands in its fields when it is opened."""


def add_forms(routes: APIRouter, parts: Parts, site: Site) -> None:
    """Every form, below `/spare-parts`."""
    _add_new(routes, parts, site)
    _add_of_model(routes, parts, site)
    _add_of_part(routes, parts, site)


def _add_new(routes: APIRouter, parts: Parts, site: Site) -> None:
    def page(actor: Actor, form: FormState) -> FormPage:
        PERMISSIONS.check("edit_spares", actor)
        return FormPage(
            title=message("Add a spare part"),
            back=Link(message("Spare parts"), SPARES),
            send_to=f"{SPARES}/new",
            send=message("Save"),
            fields=_part_fields(parts, actor, form),
            intro=message("What you say is public, with the name of your organisation."),
            form=form,
        )

    @routes.get("/new")
    def ask(request: Request, actor: Asking) -> Response:
        return site.page(request, page(actor, FormState()))

    @routes.post("/new")
    def add(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = parts.use.spares.facts.add(actor, _facts(sent))
        except COMES_BACK as error:
            return site.page(request, page(actor, _again(sent, error)), status=fault_of(error).status)
        return go(address_of_part(made), said="saved")


def _add_of_model(routes: APIRouter, parts: Parts, site: Site) -> None:
    def page(actor: Actor, model: PassportId, form: FormState) -> FormPage:
        PERMISSIONS.check("edit_spares", actor)
        named = parts.use.spares.catalogue.of_model(actor, model).model
        return FormPage(
            title=message("Add what a new device costs"),
            back=Link(f"{named.brand} {named.name}", f"/models/{model}/repair"),
            send_to=f"{SPARES}/models/{model}/price",
            send=message("Save"),
            fields=_sighting_fields(parts, actor, form),
            intro=message("Prices of parts are compared with it. What you say is public."),
            form=form,
        )

    @routes.get("/models/{model}/price")
    def ask(request: Request, actor: Asking, model: PassportId) -> Response:
        return site.page(request, page(actor, model, _today(parts)))

    @routes.post("/models/{model}/price")
    def see(request: Request, actor: Asking, model: PassportId, sent: SentForm) -> Response:
        try:
            parts.use.spares.facts.see_model(actor, model, _sighting(sent))
        except COMES_BACK as error:
            return site.page(request, page(actor, model, _again(sent, error)), status=fault_of(error).status)
        return go(f"/models/{model}/repair#spare-parts", said="saved")


def _add_of_part(routes: APIRouter, parts: Parts, site: Site) -> None:
    use = parts.use.spares

    def page(request: Request, actor: Actor, part: SparePart, what: str, form: FormState) -> FormPage:
        shape = FORMS[what]
        PERMISSIONS.check(shape.use_case, actor)
        return FormPage(
            title=shape.title,
            back=Link(called(part.facts, language_of(request)), address_of_part(part)),
            send_to=f"{address_of_part(part)}/{what}",
            send=message("Save"),
            fields=shape.fields(parts, actor, form),
            intro=Message("{what}", {"what": f"{part.facts.maker} {', '.join(part.facts.numbers)}"}),
            form=form,
        )

    @routes.get("/{part}/{what}")
    def ask(request: Request, actor: Asking, part: SparePartId, what: str) -> Response:
        _known(what)
        found = use.catalogue.read(actor, part).part
        typed = FormState({**_today(parts).values, **FORMS[what].typed(found.facts)})
        return site.page(request, page(request, actor, found, what, typed))

    @routes.post("/{part}/{what}")
    def say(request: Request, actor: Asking, part: SparePartId, what: str, sent: SentForm) -> Response:
        _known(what)
        found = use.catalogue.read(actor, part).part
        try:
            FORMS[what].does(parts, actor, found, sent)
        except COMES_BACK as error:
            shown = page(request, actor, found, what, _again(sent, error))
            return site.page(request, shown, status=fault_of(error).status)
        return go(address_of_part(found), said="saved")


def _known(what: str) -> None:
    if what not in FORMS:
        raise NotFound(message("There is no page at this address."))


def _today(parts: Parts) -> FormState:
    return FormState({"seen_on": parts.clock().date().isoformat(), "currency": "EUR"})


def _again(sent: Sent, error: Exception) -> FormState:
    """The form as it was typed; several numbers are one field."""
    form = sent.again(error)  # type: ignore[arg-type]  # COMES_BACK are all of ours
    problems = {name.partition("[")[0].removeprefix("data."): what for name, what in form.problems.items()}
    return FormState(form.values, problems, form.refusal)


def _part_fields(_parts: Parts, _actor: Actor, _form: FormState) -> tuple[Field, ...]:
    several = message("With commas between them, where it has several.")
    units = {datum: f" ({UNITS[datum]})" if UNITS[datum] else "" for datum in Datum}
    return (
        Field(_SELECT, "kind", message("Kind of part"), choices=choices(PartKind), empty=_CHOOSE),
        Field(_TEXT, "maker", message("Maker")),
        Field(_TEXT, "numbers", message("Part numbers"), several),
        Field(_TEXT, "name_nl", message("Description in Dutch"), required=False),
        Field(_TEXT, "name_en", message("Description in English"), required=False),
        Field(_TEXT, "superseded_by", message("Superseded by number"), required=False),
        *(
            Field(_NUMBER, datum.value, Message("{what}{unit}", {"what": datum, "unit": units[datum]}), required=False)
            for datum in Datum
        ),
    )


def _facts(sent: Sent) -> PartFacts:
    fields = Fields(sent)
    measured = [(datum, fields.number(datum.value)) for datum in Datum]
    facts = PartFacts(
        kind=fields.one_of("kind", PartKind),
        maker=fields.text("maker"),
        numbers=tuple(each for number in fields.text("numbers").split(",") if (each := number.strip())),
        name_en=fields.optional("name_en"),
        name_nl=fields.optional("name_nl"),
        superseded_by=fields.optional("superseded_by"),
        data=tuple(Measured(datum, value) for datum, value in measured if value is not None),
    )
    fields.check()
    return facts


def _typed(facts: PartFacts) -> Mapping[str, str]:
    texts = {
        "kind": facts.kind.value,
        "maker": facts.maker,
        "numbers": ", ".join(facts.numbers),
        "name_en": facts.name_en,
        "name_nl": facts.name_nl,
        "superseded_by": facts.superseded_by,
        **{each.name.value: f"{each.value:f}" for each in facts.data},
    }
    return {name: text for name, text in texts.items() if text}


def _sighting_fields(_parts: Parts, _actor: Actor, _form: FormState) -> tuple[Field, ...]:
    either = message("Give a price, or whether it was in stock, or both.")
    return (
        Field(_TEXT, "supplier", message("Supplier"), message("A company, never a person.")),
        Field(FieldKind.DATE, "seen_on", message("Seen on")),
        Field(_TEXT, "source", message("Where that stood"), message("A page, a catalogue or a price list.")),
        Field(_NUMBER, "price", message("Price"), either, required=False),
        Field(_TEXT, "currency", message("Currency"), message("Three letters, as EUR."), required=False),
        Field(_SELECT, "vat", message("VAT"), choices=choices(Vat), required=False, empty=_NOT_SAID),
        Field(_SELECT, "stock", message("In stock?"), choices=choices(InStock), required=False, empty=_NOT_SAID),
    )


def _sighting(sent: Sent) -> NewSighting:
    fields = Fields(sent)
    amount, day = fields.number("price"), fields.day("seen_on")
    supplier, source = fields.text("supplier"), fields.text("source")
    vat = fields.maybe_one_of("vat", Vat) or Vat.NOT_SAID
    fields.check()
    assert day is not None  # else the check refused it
    price = None if amount is None else Price(amount, sent.text("currency").upper(), vat)
    return NewSighting(supplier, day, source, price, fields.maybe_one_of("stock", InStock))


def _fit_fields(parts: Parts, actor: Actor, form: FormState) -> tuple[Field, ...]:
    answers = (Choice(_YES, message("It fits")), Choice(_NO, message("It does not fit")))
    return (
        *model_fields(parts, actor, form),
        Field(FieldKind.RADIOS, "fits", message("Does it fit?"), choices=answers),
        Field(_TEXT, "source", message("Where is that known from?"), message("A service manual, or tried by whom.")),
        Field(_TEXT, "note", message("Note"), required=False),
    )


def _say_fit(parts: Parts, actor: Actor, part: SparePart, sent: Sent) -> object:
    fields = Fields(sent)
    said = NewFit(
        model=model_in(fields, parts, actor),
        source=fields.text("source"),
        fits=fields.choice("fits", _YES, _NO) == _YES,
        note=fields.optional("note"),
    )
    fields.check()
    return parts.use.spares.facts.say_fit(actor, part.id, said)


def _count_fields(_parts: Parts, _actor: Actor, _form: FormState) -> tuple[Field, ...]:
    origins = tuple(Choice(each, each) for each in _COUNTED)
    return (
        Field(FieldKind.RADIOS, "way", message("What happened?"), choices=_WAYS),
        Field(_NUMBER, "count", message("How many?")),
        Field(_SELECT, "origin", message("New or used?"), choices=origins, empty=_CHOOSE),
        Field(_TEXT, "place", message("Where?"), message("A site or a shelf, never a home address.")),
    )


def _count(parts: Parts, actor: Actor, part: SparePart, sent: Sent) -> object:
    fields = Fields(sent)
    way, count, place = fields.choice("way", _IN, _GONE), fields.whole("count"), fields.text("place")
    origin = PartOrigin(fields.choice("origin", *_COUNTED) or PartOrigin.USED)
    fields.check()
    stock = parts.use.spares.stock
    change = stock.count_in if way == _IN else stock.write_off
    return change(actor, part.id, count or 0, place, origin)


FORMS: Mapping[str, SpareForm] = MappingProxyType(
    {
        "change": SpareForm(
            "edit_spares",
            message("Change what is said of this part"),
            _part_fields,
            lambda parts, actor, part, sent: parts.use.spares.facts.revise(actor, part.id, _facts(sent)),
            _typed,
        ),
        "fit": SpareForm("edit_spares", message("Say whether it fits a model"), _fit_fields, _say_fit),
        "price": SpareForm(
            "edit_spares",
            message("Add a price or stock that you saw"),
            _sighting_fields,
            lambda parts, actor, part, sent: parts.use.spares.facts.see_part(actor, part.id, _sighting(sent)),
        ),
        "stock": SpareForm("count_spares", message("Count parts of your organisation"), _count_fields, _count),
    }
)
"""By the last word of their address."""
