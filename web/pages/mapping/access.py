"""Rights as pages show them, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dpp.domain.access_record import AccessRecord
from dpp.domain.audience import IDENTIFYING
from dpp.domain.catalogue import AccessClass, Catalogue
from dpp.domain.message import Message, message
from dpp.service.access.closing import ClosureView
from dpp.service.access.reclassifying import Pinned
from dpp.service.explaining import EVERYBODY, ME, ExplanationView
from web.pages.contexts.access import (
    CLASSES,
    ClosureLine,
    ElementLine,
    ExplanationLine,
    PinnedLine,
    ReadingLine,
    RecordLine,
)
from web.pages.contexts.frame import Choice, Language, Link

YOU: Final = message("You")


@dataclass(frozen=True)
class Words:
    """The catalogue in one language."""

    catalogue: Catalogue
    language: Language

    def element(self, element_id: str) -> str:
        found = self.catalogue.find(element_id)
        return found.label.of(self.language) if found else element_id

    def access(self, access: AccessClass) -> str:
        return self.catalogue.access[access].label.of(self.language)

    def help(self, element_id: str) -> str:
        found = self.catalogue.find(element_id)
        return found.help.of(self.language) if found else ""

    def audiences(self) -> Mapping[str, Message | str]:
        """The audiences of the table: everybody, one role of each class that has roles, and the reader."""
        roles: dict[str, Message | str] = {
            min(entry.roles): self.access(name) for name, entry in self.catalogue.access.items() if entry.roles
        }
        return {EVERYBODY: self.access(AccessClass.PUBLIC), **roles, ME: YOU}

    def classes(self) -> tuple[Choice, ...]:
        return tuple(Choice(access.value, self.access(access)) for access in CLASSES)

    def closable(self) -> tuple[Choice, ...]:
        """Every element that can be closed, by its label."""
        names = sorted((self.element(name), name) for name in self.catalogue.elements if name not in IDENTIFYING)
        return tuple(Choice(name, f"{label} ({name})") for label, name in names)


def element_line(name: str, explained: tuple[ExplanationView, ...], address: str, words: Words) -> ElementLine:
    """A row of the table."""
    link = Link(words.element(name), f"{address}/access/{name}")
    return ElementLine(link, explained[0].said, tuple(each.visible for each in explained))


def explanation_line(explained: ExplanationView, words: Words) -> ExplanationLine:
    """One audience, with every class that had a say."""
    readings = tuple(
        ReadingLine(words.access(reading.access), reading.by, reading.legal, reading.allowed)
        for reading in explained.readings
    )
    return ExplanationLine(words.audiences()[explained.audience], explained.visible, explained.why, readings)


def closure_line(view: ClosureView, words: Words) -> ClosureLine:
    closure = view.closure
    passport = closure.passport_id and Link(closure.passport_id, f"/passports/{closure.passport_id}/access")
    return ClosureLine(
        id=closure.closure_id,
        element=words.element(closure.element_id),
        passport=passport or None,
        access=words.access(closure.access),
        reason=closure.reason,
        legal=closure.legal,
        since=closure.since,
        lifted=view.lifting.at if view.lifting else None,
        may_lift=view.may_lift and view.lifting is None,
    )


def pinned_line(pinned: Pinned, words: Words) -> PinnedLine:
    label = words.element(pinned.element_id)
    return PinnedLine(pinned.element_id, label, words.access(pinned.then), words.access(pinned.now), pinned.schema)


def record_line(record: AccessRecord, names: Mapping[str, str], words: Words) -> RecordLine:
    """With names for ids, where they are known to this reader."""
    version = f" ({record.version})" if record.version else ""
    passport = record.passport and Link(f"{record.passport}{version}", f"/passports/{record.passport}")
    return RecordLine(
        at=record.at,
        kind=record.kind,
        who=record.account and names.get(record.account),
        organisation=record.organisation and names.get(record.organisation),
        path=record.path,
        passport=passport or None,
        classes=tuple(map(words.access, record.classes)),
        elements=tuple(map(words.element, record.elements)),
        reason=record.reason,
    )
