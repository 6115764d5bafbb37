"""Reads the newer snapshots of eReuse's workbench: outputs of several tools in one file.

`data` holds what dmidecode, smartctl (one answer for each disk), inxi or lshw and the sanitise tool said. The programs
write most of them as text inside the JSON; here they are plain data already, kept by the allow-list of each tool.

What says best which device it is goes first: dmidecode, lshw, inxi. A tool whose output is missing or cannot be read is
noted; all others are read. Names of the programs' generations: `workbench-script` has `dmidecode`, `smartctl` and
`inxi`; the one before it has `dmidecode`, `lshw` and `smart`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.evidence import dmi, inxi, lshw, sanitise, smartctl
from lifecycle.domain.evidence.format import Kept
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import Unread, member, records
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import DATE, TEXT, VERSION, Shape, one_of, strip
from lifecycle.domain.facts import BatteryReading, ErasureReading, Hardware, IdentityClaim, MediumSeen

NAME = "ereuse-workbench"
PARSER = "workbench"
PARSER_VERSION = "1.0"
TITLE = "eReuse workbench snapshot (JSON, tool outputs)"
GIVES = (
    "maker, model, serial numbers, processor, memory, storage media with their health, batteries, displays, erasures"
)
MADE_WITH = "the USB stick of eReuse's workbench-script"

SHAPE: Shape = {
    "type": one_of("snapshot"),
    "software": TEXT,
    "version": VERSION,
    "timestamp": DATE,
    "data": {
        "dmidecode": dmi.SHAPE,
        "smartctl": smartctl.SHAPE,
        "inxi": inxi.SHAPE,
        "lshw": lshw.SHAPE,
        "sanitize": sanitise.SHAPE,
        "unread": one_of("dmidecode", "smartctl", "inxi", "lshw", "sanitize"),
    },
}
NAMED = {
    "uuid": Removed.UNNEEDED,
    "operator_id": Removed.ACCOUNT,
    "data.lshw.host": Removed.HOST,
    "smartctl.argv": Removed.PROCESS,
    "lspci": Removed.UNNEEDED,
    "hwinfo": Removed.UNNEEDED,
}
_DAY = len("2026-01-12")


def is_snapshot(document: object) -> bool:
    """Whether this is a snapshot with the outputs of tools in it."""
    return member(document, "type") == "Snapshot" and isinstance(member(document, "data"), Mapping)


def keep_document(document: Any) -> Kept | None:
    """What may be kept of a snapshot whose tools' outputs are plain data."""
    if not is_snapshot(document):
        return None
    day = str(document.get("timestamp"))[:_DAY]
    kept, removed = strip({**document, "timestamp": day}, SHAPE, NAMED)
    return Kept(canonical(kept), removed)


def read(content: bytes) -> Reading:
    """The device, by what its tools said."""
    document, unread = load_json(text_of(content)), Unread()
    data, day = member(document, "data"), _day(member(document, "timestamp"))
    for tool in _unreadable(data):
        unread.note(f"$.data.{tool}", message("The output of this tool is missing or cannot be read."))
    claims = tuple(_claims(data, unread))
    media, lists_all_media = _media(data, unread)
    wiped = [
        sanitise.read_report(report, f"$.data.sanitize[{number}]", unread)
        for number, report in records(data, "sanitize")
        if report
    ]
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=claims,
        hardware=_hardware(data),
        media=_with(media, wiped),
        lists_all_media=lists_all_media,
        batteries=_batteries(data, day, unread),
        erasures=tuple(erasure for _, erasure in wiped if erasure is not None),
        monitors=tuple(inxi.monitors_of(member(data, "inxi"))),
        unread=unread.problems(),
    )


def _unreadable(data: Any) -> Iterator[str]:
    named = member(data, "unread")
    yield from dict.fromkeys(tool for tool in (named if isinstance(named, list) else ()) if isinstance(tool, str))


def _claims(data: Any, unread: Unread) -> Iterator[IdentityClaim]:
    """One claim of each kind, of the tool that knows best."""
    told: dict[str, IdentityClaim] = {}
    for claim in (
        *dmi.claims_of(member(data, "dmidecode"), NAME, "$.data.dmidecode", unread),
        *lshw.claims_of(member(data, "lshw"), NAME, "$.data.lshw", Unread()),
        *inxi.claims_of(member(data, "inxi"), NAME),
    ):
        told.setdefault(claim.kind, claim)
    yield from told.values()


def _hardware(data: Any) -> Hardware:
    """Each fact by the first tool that gives it."""
    tools = (
        dmi.hardware_of(member(data, "dmidecode")),
        lshw.hardware_of(member(data, "lshw")),
        inxi.hardware_of(member(data, "inxi")),
    )
    return Hardware(
        **{
            each.name: next((value for tool in tools if (value := getattr(tool, each.name)) is not None), None)
            for each in fields(Hardware)
        }
    )


def _media(data: Any, unread: Unread) -> tuple[tuple[MediumSeen, ...], bool]:
    """The media, and whether they are all: not where one of them, or its tool, could not be read."""
    before = len(unread.problems())
    answers = [answer for _, answer in records(data, "smartctl") if answer]
    if answers:
        seen = [
            smartctl.medium_of(answer, f"$.data.smartctl[{number}]", unread) for number, answer in enumerate(answers)
        ]
        media = tuple(medium for medium in seen if medium is not None)
    else:
        listed = lshw.media_of(member(data, "lshw"), "$.data.lshw", unread)
        media = tuple(listed) or tuple(inxi.media_of(member(data, "inxi"), "$.data.inxi", unread))
    return media, bool(media) and len(unread.problems()) == before


def _with(
    media: tuple[MediumSeen, ...], wiped: list[tuple[MediumSeen | None, ErasureReading | None]]
) -> tuple[MediumSeen, ...]:
    known = {medium.serial for medium in media}
    return (*media, *(medium for medium, _ in wiped if medium is not None and medium.serial not in known))


def _batteries(data: Any, day: date | None, unread: Unread) -> tuple[BatteryReading, ...]:
    """By inxi, which alone measures; else by their design."""
    measured = tuple(inxi.batteries_of(member(data, "inxi"), "$.data.inxi", day, unread))
    listed = measured or tuple(lshw.batteries_of(member(data, "lshw"), "$.data.lshw", unread))
    return listed or tuple(dmi.batteries_of(member(data, "dmidecode"), "$.data.dmidecode", unread))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
