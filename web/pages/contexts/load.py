"""Contexts of the load of a consignment: pallets and boxes, weights, papers, and what a recycler reports."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.consignment import LoadKind, MassSource, WeightStage
from lifecycle.domain.credentials import Party
from lifecycle.domain.goods import GoodsCondition
from lifecycle.domain.things import Unit
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState


@dataclass(frozen=True)
class MassShown:
    """A mass in kilograms, as far as it is known."""

    kilograms: Annotated[Decimal, "The value"]
    source: Annotated[MassSource, "Scales, or a sum of models"]
    low: Annotated[Decimal | None, "The lowest it can be; none where scales said it, or no range is published"] = None
    high: Annotated[Decimal | None, "The highest it can be"] = None
    without: Annotated[int, "Of how many devices the mass is not known"] = 0


@dataclass(frozen=True)
class UnitLine:
    """A pallet, cage or box."""

    id: Annotated[str, "What the form sends"]
    kind: Annotated[LoadKind, "What it is"]
    code: Annotated[str, "Its SSCC or own code"]
    count: Annotated[int, "How many devices are in it, without the boxes on it"]
    mass: Annotated[MassShown, "Net mass with the boxes on it"]
    on: Annotated[str | None, "The code of the pallet or cage that it stands on"] = None
    gross: Annotated[Decimal | None, "Kilograms on the scales"] = None
    tare: Annotated[Decimal | None, "Kilograms of the pallet, box and packing"] = None
    seal: Annotated[str | None, "Its seal"] = None
    remark: Annotated[str | None, "What the sender wrote of it"] = None
    photos: Annotated[tuple[str, ...], "Addresses of its photos"] = ()
    list: Annotated[str | None, "Address of its packing list; none in a draft"] = None


@dataclass(frozen=True)
class GoodsShown:
    """A line of counted goods."""

    id: Annotated[str, "What the form sends"]
    kind: Annotated[Message, "What it is"]
    condition: Annotated[GoodsCondition, "How it is"]
    quantity: Annotated[Decimal, "How many were offered"]
    unit: Annotated[Unit, "In what they are counted"]
    packed_in: Annotated[str | None, "The code of the unit that they are in"] = None
    received: Annotated[Decimal | None, "How many the receiver counted"] = None


@dataclass(frozen=True)
class PaperLink:
    """A paper to download."""

    name: Annotated[Message, "What it is"]
    address: Annotated[str, "Where it is"]


@dataclass(frozen=True)
class LoadDifferenceLine:
    """More or less than was sent."""

    id: Annotated[str, "What the address of its answer names"]
    what: Annotated[Message, "What differs, in one sentence"]
    found: Annotated[datetime, "When it was found"]
    answer: Annotated[str | None, "What the sender said of it"] = None
    can_answer: Annotated[bool, "Whether this person may explain it"] = False


@dataclass(frozen=True)
class CredentialEnding:
    """A credential that ends soon, and is asked at this hand-over."""

    party: Annotated[Party, "Who shows it"]
    kind: Annotated[str, "What it is"]
    number: Annotated[str, "Its number"]
    last: Annotated[date, "Its last day"]


@dataclass(frozen=True)
class ReportLine:
    """What a recycler reported."""

    stage: Annotated[WeightStage, "When it was weighed"]
    at: Annotated[datetime, "When"]
    kilograms: Annotated[Decimal, "In all"]
    unit: Annotated[str | None, "The code of the unit; none for the whole"] = None
    lines: Annotated[tuple[Message, ...], "Category, code and kilograms"] = ()
    yields: Annotated[tuple[Message, ...], "Fractions and kilograms"] = ()


@dataclass(frozen=True)
class LoadShown:
    """The load as the page of a consignment shows it."""

    total: Annotated[MassShown, "What all of it weighs"]
    units: Annotated[tuple[UnitLine, ...], "Pallets, cages and boxes"] = ()
    loose: Annotated[int, "How many devices are in none of them"] = 0
    goods: Annotated[tuple[GoodsShown, ...], "Counted goods"] = ()
    collected: Annotated[datetime | None, "When it was collected"] = None
    papers: Annotated[tuple[PaperLink, ...], "Papers to download"] = ()
    reports: Annotated[tuple[ReportLine, ...], "Weights that were reported back"] = ()
    differences: Annotated[tuple[LoadDifferenceLine, ...], "What differs from what was sent"] = ()
    endings: Annotated[tuple[CredentialEnding, ...], "Credentials that end soon"] = ()
    can_pack: Annotated[bool, "Whether this person may pack it"] = False
    can_collect: Annotated[bool, "Whether this person may confirm the collection"] = False
    can_count: Annotated[bool, "Whether this person may count the goods"] = False
    can_report: Annotated[bool, "Whether this person may report weights"] = False
    needs_decision: Annotated[bool, "Whether goods may need a decision that they are surplus"] = False


@dataclass(frozen=True)
class PackingPage:
    """Packing a draft: choose a box, scan what goes into it, weigh it, photograph it."""

    template: ClassVar[str] = "packing.html"
    name: Annotated[str, "The number of the consignment"]
    address: Annotated[str, "The page of the consignment"]
    units: Annotated[tuple[UnitLine, ...], "Pallets, cages and boxes"]
    total: Annotated[MassShown, "What all of it weighs"]
    loose: Annotated[int, "How many devices are in none of them"] = 0
    chosen: Annotated[UnitLine | None, "The one that is being packed"] = None
    inside: Annotated[tuple[DeviceHead, ...], "What is in it, the last first"] = ()
    carriers: Annotated[tuple[Choice, ...], "What a box can stand on"] = ()
    kinds: Annotated[tuple[Choice, ...], "What a new unit can be"] = ()
    goods: Annotated[tuple[GoodsShown, ...], "Counted goods that travel with it"] = ()
    lots: Annotated[tuple[Choice, ...], "Lots of goods that the sender has"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class WasteRow:
    """A line of the form of weights."""

    number: Annotated[int, "Which line"]
    category: Annotated[str, "WEEE category, filled in beforehand where it is known"] = ""
    code: Annotated[str, "Waste code, filled in beforehand where one is usual"] = ""


@dataclass(frozen=True)
class WeightsPage:
    """What a recycler weighed: at the gate, and after the treatment."""

    template: ClassVar[str] = "weights.html"
    name: Annotated[str, "The number of the consignment"]
    address: Annotated[str, "The page of the consignment"]
    sender: Annotated[str, "Who sent it"]
    total: Annotated[MassShown, "What was sent"]
    rows: Annotated[tuple[WasteRow, ...], "The lines of the form"]
    report: Annotated[str, "The id of the report that the form makes"]
    units: Annotated[tuple[Choice, ...], "Units that can be reported by themselves"] = ()
    stages: Annotated[tuple[Choice, ...], "At the gate, or after the treatment"] = ()
    codes: Annotated[tuple[Choice, ...], "Waste codes, with where they apply"] = ()
    reports: Annotated[tuple[ReportLine, ...], "What was reported before"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
