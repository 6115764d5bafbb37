"""UpdateDPPById and UpdateDataElement: a change of what is a passport's own.

Rules:
1. All or nothing: one fault anywhere, and nothing is changed.
2. Who sends what it saw (`If-Match`) changes nothing when it sees something else now.
3. A change is made to what the writer sees and to what is the passport's own; `dpp.domain.en18222.changes` says which
   elements become its own by it.
4. The passports above stay those that they are: `modelPassport` and `batchPassport` say which.
5. The evidence of a version is the hash of the body that asked for it; its bytes are the own elements.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.audience import for_audience
from dpp.domain.catalogue import Granularity
from dpp.domain.document import (
    HISTORY,
    EffectiveDocument,
    Elements,
    PassportStatus,
    header_members,
    specification,
)
from dpp.domain.en18222.changes import differing, header_changes, own_after, split
from dpp.domain.errors import Outdated, Problem
from dpp.domain.exchange.deviation import Deviation
from dpp.domain.exchange.element_path import ElementPath, get, locate, put, remove
from dpp.domain.exchange.header import header_name
from dpp.domain.exchange.merge_patch import merge_patch
from dpp.domain.exchange.reading import Reading
from dpp.domain.forms import compressed, history_value
from dpp.domain.message import message
from dpp.domain.parts import head_bytes, read_head
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, sha256
from dpp.service.acts import STATUS_CHANGED, Act
from dpp.service.en18222.bodies import deviations, read_content, refuse
from dpp.service.en18222.creating import BATCH, MODEL
from dpp.service.en18222.finding import Finder
from dpp.service.passports import Passports
from dpp.service.ports import PassportReads, PassportWork, StoredPassport

FACILITY = "facilityId"
_SETTABLE = frozenset(PassportStatus) - {PassportStatus.INVALID}
Expected = Collection[str] | None
"""The tags of what the caller saw, `*` for whatever is there; None where it does not say."""


def tag_of(version: int, content: Any) -> str:
    """The tag of what a reader sees: of the version too, for not all that changes is shown to everybody."""
    return sha256(canonical([version, content]))[:32]


@dataclass(frozen=True)
class Seen:
    """A passport in a transaction: as stored, what it says itself, and the document as its writer sees it."""

    passport: StoredPassport
    own: Elements
    document: EffectiveDocument
    tag: str

    @property
    def shown(self) -> dict[str, Any]:
        """Rule 3. The history is there to be repeated, and cannot be changed."""
        history = {HISTORY: history_value(self.document.history)} if self.document.history else {}
        return self.document.values() | dict(self.own) | history


@dataclass(frozen=True)
class Changing:
    """Makes versions inside a transaction that its caller commits."""

    passports: Passports
    finder: Finder

    def see(self, reads: PassportReads, actor: Actor, passport: StoredPassport) -> Seen:
        """The passport as this actor sees it."""
        publisher = self.passports.publisher
        document, version = self.passports.document(reads, passport)
        rules = self.passports.rules(reads, passport)
        visible = for_audience(document, self.passports.audience(reads, actor, document), rules)
        tag = tag_of(version, compressed(visible, publisher.catalogue))
        return Seen(passport, publisher.own_elements(reads, passport), visible, tag)

    def patch(self, work: PassportWork, act: Act, seen: Seen, content: Mapping[str, Any]) -> tuple[Deviation, ...]:
        """A merge patch of the whole passport (RFC 7396)."""
        header, elements = split(content)
        wanted = merge_patch(seen.shown, elements)
        gone = {header_name(name) or name: None for name, value in header.items() if value is None}
        return self._change(work, act, seen, wanted, _said(header), gone)

    def patch_element(
        self, work: PassportWork, act: Act, seen: Seen, path: ElementPath, content: Any
    ) -> tuple[Deviation, ...]:
        """A merge patch of one element that its writer sees; null takes it away."""
        located = locate(seen.document.values(), path)
        if content is None:
            wanted = remove(seen.shown, located)
        else:
            wanted = put(seen.shown, located, merge_patch(get(seen.shown, located), content))
        return self._change(work, act, seen, wanted, {}, {})

    def archive(self, work: PassportWork, act: Act, passport: StoredPassport) -> None:
        self.passports.publisher.set_status(work, act, passport, PassportStatus.ARCHIVED)

    def _change(
        self,
        work: PassportWork,
        act: Act,
        seen: Seen,
        wanted: Elements,
        header: Mapping[str, Any],
        gone: Mapping[str, Any],
    ) -> tuple[Deviation, ...]:
        catalogue = self.passports.publisher.catalogue
        reading = read_content({**header, **differing(seen.shown, wanted, catalogue)}, catalogue)
        changes = header_changes(_shown_header(seen), {**reading.header, **gone})
        kept = {name: value for name, value in wanted.items() if name in seen.shown}
        own = own_after(seen.own, seen.shown, {**kept, **reading.elements}, catalogue)
        self._refuse_moves(seen, own)
        self._store(work, act, seen, own, changes)
        return _told(reading, header)

    def _refuse_moves(self, seen: Seen, own: Elements) -> None:
        """Rule 4."""
        above = {MODEL: seen.passport.model_id, BATCH: seen.passport.batch_id}
        refuse(
            *(
                Problem(f"$.{name}", message("A passport stays below the model and the batch that it has."))
                for name, passport_id in above.items()
                if own.get(name) != seen.own.get(name)
                and (passport_id is None or self.finder.own_id(str(own.get(name))) != passport_id)
            )
        )

    def _store(self, work: PassportWork, act: Act, seen: Seen, own: Elements, header: Mapping[str, Any]) -> None:
        passport = seen.passport
        besides = []
        if STATUS_CHANGED in header:
            passport = self._with_status(act.actor, passport, header[STATUS_CHANGED])
            besides.append(STATUS_CHANGED)
        if FACILITY in header:
            head = replace(read_head(passport.head), facility_id=header[FACILITY])
            passport = replace(passport, head=head_bytes(head))
            besides.append(FACILITY)
        if not besides and canonical(own) == canonical(seen.own):
            return
        publisher = self.passports.publisher
        if passport.granularity == Granularity.MODEL:
            publisher.revise_model(work, act, passport, canonical(own), tuple(besides))
        else:
            publisher.revise(work, act, passport, own, tuple(besides))

    def _with_status(self, actor: Actor, passport: StoredPassport, status: str) -> StoredPassport:
        PERMISSIONS.check("archive_passport", actor, self.passports.relations(actor, passport))
        if status not in _SETTABLE:
            expected = ", ".join(sorted(_SETTABLE))
            refuse(Problem(f"$.{STATUS_CHANGED}", message("Expected one of {expected}.", expected=expected)))
        return replace(passport, status=status)


def require(expected: Expected, tag: str) -> None:
    """Rule 2: return when the caller saw what is there; else Outdated."""
    if expected is not None and "*" not in expected and tag not in expected:
        raise Outdated(
            message("Somebody changed this after you read it; nothing was changed now."),
            remedy=message("Read it again, and send your change with the new ETag."),
        )


def _said(header: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in header.items() if value is not None}


def _shown_header(seen: Seen) -> dict[str, Any]:
    return header_members(seen.document.header) | {"contentSpecificationIds": [specification(seen.document.schema)]}


def _told(reading: Reading, header: Mapping[str, Any]) -> tuple[Deviation, ...]:
    """A patch has no @context of its own to be missed."""
    return tuple(one for one in deviations(reading) if header or not one.path.startswith("$['@context']"))
