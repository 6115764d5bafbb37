"""What a passport's reader gets, as the page shows it: pure, from the view of the service.

Rules:
1. The page says nothing that the view does not hold: what no source gives stays empty.
2. Of a device's life it shows the public history and nothing else.
3. Spare parts can be had "at least until" the earliest of the days that are published for them. What the subjects of
   the page show is data (`web.pages.passport_sections`).
4. The passport is the maker's own only where the operator that answers for it is the maker. Where nobody compiled it,
   an importer or a representative whose identifier the operator is answers in that capacity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dpp.domain.catalogue import AccessClass, Catalogue, Granularity
from dpp.domain.claims.claim import COMPILED_BY, Capacity
from dpp.domain.document import PassportStatus
from dpp.domain.history import PublicHistory
from dpp.domain.message import message
from dpp.domain.opaque import print_label_code
from dpp.service.views import PassportView
from lifecycle.domain.routing.windows11 import Capability
from lifecycle.domain.support.of_model import DatasetWord, updates_of
from lifecycle.domain.things import bears_data
from web.pages.contexts.frame import Language, Link
from web.pages.contexts.law import LawBlock
from web.pages.contexts.passport import NO_FAMILY, Family, Footing, PassportPage, ProductKind
from web.pages.contexts.sides import Sides
from web.pages.element_values import Origins, fact_groups, figure_of, path_of
from web.pages.mapping.support import updates_block
from web.pages.passport_sections import condition_of, documents_of, footprint_of, repairability_of, sections_of

_ARCHIVED = frozenset({PassportStatus.ARCHIVED, PassportStatus.INVALID})


@dataclass(frozen=True)
class Reading:
    """For whom the page is made: when, in which language, with which rights, and where an insider can go on."""

    today: date
    language: Language
    classes: frozenset[AccessClass]
    device: str | None = None
    label_page: str | None = None
    law: LawBlock | None = None
    contradictions: tuple[Sides, ...] = ()
    contradict: str | None = None
    family: Family = NO_FAMILY
    dataset: DatasetWord | None = None
    windows: Capability | None = None


def passport_page(view: PassportView, catalogue: Catalogue, reading: Reading) -> PassportPage:
    """The page of one passport for one reader."""
    values, language = view.document.values(), reading.language
    address = f"/passports/{view.passport_id}"
    footing, updates = _footing(view, values), updates_of(values, reading.dataset)
    return PassportPage(
        id=view.passport_id,
        url=view.url,
        brand=values["brand"],
        model=values["modelName"],
        kind=ProductKind(values["productGroup"]),
        of_item=view.granularity == Granularity.ITEM,
        today=reading.today,
        has_storage=bears_data(values["productGroup"]),
        history=view.document.history or PublicHistory(),
        footing=footing,
        formats=_formats(address, is_model=view.is_model),
        repair=repairability_of(values, catalogue, language),
        updates_until=updates.ending.day,
        updates=updates_block(updates, reading.windows, reading.today),
        updates_say=updates.ending.standing(reading.today),
        battery=figure_of(values.get("batteryHealth")),
        archived=_archived(view),
        condition=condition_of(values, catalogue, language),
        sections=sections_of(values, catalogue, language),
        footprint=footprint_of(values, catalogue, language),
        documents=documents_of(values, catalogue, language),
        family=reading.family,
        label=print_label_code(view.labels[-1]) if view.labels else None,
        withheld=view.withheld,
        proof=f"/api/v1/passports/{view.passport_id}/proof",
        device=reading.device,
        label_page=reading.label_page if view.labels else None,
        whole=fact_groups(view.document, catalogue, reading.classes, language, _origins(view, footing)),
        successor=_path(values, "successorPassport"),
        predecessor=_path(values, "previousPassport"),
        of_batch=view.granularity == Granularity.BATCH,
        batch=f"/passports/{view.batch_id}" if view.batch_id else None,
        parent=None if view.is_model else f"/passports/{view.model_id}",
        law=reading.law,
        contradictions=reading.contradictions,
        contradict=reading.contradict,
        repair_page=f"/models/{view.model_id}/repair",
        report_found=f"{address}/found" if _is_of_the_state(view) else None,
    )


def _is_of_the_state(view: PassportView) -> bool:
    """Whether it is the current passport of a device that this registry follows and that belongs to the State."""
    history = view.document.history
    return history is not None and history.state_owned and view.status != PassportStatus.INACTIVE


def _footing(view: PassportView, values: Mapping[str, Any]) -> Footing:
    operator = view.document.header.economic_operator_id
    by_maker = values.get("manufacturerOperatorId") == operator
    capacity, name = _answers(values, operator)
    return Footing(
        compiled_by=name or (values["manufacturerName"] if by_maker else _compiler(values, operator)),
        by_maker=by_maker,
        sources=tuple(_source(source) for source in values.get("compiledFrom", ())),
        version=view.version,
        changed=view.document.last_updated.date(),
        capacity=capacity,
    )


def _answers(values: Mapping[str, Any], operator: str) -> tuple[Capacity | None, str | None]:
    """Who answers in which capacity, where the passport was not compiled by somebody else."""
    if COMPILED_BY in values:
        return None, None
    if values.get("manufacturerOperatorId") == operator:
        return Capacity.MAKER, values.get("manufacturerName", operator)
    for name, capacity in (("importer", Capacity.IMPORTER), ("responsibleOperator", Capacity.REPRESENTATIVE)):
        if values.get(name, {}).get("operatorId") == operator:
            return capacity, values[name]["name"]
    return None, None


def _compiler(values: Mapping[str, Any], operator: str) -> str:
    """Of `Kringpas, from public sources` the name: the page says the rest in the reader's language."""
    return str(values.get("compiledBy", operator)).partition(",")[0]


def _source(source: Mapping[str, Any]) -> Link:
    """The licence of a data set is named wherever its data are shown."""
    title = f"{source['title']} ({source['licence']})" if source.get("licence") else source["title"]
    return Link(title, source.get("url", ""))


def _formats(address: str, *, is_model: bool) -> tuple[Link, ...]:
    forms = (
        Link("JSON", f"{address}?format=json"),
        Link("JSON-LD", f"{address}?format=jsonld"),
        Link("Turtle", f"{address}?format=turtle"),
        Link("N-Quads", f"{address}?format=nquads"),
        Link(message("full form"), f"{address}?representation=full"),
        Link(message("links (linkset)"), f"{address}?linkType=linkset"),
    )
    return forms if is_model else (*forms, Link(message("QR code"), f"{address}/qr.svg"))


def _archived(view: PassportView) -> date | None:
    """Since when nothing in it changes any more: its last version says so."""
    return view.updated_at.date() if view.updated_at is not None and view.status in _ARCHIVED else None


def _origins(view: PassportView, footing: Footing) -> Origins:
    layers = {view.model_id: Granularity.MODEL, view.passport_id: Granularity(view.granularity)}
    if view.batch_id is not None:
        layers[view.batch_id] = Granularity.BATCH
    return Origins({str(each): level for each, level in layers.items()}, view.answering, by_maker=footing.by_maker)


def _path(values: Mapping[str, Any], name: str) -> str | None:
    return path_of(values[name]) if name in values else None
