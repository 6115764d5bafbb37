"""The elements of a passport as a person reads them, named by the catalogue in the reader's language.

Rules:
1. Every element that is there, and that this reader may see, is listed. Of those that are not there only what the law
   asks of every such product is named, as not stated: that it is absent is a fact too.
2. A figure keeps its unit, its range and its source; an address stays a link.
3. What is not for everybody says for whom it is; what no catalogue knows is listed apart, by its name.
4. Each element says where it came from: which passport, which version, when, who, and on how much evidence. Who is told
   by kind, and never by name.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from dpp.domain.catalogue import AccessClass, Catalogue, Element, Granularity, Member, ProductGroup, ValueType
from dpp.domain.document import HISTORY, EffectiveDocument, EffectiveElement, Origin
from dpp.domain.message import Message, message
from lifecycle.domain.item_elements import INSPECTED, MEASURED
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.passport import Fact, FactGroup
from web.pages.reading import Reader

Value = Figure | Link | str
_PASSPORTS = frozenset({"modelPassport", "batchPassport", "previousPassport", "successorPassport"})
_COUNTRIES = frozenset({"assemblyCountry", "countryCode"})
_TOLD_ELSEWHERE = frozenset({HISTORY, "compiledFrom"})
_GRADES: Mapping[str, Message] = MappingProxyType(
    {
        "functionalGrade": message("{grade}, on a scale from F1 (for parts) to F6 (as new)"),
        "cosmeticGrade": message("{grade}, on a scale from C0 (unknown) to C9 (new)"),
    }
)


@dataclass(frozen=True)
class Origins:
    """Whose word the elements of one document are: the passports that it is made of, by their granularity.

    `answering` says which organisation answers today for each passport, `by_maker` whether that of the model is its
    maker.
    """

    layers: Mapping[str, Granularity]
    answering: Mapping[str, str | None] = field(default_factory=dict)
    by_maker: bool = False

    def say(self, origin: Origin, reader: Reader) -> str:
        """Rule 4, in one line."""
        layer = self.layers.get(origin.passport, Granularity.MODEL)
        said = [reader.say(_LAYERS[layer]), reader.say(message("version {version}", version=origin.version))]
        if origin.recorded_at is not None:
            said.append(reader.day(origin.recorded_at.date()))
        if origin.organisation is not None:
            said.append(reader.say(self._who(layer, origin)))
        if origin.evidence:
            said.append(reader.say(_evidence(len(origin.evidence))))
        return ", ".join(said)

    def _who(self, layer: Granularity, origin: Origin) -> Message:
        if layer is Granularity.ITEM:
            return message("by who handled the device")
        if self.by_maker and self.answering.get(origin.passport) == origin.organisation:
            return message("by the maker")
        return message("by who compiled the passport")


_LAYERS: Mapping[Granularity, Message] = MappingProxyType(
    {
        Granularity.MODEL: message("passport of the model"),
        Granularity.BATCH: message("passport of the batch"),
        Granularity.ITEM: message("passport of this device"),
    }
)


def fact_groups(
    document: EffectiveDocument,
    catalogue: Catalogue,
    classes: frozenset[AccessClass],
    language: Language,
    origins: Origins | None = None,
) -> tuple[FactGroup, ...]:
    """Rule 1. `classes` are those that the reader may read by right; `document` holds only what it may read."""
    teller = _Teller(catalogue, _reader(language), origins)
    facts: dict[str, list[Fact]] = {group: [] for group in catalogue.groups}
    unknown = []
    there = {element.element_id: element for element in document.elements}
    for name, element in catalogue.elements.items():
        if name in there and name not in _TOLD_ELSEWHERE:
            facts[element.group].append(teller.fact(element, there[name]))
    for name, said in there.items():
        if catalogue.find(name) is None:
            unknown.append(teller.unknown(said))
    unstated = _unstated(document, catalogue, classes, there.keys())
    groups = [
        FactGroup(label.of(language), tuple(facts[group]), tuple(each.label.of(language) for each in unstated[group]))
        for group, label in catalogue.groups.items()
        if facts[group] or unstated[group]
    ]
    if unknown:
        groups.append(FactGroup(_reader(language).say(message("Not in the catalogue")), tuple(unknown)))
    return tuple(groups)


def facts_named(
    values: Mapping[str, Any], names: Iterable[str], catalogue: Catalogue, language: Language
) -> tuple[Fact, ...]:
    """Those of these elements that are there, in the order of the names."""
    teller = _Teller(catalogue, _reader(language), None)
    return tuple(teller.told(catalogue.element(name), values[name]) for name in names if name in values)


def _evidence(count: int) -> Message:
    return message("1 piece of evidence") if count == 1 else message("{count} pieces of evidence", count=count)


def _unstated(
    document: EffectiveDocument, catalogue: Catalogue, classes: frozenset[AccessClass], there: Collection[str]
) -> Mapping[str, list[Element]]:
    """What the law asks of every product of this group, by group of the catalogue, and is not there."""
    product = ProductGroup(document.values()["productGroup"])
    absent: dict[str, list[Element]] = {group: [] for group in catalogue.groups}
    for element in catalogue.elements.values():
        asked = product in element.products and element.access in classes and element.duties(product)
        if asked and element.element_id not in there and Granularity.MODEL in element.granularity:
            absent[element.group].append(element)
    return absent


@dataclass(frozen=True)
class _Teller:
    """Makes facts; what one origin says is said once."""

    catalogue: Catalogue
    reader: Reader
    origins: Origins | None
    _said: dict[Origin, str] = field(default_factory=dict)

    def fact(self, element: Element, said: EffectiveElement) -> Fact:
        told = self.told(element, said.value)
        return Fact(told.label, told.values, told.for_whom, self._origin(said.origin))

    def told(self, element: Element, content: Any) -> Fact:
        language = self.reader.language
        public = element.access is AccessClass.PUBLIC
        for_whom = None if public else self.catalogue.access[element.access].label.of(language)
        return Fact(element.label.of(language), _of_element(content, element, self.reader), for_whom)

    def unknown(self, said: EffectiveElement) -> Fact:
        """Rule 3: only who answers for the passport gets to see it."""
        whom = self.catalogue.access[AccessClass.OWNER].label.of(self.reader.language)
        return Fact(said.element_id, (json_text(said.value),), whom, self._origin(said.origin))

    def _origin(self, origin: Origin) -> str | None:
        if self.origins is None:
            return None
        if origin not in self._said:
            self._said[origin] = self.origins.say(origin, self.reader)
        return self._said[origin]


def _of_element(content: Any, element: Element, reader: Reader) -> tuple[Value, ...]:
    if element.element_id in _PASSPORTS:
        return (Link(content, path_of(content)),)
    if element.element_id in _GRADES:
        return (reader.say(Message(_GRADES[element.element_id].template, {"grade": content})),)
    return tuple(_values(content, element, reader.language))


def shown(content: Any, element: Element, language: Language) -> tuple[Value, ...]:
    """The values of one element, as `fact_groups` shows them."""
    return tuple(_values(content, element, language))


def figure_of(content: Any) -> Figure | None:
    """The JSON form of a figure (`dpp.domain.figure`) for a page; None for None."""
    return None if content is None else _figure(content)


def json_text(content: Any) -> str:
    """A value that no catalogue knows, as it came."""
    return json.dumps(content, ensure_ascii=False)


def link_of(content: Any) -> Link | None:
    """A related resource for a page; None for None."""
    return None if content is None else Link(content.get("title") or content["url"], content["url"])


def path_of(address: str) -> str:
    """Passports name each other by their whole addresses; a page links within this service."""
    return urlsplit(address).path


def date_of(text: str | None) -> date | None:
    """A day as documents write it; None for None, and for a day that does not exist."""
    with suppress(ValueError):
        return None if text is None else date.fromisoformat(text)
    return None


def _values(content: Any, about: Element | Member, language: Language) -> Iterable[Value]:
    if content is None:
        return ()
    entries = content if isinstance(content, list) else [content]
    return (_value(entry, about, language) for entry in entries)


def _value(content: Any, about: Element | Member, language: Language) -> Value:
    match about.value_type:
        case ValueType.FIGURE:
            return _figure(content)
        case ValueType.RESOURCE:
            return Link(content.get("title") or content["url"], content["url"])
        case ValueType.URI:
            return Link(content, content)
        case ValueType.COLLECTION:
            return _collection(content, about, language)
    return _text(content, about, language)


def _figure(content: Mapping[str, Any]) -> Figure:
    said = content["source"]
    ends = content.get("low"), content.get("high")
    return Figure(content["value"], content["unit"], *ends, _source(said["title"]), said.get("url"))


def _source(title: str) -> Message | str:
    """What the device itself told is said in the reader's language; other sources have titles."""
    if title == INSPECTED:
        return message("seen at an inspection of this device")
    return message("measured by this device itself") if title.startswith(MEASURED) else title


