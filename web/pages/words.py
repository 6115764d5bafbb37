"""What a person reads for each word of the fixed lists (`docs/glossary.md`).

A list is kept per enum, never by value alone: `recycled` is a lifecycle state and a waste status, in other words.
"""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Role
from dpp.domain.applicability import Due, Standing
from dpp.domain.catalogue import ProductGroup
from dpp.domain.claims.claim import Capacity, ClaimState
from dpp.domain.claims.contradiction import ContradictionState, Method, ThirdParty
from dpp.domain.claims.scope import ScopeKind
from dpp.domain.document import ChangeKind, PassportStatus
from dpp.domain.history import PublicKind, PublicPart
from dpp.domain.labels.rolls import LabelFault
from dpp.domain.linkset.link import LevelKind
from dpp.domain.message import Message, message
from dpp.service.claims.takeover import Whose
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.consignment import LineState, Resolution, Side
from lifecycle.domain.differences import Axis
from lifecycle.domain.erasure.pallet import Reason as PalletReason
from lifecycle.domain.erasure.reports import Outcome as DiskOutcome
from lifecycle.domain.erasure.tools import Standing as ToolStanding
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.events import CaseOutcome, CaseStep, Difference, ErrorReason, Severity
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.found_reports import Outcome
from lifecycle.domain.goods import GoodsAct, GoodsCondition
from lifecycle.domain.hooks import DeliveryState
from lifecycle.domain.inbox import Outcome as LateOutcome
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.proposals import ProposalState
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
    DataState,
    Ground,
    Hazard,
    Holding,
    Lifecycle,
    Lock,
    MediumKind,
    PartOrigin,
    ProofKind,
    RepairBarrier,
    Route,
    SanitisationCategory,
    Waste,
)
from web.accounts.domain.organisation import OrganisationKind
from web.pages.contexts.consignment import ConsignmentState
from web.pages.contexts.frame import Tone
from web.pages.contexts.passport import ProductKind

Words = Mapping[StrEnum, Message]

