"""The elements of a passport as a person reads them, named by the catalogue in the reader's language.

Rules:
1. Every element that this kind of passport can have, and that this reader may see, is listed; one that no source gives
   is listed without a value, for its absence is a fact too. What the passport says of itself is listed where it is
   there: that no other passport follows it is not something that somebody did not publish.
2. A figure keeps its unit, its range and its source; an address stays a link.
3. What is not for everybody says for whom it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from dpp.domain.catalogue import AccessClass, Catalogue, Element, Granularity, Member, ProductGroup, ValueType
from dpp.domain.document import HISTORY, EffectiveDocument
from dpp.domain.message import message
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.passport import Fact, FactGroup
from web.pages.reading import Reader

Value = Figure | Link | str
_ITSELF = "passport"
_PASSPORTS = frozenset({"modelPassport", "previousPassport", "successorPassport"})
_TOLD_ELSEWHERE = frozenset({HISTORY, "compiledFrom"})


def fact_groups(
    document: EffectiveDocument, catalogue: Catalogue, classes: frozenset[AccessClass], language: Language
) -> tuple[FactGroup, ...]:
    """Rule 1. `classes` are those that the reader may read by right; `document` holds only what it may read."""
    facts: dict[str, list[Fact]] = {group: [] for group in catalogue.groups}
    values = document.values()
    for element in _possible(document, catalogue):
        if element.element_id in values or (element.access in classes and element.group != _ITSELF):
            facts[element.group].append(_fact(element, values.get(element.element_id), catalogue, language))
    return tuple(
        FactGroup(label.of(language), tuple(facts[group])) for group, label in catalogue.groups.items() if facts[group]
    )


def shown(content: Any, element: Element, language: Language) -> tuple[Value, ...]:
    """The values of one element, as `fact_groups` shows them."""
    return tuple(_values(content, element, language))


def figure_of(content: Any) -> Figure | None:
    """The JSON form of a figure (`dpp.domain.figure`) for a page; None for None."""
    return None if content is None else _figure(content)


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


def _possible(document: EffectiveDocument, catalogue: Catalogue) -> Iterator[Element]:
    """A device's passport has its model's elements too."""
    product = ProductGroup(document.values()["productGroup"])
    levels = {document.header.granularity, Granularity.MODEL}
    for element in catalogue.elements.values():
        fits = product in element.products and not levels.isdisjoint(element.granularity)
        if fits and element.element_id not in _TOLD_ELSEWHERE:
            yield element


def _fact(element: Element, content: Any, catalogue: Catalogue, language: Language) -> Fact:
    for_whom = None if element.access is AccessClass.PUBLIC else catalogue.access[element.access].label.of(language)
    of_item = Granularity.MODEL not in element.granularity
    values = tuple(_values(content, element, language))
    if element.element_id in _PASSPORTS:
        values = tuple(Link(content, path_of(content)) for _ in values)
    return Fact(element.label.of(language), values, for_whom, of_item=of_item)


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
    source = content["source"]
    return Figure(
        content["value"], content["unit"], content.get("low"), content.get("high"), source["title"], source.get("url")
    )


def _text(content: Any, about: Element | Member, language: Language) -> str:
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
