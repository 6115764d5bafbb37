"""Contexts for the pages of repairers and repair keys. Devices, people and numbers are invented; the models exist."""

from datetime import UTC, date, datetime

from dpp.adapters.labels.printer import QrCodes
from dpp.domain.message import message
from lifecycle.domain.repairers.keys import KeyStanding
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import Act, RegistrationState, RepairerKind
from tests.support import work_samples
from web.pages.acts.base import choices
from web.pages.contexts.device import OpenedDevice
from web.pages.contexts.frame import FormState, Link, Person, Refusal, Tone
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.repairers import (
    CheckPage,
    DeviceKeys,
    EnterKeyPage,
    KeyLine,
    ListLine,
    NewRepairKeyPage,
    RegisterPage,
    RegistrationCard,
    RepairerLine,
    RepairersPage,
    RepairKeysPage,
    StepLine,
)
from web.pages.mapping.repairers import picture_of
from web.pages.rendering import Page

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
UNTIL = date(2026, 12, 2)
GROUPS = (ProductKind.LAPTOP, ProductKind.DISPLAY)
SHOP = RepairerLine(
    "Reparatie Utrecht", "Utrecht", RepairerKind.PROFESSIONAL, GROUPS, "NRR-2025-00417", date(2027, 5, 31)
)
CAFE = RepairerLine("Repair Cafe Delft-Noord", "Delft", RepairerKind.CAFE, (ProductKind.LAPTOP,))
CODE = "7k3m-9x2p-4q8d"


def card(state: RegistrationState, tone: Tone, *steps: StepLine, holds: bool = False) -> RegistrationCard:
    return RegistrationCard(
        id=f"r-{state}",
        line=SHOP,
        kvk="12345678",
        first=date(2025, 6, 1),
        state=state,
        tone=tone,
        holds=holds,
        is_user=True,
        steps=steps,
    )


ASKED = StepLine(Act.ASKED, AT)
WAITS = card(RegistrationState.ASKED, Tone.ATTENTION, ASKED)
HOLDS = card(RegistrationState.ACCEPTED, Tone.GOOD, ASKED, StepLine(Act.ACCEPTED, AT), holds=True)
ENDED = card(RegistrationState.ACCEPTED, Tone.UNKNOWN, ASKED, StepLine(Act.ENDED, AT, None, date(2026, 11, 1)))
REFUSED = card(RegistrationState.REFUSED, Tone.UNKNOWN, StepLine(Act.REFUSED, AT, "Het nummer is van een ander."))
KEYS = (
    KeyLine("k1", KeyStanding.WAITING, Tone.INFO, AT, UNTIL, can_end=True),
    KeyLine("k2", KeyStanding.OPEN, Tone.GOOD, AT, UNTIL, AT, "Repair Cafe Delft-Noord", can_end=True),
    KeyLine("k3", KeyStanding.WITHDRAWN, Tone.UNKNOWN, AT, UNTIL),
)


def samples(holder: Person, administrator: Person, repairer: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The public list, registration and its check, and a key from its making to its use."""
    kinds, groups = choices(RepairerKind), choices(ProductKind)
    links = (Link(message("Register your organisation"), "/repairers/register"),)
    opened = (OpenedDevice(work_samples.HEAD, UNTIL, "/devices/3w9c/repair"),)
    mistakes = FormState(
        {"kvk": "123"}, {"kvk": message("A number at the Chamber of Commerce (KvK) has eight digits.")}
    )
    refused = FormState({"code": CODE}, refusal=Refusal(message("This repair key was withdrawn."), None, "working-key"))
    rows = (
        ListLine(Outcome.NEW, "NRR-2026-00001", "Schermreparatie Zeist", 2),
        ListLine(Outcome.PROBLEM, "NRR-2026-00002", "", 3, message("The number is in the list twice.")),
        ListLine(Outcome.GONE, "NRR-2025-00417", "Reparatie Utrecht"),
    )
    keys, register, check = "/devices/3w9c/repair-keys", "/repairers/register", "/repairers/check"
    device = DeviceKeys("Dell Latitude 7420", "7k3m-9x2p-4q8d", None, KEYS)
    delivered = tuple(DeviceKeys(f"Dell Latitude {name}", None, at, ()) for at, name in ((1, "7420"), (2, "5420")))
    return {
        "repairers": (RepairersPage((SHOP, CAFE), FormState(), groups, kinds), None, "/repairers"),
        "repairers-none": (RepairersPage((), FormState(), groups, kinds, links), repairer, "/repairers"),
        "repairer-register": (RegisterPage((), may_ask=True, kinds=kinds, groups=groups), repairer, register),
        "repairer-register-mistakes": (
            RegisterPage(
                (REFUSED,), may_ask=True, kinds=kinds, groups=groups, chosen=frozenset({"laptop"}), form=mistakes
            ),
            repairer,
            register,
        ),
        "repairer-register-waits": (RegisterPage((WAITS, ENDED), may_ask=False), repairer, register),
        "repairer-check": (
            CheckPage((WAITS,), (HOLDS, ENDED), may_decide=True, newest_list=date(2026, 11, 1)),
            administrator,
            check,
        ),
        "repairer-check-list": (
            CheckPage(
                (),
                (),
                may_decide=True,
                report=rows,
                counts=((Outcome.NEW, 1), (Outcome.GONE, 1)),
                taken=True,
            ),
            administrator,
            check,
        ),
        "repair-key-enter": (EnterKeyPage(opened, 14), repairer, "/repair-key"),
        "repair-key-refused": (EnterKeyPage((), 14, refused), repairer, "/repair-key"),
        "repair-keys": (
            RepairKeysPage(keys, (device,), 7, 14, Link(message("Device"), "/devices/3w9c")),
            holder,
            keys,
        ),
        "repair-keys-link": (RepairKeysPage("/k/t/repair-keys", delivered, 7, 14), None, "/k/t/repair-keys"),
        "repair-keys-none": (RepairKeysPage("/k/t/repair-keys", (), 7, 14), None, "/k/t/repair-keys"),
        "repair-key-new": (NewRepairKeyPage(CODE, picture_of(QrCodes().svg(CODE)), UNTIL, 14, keys), holder, keys),
    }
