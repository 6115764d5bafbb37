"""Words of the erasure bench."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.erasure.pallet import Reason as PalletReason
from lifecycle.domain.erasure.reports import Outcome as DiskOutcome
from lifecycle.domain.erasure.tools import Standing as ToolStanding
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.vocabulary import SanitisationCategory

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    Tray: {
        Tray.WAITING: message("Waiting for its report"),
        Tray.UNPLACED: message("Report without a device"),
        Tray.FAILED: message("Erasure failed"),
        Tray.TO_VERIFY: message("To be verified"),
    },
    DiskOutcome: {
        DiskOutcome.RECORDED: message("Recorded on its device."),
        DiskOutcome.NO_DEVICE: message("No device here has this storage medium."),
        DiskOutcome.SEVERAL_DEVICES: message("Several devices have a storage medium with this number."),
        DiskOutcome.STALE: message("Does not count: it is older than what happened to the medium since."),
        DiskOutcome.NO_CATEGORY: message("The report does not say in a known way how it was erased."),
        DiskOutcome.REFUSED: message("A rule does not allow it on its device."),
        DiskOutcome.REPEATED: message("Stands in an earlier report too."),
        DiskOutcome.CLOSED: message("Closed by hand."),
    },
    PalletReason: {
        PalletReason.NO_MEDIUM_KNOWN: message("No storage medium of this device is known."),
        PalletReason.MISSING: message("The storage medium is not in the device."),
        PalletReason.NOT_ERASED: message("It is not erased yet."),
        PalletReason.FAILED: message("The erasure failed, or data was found."),
        PalletReason.OWN_WORK: message("You erased it yourself: somebody else verifies it."),
        PalletReason.NOT_ALLOWED: message("For its classification this is not enough: it is destroyed."),
        PalletReason.NOT_READ_BACK: message("The tool did not read back what it wrote."),
        PalletReason.TOOL_UNLISTED: message("The tool is not on the register."),
        PalletReason.TOOL_EXPIRED: message("The advice on the tool was not valid on the day of the wipe."),
        PalletReason.TOOL_NOT_ADVISED: message("There is no advice on the tool in the register."),
        PalletReason.DRAWN: message("Drawn: it is read by hand."),
        PalletReason.SAMPLE_FIRST: message("Waits until the drawn media are read by hand."),
        PalletReason.SAMPLE_FAILED: message("Data was found on a drawn medium: each is checked by hand."),
        PalletReason.REFUSED: message("A rule does not allow it now."),
    },
    ToolStanding: {
        ToolStanding.UNLISTED: message("not on the register"),
        ToolStanding.LISTED: message("without advice"),
        ToolStanding.EXPIRED: message("advice not valid"),
        ToolStanding.ADVISED: message("with advice"),
    },
    SanitisationCategory: {
        SanitisationCategory.CLEAR: message("Clear (overwrite)"),
        SanitisationCategory.PURGE: message("Purge (cryptographic or by firmware)"),
        SanitisationCategory.DESTROY: message("Destroy"),
    },
}
