"""The spare parts of a model, as the section of its repair page shows them."""

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.spares.ratio import NOT_CONFIRMED, NoRatio, Ratio
from lifecycle.service.spare_views import DeclaredPart, ModelSpare
from web.bootstrap import Parts
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.model_repair import ModelInHand
from web.pages.contexts.spares import DeclaredLine, ModelSpareLine, SparesSection
from web.pages.mapping.spares import SPARES, free_words, link_to, price_seen, promise_line, seen_words


def spares_section(parts: Parts, actor: Actor, model: ModelInHand) -> SparesSection | None:
    """Section of the repair page of a model; None where nothing is known and the reader can add nothing."""
    view = parts.use.spares.catalogue.of_model(actor, model.id)
    may_edit = PERMISSIONS.allows("edit_spares", actor)
    if not (view.parts or view.declared or may_edit):
        return None
    add = (
        Link(message("Add a spare part"), f"{SPARES}/new"),
        Link(message("Add what a new device costs"), f"{SPARES}/models/{model.id}/price"),
    )
    return SparesSection(
        lines=tuple(_model_line(each, model.language) for each in view.parts),
        declared=tuple(map(_declared, view.declared)),
        device=price_seen(view.device),
        not_confirmed=NOT_CONFIRMED if any(isinstance(each.ratio, Ratio) for each in view.parts) else None,
        add=add if may_edit else (),
    )


def _model_line(each: ModelSpare, language: Language) -> ModelSpareLine:
    facts = each.part.facts
    return ModelSpareLine(
        called=link_to(each.part, language),
        kind=facts.kind,
        numbers=f"{facts.maker} {', '.join(facts.numbers)}",
        price=price_seen(each.price),
        share=None if each.price is None else _share(each.ratio),
        promise=promise_line(each.promise),
        priority=each.duty is not None,
        seen=seen_words(each.seen[0]) if each.seen else None,
        free=free_words(each.free),
    )


def _share(ratio: Ratio | NoRatio) -> Message:
    if isinstance(ratio, NoRatio):
        return message("Share of the price of the device not known: {why}", why=ratio.why)
    return message(
        "{percent} % of the price of the device: {points} of 10 points in the French index",
        percent=float(ratio.percent),
        points=float(ratio.points),
    )


def _declared(each: DeclaredPart) -> DeclaredLine:
    return DeclaredLine(
        kind=each.kind,
        number=each.number or "",
        price=None if each.price is None else Figure(float(each.price), "EUR"),
        priced_on=each.priced_on,
        until=each.until,
        order_page=each.order_page,
    )
