"""One registration of EPREL as elements of a model passport.

Rules:
1. A registration without number, supplier or model identifier is not used; neither is one of a tablet or another
   product that the catalogue has no group for.
2. Its model identifier stands as the model's name, because EPREL has no other.
3. Figures name the registration as their source, and are declared, not measured by us.
4. Only elements that the catalogue has for this product are filled; the rest of the registration is told as not taken
   over, except what EPREL keeps for itself. Who to contact is neither taken over nor repeated.
5. Fields that say the same thing twice and disagree are a warning; the first one in `fields` counts.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.document import Elements
from dpp.domain.figure import Figure, Quality, Source, Unit, write_figure
from dpp.domain.gs1.check_digits import ends_in_check_digit
from dpp.domain.message import message
from dpp.domain.sources.eprel.fields import (
    ABOUT_PEOPLE,
    FIELDS,
    IDENTITY,
    MEANS_NO_HDR,
    OF_THE_REGISTRY,
    RATIO,
    Field,
)
from dpp.domain.sources.eprel.groups import GROUPS, LICENCE, NUMBER, EprelGroup, public_page
from dpp.domain.sources.notes import Notes, SourceRow
from dpp.domain.sources.plausible import check_plausible
from dpp.domain.sources.values import is_nothing, plain, read_day, read_text

COMPILER = "Kringpas, from public sources"
NO_ELEMENT = message("The catalogue has no element for this.")
_GTIN_DIGITS = 14
_SAME = Decimal("0.02")  # of the larger: what rounding to whole inches or hours explains


def read_product(line: int, raw: Mapping[str, Any], catalogue: Catalogue, group: EprelGroup | None = None) -> SourceRow:
    """A registration as EPREL answers it. `group` is the one that was asked for, where the answer does not say."""
    notes = Notes()
    group = _group_of(raw, group, notes)
    number, supplier, model = (_identity(raw, name, notes) for name in _IDENTIFYING)
    name = f"EPREL {number}: {supplier} {model}"
    if notes.problems or group is None:
        return notes.row(line, name, {})
    reader = _Reader(raw, catalogue, group, _source(raw, group, number), notes)
    elements = {
        "productGroup": group.product.value,
        "brand": supplier,
        "modelName": model,
        "modelIdentifier": model,
        "eprelRegistrationNumber": number,
        "compiledBy": COMPILER,
        "productDatabaseEntry": {"title": f"EPREL {number}", "url": public_page(group, number)},
        **reader.elements(),
    }
    say = message("EPREL has no marketing names: the model identifier stands as the name.")
    notes.changed("$.modelIdentifier", model, model, say)
    _take_gtin(raw, elements, notes)
    _tell_the_rest(raw, group, notes)
    elements["compiledFrom"] = [_compiled_from(reader.source, elements)]
    return notes.row(line, name, elements)


_IDENTIFYING = ("eprelRegistrationNumber", "supplierOrTrademark", "modelIdentifier")


def _group_of(raw: Mapping[str, Any], asked: EprelGroup | None, notes: Notes) -> EprelGroup | None:
    said = raw.get("productGroup")
    group = GROUPS.get(said) if isinstance(said, str) else asked
    if group is None:
        notes.refuse("$.productGroup", message("This product is of a group that we have no passports for."))
    kind = raw.get("deviceType")
    if isinstance(kind, str) and kind.strip().upper() != "SMARTPHONE" and group is GROUPS["smartphonestablets20231669"]:
        notes.refuse("$.deviceType", message("There is no product group for '{kind}' here.", kind=kind[:40]))
    return group


def _identity(raw: Mapping[str, Any], name: str, notes: Notes) -> str:
    value = raw.get(name)
    text = "" if is_nothing(value) else read_text(f"$.{name}", value, notes) or ""
    if not text or (name == "eprelRegistrationNumber" and not NUMBER.fullmatch(text)):
        notes.refuse(f"$.{name}", message("A registration needs '{name}'.", name=name))
    return text


def _source(raw: Mapping[str, Any], group: EprelGroup, number: str) -> Source:
    published = read_day(raw.get("publishedOnDate")) or read_day(raw.get("publishedOnDateTS"))
    return Source(f"EPREL registration {number}", public_page(group, number), published, LICENCE)


class _Reader:
    """Reads the fields of one registration, in the order of the table."""

    def __init__(
        self, raw: Mapping[str, Any], catalogue: Catalogue, group: EprelGroup, source: Source, notes: Notes
    ) -> None:
        self.source = source
        self._raw, self._catalogue, self._group, self._notes = raw, catalogue, group, notes
        self._found: dict[str, Any] = {}

    def elements(self) -> dict[str, Any]:
        for field in FIELDS[self._group.product]:
            value = self._raw.get(field.name)
            if is_nothing(value):
                self._tell_nothing(field, value)
            elif not self._has_element(field):
                self._notes.leave(f"$.{field.name}", value, NO_ELEMENT)
            else:
                self._take(field, value)
        self._drop_half_a_resolution()
        self._take_ratio()
        return self._found

    def _has_element(self, field: Field) -> bool:
        element = self._catalogue.find(field.element)
        fits = element is not None and self._group.product in element.products
        return fits and element is not None and Granularity.MODEL in element.granularity

    def _tell_nothing(self, field: Field, value: Any) -> None:
        if field.name in MEANS_NO_HDR and isinstance(value, str):
            self._notes.changed(f"$.{field.name}", value, None, message("The display has no HDR."))

    def _take(self, field: Field, raw: Any) -> None:
        path = f"$.{field.name}"
        value = field.read(path, raw, self._notes)
        if value is None:
            return
        if isinstance(value, Decimal):
            check_plausible(field.element, path, value, self._notes)
        if field.member:
            members = self._found.setdefault(field.element, {})
            members[field.member] = plain(value) if isinstance(value, Decimal) else value
        elif field.element in self._found:
            self._compare(field, path, value)
        else:
            self._found[field.element] = self._written(field, value)

    def _written(self, field: Field, value: Any) -> Any:
        if field.unit is not None:
            return figure(value, field.unit, self.source)
        if field.resource is not None:
            return {"title": field.resource, "url": value}
        return plain(value) if isinstance(value, Decimal) else value

    def _compare(self, field: Field, path: str, value: Any) -> None:
        """Rule 5."""
        first = self._found[field.element]
        other = Decimal(str(first["value"])) if isinstance(first, Mapping) else first
        same = abs(value - other) <= _SAME * max(value, other) if isinstance(value, Decimal) else value == other
        if not same:
            say = message(
                "This says {second}, another field says {first}; the other was taken.", second=value, first=other
            )
            self._notes.warn(path, say)

    def _take_ratio(self) -> None:
        """Two fields make the ratio of a display's sides, such as 16:9."""
        sides = [self._raw.get(name) for name in RATIO]
        if all(map(is_nothing, sides)):
            return
        ratio = ":".join(str(side).strip() for side in sides)
        element = self._catalogue.find("aspectRatio")
        if element is not None and element.pattern and re.fullmatch(element.pattern, ratio):
            self._found["aspectRatio"] = ratio
        else:
            self._notes.leave(f"$.{RATIO[0]}", sides, message("This is not a ratio such as 16:9."))

    def _drop_half_a_resolution(self) -> None:
        resolution = self._found.get("resolution")
        if resolution is not None and len(resolution) < 2:
            self._notes.leave("$.resolution", resolution, message("One side of a screen is not its resolution."))
            del self._found["resolution"]


