"""A map of fields: where a report of an erasure tool says what, and what its words mean. An organisation keeps its own.

Rules:
1. A map names where the serial number of the disk and the result stand, and the words that mean success and failure.
   A word that it does not name is no result.
2. A word cannot mean both. Words are the same whatever their case and the white space in them.
3. What the map does not name is dropped; who did it is never named. Fields under `personal` hold names of people: they
   are looked at only to see that these names stand nowhere in what is kept.
4. A method has the category and the technique (NIST SP 800-88 revision 2) that the map gives it; else no category.
5. A time without a zone is in the zone of the map; where that names none, it has none.

`record` says where each disk begins: in XML the name or path of the element (`disks/disk`), in a PDF the words that its
first line begins with; in a table each row is one. Empty: the whole report is of one disk. A field is in XML a path
below that element (`serial`, `result/@state`, `entry[model]` for an element whose `name` is `model`), or with `/` in
front one from the root, for what stands once for all; in a PDF a label, which before the first disk holds for all; in a
table a heading.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.evidence.report_times import is_zone
from lifecycle.domain.vocabulary import SanitisationCategory

MOST_WORDS = 100
LONGEST_TEXT = 200
_DIRECTIVE = re.compile(r"%(.)")
_DIRECTIVES = frozenset("YmdHMSyIpz")


class Layout(StrEnum):
    """What a report is written as."""

    PDF = "pdf"
    XML = "xml"
    TABLE = "table"


class ReportField(StrEnum):
    """What is read of each disk."""

    DISK_SERIAL = "diskSerial"
    DISK_MODEL = "diskModel"
    RESULT = "result"
    METHOD = "method"
    VERIFICATION = "verification"
    STARTED = "started"
    FINISHED = "finished"
    TOOL_VERSION = "toolVersion"
    DEVICE_SERIAL = "deviceSerial"


NEEDED = (ReportField.DISK_SERIAL, ReportField.RESULT)


@dataclass(frozen=True)
class Method:
    """What a tool's name of a method means in the words of NIST SP 800-88 revision 2."""

    category: SanitisationCategory
    technique: str


