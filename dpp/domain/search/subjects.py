"""What can be found: by which texts, under which name, and which organisations may know of it.

Rules:
1. Of each text is said what it is of its subject (a serial number, a name), which decides how it is compared.
2. Who may know of a subject follows from the permission table of its kind, and from how an organisation stands to it
   (`Reader`). A subject without readers is for those whose role needs no relation, everybody perhaps.
3. A text is kept once for each meaning, and cut off at 120 characters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.permission import Relation
from dpp.domain.search.folding import LONGEST, Style, folded


class Kind(StrEnum):
    """Kinds of things, in the order in which they are shown."""

    DEVICE = "device"
    MODEL = "model"
    CONSIGNMENT = "consignment"
    LOT = "lot"
    REQUEST = "request"
    REPAIR_ORDER = "repair-order"
    ORGANISATION = "organisation"


class What(StrEnum):
    """What a text is of its subject."""

    SERIAL = "serial"
    ASSET_TAG = "asset-tag"
    IMEI = "imei"
    EID = "eid"
    SMBIOS_UUID = "smbios-uuid"
    LABEL = "label"
    ID = "id"
    GTIN = "gtin"
    MODEL_NUMBER = "model-number"
    EPREL = "eprel"
    CONTRACT = "contract"
    SEAL = "seal"
    LOAD_UNIT = "load-unit"
    NAME = "name"
    TITLE = "title"
    PROGRAMME = "programme"


_NAMES = frozenset({What.NAME, What.TITLE, What.PROGRAMME})
STYLES: Mapping[Kind, tuple[Style, ...]] = MappingProxyType(
    {
        Kind.DEVICE: (Style.CODE,),
        Kind.MODEL: (Style.WORDS, Style.CODE),
        Kind.CONSIGNMENT: (Style.CODE, Style.WORDS),
        Kind.LOT: (Style.CODE, Style.WORDS),
        Kind.REQUEST: (Style.CODE, Style.WORDS),
        Kind.REPAIR_ORDER: (Style.CODE,),
        Kind.ORGANISATION: (Style.WORDS,),
    }
)
"""How the texts of each kind are compared: there is nothing else to look for."""


@dataclass(frozen=True, order=True)
class Entry:
    """A text by which something is found."""

    what: What
    text: str

    @property
    def style(self) -> Style:
        return Style.WORDS if self.what in _NAMES else Style.CODE

    @property
    def folded(self) -> str:
        return folded(self.text, self.style)


@dataclass(frozen=True, order=True)
class Reader:
    """An organisation that stands to a subject in a way that may let it know of it."""

    organisation: OrganisationId
    relation: Relation


EVERYBODY: frozenset[Reader] = frozenset()
"""Nobody in particular: the permission table alone says who."""


@dataclass(frozen=True)
class Subject:
    """One thing that can be found; without entries it is not.

    `label` and the names of `parties` are what a list shows of it to whoever may know of it.
    """

    kind: Kind
    id: str
    label: str
    entries: frozenset[Entry]
    readers: frozenset[Reader] = EVERYBODY
    parties: tuple[OrganisationId, ...] = ()


def entries_of(texts: Iterable[tuple[What, str | None]]) -> frozenset[Entry]:
    """The texts that there are and that something can be searched by (rule 3); of the same in two forms, the last."""
    entries = (Entry(what, text.strip()[:LONGEST]) for what, text in texts if text)
    found = {(each.what, each.folded): each for each in entries}
    return frozenset(each for (_, compared), each in found.items() if compared)


def gone(kind: Kind, subject_id: str) -> Subject:
    """What is not to be found any more."""
    return Subject(kind, subject_id, "", frozenset())


def organisation_subject(organisation: OrganisationId, name: str) -> Subject:
    """An organisation, by its name."""
    return Subject(Kind.ORGANISATION, organisation, name, entries_of([(What.NAME, name)]))
