"""Repairers and repair keys as pages show them."""

import re
from collections.abc import Iterable

from dpp.domain.catalogue import ProductGroup
from lifecycle.domain.repairers.keys import KeyStanding
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import RegistrationState
from lifecycle.service.repair_key_views import KeyedDevice, KeyView
from lifecycle.service.repair_key_views import OpenedDevice as ByKey
from lifecycle.service.repairer_lists import ListReport
from lifecycle.service.repairers import RegisteredRepairer, RegistrationView
from web.pages.contexts.device import OpenedDevice
from web.pages.contexts.frame import Tone
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.repairers import (
    DeviceKeys,
    KeyLine,
    ListLine,
    Picture,
    RegistrationCard,
    RepairerLine,
    StepLine,
)
from web.pages.mapping.heads import address_of, head_of_line

_SVG = re.compile(r'viewBox="(?P<box>[-0-9. ]+)".* d="(?P<path>[-MmHhVvLlZz0-9. ]+)"')
_TONES = {
    KeyStanding.WAITING: Tone.INFO,
    KeyStanding.OPEN: Tone.GOOD,
    KeyStanding.LAPSED: Tone.UNKNOWN,
    KeyStanding.OVER: Tone.UNKNOWN,
    KeyStanding.WITHDRAWN: Tone.UNKNOWN,
    KeyStanding.MOVED: Tone.UNKNOWN,
}


def repairer_line(repairer: RegisteredRepairer) -> RepairerLine:
    return RepairerLine(
        repairer.name, repairer.town, repairer.kind, _kinds(repairer.groups), repairer.number, repairer.valid_until
    )


def registration_card(view: RegistrationView) -> RegistrationCard:
    it = view.registration
    entry = it.entry
    return RegistrationCard(
        id=it.id,
        line=RepairerLine(entry.name, entry.town, entry.kind, _kinds(entry.groups), entry.number, it.last_day),
        kvk=entry.kvk,
        first=entry.valid_from,
        state=it.state,
        tone=_tone(view),
        holds=view.holds,
        is_user=it.organisation is not None,
        steps=tuple(StepLine(each.act, each.at, each.reason, each.day) for each in view.steps),
    )


def list_lines(report: ListReport) -> tuple[ListLine, ...]:
    """The rows that did not stay the same, as far as a person reads them."""
    changed = [row for row in report.rows if row.outcome is not Outcome.SAME]
    return tuple(ListLine(row.outcome, row.number, row.name, row.line, row.problem) for row in changed[:200])


def opened_line(opened: ByKey) -> OpenedDevice:
    return OpenedDevice(head_of_line(opened.line), opened.until, f"{address_of(opened.line.device_key)}/repair")


def key_lines(keys: Iterable[KeyView]) -> tuple[KeyLine, ...]:
    return tuple(
        KeyLine(
            id=key.id,
            standing=key.standing,
            tone=_TONES[key.standing],
            made=key.made_at,
            until=key.access_until or key.usable_until,
            used=key.used_at,
            used_by=key.used_by,
            registered_until=key.registered_until,
            can_end=key.standing in {KeyStanding.WAITING, KeyStanding.OPEN},
        )
        for key in keys
    )


def device_keys(device: KeyedDevice) -> DeviceKeys:
    return DeviceKeys(device.name, device.label, device.number, key_lines(device.keys))


def picture_of(svg: bytes) -> Picture:
    """The modules of a QR code, for a picture in the page itself: nothing asks for it by an address."""
    found = _SVG.search(svg.decode())
    assert found is not None  # the drawer is ours
    return Picture(found["box"], found["path"])


def _kinds(groups: Iterable[ProductGroup]) -> tuple[ProductKind, ...]:
    return tuple(ProductKind(each.value) for each in groups)


def _tone(view: RegistrationView) -> Tone:
    if view.holds:
        return Tone.GOOD
    return Tone.ATTENTION if view.registration.state is RegistrationState.ASKED else Tone.UNKNOWN
