"""Words of passports: what applies to them, whose they are, who reads them."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.applicability import Due, Standing
from dpp.domain.catalogue import ProductGroup
from dpp.domain.claims.claim import Capacity, ClaimState
from dpp.domain.claims.contradiction import ContradictionState, Method, ThirdParty
from dpp.domain.claims.scope import ScopeKind
from dpp.domain.document import ChangeKind, PassportStatus
from dpp.domain.history import PublicKind, PublicPart
from dpp.domain.linkset.link import LevelKind
from dpp.domain.message import Message, message
from dpp.service.claims.takeover import Whose
from web.pages.contexts.passport import ProductKind

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
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
}
