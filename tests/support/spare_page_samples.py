"""A context for each page of spare parts."""

from datetime import date

from dpp.domain.message import Message, message
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.prices import InStock, Vat
from lifecycle.domain.spares.ratio import NOT_CONFIRMED
from lifecycle.domain.vocabulary import FunctionalGrade, PartOrigin
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Person, Tone
from web.pages.contexts.spares import (
    DeclaredLine,
    FitLine,
    ItemLine,
    KeptLine,
    ModelSpareLine,
    PriceSeen,
    PromiseLine,
    SightingLine,
    SparePartPage,
    SpareReservationsPage,
    SpareRow,
    SparesPage,
    SparesSection,
    SpreadLine,
)
from web.pages.plots.dots import dots
from web.pages.plots.drawing import Plot
from web.pages.rendering import Page

ADDRESS = "/spare-parts/7k3m9x2p4q8d5w1z"
DAY, EARLIER = date(2026, 11, 20), date(2026, 3, 2)
SAID = message("said by {name} on {day}", name="ICT dienstverlener", day=DAY)
EUR_49 = Figure(49.5, "EUR")
PART = Link("Battery, three cells", ADDRESS)
PRICE = PriceSeen(
    EUR_49, Vat.EXCLUDED, Message("{supplier}, {day}", {"supplier": "Parts Ltd", "day": DAY}), is_current=True
)
OLD_PRICE = PriceSeen(
    Figure(310, "USD"),
    Vat.NOT_SAID,
    message("{supplier}, {day}: {count} days old", supplier="Parts Ltd", day=EARLIER, count=263),
    is_current=False,
)
LAW = PromiseLine(
    message("At least until {day}: {years} years after the last one was sold", day=date(2033, 11, 1), years=7),
    Link("(EU) 2023/1670, Annex II, part B, point 1.1(1)", "https://eur-lex.europa.eu/eli/reg/2023/1670/oj"),
)
FREE = message("{total} free here: {new} new, {used} used, {harvested} harvested", total=3, new=1, used=0, harvested=2)
_SEEN = (Tone.GOOD, message("{supplier}: {stock}, seen on {day}", supplier="Parts Ltd", stock=InStock.IN, day=DAY))


def section() -> SparesSection:
    """The parts of a model: one of the catalogue, one that only the passport names."""
    return SparesSection(
        lines=(
            ModelSpareLine(
                called=PART,
                kind=PartKind.BATTERY,
                numbers="Example Computers 5B10W13930",
                price=PRICE,
                share=message("Share of the price of the device not known: {why}", why=message("Too old.")),
                promise=LAW,
                priority=True,
                seen=_SEEN,
                free=FREE,
            ),
        ),
        declared=(DeclaredLine(PartKind.FAN, "FAN-1", EUR_49, DAY, DAY, "https://maker.example/parts"),),
        device=OLD_PRICE,
        not_confirmed=NOT_CONFIRMED,
        add=(Link(message("Add a spare part"), "/spare-parts/new"),),
    )


def samples(repairer: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The catalogue, one part and reservations: filled, and with nothing in them."""
    kept = KeptLine(PART, ("5B10W13930",), PartOrigin.HARVESTED, "Refurbisher", "Drawer 3", DAY, "/x", "BAT001")
    kinds = (Choice("battery", PartKind.BATTERY),)
    return {
        "spares": (
            SparesPage(
                filters=FormState({"q": "5b10"}),
                kinds=kinds,
                lines=(SpareRow(PART, PartKind.BATTERY, "Example", ("5B10W13930", "L19M3PF6"), 9, PRICE, FREE),),
                is_filtered=True,
                more="/spare-parts?offset=25",
                may_add=True,
                may_reserve=True,
                may_count=True,
            ),
            repairer,
            "/spare-parts",
        ),
        "spares-empty": (SparesPage(FormState(), kinds, (), is_filtered=False), None, "/spare-parts"),
        "spare": (_full(), repairer, ADDRESS),
        "spare-bare": (_bare(), None, ADDRESS),
        "spare-reservations": (SpareReservationsPage((kept,), ()), repairer, "/spare-parts/reservations"),
    }


def _full() -> SparePartPage:
    return SparePartPage(
        name="Battery, three cells",
        kind=PartKind.BATTERY,
        maker="Example Computers",
        numbers=("5B10W13930", "L19M3PF6"),
        facts=((message("Voltage"), Figure(11.52, "V")),),
        said=SAID,
        address=ADDRESS,
        superseded="5B10W13931",
        replacement=PART,
        replaces=(PART,),
        price=PRICE,
        spreads=(SpreadLine(EUR_49, Vat.EXCLUDED, message("median of {count} suppliers", count=2), EUR_49, EUR_49),),
        plot=Plot("prices-by-day", SAID, SAID, *dots([(EARLIER, 49), (DAY, 39)], highest="EUR 49", days=("1", "2"))),
        seen=(_SEEN,),
        sightings=(
            SightingLine(DAY, "Parts Ltd", "price list", SAID, EUR_49, Vat.EXCLUDED, InStock.IN),
            SightingLine(EARLIER, "Parts Ltd", "price list", SAID, stock=InStock.OUT),
        ),
        fits=(
            FitLine(
                model=Link("Example 14", "/models/x/repair"),
                fits=True,
                source="service manual",
                said=SAID,
                promise=LAW,
                priority=LAW.source,
            ),
            FitLine(
                model=Link("Example 15", "/models/y/repair"),
                fits=False,
                source="tried",
                said=SAID,
                note="another connector",
            ),
        ),
        stock=(
            ItemLine("a1", PartOrigin.NEW_ORIGINAL, 1, holder="Refurbisher", place="Drawer 3"),
            ItemLine(
                "b2",
                PartOrigin.HARVESTED,
                1,
                (message("Battery health {percent} %", percent=82.0),),
                FunctionalGrade.F2,
            ),
        ),
        may_reserve=True,
        may_edit=True,
        may_count=True,
    )


def _bare() -> SparePartPage:
    return SparePartPage(
        name=message("battery"),
        kind=PartKind.BATTERY,
        maker="Example Computers",
        numbers=("5B10W13930",),
        facts=(),
        said=SAID,
        address=ADDRESS,
        superseded=None,
        replacement=None,
        replaces=(),
        price=None,
        spreads=(),
        plot=None,
        seen=(),
        sightings=(),
        fits=(),
        stock=None,
    )