def _text(content: Any, about: Element | Member, language: Language) -> str:
    if (about.name if isinstance(about, Member) else about.element_id) in _COUNTRIES:
        return _reader(language).country(str(content))
    read = _READINGS.get(about.value_type)
    return str(content) if read is None else read(content, about, _reader(language))


def _boolean(content: Any, _about: Element | Member, reader: Reader) -> str:
    return reader.say(message("yes") if content else message("no"))


def _number(content: Any, _about: Element | Member, reader: Reader) -> str:
    return reader.number(content)


def _day(content: Any, _about: Element | Member, reader: Reader) -> str:
    return reader.text(date_of(content) or content)


def _month(content: Any, _about: Element | Member, reader: Reader) -> str:
    return reader.month(content)


def _code(content: Any, about: Element | Member, reader: Reader) -> str:
    return next((code.label.of(reader.language) for code in about.codes if code.value == content), str(content))


def _in_language(content: Any, _about: Element | Member, reader: Reader) -> str:
    return str(content.get(reader.language) or next(iter(content.values()), ""))


_READINGS: Mapping[ValueType, Callable[[Any, Element | Member, Reader], str]] = MappingProxyType(
    {
        ValueType.BOOLEAN: _boolean,
        ValueType.NUMBER: _number,
        ValueType.DATE: _day,
        ValueType.MONTH: _month,
        ValueType.CODE: _code,
        ValueType.MULTI_LANGUAGE: _in_language,
    }
)


def _collection(content: Mapping[str, Any], about: Element | Member, language: Language) -> str:
    """`Across: 1,920; down: 1,080`, in the order of the catalogue."""
    members = ((member, content[member.name]) for member in about.members if member.name in content)
    return "; ".join(f"{member.label.of(language)}: {_inner(value, member, language)}" for member, value in members)


def _inner(content: Any, about: Member, language: Language) -> str:
    return ", ".join(_plain(value, language) for value in _values(content, about, language))


def _plain(value: Value, language: Language) -> str:
    if isinstance(value, Link):
        return value.address
    return _reader(language).text(value)


@cache
def _reader(language: Language) -> Reader:
    return Reader(language)
