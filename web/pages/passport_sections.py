"""The subjects of a passport's page: which elements each shows, in the order in which a reader asks (data).

Rules:
1. A subject that has nothing to say is left out.
2. What has a place of its own on the page (the score, the parts, the footprint, documents) is not said twice.
3. A maker's carbon footprint is shown with its range, its method, the year of its source and the source, and never as
   better or worse than another's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError

from dpp.domain.catalogue import AccessClass, Catalogue, Code, Element, ValueType
from dpp.domain.message import Message, message
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.passport import Document, Footprint, Part, Repairability, Score, Section
from web.pages.element_values import date_of, facts_named, figure_of, link_of
from web.pages.reading import Reader

CONDITION = (
    "batteryHealth",
    "batteryCycleCount",
    "batteryProductionMonth",
    "functionalGrade",
    "cosmeticGrade",
    "replacedParts",
    "refurbishment",
    "repairRecords",
    "functionTests",
    "accessories",
    "guaranteeUntil",
    "softwareVersion",
    "firmwareVersion",
)
REPAIR = (
    "batteryUserReplaceable",
    "batteryRemovability",
    "sparePartsYears",
    "sparePartsDeliveryTime",
    "serialisedParts",
    "repairClasses",
)
SECTIONS: tuple[tuple[str, Message, tuple[str, ...]], ...] = (
    (
        "software",
        message("Software and support"),
        (
            "functionalityUpdatesUntil",
            "osUpdateYears",
            "operatingSystem",
            "operatingSystemAtSale",
            "latestOperatingSystem",
            "windows11Capable",
            "linuxSupport",
            "alternativeOperatingSystems",
            "bootloaderUnlock",
            "guaranteeDuration",
        ),
    ),
    (
        "energy",
        message("Energy"),
        (
            "energyClass",
            "energyClassHdr",
            "annualEnergy",
            "onModePower",
            "onModePowerHdr",
            "idlePower",
            "sleepPower",
            "standbyPower",
            "networkedStandbyPower",
            "offModePower",
            "batteryEndurance",
            "batteryCapacity",
            "batteryEnergy",
            "batteryCyclesTo80",
            "chargerIncluded",
        ),
    ),
    (
        "materials",
        message("Materials"),
        (
            "mass",
            "criticalRawMaterials",
            "recycledContent",
            "recycledContentByMaterial",
            "substancesOfConcern",
            "scipNumber",
            "mercuryContent",
            "cadmiumLogo",
            "halogenatedFlameRetardants",
            "packaging",
            "assemblyCountry",
        ),
    ),
    (
        "end-of-life",
        message("At the end of its life"),
        (
            "takeBackInformation",
            "collectionPoints",
            "weeeCategory",
            "recyclabilityRate",
            "dismantlingInformation",
            "batteryRemovalInstructions",
        ),
    ),
)
_FOOTPRINT = ("carbonFootprint", "embodiedEmissions", "assumedLifetime")
_SCORES = (("repairabilityScores", 5), ("frenchRepairabilityScores", 20))
_INDICES = (("repairabilityIndex", "/ 5"), ("frenchRepairabilityIndex", "/ 10"))
_TOLD_APART = frozenset({"carbonFootprintReport", "repairInstructions", "collectionPoints", "dismantlingInformation"})
_FILES = {"application/pdf": message("PDF"), "text/html": message("web page")}


def condition_of(values: Mapping[str, Any], catalogue: Catalogue, language: Language) -> Section | None:
    """Rule 1, for what only the device itself can tell."""
    facts = facts_named(values, CONDITION, catalogue, language)
    return Section("condition", message("Condition of this device"), facts) if facts else None


def sections_of(values: Mapping[str, Any], catalogue: Catalogue, language: Language) -> tuple[Section, ...]:
    """Software, energy, materials and end of life (rule 1)."""
    told = ((name, title, facts_named(values, names, catalogue, language)) for name, title, names in SECTIONS)
    return tuple(Section(name, title, facts) for name, title, facts in told if facts)


def repairability_of(values: Mapping[str, Any], catalogue: Catalogue, language: Language) -> Repairability:
    """The class or score with its basis, what it is made of, and the parts."""
    grade, (index, score) = values.get("repairabilityClass"), _index(values)
    element = catalogue.element("spareParts")
    parts = tuple(_part(part, element, language) for part in values.get("spareParts", ()))
    return Repairability(
        grade=grade,
        score=score,
        basis=_basis(catalogue, index or "repairabilityIndex") if grade or score else None,
        scores=tuple(
            score
            for name, most in _SCORES
            for score in _scores(values.get(name), catalogue.element(name), most, language)
        ),
        parts_until=min((part.until for part in parts if part.until is not None), default=None),
        parts=parts,
        guide=link_of(values.get("repairInstructions")),
        facts=facts_named(values, REPAIR, catalogue, language),
    )


def footprint_of(values: Mapping[str, Any], catalogue: Catalogue, language: Language) -> Footprint | None:
    """Rule 3."""
    facts = facts_named(values, _FOOTPRINT, catalogue, language)
    if not facts:
        return None
    figure = values.get("carbonFootprint") or values.get("embodiedEmissions") or {}
    shares = catalogue.element("carbonFootprintShares")
    return Footprint(
        facts,
        values.get("carbonFootprintMethod") or figure.get("method"),
        str(figure.get("source", {}).get("date", ""))[:4] or None,
        tuple(_scores(values.get("carbonFootprintShares"), shares, 100, language)),
        link_of(values.get("carbonFootprintReport")),
    )


def documents_of(values: Mapping[str, Any], catalogue: Catalogue, language: Language) -> tuple[Document, ...]:
    """Every related resource that has no other place on the page, in the catalogue's order (rule 2)."""
    return tuple(
        _document(element, resource, catalogue, language)
        for element in catalogue.elements.values()
        if element.value_type is ValueType.RESOURCE
        and element.element_id in values
        and element.element_id not in _TOLD_APART
        for resource in _as_list(values[element.element_id])
    )