@dataclass(frozen=True)
class FieldMap:
    """A map, as the module says.

    `tool_version` is for reports that do not name it; `time_format` is as `strptime` has it, or empty for ISO 8601;
    `zone` is `UTC`, an offset such as `+01:00`, `Europe/Amsterdam`, or empty.
    """

    tool: str
    layout: Layout
    fields: Mapping[ReportField, str]
    success: tuple[str, ...]
    failure: tuple[str, ...]
    record: str = ""
    tool_version: str = ""
    verified: tuple[str, ...] = ()
    methods: Mapping[str, Method] = field(default_factory=dict)
    time_format: str = ""
    zone: str = ""
    personal: tuple[str, ...] = ()

    def succeeded(self, word: str | None) -> bool | None:
        """What a result means; None where the map does not say. Failure goes first."""
        said = plain(word or "")
        if said in {plain(each) for each in self.failure}:
            return False
        return True if said in {plain(each) for each in self.success} else None

    def is_verified(self, word: str | None) -> bool:
        """Whether this word says that the tool read back what it wrote."""
        return plain(word or "") in {plain(each) for each in self.verified}

    def method(self, word: str | None) -> Method | None:
        """What a tool's name of a method means."""
        return next((method for name, method in self.methods.items() if plain(name) == plain(word or "")), None)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with this map."""
        return tuple(_problems(self))


def plain(word: str) -> str:
    """Rule 2."""
    return " ".join(word.split()).casefold()


def _problems(wanted: FieldMap) -> Iterator[Problem]:
    if not wanted.tool.strip():
        yield Problem("$.tool", message("A map names the tool."))
    for needed in NEEDED:
        if not wanted.fields.get(needed, "").strip():
            yield Problem(f"$.fields.{needed}", message("A map says where this stands."))
    for name, words in (("success", wanted.success), ("failure", wanted.failure)):
        if not words:
            yield Problem(f"$.{name}", message("A map names at least one word for this."))
    for word in {plain(each) for each in wanted.success} & {plain(each) for each in wanted.failure}:
        yield Problem("$.success", message("'{word}' cannot mean both success and failure.", word=word))
    if not set(_DIRECTIVE.findall(wanted.time_format)) <= _DIRECTIVES:
        what = message("A time is written with {known} alone.", known=" ".join(f"%{each}" for each in "YmdHMSyIpz"))
        yield Problem("$.timeFormat", what)
    if wanted.zone and not is_zone(wanted.zone):
        yield Problem("$.zone", message("A zone is UTC, an offset such as +01:00, or Europe/Amsterdam."))
    yield from _too_large(wanted)


def _too_large(wanted: FieldMap) -> Iterator[Problem]:
    words = {
        "success": wanted.success,
        "failure": wanted.failure,
        "verified": wanted.verified,
        "personal": wanted.personal,
        "methods": (*wanted.methods, *(method.technique for method in wanted.methods.values())),
        "fields": tuple(wanted.fields.values()),
        "tool": (wanted.tool, wanted.tool_version, wanted.record, wanted.time_format),
    }
    for name, texts in words.items():
        if len(texts) > 2 * MOST_WORDS:
            yield Problem(f"$.{name}", message("At most {most} are named.", most=MOST_WORDS))
        if any(len(text) > LONGEST_TEXT or not text.isprintable() for text in texts):
            what = message("Each is one printable line of at most {most} characters.", most=LONGEST_TEXT)
            yield Problem(f"$.{name}", what)


def write_map(wanted: FieldMap) -> dict[str, Any]:
    """The JSON form of a map."""
    return {
        "tool": wanted.tool,
        "toolVersion": wanted.tool_version,
        "layout": wanted.layout.value,
        "record": wanted.record,
        "fields": {name.value: where for name, where in wanted.fields.items()},
        "success": list(wanted.success),
        "failure": list(wanted.failure),
        "verified": list(wanted.verified),
        "methods": [
            {"name": name, "category": method.category.value, "technique": method.technique}
            for name, method in wanted.methods.items()
        ],
        "timeFormat": wanted.time_format,
        "zone": wanted.zone,
        "personal": list(wanted.personal),
    }


def read_map(content: object) -> FieldMap:
    """A map from its JSON form; InvalidInput names everything that is not right."""
    if not isinstance(content, Mapping):
        raise _wrong("$", content)
    wanted = FieldMap(
        tool=_text(content, "tool"),
        tool_version=_text(content, "toolVersion"),
        layout=Layout(_one_of(content, "layout", Layout)),
        record=_text(content, "record"),
        fields=_fields(content.get("fields", {})),
        success=_words(content, "success"),
        failure=_words(content, "failure"),
        verified=_words(content, "verified"),
        methods=_methods(content.get("methods", [])),
        time_format=_text(content, "timeFormat"),
        zone=_text(content, "zone"),
        personal=_words(content, "personal"),
    )
    if problems := wanted.problems():
        raise InvalidInput(
            message("The map of fields is not right."),
            problems,
            remedy=message("Compare it with the API description of erasure maps."),
        )
    return wanted


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        raise _wrong(f"$.{name}", value)
    return value


def _words(content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = content.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise _wrong(f"$.{name}", value)
    return tuple(value)


def _one_of(content: Mapping[str, Any], name: str, known: type[StrEnum]) -> str:
    value = content.get(name)
    if not isinstance(value, str) or value not in set(known):
        raise _wrong(f"$.{name}", value)
    return value


def _fields(content: object) -> dict[ReportField, str]:
    if not isinstance(content, Mapping):
        raise _wrong("$.fields", content)
    for name, where in content.items():
        if name not in set(ReportField) or not isinstance(where, str) or not where.strip():
            raise _wrong(f"$.fields.{str(name)[:40]}", where)
    return {ReportField(name): content[name] for name in content}


def _methods(content: object) -> dict[str, Method]:
    if not isinstance(content, list):
        raise _wrong("$.methods", content)
    methods = {}
    for place, entry in enumerate(content):
        path = f"$.methods[{place}]"
        if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
            raise _wrong(path, entry)
        technique = entry.get("technique")
        if not isinstance(technique, str) or not technique.strip():
            raise _wrong(f"{path}.technique", technique)
        category = entry.get("category")
        if not isinstance(category, str) or category not in set(SanitisationCategory):
            raise _wrong(f"{path}.category", category)
        methods[entry["name"]] = Method(SanitisationCategory(category), technique)
    return methods


def _wrong(path: str, found: object) -> InvalidInput:
    what = message("{path} is not what a map of fields has there: {found}.", path=path, found=str(found)[:60])
    return InvalidInput(
        what, (Problem(path, what),), remedy=message("Compare it with the API description of erasure maps.")
    )
