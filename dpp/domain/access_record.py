"""The evidence of controlled reading, and of every change of rights: what is kept of it, and what is not.

Rules:
1. A reading that shows nothing but what is public leaves no trace at all.
2. A controlled reading is recorded with who read, in which roles, which passport and version, which elements of which
   classes, by which path, and when. No address, no program's name, no cookie: readers are not profiled.
3. Who read is kept apart (`account`, `organisation`), so that it can be forgotten when its time is over while the
   record and its leaf in the log stay. The leaf commits to who it was by a commitment of its own (`Seal`), whose salt
   is forgotten too: with the salt of the leaf alone every account could be tried.
4. What an authority reads is recorded as well, and is not shown to the party that it inspects (`by_authority`).
5. Whoever answers for a passport sees which organisation read it, not which person; and no element by its name that no
   catalogue knows, for it may be somebody else's (`shown_to_party`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.audience import AccessRules
from dpp.domain.catalogue import AccessClass
from dpp.domain.document import EffectiveDocument


class AccessKind(StrEnum):
    """What was done: a reading, a reading that was refused, or a change of rights."""

    READ = "read"
    REFUSED = "refused"
    CLOSED = "closed"
    LIFTED = "lifted"
    RECLASSIFIED = "reclassified"


@dataclass(frozen=True)
class Seal:
    """The salted commitment to who read (`reader_of`); the salt goes when the reader is forgotten."""

    commitment: str
    salt: bytes


CHANGES = frozenset({AccessKind.CLOSED, AccessKind.LIFTED, AccessKind.RECLASSIFIED})


class AccessPath(StrEnum):
    """By which way it was done."""

    PAGE = "page"
    API = "api"
    EN_18222 = "en-18222"
    COMMAND = "command"


@dataclass(frozen=True)
class AccessRecord:
    """One controlled reading or change of rights.

    `passport` is absent for a closure of every passport, `version` where none was read or made. `roles` are those that
    gave the right, `classes` those of `elements`. `subject` is the closure that was made or lifted. Without `account`
    the one who did it was forgotten.
    """

    record_id: str
    kind: AccessKind
    at: datetime
    account: AccountId | None
    organisation: OrganisationId | None
    path: AccessPath
    roles: tuple[Role, ...] = ()
    passport: str | None = None
    version: int | None = None
    classes: tuple[AccessClass, ...] = ()
    elements: tuple[str, ...] = ()
    by_authority: bool = False
    subject: str = ""
    reason: str = ""
    legal: str = ""


def controlled(document: EffectiveDocument, rules: AccessRules) -> dict[str, AccessClass]:
    """The elements of what is shown that not everybody may read, each with the class that keeps it."""
    kept = ((element.element_id, rules.kept_for(element)) for element in document.elements)
    return {name: access for name, access in kept if access is not AccessClass.PUBLIC}


def roles_used(
    rules: AccessRules, classes: Collection[AccessClass], held: Collection[Role], answering: Collection[Role]
) -> tuple[Role, ...]:
    """Those of the roles held that give one of these classes, or (`answering`) let one answer for the passport."""
    giving = {role for access in classes for role in rules.current.access[access].roles} | set(answering)
    return tuple(sorted(giving.intersection(held)))


def reader_of(record: AccessRecord) -> dict[str, Any]:
    """What the seal of a record commits to."""
    return {"account": record.account, "organisation": record.organisation}


def committed(record: AccessRecord, sealed: str | None = None) -> dict[str, Any]:
    """What the leaf of a record commits to; members that say nothing are left out.

    `sealed` is the commitment of its seal, which stands for who read; the first records had none.
    """
    said: Mapping[str, Any] = {
        "record": record.record_id,
        "kind": record.kind.value,
        "at": record.at.isoformat(),
        "account": record.account,
        "organisation": record.organisation,
        "path": record.path.value,
        "roles": [role.value for role in record.roles],
        "passport": record.passport,
        "version": record.version,
        "classes": [access.value for access in record.classes],
        "elements": list(record.elements),
        "subject": record.subject,
        "reason": record.reason,
        "legal": record.legal,
    }
    who: Mapping[str, Any] = {"reader": sealed, "account": None, "organisation": None} if sealed else {}
    return {name: value for name, value in {**said, **who}.items() if value not in (None, "", [])}


def shown_to_party(record: AccessRecord, rules: AccessRules) -> AccessRecord:
    """The record as whoever answers for the passport sees it (rule 5)."""
    return replace(record, account=None, elements=tuple(name for name in record.elements if rules.knows(name)))