def _document(element: Element, resource: Mapping[str, Any], catalogue: Catalogue, language: Language) -> Document:
    public = element.access is AccessClass.PUBLIC
    kind = resource.get("contentType")
    return Document(
        label=element.label.of(language),
        link=Link(resource.get("title") or resource["url"], resource["url"]),
        language=language_name(resource["language"], language) if "language" in resource else None,
        kind=None if kind is None else _FILES.get(kind, kind),
        for_whom=None if public else catalogue.access[element.access].label.of(language),
    )


def language_name(code: str, language: Language) -> str:
    """`Nederlands` for nl, in the reader's language; the code itself for a language that nobody knows."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


def _index(values: Mapping[str, Any]) -> tuple[str | None, Figure | None]:
    """The European index where there is one, else the French; with its scale as unit."""
    for name, scale in _INDICES:
        if score := figure_of(values.get(name)):
            return name, Figure(score.value, scale, score.low, score.high, score.source, score.source_address)
    return None, None


def _basis(catalogue: Catalogue, index: str) -> str:
    source = catalogue.element(index).legal[0]
    return f"{source.title}, {source.point}"


def _scores(content: Mapping[str, Any] | None, about: Element, most: int, language: Language) -> Iterator[Score]:
    """The numbers among the members; each has the same scale."""
    unit = "%" if most == 100 else f"/ {most}"
    for member in about.members:
        if content and member.value_type is ValueType.NUMBER and member.name in content:
            yield Score(member.label.of(language), float(content[member.name]), most, unit)


def _part(part: Mapping[str, Any], about: Element, language: Language) -> Part:
    members = {member.name: member for member in about.members}
    price = part.get("price")
    return Part(
        name=_code(part["part"], members["part"].codes, language),
        until=date_of(part.get("availableUntil")),
        number=part.get("partNumber"),
        price=None if price is None else Figure(float(price), "EUR"),
        for_whom=_code(part["forWhom"], members["forWhom"].codes, language) if "forWhom" in part else None,
        order=part.get("orderPage"),
    )


def _code(value: str, codes: Iterable[Code], language: Language) -> str:
    return next((code.label.of(language) for code in codes if code.value == value), value)


def _as_list(content: Any) -> Iterable[Mapping[str, Any]]:
    return content if isinstance(content, list) else (content,)


def parts_in_short(parts: Any, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """Each part with its price and the day until which it can be had, where these are published."""
    element, reader = catalogue.element("spareParts"), Reader(language)
    told = []
    for part in (_part(each, element, language) for each in parts):
        price = reader.figure(part.price) if part.price else None
        until = reader.say(message("until {month}", month=reader.month(part.until))) if part.until else None
        told.append(" ".join(word for word in (part.name, price, until) if word))
    return tuple(told)
