"""The government marketplace: displays of two ministries and laptops on offer, in towns; some are kept for somebody."""

from collections.abc import Iterable, Iterator, Mapping

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import Place
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.marketplace import WantedDevices
from lifecycle.service.marketplace_ports import OfferFilter, TownOfPlace
from web.demo import erasing, mandates
from web.demo.acts import HERE, Origin, arrived, disk_of, display, inspected, with_inventory
from web.demo.files import Wiped
from web.demo.stage import BENCH, Stage

NORTH = Origin("noord", Place("Innamelijn Noord"))
TOWNS = ((BENCH, "Den Haag"), (NORTH.place, "Groningen"))
LAPTOPS = ("DEMOMARKT01", "DEMOMARKT02")


def fill(stage: Stage, models: Mapping[str, PassportId]) -> None:
    """Four displays and two laptops are approved one by one, six displays of the second ministry as a class."""
    keys = [*_displays(stage, models["P2222H"], "DEMOP22", 4, HERE), *_laptops(stage, models["Latitude 5420"])]
    stage.use.routing.approve(stage.actors["drz"], keys)
    for model, serial, count in (("U2723QE", "DEMOU27", 4), ("E24 G4 FHD", "DEMOE24", 2)):
        tuple(_displays(stage, models[model], serial, count, NORTH))
    mandates.grant(stage)
    mandates.approve_class(stage)
    for place, town in TOWNS:
        named = TownOfPlace(stage.organisation("ict"), place, town)
        stage.use.market.marketplace.name_town(stage.actors["drz"], named)


def reserve(stage: Stage) -> None:
    """Two displays are kept for a unit of the ministry; one is packed for the other ministry."""
    _reserved(stage, "ambtenaar", 2, "Afdeling Huisvesting")
    _reserved(stage, "noord", 1, "Balie")
    stage.use.market.reservations.prepare(stage.actors["ict"], stage.organisation("noord"), "Balie")


def _reserved(stage: Stage, who: str, count: int, unit: str) -> None:
    market, actor = stage.use.market.marketplace, stage.actors[who]
    (kind,) = market.browse(actor, OfferFilter(text="P2222H")).kinds
    market.reserve(actor, kind.id, WantedDevices(count=count, unit=unit))


def _displays(stage: Stage, model: PassportId, serial: str, count: int, origin: Origin) -> Iterator[DeviceKey]:
    for number in range(1, count + 1):
        works = inspected(FunctionalGrade.F6, CosmeticGrade.C6)
        yield display(stage, model, f"{serial}{number:02}", works, origin)


def _laptops(stage: Stage, model: PassportId) -> Iterable[DeviceKey]:
    keys = tuple(_laptop(stage, model, serial) for serial in LAPTOPS)
    erasing.report(stage, 8, *(Wiped(disk_of(serial)) for serial in LAPTOPS))
    erasing.verify(stage, keys)
    for key in keys:
        stage.use.routing.propose(stage.actors["ict"], key)
    return keys


def _laptop(stage: Stage, model: PassportId, serial: str) -> DeviceKey:
    key = arrived(stage, model, serial, 10)
    with_inventory(stage, key, (serial, "Dell Inc.", "Latitude 5420"), 0.95, 10)
    stage.does("ict", key, stage.at(9), inspected(FunctionalGrade.F5, CosmeticGrade.C6))
    return key