WORDS: Mapping[type[StrEnum], Words] = {
    LateOutcome: {
        LateOutcome.RECORDED: message("recorded"),
        LateOutcome.REFUSED: message("refused again"),
        LateOutcome.DISMISSED: message("not recorded"),
    },
    Standing: {
        Standing.APPLIES: message("applies"),
        Standing.UNDECIDED: message("undecided"),
        Standing.UPCOMING: message("will apply"),
        Standing.PLANNED: message("planned"),
        Standing.NOT_COVERED: message("does not cover it"),
    },
    ProductGroup: {
        ProductGroup.LAPTOP: message("Laptop"),
        ProductGroup.DISPLAY: message("Display"),
        ProductGroup.PHONE: message("Phone"),
    },
    LevelKind: {
        LevelKind.ITEM: message("The device"),
        LevelKind.BATCH: message("Its batch"),
        LevelKind.MODEL: message("Its model"),
        LevelKind.UNREGISTERED: message("Not registered here"),
    },
    Capacity: {
        Capacity.MAKER: message("maker"),
        Capacity.IMPORTER: message("importer"),
        Capacity.REPRESENTATIVE: message("authorised representative"),
    },
    ClaimState: {
        ClaimState.REQUESTED: message("waits for a decision"),
        ClaimState.APPROVED: message("approved"),
        ClaimState.REFUSED: message("refused"),
        ClaimState.WITHDRAWN: message("withdrawn"),
        ClaimState.ENDED: message("ended"),
    },
    ScopeKind: {
        ScopeKind.EPREL_NUMBERS: message("EPREL numbers"),
        ScopeKind.GTINS: message("GTINs"),
        ScopeKind.COMPANY_PREFIX: message("GS1 company prefix"),
        ScopeKind.SUPPLIER: message("supplier in EPREL"),
    },
    Whose: {
        Whose.REGISTRY: message("compiled here"),
        Whose.YOURS: message("yours"),
        Whose.ANOTHER: message("another's"),
    },
    PassportStatus: {
        PassportStatus.ACTIVE: message("in use"),
        PassportStatus.INACTIVE: message("followed by another"),
        PassportStatus.ARCHIVED: message("archived"),
        PassportStatus.INVALID: message("invalid"),
    },
    ChangeKind: {
        ChangeKind.ADDED: message("added"),
        ChangeKind.CHANGED: message("changed"),
        ChangeKind.REMOVED: message("removed"),
    },
    ContradictionState: {
        ContradictionState.AWAITING_REPLY: message("waits for a reply"),
        ContradictionState.REPLIED: message("replied, not public yet"),
        ContradictionState.PUBLIC: message("public"),
        ContradictionState.WITHDRAWN: message("withdrawn"),
        ContradictionState.ACCEPTED: message("accepted: the data were revised"),
    },
    ThirdParty: {
        ThirdParty.AUTHORITY: message("a supervisory authority"),
        ThirdParty.REPAIRER: message("a repairer"),
        ThirdParty.REFURBISHER: message("a refurbisher"),
        ThirdParty.REGISTRY: message("this registry"),
    },
    Method: {
        Method.MEASURED: message("measured"),
        Method.TAKEN_APART: message("the device was taken apart"),
        Method.RECOMPUTED: message("worked out again from the published data"),
        Method.DOCUMENT: message("another document says so"),
    },
    Due: {
        Due.OVERDUE: message("asked now"),
        Due.IF_IT_APPLIES: message("asked if the act applies"),
        Due.UPCOMING: message("asked later"),
        Due.NO_DAY_YET: message("may be asked"),
    },
    Outcome: {
        Outcome.CAME_BACK: message("the device came back"),
        Outcome.HANDED_IN: message("handed in elsewhere, such as at the police"),
        Outcome.NO_USE: message("of no use: no real report"),
        Outcome.LEFT_STATE: message("ended, because the device left the State"),
        Outcome.EXPIRED: message("ended, because its time was over"),
    },
    Whereabouts: {
        Whereabouts.INSTALLED: message("in the device"),
        Whereabouts.REMOVED: message("taken out"),
        Whereabouts.MISSING: message("missing"),
    },
    ErrorReason: {
        ErrorReason.DID_NOT_OCCUR: message("it did not happen"),
        ErrorReason.INCORRECT_DATA: message("it happened otherwise than was recorded"),
    },
    Severity: {
        Severity.POSSIBLE_DATA_LEAK: message("possible data leak"),
        Severity.WRONG_RECORD: message("wrong record"),
    },
    CaseStep: {
        CaseStep.OWNER_TOLD: message("the owner was told"),
        CaseStep.DRZ_TOLD: message("DRZ was told"),
        CaseStep.RECEIVER_TOLD: message("who has the device was told"),
        CaseStep.RECALLED: message("the device was asked back"),
        CaseStep.CAME_BACK: message("the device came back"),
        CaseStep.BREACH_REPORTED: message("reported as a data breach"),
    },
    CaseOutcome: {
        CaseOutcome.UNFOUNDED: message("nothing was wrong"),
        CaseOutcome.SECURED: message("the data was secured before anybody saw it"),
        CaseOutcome.EXPOSED: message("the data was seen, or may have been"),
        CaseOutcome.EXPLAINED: message("what is right is on file"),
    },
    ProposalState: {
        ProposalState.OPEN: message("waits for a second person"),
        ProposalState.CONFIRMED: message("confirmed"),
        ProposalState.DECLINED: message("declined"),
    },
    DeliveryState: {
        DeliveryState.WAITING: message("waits"),
        DeliveryState.DELIVERED: message("delivered"),
        DeliveryState.DEAD: message("given up"),
    },
    Axis: {
        Axis.LIFECYCLE: message("Life"),
        Axis.DATA: message("Data"),
        Axis.CUSTODY: message("Custodian"),
        Axis.OWNERSHIP: message("Owner"),
        Axis.LOCKS: message("Locks"),
        Axis.HAZARDS: message("Hazards"),
        Axis.HOLDS: message("Legal holds"),
        Axis.GRADES: message("Grade"),
        Axis.IDENTITY: message("Which device it is"),
        Axis.LABELS: message("Labels"),
        Axis.CLASSIFICATION: message("Classification"),
        Axis.WASTE: message("Waste status"),
        Axis.DESTINATION: message("Destination"),
        Axis.CASES: message("Cases"),
        Axis.PASSPORT: message("Passport"),
        Axis.PUBLIC: message("Public page"),
        Axis.REST: message("Also"),
    },
    Tone: {
        Tone.GOOD: message("Good"),
        Tone.ATTENTION: message("Attention"),
        Tone.STOP: message("Stop"),
        Tone.INFO: message("Note"),
        Tone.UNKNOWN: message("Not known"),
    },
    AccessKind: {
        AccessKind.READ: message("Read what is not public"),
        AccessKind.REFUSED: message("Reading refused: the limit of a day"),
        AccessKind.CLOSED: message("Closed an element"),
        AccessKind.LIFTED: message("Lifted a closure"),
        AccessKind.RECLASSIFIED: message("Took over today's classification"),
    },
    AccessPath: {
        AccessPath.PAGE: message("by a page"),
        AccessPath.API: message("by the API"),
        AccessPath.EN_18222: message("by EN 18222"),
        AccessPath.COMMAND: message("by a command"),
    },
    Role: {
        Role.OWNER: message("Device owner"),
        Role.ICT_PROVIDER: message("ICT service provider"),
        Role.DRZ: message("Domeinen Roerende Zaken"),
        Role.COORDINATOR: message("Donation coordinator"),
        Role.INTERMEDIARY: message("Intermediary"),
        Role.CARRIER: message("Carrier"),
        Role.REPAIRER: message("Repairer"),
        Role.REFURBISHER: message("Refurbisher"),
        Role.DEPOSITOR: message("Registry that keeps its back-up copies here"),
        Role.RECYCLER: message("Recycler"),
        Role.MANUFACTURER: message("Manufacturer"),
        Role.AUTHORITY: message("Supervisory authority"),
        Role.AUDITOR: message("Auditor"),
        Role.BUYER: message("Buyer"),
        Role.POLICY_ADVISER: message("Policy adviser"),
        Role.PUBLIC_SERVANT: message("Public servant"),
        Role.ADMINISTRATOR: message("Administrator"),
    },
    OrganisationKind: {
        OrganisationKind.MINISTRY: message("Ministry"),
        OrganisationKind.AGENCY: message("Agency of the State"),
        OrganisationKind.REGULATOR: message("Regulator"),
        OrganisationKind.FOUNDATION: message("Foundation"),
        OrganisationKind.LIBRARY: message("Library"),
        OrganisationKind.WELFARE: message("Welfare organisation"),
        OrganisationKind.COMPANY: message("Company"),
    },
    ProductKind: {
        ProductKind.LAPTOP: message("Laptop"),
        ProductKind.DISPLAY: message("Display"),
        ProductKind.PHONE: message("Phone"),
    },
    PublicKind: {
        PublicKind.MADE: message("Made"),
        PublicKind.REGISTERED: message("Received a passport"),
        PublicKind.REPAIRED: message("Repaired"),
        PublicKind.PART_REPLACED: message("Part replaced"),
        PublicKind.DATA_ERASED: message("Data erased and checked"),
        PublicKind.REFURBISHED: message("Refurbished"),
        PublicKind.NEW_USE: message("In use again"),
        PublicKind.RECYCLED: message("Recycled"),
    },
    PublicPart: {
        PublicPart.BATTERY: message("battery"),
        PublicPart.DISPLAY: message("screen"),
        PublicPart.KEYBOARD: message("keyboard"),
        PublicPart.MEMORY: message("memory"),
        PublicPart.STORAGE: message("storage"),
        PublicPart.CHARGER: message("charger"),
        PublicPart.OTHER: message("another part"),
    },
    Lifecycle: {
        Lifecycle.REGISTERED: message("Registered"),
        Lifecycle.IN_USE: message("In use"),
        Lifecycle.IN_STORE: message("In store"),
        Lifecycle.SURPLUS: message("Surplus"),
        Lifecycle.IN_TRANSIT: message("On its way"),
        Lifecycle.RECEIVED: message("Received"),
        Lifecycle.INTAKE: message("At intake"),
        Lifecycle.INSPECTED: message("Inspected"),
        Lifecycle.SANITISED: message("Data erased"),
        Lifecycle.IN_REPAIR: message("In repair"),
        Lifecycle.REFURBISHED: message("Refurbished"),
        Lifecycle.ROUTED: message("Destination decided"),
        Lifecycle.RESERVED: message("Reserved"),
        Lifecycle.REDEPLOYED: message("Redeployed"),
        Lifecycle.DONATED: message("Donated"),
        Lifecycle.SOLD: message("Sold"),
        Lifecycle.RETURNED: message("Returned"),
        Lifecycle.IN_PARTS: message("Taken apart for parts"),
        Lifecycle.RECYCLING: message("At the recycler"),
        Lifecycle.RECYCLED: message("Recycled"),
        Lifecycle.QUARANTINED: message("Set aside"),
        Lifecycle.MISSING: message("Missing"),
    },
    DataState: {
        DataState.FAILED: message("Erasure failed"),
        DataState.CONTAINS_DATA: message("Contains data"),
        DataState.UNKNOWN: message("Data not known"),
        DataState.CLEARED: message("Cleared, not checked"),
        DataState.PURGED: message("Purged, not checked"),
        DataState.VERIFIED: message("Erased and checked"),
        DataState.DESTROYED: message("Medium destroyed"),
        DataState.NO_MEDIUM: message("No storage medium"),
    },
    Waste: {
        Waste.PRODUCT: message("Product"),
        Waste.WASTE: message("Waste"),
        Waste.PREPARED_FOR_REUSE: message("Prepared for reuse"),
        Waste.RECYCLED: message("Recycled as waste"),
    },
    Holding: {
        Holding.STATE: message("The State"),
        Holding.LESSOR: message("Lessor"),
        Holding.COORDINATOR: message("Donation coordinator"),
        Holding.BUYER: message("The buyer"),
        Holding.RECIPIENT: message("Recipient"),
    },
    Ground: {
        Ground.TRANSFER: message("Transfer inside the State"),
        Ground.SALE: message("Sale"),
        Ground.LEASE: message("Lease"),
        Ground.DESTRUCTION: message("Destruction"),
        Ground.TRADE_IN: message("Trade-in"),
        Ground.GIFT: message("Gift"),
    },
    Lock: {
        Lock.FIRMWARE_PASSWORD: message("Firmware password"),
        Lock.DISK_PASSWORD: message("Password on the storage medium"),
        Lock.AUTOPILOT: message("Autopilot or Intune"),
        Lock.APPLE_BUSINESS: message("Apple Business Manager"),
        Lock.ACTIVATION_LOCK: message("Activation Lock"),
        Lock.FACTORY_RESET_PROTECTION: message("Factory reset protection"),
        Lock.ABSOLUTE: message("Absolute"),
        Lock.MDM: message("Device management (MDM)"),
    },
    ProofKind: {
        ProofKind.EVIDENCE: message("Evidence, by its hash"),
        ProofKind.SCREENSHOT: message("Photo or screenshot, by its hash"),
        ProofKind.MDM_REFERENCE: message("Reference in the device management (MDM)"),
        ProofKind.MAKER_REFERENCE: message("Reference of the maker"),
        ProofKind.OWNER_REFERENCE: message("Reference of the owner"),
    },
    Unit: {
        Unit.PIECE: message("pieces"),
        Unit.KILOGRAM: message("kg"),
    },
    GoodsCondition: {
        GoodsCondition.WORKING: message("works"),
        GoodsCondition.UNTESTED: message("not tested"),
        GoodsCondition.BROKEN: message("broken"),
    },
    GoodsAct: {
        GoodsAct.TAKEN_IN: message("Taken in"),
        GoodsAct.SORTED: message("Sorted"),
        GoodsAct.MOVED: message("Moved"),
        GoodsAct.OFFERED: message("Handed over, waits for receipt"),
        GoodsAct.RECEIVED: message("Received"),
        GoodsAct.WITHDRAWN: message("Taken back by the sender"),
        GoodsAct.DONATED: message("Donated"),
        GoodsAct.RECYCLED: message("Recycled"),
        GoodsAct.WRITTEN_OFF: message("Written off"),
    },
    Hazard: {
        Hazard.SWOLLEN_BATTERY: message("Swollen battery"),
        Hazard.BROKEN_GLASS: message("Broken glass"),
    },
    Classification: {
        Classification.NONE: message("Not classified"),
        Classification.DEP_V: message("Departementaal Vertrouwelijk"),
        Classification.STG_C: message("Stg. Confidentieel"),
        Classification.STG_G: message("Stg. Geheim"),
        Classification.STG_ZG: message("Stg. Zeer Geheim"),
        Classification.UNKNOWN: message("Classification not known"),
    },
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
    MediumKind: {
        MediumKind.HDD: message("Hard disk (HDD)"),
        MediumKind.SSD: message("SSD"),
        MediumKind.NVME: message("NVMe SSD"),
        MediumKind.EMMC: message("Built-in storage (eMMC)"),
        MediumKind.PHONE_STORAGE: message("Phone storage"),
        MediumKind.OTHER: message("Other storage medium"),
    },
    PartOrigin: {
        PartOrigin.NEW_ORIGINAL: message("New, from the maker"),
        PartOrigin.NEW_THIRD_PARTY: message("New, from another maker"),
        PartOrigin.USED: message("Used"),
        PartOrigin.HARVESTED: message("From another device"),
    },
    RepairBarrier: {
        RepairBarrier.PARTS_UNAVAILABLE: message("Spare parts cannot be had"),
        RepairBarrier.TOO_EXPENSIVE: message("Spare parts cost too much"),
        RepairBarrier.NO_WAY_TO_OPEN: message("Cannot be opened"),
        RepairBarrier.NO_INFORMATION: message("No repair information"),
        RepairBarrier.NO_EQUIPMENT: message("No tools for it"),
        RepairBarrier.WORN_OUT: message("Too worn out"),
    },
    Route: {
        Route.REDEPLOY: message("Redeploy inside government"),
        Route.REPAIR: message("Repair or refurbish first"),
        Route.DONATE: message("Donate"),
        Route.SELL: message("Sell"),
        Route.PARTS: message("Take apart for parts"),
        Route.RECYCLE: message("Recycle"),
        Route.RETURN_TO_LESSOR: message("Return to the lessor"),
        Route.HOLD: message("Keep for now"),
    },
    LabelFault: {
        LabelFault.LOST: message("Lost"),
        LabelFault.DAMAGED: message("Damaged or cannot be read"),
        LabelFault.MISPRINTED: message("Printed wrongly"),
    },
    ClaimKind: {
        ClaimKind.MAKER: message("Maker"),
        ClaimKind.MODEL: message("Model"),
        ClaimKind.SERIAL: message("Serial number"),
        ClaimKind.IMEI: message("IMEI"),
        ClaimKind.EID: message("EID"),
        ClaimKind.ASSET_TAG: message("Asset tag"),
        ClaimKind.GTIN: message("GTIN"),
        ClaimKind.SMBIOS_UUID: message("SMBIOS UUID"),
        ClaimKind.EDID: message("EDID"),
        ClaimKind.LABEL: message("Label code"),
        ClaimKind.IDENTIFICATION_LINK: message("Identification link"),
    },
    ConsignmentState: {
        ConsignmentState.DRAFT: message("Being made"),
        ConsignmentState.OFFERED: message("Handed over, waits for receipt"),
        ConsignmentState.PARTLY_RECEIVED: message("Partly received"),
        ConsignmentState.RECEIVED: message("Received complete"),
        ConsignmentState.DISPUTED: message("Received with differences"),
        ConsignmentState.WITHDRAWN: message("Taken back by the sender"),
    },
    LineState: {
        LineState.EXPECTED: message("to come"),
        LineState.RECEIVED: message("arrived"),
        LineState.MISSING: message("did not arrive"),
        LineState.SET_APART: message("set apart"),
        LineState.WITHDRAWN: message("stays with the sender"),
        LineState.LOST: message("lost"),
    },
    Resolution: {
        Resolution.RECEIVED: message("Received after all"),
        Resolution.ACCEPTED: message("Accepted"),
        Resolution.STAYS_WITH_SENDER: message("Stays with the sender"),
        Resolution.LOST: message("Lost"),
    },
    Side: {
        Side.SENDER: message("sender"),
        Side.RECEIVER: message("receiver"),
    },
    Stage: {
        Stage.DRAFT: message("being made"),
        Stage.OFFERED: message("handed over"),
        Stage.PARTLY_RECEIVED: message("partly received"),
        Stage.RECEIVED: message("received"),
        Stage.WITHDRAWN: message("taken back by the sender"),
    },
    Difference: {
        Difference.MISSING: message("On the list, and not there"),
        Difference.EXTRA: message("There, and not on the list"),
        Difference.OTHER_CONDITION: message("In another condition"),
        Difference.BROKEN_SEAL: message("Broken seal"),
    },
    ComponentKind: {
        ComponentKind.BATTERY: message("battery"),
        ComponentKind.DISPLAY: message("screen"),
        ComponentKind.KEYBOARD: message("keyboard"),
        ComponentKind.MEMORY: message("memory"),
        ComponentKind.STORAGE: message("storage"),
        ComponentKind.MAINBOARD: message("mainboard"),
        ComponentKind.CAMERA: message("camera"),
        ComponentKind.SPEAKER: message("speaker"),
        ComponentKind.FAN: message("fan"),
        ComponentKind.CHARGER: message("charger"),
        ComponentKind.POWER_SUPPLY: message("power supply"),
        ComponentKind.HOUSING: message("housing"),
        ComponentKind.OTHER: message("another part"),
    },
}

DATA_TONES: Mapping[DataState, Tone] = {
    DataState.FAILED: Tone.STOP,
    DataState.CONTAINS_DATA: Tone.STOP,
    DataState.UNKNOWN: Tone.ATTENTION,
    DataState.CLEARED: Tone.ATTENTION,
    DataState.PURGED: Tone.ATTENTION,
    DataState.VERIFIED: Tone.GOOD,
    DataState.DESTROYED: Tone.GOOD,
    DataState.NO_MEDIUM: Tone.GOOD,
}
"""Only a checked, destroyed or absent medium may leave the State: nothing less is shown as good."""


def word(member: StrEnum) -> Message:
    """The word for one member of a list; KeyError for a list that has no words."""
    return WORDS[type(member)][member]