def figure(value: Decimal, unit: Unit, source: Source) -> dict[str, Any]:
    """Rule 3: the JSON form of a declared figure."""
    return write_figure(Figure(plain(value), unit, source, quality=Quality.DECLARED))


def _take_gtin(raw: Mapping[str, Any], elements: dict[str, Any], notes: Notes) -> None:
    """The one article number of the registration; several do not say which is meant."""
    entries = raw.get("otherIdentifiers")
    found = [entry.get("modelIdentifier") for entry in entries or () if _is_gtin(entry)] if _listed(entries) else []
    numbers = sorted({str(number).strip().zfill(_GTIN_DIGITS) for number in found})
    right = [number for number in numbers if number.isdigit() and ends_in_check_digit(number)]
    if len(right) == 1 == len(numbers) and len(right[0]) == _GTIN_DIGITS:
        elements["gtin"] = right[0]
        notes.changed("$.otherIdentifiers", found, right[0], message("The only article number of this registration."))
    elif not is_nothing(entries):
        notes.leave("$.otherIdentifiers", entries, message("This does not name one article number."))


def _listed(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries)


def _is_gtin(entry: Mapping[str, Any]) -> bool:
    return str(entry.get("type", "")).upper().startswith(("EAN", "GTIN"))


def _tell_the_rest(raw: Mapping[str, Any], group: EprelGroup, notes: Notes) -> None:
    """Rule 4."""
    known = {field.name for field in FIELDS[group.product]} | IDENTITY | OF_THE_REGISTRY | {"otherIdentifiers", *RATIO}
    for name in sorted(set(raw) - known):
        if is_nothing(raw[name]):
            continue
        if name in ABOUT_PEOPLE:
            notes.hide(f"$.{name}", message("Who to contact may be a person; a passport names none."))
        else:
            notes.leave(f"$.{name}", raw[name], NO_ELEMENT)


def _compiled_from(source: Source, elements: Elements) -> dict[str, Any]:
    entry = {"title": source.title, "url": source.url, "date": source.date, "licence": source.licence}
    told = sorted(set(elements) - {"compiledBy"})
    return {name: value for name, value in entry.items() if value is not None} | {"elements": told}
