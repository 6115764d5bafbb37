"""EID, the number of an embedded SIM (GSMA SGP.02, section 2.2.2; SGP.29).

Rules:
1. An EID has 32 digits. Those of SGP.02 begin with 89; SGP.29 lets others be given out.
2. The last two are check digits (ISO/IEC 7064, MOD 97-10): the whole number leaves 1 when divided by 97.
3. It names the chip, which stays in the device: it tells which device it is as an IMEI does.
"""

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.message import message

LENGTH = 32
_SEPARATORS = str.maketrans("", "", " -")


def check_digits(body: str) -> str:
    """The two digits that belong after the first 30."""
    return f"{98 - int(body + '00') % 97:02}"


def read_eid(text: str) -> str:
    """The 32 digits of an EID, written with or without spaces and dashes; raises InvalidInput."""
    digits = text.strip().translate(_SEPARATORS)
    if len(digits) != LENGTH or not are_digits(digits):
        raise InvalidInput(message("'{text}' is not an EID: 32 digits are expected.", text=text[:60]))
    if int(digits) % 97 != 1:
        raise InvalidInput(
            message("EID {digits} has a wrong digit: its check digits do not fit.", digits=digits),
            remedy=message("Scan it again, or look it up in the settings of the device."),
        )
    return digits
