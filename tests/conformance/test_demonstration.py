"""What the demonstration holds: something to do at every page, and linksets that are valid against GS1's schema."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.opaque import PassportId
from lifecycle.domain.advice.advice import Say
from lifecycle.domain.consignment import ConsignmentState, LineState, WeightStage
from lifecycle.domain.donation import Defect
from lifecycle.domain.repair_orders import OrderState
from lifecycle.domain.repairers.keys import KeyStanding
from lifecycle.domain.routing.runs import RunKind, RunState
from lifecycle.domain.spares.ratio import Ratio
from lifecycle.domain.vocabulary import CosmeticGrade, DataState, Lifecycle, Lock
from lifecycle.domain.worklists import ListName
from lifecycle.service.marketplace_ports import OfferFilter
from lifecycle.service.marketplace_views import ReservationState
from lifecycle.service.spare_views import ModelSpare
from lifecycle.service.views import DeviceView
from lifecycle.service.worklists import Wanted
from tests.support.client import Client, client_for
from tests.support.demonstration import demonstration
from tests.support.shared import shared_data
from web.bootstrap import Parts
from web.demo.accounts import drafts
from web.demo.erasing import MADE_UP
from web.demo.repairing import ILLUSTRATION
from web.demo.spare_parts import ON_SHELF

GS1 = "https://ref.gs1.org/voc/"
SCHEMAS = ("gs1-linkset-schema-2025-03.json", "linkset-schema-1.2-min.json")


@dataclass(frozen=True)
class Lived:
    """The service and its use cases, after everything of the demonstration happened."""

    client: Client
    actors: dict[str, Actor]
    parts: Parts

    def device(self, serial: str) -> DeviceView:
        """The device with this number, as DRZ reads it."""
        (line,) = self.parts.use.intake.named(self.actors["drz"], serial)
        return self.parts.use.devices.read(self.actors["drz"], line.device_key)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    settings = demonstration(tmp_path_factory.mktemp("demonstration"), "http://testserver")
    with client_for(settings) as client, Parts.opened(settings) as parts:
        names = [account.sign_in_name for draft in drafts() for account in draft.accounts]
        actors = {name.partition("@")[0]: parts.accounts.people.acting(name) for name in names}
        yield Lived(client, actors, parts)


@pytest.fixture(scope="module")
def linksets(lived: Lived) -> dict[str, Any]:
    """The public linkset of every passport, by its id."""
    with lived.parts.database.reading() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT passport_id FROM passport")]
    names = {each: lived.parts.passports.read(VISITOR, PassportId(each)).document.values() for each in ids}
    found = {each: lived.client.get(f"/passports/{each}?linkType=linkset").json()["linkset"] for each in ids}
    assert all(
        f"{names[each]['brand']} {names[each]['modelName']}" in found[each][0]["itemDescription"] for each in ids
    )
    return found


def test_a_pallet_is_under_way_to_the_intake_station(lived: Lived) -> None:
    (pallet,) = lived.parts.station_pallets.all(lived.actors["ict"])
    assert (pallet.expected, pallet.scanned) == (4, 0)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_one_is_valid(linksets: dict[str, Any], schema: str) -> None:
    validator = Draft7Validator(json.loads(shared_data(f"gs1/{schema}").read_text()))
    for levels in linksets.values():
        assert [str(fault) for fault in validator.iter_errors({"linkset": levels})] == []


def test_every_level_has_one_default_link_and_one_passport_which_are_the_same(linksets: dict[str, Any]) -> None:
    for passport, levels in linksets.items():
        assert levels[0]["anchor"] == f"http://testserver/passports/{passport}"
        for level in levels:
            (default,), (own,) = level[f"{GS1}defaultLink"], level[f"{GS1}dpp"]
            assert default == {"href": own["href"], "title": "Default link"}


def test_the_demonstration_shows_what_links_can_tell(linksets: dict[str, Any]) -> None:
    """Models with repair pages and an entry in EPREL, devices with a life and a page for their finder."""
    told = {key.removeprefix(GS1) for levels in linksets.values() for key in levels[0]}
    assert {"serviceInfo", "sustainabilityInfo", "traceability", "reportFound"} <= told
    items = [levels for levels in linksets.values() if len(levels) > 1]
    assert len(items) > 10
    assert len(linksets) - len(items) > 15


def test_a_hand_over_shows_every_difference_and_who_answers_it(lived: Lived) -> None:
    """Eight of ten arrived whole; another offer waits for the coordinator."""
    tallies = [each.tally for each in lived.parts.use.consignments.find(lived.actors["ict"]).rows]
    pallet = next(each for each in tallies if each.waits_for_sender)
    assert pallet.lines == {LineState.RECEIVED: 8, LineState.SET_APART: 1, LineState.MISSING: 1}
    assert (pallet.waits_for_sender, pallet.waits_for_receiver) == (2, 1)
    assert any(each.state is ConsignmentState.OFFERED for each in tallies)


def test_every_tray_of_the_bench_has_something(lived: Lived) -> None:
    trays = lived.parts.use.erasure.bench.trays(lived.actors["ict-controle"])
    assert [each.tray for each in trays if each.waiting is None or each.waiting.count == 0] == []
    assert lived.device("DEMOWIS03").device.data is DataState.FAILED


def test_the_advice_says_that_it_is_made_up(lived: Lived) -> None:
    tools = lived.parts.use.erasure.tools.read(lived.actors["beheer"]).tools
    assert [each.tool.advice for each in tools if each.tool.advice] == [MADE_UP]
    assert MADE_UP.startswith("VERZONNEN")


def test_things_parts_and_goods_are_there(lived: Lived) -> None:
    """A desktop without a passport, a lock, a battery of another laptop, and a charger that was not counted."""
    use, provider = lived.parts.use, lived.actors["ict"]
    desktop = lived.device("DEMODESK01")
    assert (desktop.passport_id, desktop.device.data) == (None, DataState.VERIFIED)
    assert lived.device("DEMOTAB01").device.locks == {Lock.ACTIVATION_LOCK}
    bill = use.parts.bill_of_materials(provider, lived.device("DEMOWIS01").device.key)
    assert "DEMOWIS03BAT" in {each.line.serial for each in bill.parts}
    assert [each.part.serial for each in use.parts.stock(provider)] == ["DEMOWIS03FAN"]
    lots = use.goods.read(lived.actors["drz"]).lots
    assert sorted(each.quantity for each in lots) == [Decimal(1), Decimal(39)]


def test_a_grade_was_corrected_a_proposal_waits_and_a_case_is_open(lived: Lived) -> None:
    use, drz = lived.parts.use, lived.actors["drz"]
    grades = lived.device("DEMOWIS02").device.grades
    assert grades is not None
    assert grades.cosmetic is CosmeticGrade.C4
    assert [each.line.serial for each in use.corrections.waiting(drz)] == ["DEMOPAL02"]
    assert [each.line.serial for each in use.cases.find(drz)] == ["DEMOPAL01"]


def test_what_came_late_waits_for_two_reasons(lived: Lived) -> None:
    items = lived.parts.use.inbox.find(lived.actors["ict"]).items
    assert sorted(each.item.refusal.rule for each in items) == ["clock-skew", "hazard-handling"]


def test_a_carrier_told_of_a_device_of_ours(lived: Lived) -> None:
    told = lived.parts.use.epcis.queries.foreign_events_of(lived.actors["ict"], lived.device("DEMOPAL12").device.key)
    assert [each.biz_step for each in told] == ["shipping"]


def test_a_policy_was_previewed_and_put_in_force_by_a_second_person(lived: Lived) -> None:
    """It is for phones, and counts from its own day on: nothing else of the demonstration moves by it."""
    drz, policies = lived.actors["drz"], lived.parts.use.policies
    (line,) = policies.all(drz).lines
    assert line.policy.name.scope.categories == ("phone", "tablet")
    assert (line.policy.loaded_by, line.policy.activated_by) == (drz.account, lived.actors["drz-akkoord"].account)
    states = {each.kind: each.state for each in policies.read(drz, line.policy.name.id, line.policy.name.version).runs}
    assert states[RunKind.PREVIEW] is RunState.FINISHED


def test_security_support_is_known_of_phones_and_a_laptop_waits_for_a_person(lived: Lived) -> None:
    models = {each.model.name: each for each in lived.parts.use.support.models(lived.actors["beheer"])}
    fairphone, surface = models["Fairphone 4"].updates.dataset, models["Surface Laptop 4, 13.5 inch, metal"]
    assert fairphone is not None
    assert fairphone.release.security.day == date(2028, 9, 1)
    assert (surface.updates.dataset, [each.label for each in surface.proposals]) == (None, ["Surface Laptop 4"])


def test_one_class_was_approved_by_who_has_a_mandate_and_of_another_the_sample_waits(lived: Lived) -> None:
    waiting, approved = lived.parts.use.approvals.classes.newest(lived.actors["auditor"])
    assert (len(approved.approved), approved.unseen) == (6, ())
    assert approved.closed is not None
    assert approved.closed.signed.by == lived.actors["drz-akkoord"].account != approved.proposed.by
    assert waiting.closed is None
    assert (len(waiting.agreeing), len(waiting.exceptions)) == (4, 2)
    assert waiting.unseen == waiting.sample


def test_the_marketplace_has_kinds_in_two_towns_and_reservations_at_every_state(lived: Lived) -> None:
    market, actors = lived.parts.use.market, lived.actors
    kinds = market.marketplace.browse(actors["ambtenaar"], OfferFilter()).kinds
    assert {each.name: (each.count, each.town) for each in kinds} == {
        "P2222H": (1, "Den Haag"),
        "Latitude 5420": (2, "Den Haag"),
        "E24 G4 FHD": (2, "Groningen"),
    }
    kept = market.reservations.mine(actors["ambtenaar"])
    assert [each.name for each in kept if each.unit == "Afdeling Huisvesting"] == ["P2222H", "P2222H"]
    assert [each.state for each in market.reservations.mine(actors["noord"])] == [ReservationState.PREPARED]
    assert actors["noord"].organisation != actors["ambtenaar"].organisation


def test_requests_are_answered_as_far_as_there_is_stock(lived: Lived) -> None:
    found = lived.parts.use.requests.all(lived.actors["drz"])
    assert sorted((each.request.wanted.number, each.given) for each in found) == [(5, 4), (8, 0), (20, 3)]


def test_a_library_told_how_gifts_arrived_and_one_laptop_lives_its_third_life(lived: Lived) -> None:
    donations, coordinator = lived.parts.use.donations, lived.actors["regie"]
    (programme,) = donations.programmes.find(coordinator)
    assert (programme.numbers.there, programme.numbers.returned, programme.numbers.recipients) == (5, 1, 2)
    assert [each.defect for each in donations.deliveries.find(coordinator)[-1].standing.defects] == [Defect.BATTERY]
    assert donations.loops.lives(lived.actors["drz"], lived.device("DEMOPAL05").device.key).count == 3
    due = [each.delivery.due for each in donations.deliveries.find(coordinator) if each.delivery.due]
    assert due == [lived.parts.clock().date() + timedelta(days=1)]


def test_a_pallet_was_weighed_by_sender_and_recycler_and_a_credential_ends_soon(lived: Lived) -> None:
    use, recycler = lived.parts.use, lived.actors["recycler"]
    views = [use.consignments.read(recycler, each.tally.id) for each in use.consignments.find(recycler).rows]
    done = next(each for each in views if each.load.reports)
    assert [unit.is_sscc for unit in done.consignment.units] == [True, True, True]
    assert [each.stage for each in done.load.reports] == [WeightStage.RECEIVED, WeightStage.TREATED]
    assert done.load.differences == ()
    coming = next(each for each in views if not each.load.reports)
    assert coming.load.collection is not None
    assert [each.kind for each in coming.load.ending] == ["en-50625"]
    assert lived.device("DEMOSTUK01").device.lifecycle is Lifecycle.RECYCLED


def test_a_model_has_a_guide_that_says_it_is_invented_and_parts_with_prices(lived: Lived) -> None:
    repairer, model = lived.actors["reparateur"], lived.device("DEMOREP01").device.passports.model
    assert model is not None
    first = lived.parts.repair_guides.read(repairer, model).seen.guide.steps[0]
    assert ILLUSTRATION["nl"] in {warning.text.by_language["nl"] for warning in first.warnings if warning.text}
    old, new = sorted(lived.parts.use.spares.catalogue.of_model(repairer, model).parts, key=_number)
    assert [each.price.is_current for each in (old, new) if each.price] == [False, True]
    assert old.part.facts.superseded_key in new.part.facts.keys
    assert new.free is not None
    assert new.free.new == ON_SHELF - 1
    assert isinstance(new.ratio, Ratio)


def _number(spare: ModelSpare) -> str:
    return spare.part.facts.numbers[0]


def test_repair_orders_are_done_waiting_and_disputed_and_one_key_is_unused(lived: Lived) -> None:
    use, actors = lived.parts.use, lived.actors
    orders = use.repairs.orders.find(actors["reparateur"]).lines
    assert sorted((each.line.serial, each.state, each.is_disputed) for each in orders) == [
        ("DEMOREP01", OrderState.REPAIRED, False),
        ("DEMOREP02", OrderState.WAITING, False),
        ("DEMOREP03", OrderState.REPAIRED, True),
    ]
    (key,) = use.repair_keys.of_device(actors["ict"], lived.device("DEMOREP04").device.key)
    assert key.standing is KeyStanding.WAITING


@pytest.mark.parametrize("serial", ["DEMOREP02", "DEMOREP04"])
def test_a_worn_battery_is_advised_to_be_replaced(lived: Lived, serial: str) -> None:
    """With a quote of a repairer, and by prices of the catalogue alone."""
    advice = lived.parts.use.advice.of_device(lived.actors["ict"], lived.device(serial).device.key)
    assert advice.advice.say is Say.REPAIR


def test_a_colleague_works_on_an_item(lived: Lived) -> None:
    listed = lived.parts.use.worklists.open(lived.actors["drz"], ListName.APPROVAL, Wanted()).items
    taken = [(each.line.serial, each.taken.is_mine) for each in listed if each.taken]
    assert taken == [("DEMODISP03", False)]
