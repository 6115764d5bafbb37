"""Acts on a device's condition: inspection, locks, hazards, legal holds."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.message import message
from lifecycle.domain.events import (
    Happening,
    HazardCleared,
    HazardFound,
    HoldPlaced,
    HoldReleased,
    Inspected,
    LockFound,
    LockReleased,
    TestResult,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Hazard, Lock, ProofKind
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, choices, plain_form
from web.pages.contexts.device import InspectionPage
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice
from web.pages.mapping.heads import head_of
from web.pages.mapping.spoken import TESTS
from web.pages.rendering import Page
from web.pages.serving import Sent

TESTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "display": ("display", "speaker", "ports"),
        "phone": ("display", "camera", "speaker", "wireless", "ports", "charging"),
    }
)
"""What there is to test, by product group; everything, of a group that is not here."""


def tests_of(view: DeviceView) -> tuple[Choice, ...]:
    """The tests of an inspection of this device."""
    names = TESTED.get(view.line.group or "", tuple(TESTS))
    return tuple(Choice(name, TESTS[name]) for name in names)


def _inspection_page(view: DeviceView, setting: Setting) -> Page:
    unseen = not view.device.media and not view.device.no_media_established
    return InspectionPage(head_of(view), setting.send_to, setting.form, bears_data=unseen, tests=tests_of(view))


def _inspection(sent: Sent, view: DeviceView) -> tuple[Happening, ...]:
    """Every test was done: one that is not said to fail passed."""
    fields = Fields(sent)
    failed = {choice.value for choice in tests_of(view) if sent.text(f"failed-{choice.value}")}
    return fields.checked(
        Inspected(
            functional=fields.one_of("functional", FunctionalGrade),
            cosmetic=fields.one_of("cosmetic", CosmeticGrade),
            tests=tuple(TestResult(each.value, each.value not in failed) for each in tests_of(view)),
            charger=fields.choice("charger", "yes", "no") == "yes",
            value_eur=fields.amount("value"),
            media_absent=bool(sent.text("media_absent")),
            remark=fields.optional(REMARK),
        )
    )


def _lock_page(view: DeviceView, setting: Setting) -> Page:
    lock = Field(
        FieldKind.SELECT,
        "lock",
        message("Which lock?"),
        message("Erasing releases no lock: only who set it can."),
        choices=choices(Lock, *view.device.locks),
        empty=message("choose"),
    )
    return plain_form(view, setting, (message("Record a lock"), message("Save lock")), (lock, REMARK_ASKED))


def _lock(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(LockFound(lock=fields.one_of("lock", Lock), remark=fields.optional(REMARK)))


def _release_page(view: DeviceView, setting: Setting) -> Page:
    locks = tuple(Choice(lock.value, lock) for lock in sorted(view.device.locks))
    fields = (
        Field(FieldKind.RADIOS, "lock", message("Which lock is gone?"), choices=locks),
        Field(
            FieldKind.TEXT,
            "proof",
            message("What shows it?"),
            message("The reference of the release, or the hash of the evidence."),
        ),
        Field(
            FieldKind.SELECT,
            "proof_kind",
            message("What is that?"),
            choices=choices(ProofKind),
            empty=message("choose"),
            required=False,
        ),
        REMARK_ASKED,
    )
    return plain_form(view, setting, (message("Release a lock"), message("Save release")), fields)


def _release(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    lock, proof = fields.one_of("lock", Lock), fields.text("proof")
    kind = fields.maybe_one_of("proof_kind", ProofKind)
    return fields.checked(LockReleased(lock=lock, proof=proof, proof_kind=kind, remark=fields.optional(REMARK)))


def _hazard_page(view: DeviceView, setting: Setting) -> Page:
    hazard = Field(
        FieldKind.RADIOS,
        "hazard",
        message("What is dangerous about it?"),
        choices=choices(Hazard, *view.device.hazards),
    )
    intro = message("Set it apart in the hazard box. Nothing else is done with it until this is cleared.")
    return plain_form(
        view, setting, (message("Record a hazard"), message("Save hazard")), (hazard, REMARK_ASKED), intro
    )


def _hazard(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(HazardFound(hazard=fields.one_of("hazard", Hazard), remark=fields.optional(REMARK)))


def _clearance_page(view: DeviceView, setting: Setting) -> Page:
    hazards = tuple(Choice(hazard.value, hazard) for hazard in sorted(view.device.hazards))
    fields = (
        Field(FieldKind.RADIOS, "hazard", message("Which hazard is gone?"), choices=hazards),
        Field(FieldKind.TEXT, "how", message("How was it taken away?"), message("What was done, not by whom.")),
        REMARK_ASKED,
    )
    return plain_form(view, setting, (message("Clear a hazard"), message("Save clearance")), fields)


def _clearance(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    hazard, how = fields.one_of("hazard", Hazard), fields.text("how")
    return fields.checked(HazardCleared(hazard=hazard, how=how, remark=fields.optional(REMARK)))


def _hold_page(view: DeviceView, setting: Setting) -> Page:
    fields = (
        Field(FieldKind.TEXT, "hold", message("Reference of the hold")),
        Field(FieldKind.TEXT, "reason", message("Why?"), message("The ground, without names of people.")),
        REMARK_ASKED,
    )
    intro = message("Under a legal hold nothing is erased, and the device stays.")
    return plain_form(view, setting, (message("Place a legal hold"), message("Place hold")), fields, intro)


def _hold(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    hold, reason = fields.text("hold"), fields.text("reason")
    return fields.checked(HoldPlaced(hold=hold, reason=reason, remark=fields.optional(REMARK)))


def _hold_release_page(view: DeviceView, setting: Setting) -> Page:
    holds = tuple(Choice(hold, hold) for hold in sorted(view.device.holds))
    fields = (
        Field(FieldKind.RADIOS, "hold", message("Which hold ends?"), choices=holds),
        Field(FieldKind.TEXT, "reason", message("On which ground?"), message("The ground, without names of people.")),
        REMARK_ASKED,
    )
    return plain_form(view, setting, (message("End a legal hold"), message("End hold")), fields)


def _hold_release(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    hold, reason = fields.text("hold"), fields.text("reason")
    return fields.checked(HoldReleased(hold=hold, reason=reason, remark=fields.optional(REMARK)))


ACTS = (
    Act("inspection", "inspect", "inspected", _inspection_page, _inspection),
    Act("lock", "record_lock", "", _lock_page, _lock),
    Act("lock-release", "record_lock", "", _release_page, _release),
    Act("hazard", "record_hazard", "", _hazard_page, _hazard),
    Act("hazard-clearance", "record_hazard", "", _clearance_page, _clearance),
    Act("hold", "place_hold", "", _hold_page, _hold),
    Act("hold-release", "place_hold", "", _hold_release_page, _hold_release),
)
