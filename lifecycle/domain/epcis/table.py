"""How each kind of event is told in EPCIS: a table, read as it is written.

    type         ObjectEvent, TransactionEvent, AssociationEvent or TransformationEvent, by its first word
    action       of the event upon the device (or upon its parts, in an association)
    step, state  the business step and the disposition: a word of CBV, or `+word` of our own vocabulary; `-` for none
    parties      `to:owning=owner`: the destination's owning party is the field `owner`; `from:` is the source;
                 `@actor` is the organisation that acted
    about        the business transaction: `desadv=consignment` is the consignment, as a despatch advice
    parts        which field names the components that are put in or taken out; `storage` is a storage medium

A kind that is not here is told by the line `*`, and a test fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lifecycle.domain.epcis.vocabulary import EventType, own
from lifecycle.domain.events import Happening

_TABLE = """
kind                     | type        | action  | step                | state           | parties                           | about                 | parts
passport_registered      | object      | ADD     | commissioning       | active          | to:owning=owner to:possessing=custodian | -               | -
assigned                 | object      | OBSERVE | dispensing          | dispensed       | -                                 | -                     | -
unassigned               | object      | OBSERVE | storing             | available       | -                                 | -                     | -
classified               | object      | OBSERVE | +classifying        | -               | -                                 | -                     | -
declared_surplus         | object      | OBSERVE | +declaring_surplus  | +surplus        | -                                 | -                     | -
lost_or_stolen           | object      | OBSERVE | +reporting_missing  | ?               | -                                 | -                     | -
found                    | object      | OBSERVE | +finding            | unavailable     | -                                 | -                     | -
taken_back               | object      | OBSERVE | +taking_back        | returned        | to:possessing=@actor              | -                     | -
transfer_offered         | transaction | ADD     | shipping            | in_transit      | from:possessing=@actor to:possessing=receiver | desadv=consignment | -
transfer_received        | transaction | OBSERVE | receiving           | in_progress     | to:possessing=@actor              | recadv=consignment    | -
transfer_disputed        | transaction | OBSERVE | receiving           | ?               | to:possessing=@actor              | recadv=consignment    | -
transfer_withdrawn       | transaction | DELETE  | void_shipping       | available       | from:possessing=@actor            | desadv=consignment    | -
custody_changed          | object      | OBSERVE | accepting           | in_progress     | to:possessing=custodian           | desadv=consignment    | -
ownership_changed        | object      | OBSERVE | accepting           | in_progress     | to:owning=owner                   | desadv=consignment    | -
returned_to_owner        | object      | OBSERVE | shipping            | returned        | from:possessing=@actor            | -                     | -
returned_to_lessor       | object      | OBSERVE | shipping            | returned        | from:possessing=@actor            | -                     | -
exchanged_under_warranty | object      | OBSERVE | replacing           | returned        | from:possessing=@actor            | -                     | -
traded_in                | object      | OBSERVE | +trading_in         | returned        | from:possessing=@actor            | -                     | -
intake_scanned           | object      | OBSERVE | receiving           | returned        | -                                 | -                     | -
identity_matched         | object      | OBSERVE | +identifying        | -               | -                                 | -                     | -
identity_conflict        | object      | OBSERVE | +identifying        | mismatch_instance | -                               | -                     | -
evidence_attached        | object      | OBSERVE | +collecting_evidence | -              | -                                 | -                     | -
lock_found               | object      | OBSERVE | inspecting          | +locked         | -                                 | -                     | -
lock_released            | object      | OBSERVE | +unlocking          | -               | -                                 | -                     | -
hazard_found             | object      | OBSERVE | inspecting          | +hazardous      | -                                 | -                     | -
hazard_cleared           | object      | OBSERVE | +making_safe        | -               | -                                 | -                     | -
hold_placed              | object      | OBSERVE | holding             | unavailable     | -                                 | -                     | -
hold_released            | object      | OBSERVE | +releasing          | available       | -                                 | -                     | -
inspected                | object      | OBSERVE | +grading            | ?               | -                                 | -                     | -
sanitisation_performed   | object      | OBSERVE | +wiping             | ?               | -                                 | -                     | -
sanitisation_verified    | object      | OBSERVE | +verifying_wipe     | conformant      | -                                 | -                     | -
sanitisation_failed      | object      | OBSERVE | +verifying_wipe     | non_conformant  | -                                 | -                     | -
media_removed            | association | DELETE  | removing            | -               | to:possessing=kept_by             | -                     | storage
media_destroyed          | association | DELETE  | destroying          | destroyed       | -                                 | -                     | storage
component_removed        | association | DELETE  | removing            | -               | -                                 | -                     | component
component_installed      | association | ADD     | installing          | -               | -                                 | -                     | component
repair_quoted            | object      | OBSERVE | +quoting_repair     | -               | -                                 | -                     | -
repaired                 | object      | OBSERVE | repairing           | available       | -                                 | -                     | -
repair_failed            | object      | OBSERVE | repairing           | non_conformant  | -                                 | -                     | -
refurbished              | transformation | -    | +refurbishing       | available       | -                                 | -                     | -
harvested                | association | DELETE  | disassembling       | +in_parts       | -                                 | -                     | parts
route_proposed           | transaction | ADD     | +proposing_route    | -               | -                                 | +decision=decision    | -
route_approved           | transaction | OBSERVE | +approving_route    | -               | -                                 | +decision=decision    | -
route_overridden         | transaction | ADD     | +overriding_route   | -               | -                                 | +decision=decision    | -
reserved                 | object      | OBSERVE | reserving           | reserved        | -                                 | -                     | -
released                 | object      | OBSERVE | +releasing          | available       | -                                 | -                     | -
redeployed               | object      | OBSERVE | dispensing          | dispensed       | to:possessing=receiver            | -                     | -
donated                  | object      | OBSERVE | +donating           | +donated        | from:owning=@actor to:owning=receiver | -                 | -
sold                     | object      | OBSERVE | +selling            | +sold           | from:owning=@actor to:owning=receiver | -                 | -
sent_to_recycler         | object      | OBSERVE | collecting          | disposed        | from:possessing=@actor to:possessing=receiver | -         | -
recycled                 | object      | DELETE  | destroying          | destroyed       | -                                 | -                     | -
label_linked             | object      | OBSERVE | +labelling          | -               | -                                 | -                     | -
label_retired            | object      | OBSERVE | +retiring_label     | -               | -                                 | -                     | -
corrected                | object      | OBSERVE | +correcting         | -               | -                                 | -                     | -
thing_registered         | object      | ADD     | commissioning       | active          | to:owning=owner to:possessing=custodian | -                     | -
evidence_read_again      | object      | OBSERVE | +collecting_evidence | -              | -                                 | -                     | -
evidence_erased          | object      | OBSERVE | +erasing_evidence   | -               | -                                 | -                     | -
charger_seen             | object      | OBSERVE | inspecting          | -               | -                                 | -                     | -
locks_checked            | object      | OBSERVE | inspecting          | -               | -                                 | -                     | -
case_opened              | transaction | ADD     | +opening_case       | +under_investigation | -                            | +case=case            | -
case_step_taken          | transaction | OBSERVE | +investigating      | +under_investigation | -                            | +case=case            | -
case_closed              | transaction | DELETE  | +closing_case       | -               | -                                 | +case=case            | -
*                        | object      | OBSERVE | other               | -               | -                                 | -                     | -
"""  # noqa: E501 - a table is read as it is drawn


@dataclass(frozen=True)
class Party:
    """`list` is `sourceList` or `destinationList`; `type` a word of CBV; `field` a field, or `@actor`."""

    list: str
    type: str
    field: str


@dataclass(frozen=True)
class Telling:
    """One line. `disposition` is None where there is none; `varies` says that it depends on what the event says."""

    type: EventType
    action: str | None
    biz_step: str
    disposition: str | None
    varies: bool
    parties: tuple[Party, ...]
    about: tuple[str, str] | None
    parts: str | None


def _word(group: str, cell: str) -> str:
    return own(group, cell.removeprefix("+")) if cell.startswith("+") else cell


def _party(cell: str) -> Party:
    side, _, rest = cell.partition(":")
    role, _, name = rest.partition("=")
    return Party({"from": "sourceList", "to": "destinationList"}[side], f"{role}_party", name)


def _line(cells: list[str]) -> Telling:
    kind, action, step, state, parties, about, parts = ("" if cell == "-" else cell for cell in cells)
    word, _, name = about.partition("=")
    return Telling(
        type=EventType[kind.upper()],
        action=action or None,
        biz_step=_word("BizStep", step),
        disposition=_word("Disp", state) if state and state != "?" else None,
        varies=state == "?",
        parties=tuple(map(_party, parties.split())),
        about=(_word("BTT", word), name) if about else None,
        parts=parts or None,
    )


def _read(table: str) -> dict[str, Telling]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]
    return {kind: _line(cells) for kind, *cells in rows}


TELLINGS: Mapping[str, Telling] = MappingProxyType(_read(_TABLE))
"""Every kind of event, and `*` for what has no line."""


def telling(kind: str) -> Telling:
    return TELLINGS.get(kind, TELLINGS["*"])


def _missing(happening: Any) -> str:
    return "stolen" if happening.stolen else "unknown"


def _disputed(happening: Any) -> str:
    return "mismatch_instance" if happening.difference in {"missing", "extra"} else "non_conformant"


def _inspected(happening: Any) -> str:
    return "conformant" if all(test.passed for test in happening.tests) else "non_conformant"


def _wiped(happening: Any) -> str:
    return own("Disp", "wiped_unverified") if happening.succeeded else "non_conformant"


DISPOSITIONS: Mapping[str, tuple[Callable[[Any], str], tuple[str, ...]]] = MappingProxyType(
    {
        "lost_or_stolen": (_missing, ("stolen", "unknown")),
        "transfer_disputed": (_disputed, ("mismatch_instance", "non_conformant")),
        "inspected": (_inspected, ("conformant", "non_conformant")),
        "sanitisation_performed": (_wiped, (own("Disp", "wiped_unverified"), "non_conformant")),
    }
)
"""Where the disposition depends on what the event says: how, and which it can be."""


def disposition(happening: Happening) -> str | None:
    if happening.kind in DISPOSITIONS:
        return DISPOSITIONS[happening.kind][0](happening)
    return telling(happening.kind).disposition


def possible_dispositions(kind: str) -> tuple[str, ...]:
    if kind in DISPOSITIONS:
        return DISPOSITIONS[kind][1]
    stated = telling(kind).disposition
    return () if stated is None else (stated,)
