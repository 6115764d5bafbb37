"""A page of ours with what somebody typed put back into its form, as a browser would show it.

Rules:
1. The form is the one that goes to the same address; of several, the one whose hidden fields say the same.
2. Fields of one name are filled in the order in which they were sent. A radio button, a check box or an option is
   chosen when its value was sent, and only then.
3. Passwords and files stay empty, and so does the CSRF field's old value: the page has a new one.
4. What found no place is given back (`left`): a page that cannot hold all of it must not be shown as if it did.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser

Attributes = dict[str, str | None]
Pairs = tuple[tuple[str, str], ...]
_FIELDS = frozenset({"input", "textarea", "select", "button"})
_UNTOUCHED = frozenset({"password", "file", "reset"})
_BUTTONS = frozenset({"submit", "image", "button"})
_CHOSEN = frozenset({"radio", "checkbox"})


@dataclass(frozen=True)
class Filled:
    """The page, and what of the sent values is in no field of it."""

    html: str
    left: Pairs


@dataclass(frozen=True)
class _Tag:
    """A start tag where it stands in the page; `end` is where what it holds ends (a text area)."""

    name: str
    attributes: Attributes
    start: int
    stop: int
    end: int = 0

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.name == "input" else self.name

    @property
    def value(self) -> str:
        return self.attributes.get("value") or ""


@dataclass
class _Field:
    """A field that sends something; a select has its options."""

    tag: _Tag
    options: list[_Tag] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.tag.attributes.get("name") or ""


@dataclass
class _Form:
    """A form, the addresses that its buttons can send it to, and its fields, also those elsewhere that name it."""

    id: str
    actions: set[str]
    fields: list[_Field] = field(default_factory=list)


def fill(html: str, action: str, sent: Pairs) -> Filled | None:
    """The page with the values in the form to `action` (a path with its query); None when it has no such form."""
    forms = [form for form in _Reader.forms(html) if action in form.actions]
    if not forms:
        return None
    return min(
        (_filled(html, form, sent) for form in sorted(forms, key=lambda form: -_alike(form, sent))), key=_unplaced
    )


def _unplaced(filled: Filled) -> int:
    return len(filled.left)


def _alike(form: _Form, sent: Pairs) -> int:
    """Rule 1."""
    return sum((each.name, each.tag.value) in sent for each in form.fields if each.tag.kind == "hidden")


def _filled(html: str, form: _Form, sent: Pairs) -> Filled:
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in sent:
        values[name].append(value.replace("\r\n", "\n"))
    edits: list[tuple[int, int, str]] = []
    taken: set[tuple[str, str]] = set()
    for each in form.fields:
        if each.name in values or each.tag.kind in _CHOSEN:
            edits.extend(_edits(each, values[each.name], taken))
    left = tuple(
        (name, value) for name, said in values.items() for value in said if value and (name, value) not in taken
    )
    return Filled(_edited(html, edits), left)


def _edits(each: _Field, said: list[str], taken: set[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Rule 2, for one field. `said` loses what a text takes; `taken` gets what a choice shows."""
    tag, name = each.tag, each.name
    if tag.kind in _UNTOUCHED:
        return
    if tag.kind in _BUTTONS:
        taken.add((name, tag.value))
    elif tag.kind in _CHOSEN:
        value = tag.attributes.get("value") or "on"
        taken.add((name, value))
        yield tag.start, tag.stop, _written(_with(tag, "checked", on=value in said))
    elif tag.name == "select":
        yield from _options(each, said, taken)
    else:
        value = said.pop(0) if said else ""
        yield _text(tag, value)


def _options(each: _Field, said: list[str], taken: set[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    several = "multiple" in each.tag.attributes
    wanted = set(said) if several else set(said[:1])
    known = {option.value for option in each.options}
    taken.update((each.name, value) for value in wanted & known)
    if not several and wanted <= known:
        del said[:1]
    for option in each.options:
        yield option.start, option.stop, _written(_with(option, "selected", on=option.value in wanted))


def _text(tag: _Tag, value: str) -> tuple[int, int, str]:
    if tag.name == "textarea":
        return tag.stop, tag.end, f"\n{escape(value)}"
    return tag.start, tag.stop, _written(replace(tag, attributes={**tag.attributes, "value": value}))


def _with(tag: _Tag, flag: str, *, on: bool) -> _Tag:
    attributes = {name: value for name, value in tag.attributes.items() if name != flag}
    return replace(tag, attributes=attributes | {flag: None} if on else attributes)


def _written(tag: _Tag) -> str:
    said = (f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in tag.attributes.items())
    return f"<{tag.name}{''.join(said)}>"


def _edited(html: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, stop, text in sorted(edits):
        parts += [html[at:start], text]
        at = stop
    return "".join((*parts, html[at:]))


class _Reader(HTMLParser):
    """Finds the forms of a page and where their fields stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._starts = [0]
        for line in html.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._forms: list[_Form] = []
        self._open: _Form | None = None
        self._apart: list[tuple[str, _Field]] = []
        self._select: _Field | None = None
        self._area: _Field | None = None

    @classmethod
    def forms(cls, html: str) -> list[_Form]:
        reader = cls(html)
        reader.feed(html)
        reader.close()
        for owner, each in reader._apart:
            for form in reader._forms:
                if form.id == owner:
                    _take(form, each)
        return reader._forms

    def _place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, attributes = self._place(), dict(attrs)
        found = _Tag(tag, attributes, start, start + len(self.get_starttag_text() or ""))
        if tag == "form":
            self._open = _Form(attributes.get("id") or "", {_path(attributes.get("action"))})
            self._forms.append(self._open)
        elif tag == "option" and self._select is not None:
            self._select.options.append(found)
        elif tag in _FIELDS:
            self._field(_Field(found))

    def _field(self, each: _Field) -> None:
        owner = each.tag.attributes.get("form")
        if owner:
            self._apart.append((owner, each))
        elif self._open is not None:
            _take(self._open, each)
        if each.tag.name == "select":
            self._select = each
        elif each.tag.name == "textarea":
            self._area = each

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self._area.tag = replace(self._area.tag, end=self._place())
            self._area = None


def _take(form: _Form, each: _Field) -> None:
    form.fields.append(each)
    if each.tag.attributes.get("formaction"):
        form.actions.add(_path(each.tag.attributes["formaction"]))


def _path(address: str | None) -> str:
    return (address or "").partition("#")[0]
