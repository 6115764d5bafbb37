"""Where a label or a GS1 key leads: the passport that answers, and the levels that a linkset tells of.

Rules (GS1-conformant resolver standard 1.2.1; GS1 Digital Link URI syntax 1.7):
1. A key answers from its own level, else from the level above, without a redirect between levels. A serial number that
   is not registered is answered from its model, and that is said.
2. A linkset tells of what was asked, and of every level above it: device, batch, model. A level above is anchored in
   its own GS1 address where that stands in the address that was asked, else in its passport's.
3. A retired label still leads to its device. One that is on no device, or on one without a passport, is not found; what
   to do is told, and nothing of whose it is.
"""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from dpp.domain.errors import NotFound
from dpp.domain.gs1.digital_link import DigitalLink, parse_path
from dpp.domain.labels.rolls import LabelState
from dpp.domain.links import Links
from dpp.domain.linkset.link import Level, LevelKind
from dpp.domain.linkset.passport import Said, passport_links
from dpp.domain.message import message
from dpp.domain.opaque import ALPHABET, read_label_code
from dpp.service.linking import said_in_public
from dpp.service.reading import PublicParts, PublicReader, Target

SERIAL_KEYS = frozenset({"21", "235"})
_CODE = re.compile(f"[{ALPHABET}]{{12}}")

Says = Callable[[str], Awaitable[Said | None]]
"""What the passport with this id says to whoever asks, or None where there is none."""


class Resolved(NamedTuple):
    """Where a request leads: `answered_by` is the registered path.

    `gs1` is the path that was asked, where it is one of GS1. `is_itself` says that what answers is what was asked for,
    not the level above it; `missing` is the serial number that is not registered.
    """

    target: Target
    anchor: str
    answered_by: str
    gs1: str | None = None
    is_itself: bool = True
    missing: str | None = None


class Locator:
    """Over the reader of the scan path. Raises NotFound for what is not here, InvalidInput for what is malformed."""

    def __init__(self, reader: PublicReader, links: Links) -> None:
        self._reader = reader
        self._links = links

    async def find(self, path: str, query: bytes) -> Resolved:
        """What answers for this path, given without a slash at its end."""
        return await (self._label(path) if path.startswith("/d/") else self._gs1(path, query))

    def passport(self, parts: PublicParts) -> Resolved:
        """A passport asked for by its own address."""
        path = f"/passports/{parts.passport_id}"
        target = Target(parts.passport_id, parts.model_id, parts.granularity)
        return Resolved(target, f"{self._links.public_url}{path}", path)

    async def said_in_public(self, passport_id: str) -> Said | None:
        """What a passport says to everybody: the `Says` of whoever shows no key."""
        parts = await self._reader.passport(passport_id)
        return None if parts is None else said_in_public(parts, self._links)

    async def levels(self, found: Resolved, says: Says) -> tuple[Level, ...]:
        """What was asked, and every level above it (rule 2)."""
        own = await self.said(found.target.passport_id, says)
        kind = own.kind if found.is_itself else LevelKind.UNREGISTERED
        levels = [self._level(found.anchor, own, kind, found.missing)]
        if not found.is_itself:
            levels.append(self._level(self._links.gs1(found.answered_by), own, own.kind))
        anchors = await self._anchors(found)
        for passport_id in (own.batch_id, own.model_id):
            above = None if passport_id in {None, own.passport_id} else await says(str(passport_id))
            if above is not None and above.model_id == own.model_id:
                anchor = anchors.get(above.passport_id, self._links.passport(above.passport_id))
                levels.append(self._level(anchor, above, above.kind))
        return tuple(levels)

    async def said(self, passport_id: str, says: Says) -> Said:
        """What this passport says; NotFound for one that was there a moment ago."""
        said = await says(passport_id)
        if said is None:
            raise NotFound(message("There is no passport with id '{id}'.", id=passport_id))
        return said

    def _level(self, anchor: str, said: Said, kind: LevelKind, missing: str | None = None) -> Level:
        return Level(anchor, kind, said.name, passport_links(self._links, said), missing)

    async def _anchors(self, found: Resolved) -> dict[str, str]:
        """The GS1 addresses that stand above the one that was asked, by the passport that each is registered for."""
        anchors: dict[str, str] = {}
        for path in parse_path(found.gs1).levels[1:] if found.gs1 else ():
            named = await self._reader.gs1((path,))
            if named is not None:
                anchors.setdefault(named.target.passport_id, self._links.gs1(path))
        return anchors

    async def _label(self, path: str) -> Resolved:
        code = path.removeprefix("/d/")
        if not _CODE.fullmatch(code):
            code = read_label_code(code)
        label = await self._reader.label(code)
        if label is None:
            raise NotFound(message("No label was printed with code '{code}'.", code=read_label_code(code)))
        if label.target is None:
            raise _leads_nowhere(code, LabelState(label.state))
        return Resolved(label.target, f"{self._links.public_url}{path}", f"/d/{code}")

    async def _gs1(self, path: str, query: bytes) -> Resolved:
        anchor = f"{self._links.public_url}{path}"
        if not query:  # what is registered is valid and canonical: what equals it needs no parsing
            named = await self._reader.gs1((path,))
            if named is not None:
                return Resolved(named.target, anchor, path, path)
        link = parse_path(path, query.decode("ascii", "replace"))
        named = await self._reader.gs1(link.levels)
        if named is None:
            raise NotFound(
                message("{elements} is valid, but nothing is registered for it here.", elements=link.elements),
                remedy=message("Ask the maker's own resolver, or scan another code on the device."),
            )
        return _answered(link, named.path, named.target, anchor)


def _answered(link: DigitalLink, answered_by: str, target: Target, anchor: str) -> Resolved:
    """Whether the level that answers is the one that was asked: it has the last qualifier, if there is any."""
    answering = answered_by.split("/")[1::2]
    missing = next((value for ai, value in link.qualifiers if ai in SERIAL_KEYS and ai not in answering), None)
    is_itself = not link.qualifiers or link.qualifiers[-1][0] in answering
    return Resolved(target, anchor, answered_by, link.path, is_itself, missing)


def _leads_nowhere(code: str, state: LabelState) -> NotFound:
    """Rule 3."""
    if state is LabelState.RETIRED:
        return NotFound(
            message("Label {code} was withdrawn before it was on a device.", code=code),
            remedy=message("Throw it away, and take another label."),
        )
    if state is LabelState.ACTIVE:
        return NotFound(
            message("Label {code} is on a device that has no passport yet.", code=code),
            remedy=message("Scan it again when its owner has registered the device."),
        )
    return NotFound(
        message("Label {code} is not on a device yet.", code=code),
        remedy=message("If you are about to label a device, link the label to it first."),
    )
