"""Which locks to look for on which kind of thing: how each is found, who can release it, and what proves that.

Rules:
1. A list belongs to one or more kinds of thing and, where that decides, to one platform: whoever looks chooses it.
2. A required check is answered before the thing goes to a next user (guard `locks-checked`).
3. `ASKED_FROM` is policy, per kind: the first day on which rule 2 holds. Before it an inspection counted as a look at
   the locks, and what was handed over then is not judged anew by a later rule.
4. What no list is for has nothing to look for; of an unknown kind any list may be used, and one must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import Lock


@dataclass(frozen=True)
class Check:
    """One lock to look for. `look`: how; `release`: who takes it off; `proof`: what shows that it is off."""

    lock: Lock
    look: Message
    release: Message
    proof: Message
    required: bool = True


@dataclass(frozen=True)
class Checklist:
    """What to look for on one platform of these kinds of thing."""

    name: str
    title: Message
    kinds: frozenset[str]
    checks: tuple[Check, ...]

    @property
    def required(self) -> frozenset[Lock]:
        return frozenset(check.lock for check in self.checks if check.required)


_FIRMWARE = Check(
    Lock.FIRMWARE_PASSWORD,
    message("Start it and open the firmware setup (often F2, F10 or Del): it opens without a password."),
    message("The owner gives the password and it is removed in the setup; else the maker does, on proof of ownership."),
    message("Photo of the setup without a password, or the reference of the maker."),
)
_DISK = Check(
    Lock.DISK_PASSWORD,
    message("Start it: no password is asked for the storage medium before the system starts."),
    message("The owner gives the password; else the medium is reset with the PSID on its label, which erases it."),
    message("Photo of the setup with the password not set, or the log of the reset."),
)
_AUTOPILOT = Check(
    Lock.AUTOPILOT,
    message("Reset Windows and connect to a network: the first screens name no organisation, no work account."),
    message("The owner deletes the device from Windows Autopilot, Intune and Entra ID."),
    message("Reference of the owner's deregistration, or a photo of the first screens after it."),
)
_ABSOLUTE = Check(
    Lock.ABSOLUTE,
    message("In the firmware setup, under security, Absolute (Computrace) is not activated."),
    message("The owner lets Absolute unenrol the device; it then deactivates itself once it is online."),
    message("Reference of the unenrolment, or a photo of the setup."),
)
_MANAGED_APPLE = Check(
    Lock.APPLE_BUSINESS,
    message("Erase it and go through the setup assistant on a network: Remote Management does not appear."),
    message("The owner releases it in Apple Business Manager; erasing does not."),
    message("Screenshot of the release in Apple Business Manager, or its reference."),
)
_ACTIVATION = Check(
    Lock.ACTIVATION_LOCK,
    message("Erase it and go through the setup assistant: it asks for no Apple Account of a former user."),
    message("The user signs out of Find My, or the owner's MDM gives the bypass code, or Apple on proof of purchase."),
    message("Reference in the MDM, or a photo of the setup assistant past the activation."),
)
_APPLE_FIRMWARE = Check(
    Lock.FIRMWARE_PASSWORD,
    message("Intel: hold Option as it starts, no padlock appears. Apple silicon: recovery opens without a password."),
    message("The owner gives the password, or removes the recovery lock in its MDM; else Apple, on proof of purchase."),
    message("Photo of the start screen, or the reference in the MDM."),
)
_FRP = Check(
    Lock.FACTORY_RESET_PROTECTION,
    message("Reset it from recovery and connect to a network: it asks for no account or PIN of a former user."),
    message("The user removes the account before the reset, or the owner's MDM unlocks it."),
    message("Reference in the MDM, or a photo of the setup past that screen."),
)
_ANDROID_MANAGED = Check(
    Lock.MDM,
    message("After the reset no screen says that it belongs to an organisation (zero-touch, Knox Mobile Enrolment)."),
    message("The owner removes it from zero-touch or Knox Mobile Enrolment, and from its MDM."),
    message("Reference in the MDM, or a screenshot of the removal."),
)
_CHROME_MANAGED = Check(
    Lock.MDM,
    message("Reset it (powerwash): it asks for no enterprise enrolment."),
    message("The owner deprovisions it in the Google Admin console."),
    message("Reference of the deprovisioning, or a screenshot of it."),
)
_REMOTE_MANAGED = Check(
    Lock.MDM,
    message("Its management controller (iDRAC, iLO, BMC) opens with the default account on its label."),
    message("The owner resets the controller to the settings of the factory."),
    message("Photo or screenshot of the controller after the reset."),
)
_SIGNAGE_MANAGED = Check(
    Lock.MDM,
    message("Only of a display with a system of its own: its menu opens without a PIN and names no organisation."),
    message("The owner removes the PIN, or takes the display out of its management."),
    message("Photo of the open menu."),
    required=False,
)


def _list(name: str, title: Message, kinds: str, *checks: Check) -> Checklist:
    return Checklist(name, title, frozenset(kinds.split()), checks)


_LISTS = (
    _list(
        "windows-pc",
        message("Laptop, desktop or tablet with Windows"),
        "laptop desktop all-in-one tablet",
        _FIRMWARE,
        _DISK,
        _AUTOPILOT,
        _ABSOLUTE,
    ),
    _list(
        "mac",
        message("MacBook, iMac or Mac mini"),
        "laptop desktop all-in-one",
        _APPLE_FIRMWARE,
        _MANAGED_APPLE,
        _ACTIVATION,
    ),
    _list("chromebook", message("Chromebook or Chromebox"), "laptop desktop tablet", _CHROME_MANAGED),
    _list(
        "other-pc",
        message("Computer with Linux, or without a system"),
        "laptop desktop all-in-one thin-client",
        _FIRMWARE,
        _DISK,
    ),
    _list("iphone-ipad", message("iPhone or iPad"), "phone tablet", _ACTIVATION, _MANAGED_APPLE),
    _list("android", message("Android phone or tablet"), "phone tablet", _FRP, _ANDROID_MANAGED),
    _list("server", message("Server"), "server", _FIRMWARE, _DISK, _REMOTE_MANAGED),
    _list("display", message("Display"), "display", _SIGNAGE_MANAGED),
)

CHECKLISTS: Mapping[str, Checklist] = MappingProxyType({each.name: each for each in _LISTS})

ASKED_FROM: Mapping[str, date] = MappingProxyType(
    {"laptop": date(2027, 1, 1), "phone": date(2027, 1, 1), "display": date(2027, 1, 1)}
)
"""Rule 3. A kind that is not here was never handed over without a list: it is asked on any day."""


def checklists_for(kind: str | None) -> tuple[Checklist, ...]:
    """The lists of this kind of thing (rule 4)."""
    if kind not in KINDS_OF_THING:
        return _LISTS
    return tuple(each for each in _LISTS if kind in each.kinds)


def is_asked(kind: str | None, on: date) -> bool:
    """Whether somebody must have looked for locks before a thing of this kind goes to a next user on this day."""
    lists = checklists_for(kind)
    return any(each.required for each in lists) and on >= ASKED_FROM.get(kind or "", date.min)
