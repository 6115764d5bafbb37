"""Reads the property list of an iPhone or iPad (`ideviceinfo -x`): serial number, IMEI, type.

Whether it is activated is kept; whether its owner locked it (activation lock), this list does not say. Of the names,
numbers and addresses that the list holds nothing is kept. An IMEI counts where its check digit fits.
"""

from collections.abc import Iterator
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.evidence.equipment import imei_of
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import Unread, member, said
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import IDENTIFIER, TEXT, VERSION, Shape
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, keep_under
from lifecycle.domain.facts import ClaimKind, Hardware, IdentityClaim

MARK = NAME = PARSER = "ideviceinfo"
PARSER_VERSION = "1.0"
TITLE = "ideviceinfo (property list)"
GIVES = "an iPhone or iPad: type, serial number, IMEI, system version, whether it is activated"
MADE_WITH = "ideviceinfo -x > phone.plist"

_MAKER = "Apple"
"""Only this maker's devices speak the protocol that ideviceinfo asks."""
_IMEIS = ("InternationalMobileEquipmentIdentity", "InternationalMobileEquipmentIdentity2")
SHAPE: Shape = {
    "ActivationState": TEXT,
    "DeviceClass": TEXT,
    "HardwareModel": TEXT,
    _IMEIS[0]: IDENTIFIER,
    _IMEIS[1]: IDENTIFIER,
    "ModelNumber": IDENTIFIER,
    "ProductType": TEXT,
    "ProductVersion": VERSION,
    "SerialNumber": IDENTIFIER,
}
NAMED = {
    "DeviceName": Removed.ACCOUNT,
    "PhoneNumber": Removed.PHONE,
    "WiFiAddress": Removed.MAC_ADDRESS,
    "BluetoothAddress": Removed.MAC_ADDRESS,
    "EthernetAddress": Removed.MAC_ADDRESS,
    "IntegratedCircuitCardIdentity": Removed.SIM,
    "InternationalMobileSubscriberIdentity": Removed.SIM,
}
keep_document = keep_under(MARK, SHAPE, NAMED)


def read(content: bytes) -> Reading:
    """Which device it is."""
    phone, unread = member(load_json(text_of(content)), MARK), Unread()
    model = said(member(phone, "ProductType"))
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(_claims(phone, unread)),
        hardware=Hardware(maker=_MAKER, model=model, firmware_version=said(member(phone, "ProductVersion"))),
        unread=unread.problems(),
    )


def _claims(phone: Any, unread: Unread) -> Iterator[IdentityClaim]:
    values = (
        (ClaimKind.MAKER, _MAKER),
        (ClaimKind.MODEL, said(member(phone, "ProductType"))),
        (ClaimKind.SERIAL, said(member(phone, "SerialNumber"))),
        *((ClaimKind.IMEI, imei_of(phone, name, f"$.{MARK}", unread)) for name in _IMEIS),
    )
    for kind, value in values:
        if value is not None:
            yield IdentityClaim(kind, value, NAME, FIRMWARE_CONFIDENCE)
        elif kind is ClaimKind.SERIAL:
            unread.note(f"$.{MARK}.SerialNumber", message("The file gives no serial number of the device."))
