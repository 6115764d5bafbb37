"""A form filled in with what nobody can use, and what of it a page still shows."""

from collections import defaultdict
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from tests.support.clicking import Form, value_of
from tests.support.html import HTML

Typed = Mapping[str, list[str]]
_UNTYPED = frozenset({"file", "submit", "image", "button", "reset", "password"})
_NONSENSE = {
    "date": "2026-13-45",
    "month": "2026-13",
    "number": "zeer veel",
    "email": "geen adres",
    "url": "geen adres",
}


def rubbish(form: Form) -> dict[str, list[str]]:
    """Texts and numbers that are none, the last choice of each list, every box ticked; hidden fields as they stand."""
    sent: dict[str, list[str]] = defaultdict(list)
    for field in form.fields():
        name, kind = field.get("name"), kind_of(field)
        if not name or kind in _UNTYPED:
            continue
        if kind == "radio":
            sent[name] = []
        sent[name].append(_typed(field, kind, name))
    return dict(sent)


def kind_of(field: Element) -> str:
    tag = field.tag.removeprefix(HTML)
    return (field.get("type") or "text").lower() if tag == "input" else tag


def _typed(field: Element, kind: str, name: str) -> str:
    if kind == "select":
        return [option.get("value") or "" for option in field.iter(f"{HTML}option")][-1]
    if kind in {"radio", "checkbox"}:
        return field.get("value") or "on"
    if kind == "hidden":
        return field.get("value") or ""
    return _NONSENSE.get(kind, f'~{name}~ é <b> & "x"')


def lost(sent: Typed, form: Form) -> dict[str, list[str]]:
    """What the form that came back shows of the fields whose value it does not have any more."""
    shown: dict[str, list[str]] = defaultdict(list)
    for field in form.fields():
        value = value_of(field)
        if value is not None:
            shown[field.get("name") or ""].append(value)
    return {name: shown[name] for name, said in sent.items() if name not in {"csrf", "event"} and shown[name] != said}
