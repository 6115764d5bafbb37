"""Numbers of mobile equipment as files give them: an IMEI, or the IMEISV that holds one."""

from typing import Any

from dpp.domain import imei
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.domain.evidence.members import Unread, member, said


def imei_of(device: Any, name: str, path: str, unread: Unread) -> str | None:
    """The 15 digits; None, and a note where the member holds other digits.

    An IMEISV (16 digits: those of the IMEI without its check digit, then the version of the software) names the same
    equipment (3GPP TS 23.003, section 6.2).
    """
    value = said(member(device, name))
    if value is None:
        return None
    for read in (imei.read_imei, imei.imei_of):
        try:
            return read(value)
        except InvalidInput:
            continue
    unread.note(
        f"{path}.{name}", message("The number is no IMEI: it has not 15 digits, or its check digit does not fit.")
    )
    return None
