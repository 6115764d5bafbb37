"""The form of one subject: a field for each element that the catalogue has there, with help, law and readers.

Rules:
1. What is required, asked by law or filled in comes first; the rest is folded.
2. Which passports belong together is not typed: the registry sets it. The kind of product stays as it was registered.
3. Elements that no catalogue knows are not shown as fields; they are named, and stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dpp.domain.catalogue import Catalogue, Code, Element, Granularity, Member, ProductGroup, ValueType
from dpp.domain.checks import REQUIRED_OF_A_MODEL
from dpp.domain.document import HISTORY, Elements
from dpp.domain.errors import Problem
from dpp.domain.figure import Quality, Unit
from dpp.domain.message import Message, message
from web.pages.contexts.editor import ElementField, Input, InputRow
from web.pages.contexts.forms import FieldKind
from web.pages.contexts.frame import Choice, Link
from web.pages.editor_texts import NO, REST, YES, Leaf, leaves, nodes, read, rows, texts
from web.pages.reading import Reader

_SET_BY_THE_REGISTRY = frozenset(
    {HISTORY, "productGroup", "modelPassport", "batchPassport", "previousPassport", "successorPassport"}
)
_WORDS: Mapping[str, Message] = {
    "value": message("Value"),
    "low": message("Lowest"),
    "high": message("Highest"),
    "quality": message("Quality of the data"),
    "method": message("Method"),
    "unit": message("Unit"),
    "source.title": message("Source: title"),
    "source.url": message("Source: address"),
    "source.date": message("Source: date"),
    "source.licence": message("Source: licence"),
    "source.note": message("Source: note"),
    "url": message("Address"),
    "title": message("Title"),
    "language": message("Language"),
    "contentType": message("Type of file"),
    "nl": message("In Dutch"),
    "en": message("In English"),
}
_QUALITIES: Mapping[Quality, Message] = {
    Quality.MEASURED: message("measured"),
    Quality.DECLARED: message("declared"),
    Quality.GAP_FILLED: message("filled in where a figure was missing"),
    Quality.ARCHETYPE: message("of a typical product"),
}
_FOLDED = frozenset({"quality", "method", "source.date", "source.licence", "source.note", "contentType", "language"})
_KINDS: Mapping[ValueType, FieldKind] = {
    ValueType.NUMBER: FieldKind.NUMBER,
    ValueType.BOOLEAN: FieldKind.SELECT,
    ValueType.CODE: FieldKind.SELECT,
    ValueType.DATE: FieldKind.DATE,
    ValueType.MULTI_LANGUAGE: FieldKind.LONG,
}
_MOST_OF_A_LINE = 60


@dataclass(frozen=True)
class Fields:
    """Fields for one kind of passport and product, in the reader's language."""

    catalogue: Catalogue
    granularity: Granularity
    product: ProductGroup
    reader: Reader

    def elements(self, group: str) -> tuple[Element, ...]:
        """What can be said about one subject (rule 2)."""
        possible = self.catalogue.elements_for(self.product, self.granularity)
        return tuple(each for each in possible if each.group == group and each.element_id not in _SET_BY_THE_REGISTRY)

    def groups(self) -> tuple[str, ...]:
        return tuple(group for group in self.catalogue.groups if self.elements(group))

    def kept(self, elements: Elements) -> tuple[str, ...]:
        """Rules 2 and 3: what stays as it is."""
        own = (name for name in elements if name not in {each.element_id for each in self._editable()})
        return tuple(
            element.label.of(self.reader.language) if (element := self.catalogue.find(name)) else name for name in own
        )

    def typed(self, group: str, elements: Elements) -> dict[str, str]:
        """What a form shows of these elements."""
        shown = (each for each in self.elements(group) if each.element_id in elements)
        return {name: text for each in shown for name, text in texts(each, elements[each.element_id]).items()}

    def read(
        self, group: str, typed: Mapping[str, str], base: Elements
    ) -> tuple[dict[str, object], tuple[Problem, ...]]:
        """The elements with what was typed about one subject; what says the same stays the very same."""
        whole: dict[str, object] = dict(base)
        problems: list[Problem] = []
        for element in self.elements(group):
            value, faults = read(element, typed)
            problems.extend(faults)
            if value is None:
                whole.pop(element.element_id, None)
            elif element.element_id not in base or base[element.element_id] != value:
                whole[element.element_id] = value
        return whole, tuple(problems)

    def fields(
        self, group: str, typed: Mapping[str, str], more_rows: Mapping[str, int]
    ) -> tuple[tuple[ElementField, ...], tuple[ElementField, ...]]:
        """Rule 1: what comes first, and what is folded. `more_rows` are entries that were asked for."""
        first: list[ElementField] = []
        more: list[ElementField] = []
        for element in self.elements(group):
            field = self._field(element, typed, more_rows.get(element.element_id, 0))
            required = element.element_id in REQUIRED_OF_A_MODEL
            filled = any(name.split(".")[0] == element.element_id and text.strip() for name, text in typed.items())
            (first if required or filled or field.asked or element.element_id in more_rows else more).append(field)
        first.sort(key=lambda field: field.id not in REQUIRED_OF_A_MODEL)
        return tuple(first), tuple(more)

    def _editable(self) -> tuple[Element, ...]:
        return tuple(each for group in self.groups() for each in self.elements(group))

    def _field(self, element: Element, typed: Mapping[str, str], more: int) -> ElementField:
        language, name = self.reader.language, element.element_id
        count = rows(name, typed) + more if element.multiple else 1
        paths = [(name, str(place)) for place in range(count)] if element.multiple else [(name,)]
        many = element.multiple and count > 1
        source = (*element.duties(self.product), *element.legal)[0] if element.legal else None
        return ElementField(
            id=name,
            label=element.label.of(language),
            help=element.help.of(language),
            legal=Link(f"{source.title}, {source.point}", source.url) if source else None,
            for_whom=self.catalogue.access[element.access].label.of(language),
            rows=tuple(self._row(element, path, f"drop:{'.'.join(path)}" if many else None) for path in paths),
            add=f"add:{name}" if element.multiple else None,
            asked=bool(element.duties(self.product)),
        )

    def _row(self, element: Element, path: tuple[str, ...], drop: str | None) -> InputRow:
        inputs: list[Input] = []
        details: list[Input] = []
        for leaf in leaves(element, path):
            below = leaf.path[len(path) :]
            field = self._input(leaf, element, below)
            folded = bool(below) and (below[-1] in _FOLDED or ".".join(below[-2:]) in _FOLDED)
            (details if folded else inputs).append(field)
        hidden = tuple(f"{'.'.join(node)}.{REST}" for node, _ in nodes(element, path))
        return InputRow(tuple(inputs), tuple(details), hidden, drop)

    def _input(self, leaf: Leaf, element: Element, below: tuple[str, ...]) -> Input:
        kind = FieldKind.LONG if leaf.many else _KINDS.get(leaf.value_type, FieldKind.TEXT)
        if below[-1:] in {("quality",), ("unit",)} and leaf.about.value_type is ValueType.FIGURE:
            kind = FieldKind.SELECT
        return Input(leaf.name, self._label(leaf, element, below), kind, self._choices(leaf, below))

    def _label(self, leaf: Leaf, element: Element, below: tuple[str, ...]) -> str:
        """`Width: value (mm)`: the members on the way, then the part of the figure."""
        said: list[str] = []
        about: Element | Member = element
        rest = list(below)
        while rest and (member := next((each for each in about.members if each.name == rest[0]), None)):
            said.append(member.label.of(self.reader.language))
            about, rest = member, rest[1:]
        if rest:
            word = self.reader.say(_WORDS[".".join(rest)])
            unit = f" ({leaf.about.unit.value})" if rest in (["value"], ["low"], ["high"]) and leaf.about.unit else ""
            said.append(f"{word}{unit}")
        if leaf.many:
            said.append(self.reader.say(message("one on each line")))
        return ": ".join(said) or element.label.of(self.reader.language)

    def _choices(self, leaf: Leaf, below: tuple[str, ...]) -> tuple[Choice, ...]:
        if leaf.value_type is ValueType.BOOLEAN:
            return (Choice(YES, message("yes")), Choice(NO, message("no")))
        if leaf.value_type is ValueType.CODE:
            return _codes(leaf.about.codes, self.reader)
        if below[-1:] == ("quality",):
            return tuple(Choice(quality.value, _QUALITIES[quality]) for quality in Quality)
        if below[-1:] == ("unit",):
            return tuple(Choice(unit.value, unit.value) for unit in Unit)
        return ()


def _codes(codes: tuple[Code, ...], reader: Reader) -> tuple[Choice, ...]:
    return tuple(Choice(code.value, code.label.of(reader.language)) for code in codes)


def placed(problems: tuple[Problem, ...], names: tuple[str, ...]) -> dict[str, Message]:
    """Each fault beside the field that it is about: `$.spareParts[0].price` is `spareParts.0.price`.

    A fault in a whole stands beside the first field of it; one in no field of this form above it.
    """
    beside: dict[str, Message] = {}
    for problem in problems:
        path = problem.path.removeprefix("$.").replace("[", ".").replace("]", "")
        beside.setdefault(_nearest(path, names), problem.what)
    return beside


def _nearest(path: str, names: tuple[str, ...]) -> str:
    while path:
        if found := next((name for name in names if name == path or name.startswith(f"{path}.")), None):
            return found
        path = path.rpartition(".")[0]
    return ""
