"""What belongs to a passport and what can be done with it: batches, devices, versions, comparison, the editor.

Rules:
1. Everybody is told how many devices of a model have a passport. How many are where in their lives is for those who may
   list devices, and counts those that they may list.
2. A way on is shown to those alone who may take it.
"""

from collections import Counter
from collections.abc import Mapping

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.views import PassportView
from lifecycle.domain.permissions import PERMISSIONS as DEVICE_PERMISSIONS
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.ports import LineFilter
from web.bootstrap import Parts
from web.pages.contexts.frame import Link
from web.pages.contexts.passport import Family

_MOST_LINES = 1000
_STATES: Mapping[str, Lifecycle] = {state.value: state for state in Lifecycle}


def family_of(parts: Parts, actor: Actor, view: PassportView) -> Family:
    """Rules 1 and 2, for one reader."""
    address = f"/passports/{view.passport_id}"
    may_edit = not actor.is_visitor and parts.editing.may_edit(actor, view.passport_id)
    versions = f"{address}/versions" if PERMISSIONS.allows("read_versions", actor) else None
    edit = f"{address}/edit" if may_edit else None
    if not view.is_model:
        return Family(versions=versions, edit=edit)
    family = parts.finding_models.family(actor, view.passport_id)
    states = _states(parts, actor, view)
    return Family(
        batches=tuple(Link(_batch_name(number), f"/passports/{batch}") for batch, number in family.batches.items()),
        items=family.items,
        states=tuple((_STATES[state], count) for state, count in sorted(states.items())),
        devices=f"/devices?q={view.document.values()['modelName']}" if states else None,
        compare=f"/models?group={view.document.values()['productGroup']}&with={view.passport_id}",
        versions=versions,
        edit=edit,
        new_batch=f"{address}/batches/new" if may_edit else None,
    )


def _batch_name(number: str | None) -> Message:
    return message("Batch {number}", number=number) if number else message("Batch without a number")


def _states(parts: Parts, actor: Actor, view: PassportView) -> Counter[str]:
    if actor.is_visitor or not DEVICE_PERMISSIONS.allows("read_worklist", actor):
        return Counter()
    named = LineFilter(text=view.document.values()["modelName"], limit=_MOST_LINES)
    lines = parts.use.devices.find(actor, named)
    return Counter(line.lifecycle for line in lines if line.model_id == PassportId(view.passport_id))
