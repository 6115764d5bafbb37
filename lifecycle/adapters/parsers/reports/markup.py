"""Records out of XML: elements and attributes as paths of their own names, without namespaces.

`serial` is the text of an element, `result/@state` an attribute, `entry[model]` an element `entry` whose attribute
`name` is `model`. A path with `/` in front begins at the root. Of one path with several values see `several`.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from lifecycle.adapters.parsers.reports.several import several
from lifecycle.adapters.parsers.xml import local_name, parse_xml
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.limits import text_of


def xml_records(content: bytes, wanted: FieldMap) -> Iterator[Mapping[str, str]]:
    """What stands at the paths of the map, for each record."""
    root = parse_xml(text_of(content))
    paths = {*wanted.fields.values(), *wanted.personal}
    whole = _found(root, {path for path in paths if path.startswith("/")}, f"/{_step(root)}")
    inside = {path for path in paths if not path.startswith("/")}
    steps = [step for step in wanted.record.split("/") if step]
    for element in _records(root, steps):
        yield whole | _found(element, inside, "")


def _records(root: Element, steps: list[str]) -> Iterator[Element]:
    """The elements whose path ends with these steps; the root where there are none."""
    if not steps:
        yield root
        return
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, (_step(root),))]
    while waiting:
        element, path = waiting.pop()
        if list(path[-len(steps) :]) == steps:
            yield element
            continue
        waiting += [(child, (*path, _step(child))) for child in reversed(element)]


def _found(element: Element, paths: set[str], begin: str) -> dict[str, str]:
    """What stands at these paths below an element."""
    found: dict[str, list[str]] = {}
    waiting = [(element, begin)] if paths else []
    while waiting:
        each, path = waiting.pop()
        values = {path: each.text or ""} | {_below(path, f"@{local_name(k)}"): v for k, v in each.attrib.items()}
        for place, value in values.items():
            if place in paths and value.strip():
                found.setdefault(place, []).append(value)
        waiting += [(child, _below(path, _step(child))) for child in reversed(each)]
    return {place: several(values) for place, values in found.items()}


def _below(path: str, step: str) -> str:
    return f"{path}/{step}" if path else step


def _step(element: Element) -> str:
    name = element.attrib.get("name")
    return f"{local_name(element.tag)}[{name}]" if name else local_name(element.tag)
