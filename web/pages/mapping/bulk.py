"""What acts on many devices are called, and what each asks, as fields of a form."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.vocabulary import Classification
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_views import ActKind, Input, InputKind
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice

ACTS: Mapping[str, Message] = MappingProxyType(
    {
        "approve": message("Approve what is proposed"),
        "propose": message("Propose a destination"),
        "verify": message("Verify the erasure"),
        "consignment": message("Put into a consignment"),
        "hold": message("Place a legal hold"),
        "release-hold": message("Release a legal hold"),
        "charger": message("Say whether the charger is there"),
        "classify": message("State the classification"),
        "declare-surplus": message("Declare surplus"),
    }
)
"""Each act by its name, as a verb."""

_LABELS: Mapping[str, tuple[Message, Message | None]] = MappingProxyType(
    {
        "hold": (message("Reference of the hold"), None),
        "reason": (message("Why?"), message("Name no person.")),
        "present": (message("Is the charger with it?"), None),
        "classification": (message("Highest classification of the data"), None),
        "decision": (message("Reference of the decision"), None),
        "decided_on": (message("Decided on"), None),
        "consignment": (message("Which consignment?"), message("One that is still being made.")),
    }
)
_CHOICES: Mapping[str, tuple[Choice, ...]] = MappingProxyType(
    {
        "present": (Choice("yes", message("yes")), Choice("no", message("no"))),
        "classification": tuple(Choice(each.value, each) for each in Classification),
    }
)
_KINDS: Mapping[InputKind, FieldKind] = MappingProxyType(
    {
        InputKind.TEXT: FieldKind.TEXT,
        InputKind.DATE: FieldKind.DATE,
        InputKind.CHOICE: FieldKind.RADIOS,
        InputKind.CONSIGNMENT: FieldKind.SELECT,
    }
)


def acts_of(kinds: Collection[ActKind], name: ListName | None = None) -> tuple[Choice, ...]:
    """The acts to choose from, the work of this list first."""
    ordered = sorted(kinds, key=lambda kind: name not in kind.lists)
    return tuple(Choice(kind.name, ACTS[kind.name]) for kind in ordered)


def fields_of(kind: ActKind, drafts: Callable[[], tuple[Choice, ...]]) -> tuple[Field, ...]:
    """What an act asks besides the devices; `drafts` gives the consignments that are being made."""
    return tuple(_field(each, drafts) for each in kind.inputs)


def _field(asked: Input, drafts: Callable[[], tuple[Choice, ...]]) -> Field:
    label, help_text = _LABELS[asked.name]
    is_draft = asked.kind is InputKind.CONSIGNMENT
    return Field(
        _KINDS[asked.kind],
        f"input-{asked.name}",
        label,
        help_text,
        choices=drafts() if is_draft else _CHOICES.get(asked.name, ()),
        required=asked.required,
        empty=message("choose") if is_draft else None,
    )
