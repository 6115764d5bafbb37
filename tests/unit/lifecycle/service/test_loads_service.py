"""Loads: packed, weighed, frozen, collected, received with their goods, and papers that say so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain import events as on
from lifecycle.domain.consignment import (
    GoodsLineId,
    LoadDifferenceKind,
    LoadKind,
    LoadUnitId,
    MassSource,
    WeightLine,
    WeightReportId,
    WeightStage,
    Yield,
)
from lifecycle.domain.events import ConsignmentId, Inspected, Place, Recycled, SentToRecycler, Sold
from lifecycle.domain.goods import GoodsCondition, Lot
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route
from lifecycle.service.consignment_collecting import NewCollection
from lifecycle.service.consignment_packing import NewGoods, NewUnit
from lifecycle.service.consignment_weights import NewWeights
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.goods import Intake
from lifecycle.service.load_papers import LoadPaper
from lifecycle.service.recording import Draft
from tests.support.fake_organisations import FakeCredential, FakeOrganisations
from tests.support.service_world import (
    CARRIER,
    COORDINATOR,
    DRIVER,
    GRADED,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECEIVER,
    RECYCLER,
    RECYCLING,
    ROUTER,
    SECOND_ROUTER,
    World,
    figure,
)

DEPOT = Receipt(place=Place("Depot"))
SSCC = "106141412345678908"
PALLET = NewUnit(kind=LoadKind.PALLET, code=f"(00){SSCC}")
CHARGERS = Lot("charger", Unit.PIECE, GoodsCondition.UNTESTED, PROVIDER, PROVIDER, Place("Store 2"))


@pytest.fixture
def world() -> World:
    return World()


def laptop(world: World, number: int) -> DeviceKey:
    """One that weighs 1.3 to 1.5 kg by its model, in the hands of the provider."""
    mass = figure(1.4, "kg") | {"low": 1.3, "high": 1.5}
    return world.collected_laptop(serial=f"SERIAL-{number}", asset_tag=None, model=world.model(mass=mass))


def draft(world: World, *devices: DeviceKey, **wanted: object) -> ConsignmentId:
    new = NewConsignment(**({"receiver": OTHER_MINISTRY, "devices": devices} | wanted))  # type: ignore[arg-type]
    return world.use.consignments.create(ICT, new).consignment.id


def unit(world: World, consignment: ConsignmentId, wanted: NewUnit = PALLET) -> LoadUnitId:
    return world.use.loads.packing.add_unit(ICT, consignment, wanted).consignment.units[-1].id


def packed(world: World, *devices: DeviceKey) -> tuple[ConsignmentId, LoadUnitId, LoadUnitId]:
    """A pallet with a box on it; the devices are in the box."""
    consignment = draft(world)
    pallet = unit(world, consignment)
    box = unit(world, consignment, NewUnit(kind=LoadKind.BOX, code="B-1", stands_on=pallet))
    world.use.loads.packing.pack(ICT, consignment, box, *devices)
    return consignment, pallet, box


def words_of(content: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def test_what_is_scanned_into_a_box_is_in_the_draft_and_in_one_box(world: World) -> None:
    first, second = laptop(world, 1), laptop(world, 2)
    consignment, pallet, box = packed(world, first, second)
    view = world.use.loads.packing.pack(ICT, consignment, pallet, second)
    assert view.consignment.places == {first: box, second: pallet}
    view = world.use.loads.packing.pack(ICT, consignment, None, first)
    assert view.consignment.places == {second: pallet}
    with pytest.raises(NotFound):
        world.use.loads.packing.pack(ICT, consignment, LoadUnitId("absent"), first)
    elsewhere = draft(world)
    with pytest.raises(Refused, match=consignment):
        world.use.loads.packing.pack(ICT, elsewhere, None, first)


def test_a_mass_is_of_the_models_with_a_range_until_scales_say_it(world: World) -> None:
    consignment, pallet, box = packed(world, laptop(world, 1), laptop(world, 2))
    load = world.use.consignments.read(ICT, consignment).load
    assert (load.total.kilograms, load.total.low, load.total.high) == (Decimal("2.8"), Decimal("2.6"), Decimal(3))
    assert load.masses[pallet] == load.masses[box] == load.total
    weighed = world.use.loads.packing.weigh(ICT, consignment, pallet, Decimal("27.9"), Decimal(25)).load
    assert (weighed.total.kilograms, weighed.total.source) == (Decimal("2.9"), MassSource.SCALES)
    assert weighed.masses[box].source is MassSource.MODELS
    with pytest.raises(InvalidInput) as refused:
        world.use.loads.packing.weigh(ICT, consignment, pallet, Decimal(20), Decimal(20))
    assert [problem.path for problem in refused.value.problems] == ["$.tare_kg"]


def test_a_device_whose_model_tells_no_mass_is_counted_and_not_guessed(world: World) -> None:
    consignment, _, _ = packed(world, world.collected_laptop(serial="LIGHT-1", asset_tag=None))
    total = world.use.consignments.read(ICT, consignment).load.total
    assert (total.kilograms, total.without) == (Decimal(0), 1)


def test_the_load_is_frozen_with_the_manifest_and_cannot_change_after(world: World) -> None:
    key = laptop(world, 1)
    consignment, pallet, box = packed(world, key)
    view = world.use.consignments.offer(ICT, consignment)
    manifest = view.consignment.manifest
    assert sha256(canonical(manifest)) == view.consignment.manifest_sha256
    assert (manifest["format"], [each["code"] for each in manifest["load"]["units"]]) == (2, [SSCC, "B-1"])
    assert manifest["load"]["units"][1] == {
        "code": "B-1",
        "devices": [key],
        "kind": "box",
        "photos": [],
        "stands_on": SSCC,
    }
    assert manifest["conditions"][key]["mass"] == {"high": "1.500", "kilograms": "1.400", "low": "1.300"}
    for act in (
        lambda: world.use.loads.packing.pack(ICT, consignment, pallet, key),
        lambda: world.use.loads.packing.remove_unit(ICT, consignment, box),
        lambda: unit(world, consignment, NewUnit(kind=LoadKind.BOX, code="B-2")),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_consignment_without_a_load_keeps_the_manifest_that_it_always_had(world: World) -> None:
    """Hashes that were given out before there were loads stay valid."""
    manifest = world.use.consignments.offer(ICT, draft(world, laptop(world, 1))).consignment.manifest
    assert {"format", "load"}.isdisjoint(manifest)


def test_an_sscc_names_one_load_for_a_year(world: World) -> None:
    """GS1 General Specifications, AI 00; a draft that was withdrawn never used it, and own codes are used at will."""
    first = draft(world)
    pallet = unit(world, first)
    unit(world, first, NewUnit(kind=LoadKind.BOX, code="B-1"))
    second = draft(world)
    unit(world, second, NewUnit(kind=LoadKind.BOX, code="B-1"))
    with pytest.raises(Refused, match=first[:8].upper()) as refusal:
        unit(world, second)
    assert refusal.value.rule == "sscc-rests"
    world.clock.forward(days=367)
    unit(world, second)
    assert world.use.consignments.read(ICT, first).consignment.units[0].id == pallet


def test_only_the_sender_packs(world: World) -> None:
    consignment, pallet, _ = packed(world, laptop(world, 1))
    for actor in (OTHER_OWNER, OWNER, DRIVER):
        with pytest.raises(NotPermitted):
            world.use.loads.packing.weigh(actor, consignment, pallet, Decimal(30), None)


def test_a_photo_is_kept_without_metadata_and_shown_to_both_sides(world: World) -> None:
    consignment, pallet, _ = packed(world, laptop(world, 1))
    taken = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    Image.new("RGB", (8, 8), "white").save(taken, "JPEG", exif=exif)
    view = world.use.loads.packing.add_photo(ICT, consignment, pallet, taken.getvalue())
    (named,) = view.consignment.units[0].photos
    kept = world.use.loads.packing.photo(OTHER_OWNER, consignment, named)
    assert (kept.media_type, sha256(kept.content)) == ("image/jpeg", named)
    assert b"Maker of the camera" not in kept.content
    with pytest.raises(NotFound):
        world.use.loads.packing.photo(ICT, consignment, "f" * 64)
    with pytest.raises(NotPermitted):
        world.use.loads.packing.photo(RECYCLING, consignment, named)


def test_who_collects_confirms_the_hash_and_the_seal_once(world: World) -> None:
    consignment = draft(world, laptop(world, 1), carrier=CARRIER, seal="seal 7")
    view = world.use.consignments.offer(ICT, consignment)
    right = NewCollection(manifest_sha256=view.consignment.manifest_sha256 or "", seal="seal 7")
    collect = world.use.loads.collecting.collect
    with pytest.raises(Refused, match="not the manifest"):
        collect(DRIVER, consignment, NewCollection(manifest_sha256="0" * 64, seal="seal 7"))
    with pytest.raises(Refused, match="seal 8"):
        collect(DRIVER, consignment, NewCollection(manifest_sha256=right.manifest_sha256, seal="seal 8"))
    with pytest.raises(NotPermitted):
        collect(RECYCLING, consignment, right)
    with pytest.raises(NotPermitted):
        collect(ICT, consignment, right)
    world.clock.forward(minutes=5)
    kept = collect(DRIVER, consignment, right).load.collection
    assert kept is not None
    assert (kept.by, kept.organisation, kept.collected_at) == (DRIVER.account, CARRIER, world.clock())
    assert collect(DRIVER, consignment, right).load.collection == kept
    with pytest.raises(Conflict):
        collect(OTHER_OWNER, consignment, right)


def test_a_draft_is_not_collected(world: World) -> None:
    with pytest.raises(Conflict):
        world.use.loads.collecting.collect(
            OTHER_OWNER, draft(world, laptop(world, 1)), NewCollection(manifest_sha256="0" * 64)
        )


def goods_draft(world: World) -> tuple[ConsignmentId, GoodsLineId]:
    """Forty chargers of the provider, in two boxes of twenty-five and fifteen, with one laptop."""
    world.use.goods.take_in(
        ICT, Intake(kind="charger", quantity=Decimal(40), unit=Unit.PIECE, owner=PROVIDER, place=Place("Store 2"))
    )
    consignment = draft(world, laptop(world, 1))
    box = unit(world, consignment, NewUnit(kind=LoadKind.BOX, code="B-1"))
    for quantity, where in ((25, box), (15, None)):
        view = world.use.loads.packing.add_goods(
            ICT, consignment, NewGoods(lot=CHARGERS, quantity=Decimal(quantity), packed_in=where)
        )
    return consignment, view.consignment.goods[0].id


def quantities(world: World) -> dict[OrganisationId, Decimal]:
    return {lot.custodian: quantity for lot, quantity in world.storage.committed.goods.lots(None)}


def test_goods_travel_with_devices_and_what_is_short_is_the_senders_again(world: World) -> None:
    consignment, line = goods_draft(world)
    world.use.consignments.offer(ICT, consignment)
    with pytest.raises(InvalidInput, match="not counted"):
        world.use.receipts.close(
            OTHER_OWNER, consignment, world.use.consignments.read(ICT, consignment).consignment.devices
        )
    with pytest.raises(InvalidInput):
        world.use.loads.goods.count(OTHER_OWNER, consignment, {line: Decimal(26)}, Place("Depot"))
    view = world.use.loads.goods.count(OTHER_OWNER, consignment, {line: Decimal(24)}, Place("Depot"))
    assert [each.received for each in view.consignment.goods] == [24, 15]
    (short,) = view.load.differences
    assert (short.kind, short.sent, short.found, short.goods) == (
        LoadDifferenceKind.GOODS,
        Decimal(25),
        Decimal(24),
        line,
    )
    assert quantities(world) == {OTHER_MINISTRY: 39, PROVIDER: 1}
    with pytest.raises(Conflict):
        world.use.loads.goods.count(OTHER_OWNER, consignment, {}, Place("Depot"))
    answered = world.use.loads.weights.answer(ICT, consignment, short.id, "One was still on the bench.")
    assert answered.load.differences[0].answer is not None
    with pytest.raises(Conflict):
        world.use.loads.weights.answer(ICT, consignment, short.id, "Again.")
    with pytest.raises(NotPermitted):
        world.use.loads.weights.answer(OTHER_OWNER, consignment, short.id, "Not mine.")


def test_goods_that_are_withdrawn_are_the_senders_again(world: World) -> None:
    consignment, _ = goods_draft(world)
    world.use.consignments.offer(ICT, consignment)
    world.use.consignments.withdraw(ICT, consignment)
    assert quantities(world) == {PROVIDER: 40}


def test_a_receipt_in_one_act_takes_the_goods_whole(world: World) -> None:
    consignment, _ = goods_draft(world)
    world.use.consignments.offer(ICT, consignment)
    world.use.consignments.receive(OTHER_OWNER, consignment, DEPOT)
    assert quantities(world) == {OTHER_MINISTRY: 40}


def test_more_goods_than_there_are_refuse_the_offer_as_a_whole(world: World) -> None:
    consignment, _ = goods_draft(world)
    world.use.loads.packing.add_goods(ICT, consignment, NewGoods(lot=CHARGERS, quantity=Decimal(1)))
    with pytest.raises(Refused) as refused:
        world.use.consignments.offer(ICT, consignment)
    assert refused.value.rule == "goods-below-zero"
    assert world.use.consignments.read(ICT, consignment).consignment.state == "draft"


@pytest.mark.parametrize(("language", "told"), [("nl", "Paklijst"), ("en", "Packing list")])
def test_a_packing_list_tells_each_box_with_its_mass_and_the_hash(world: World, language: str, told: str) -> None:
    consignment, pallet, box = packed(world, laptop(world, 1), laptop(world, 2))
    world.use.loads.packing.weigh(ICT, consignment, pallet, Decimal("27.9"), Decimal(25))
    with pytest.raises(Conflict):
        world.use.loads.papers.paper(ICT, consignment, LoadPaper.PACKING_LIST, language)
    view = world.use.consignments.offer(ICT, consignment)
    paper = world.use.loads.papers.paper(OTHER_OWNER, consignment, LoadPaper.PACKING_LIST, language)
    words = words_of(paper.content)
    for said in (told, SSCC, "B-1", "SERIAL-1", "SERIAL-2", "2.9 kg", "27.9 kg", "1.4"):
        assert said in words, said
    assert str(view.consignment.manifest_sha256) in words.replace(" ", "")
    one = world.use.loads.papers.paper(ICT, consignment, LoadPaper.PACKING_LIST, language, box)
    assert one.name.endswith("-B-1.pdf")
    assert SSCC not in words_of(one.content)
    with pytest.raises(NotFound):
        world.use.loads.papers.paper(ICT, consignment, LoadPaper.WASTE_NOTE, language)


TESTED = Inspected(
    functional=FunctionalGrade.F5,
    cosmetic=CosmeticGrade.C5,
    charger=True,
    tests=(on.TestResult("display", passed=True), on.TestResult("keyboard", passed=True)),
)
BROKEN = Inspected(
    functional=FunctionalGrade.F3,
    cosmetic=CosmeticGrade.C5,
    charger=True,
    tests=(on.TestResult("display", passed=True), on.TestResult("keyboard", passed=False)),
)


def with_credentials(world: World, organisation: OrganisationId, *credentials: FakeCredential) -> None:
    rows = dict(world.organisations.rows)
    rows[organisation] = replace(rows[organisation], credentials=credentials)
    world.organisations = FakeOrganisations(rows)


def decided(world: World, route: Route) -> DeviceKey:
    """A clean laptop that goes this way by an approved decision."""
    key = world.clean_laptop()
    zeros = "0" * 64
    proposed = on.RouteProposed(
        decision="decision-1", route=route, rule_set="by hand", inputs_sha256=zeros, trace_sha256=zeros
    )
    for actor, happening in ((ROUTER, proposed), (SECOND_ROUTER, on.RouteApproved(decision="decision-1", route=route))):
        with world.storage.writing() as work:
            world.recorder.record(work, actor, key, [Draft(happening)])
            work.commit()
    return key


def recycled(world: World) -> tuple[ConsignmentId, DeviceKey]:
    """Handed over for recycling, and received."""
    key = decided(world, Route.RECYCLE)
    consignment = draft(world, key, receiver=RECYCLER, route=Route.RECYCLE)
    world.use.consignments.offer(ICT, consignment)
    world.clock.forward(minutes=5)
    world.use.consignments.receive(RECYCLING, consignment, DEPOT)
    world.clock.forward(minutes=5)
    return consignment, key


def gate(kilograms: str = "1.4", **more: object) -> NewWeights:
    lines = (WeightLine(weee_category=2, ewc="160213", kilograms=Decimal(kilograms)),)
    return NewWeights(**({"stage": WeightStage.RECEIVED, "lines": lines} | more))  # type: ignore[arg-type]


def test_weights_of_the_gate_and_of_the_treatment_become_events_in_kilograms(world: World) -> None:
    consignment, key = recycled(world)
    report = world.use.loads.weights.report
    report(RECYCLING, consignment, gate())
    sent = world.events(key)[-1].happening
    assert isinstance(sent, SentToRecycler)
    assert (sent.kilograms, sent.ewc, sent.weee_category, sent.conformity) == (Decimal("1.4"), "16 02 13*", 2, "1")
    world.clock.forward(minutes=5)
    treated = replace(
        gate("1.35"), stage=WeightStage.TREATED, yields=(Yield(fraction="aluminium", kilograms=Decimal("0.4")),)
    )
    view = report(RECYCLING, consignment, treated)
    last = world.events(key)[-1].happening
    assert isinstance(last, Recycled)
    assert last.kilograms == Decimal("1.35")
    assert [each.stage for each in view.load.reports] == ["received", "treated"]
    assert world.storage.committed.devices.rows[key].lifecycle == "recycled"


def test_a_report_is_sent_again_without_harm_and_not_twice_for_the_same(world: World) -> None:
    consignment, key = recycled(world)
    said = gate(report_id=WeightReportId("report-0001"))
    world.use.loads.weights.report(RECYCLING, consignment, said)
    before = world.kinds(key)
    world.clock.forward(minutes=5)
    world.use.loads.weights.report(RECYCLING, consignment, said)
    assert world.kinds(key) == before
    with pytest.raises(Conflict, match="report-0001"):
        world.use.loads.weights.report(RECYCLING, consignment, gate("2", report_id=WeightReportId("report-0001")))
    with pytest.raises(Conflict, match="already in this stage"):
        world.use.loads.weights.report(RECYCLING, consignment, gate("2"))


def test_only_the_recycler_that_received_it_reports(world: World) -> None:
    consignment, _ = recycled(world)
    for actor in (ICT, ROUTER, OTHER_OWNER):
        with pytest.raises(NotPermitted):
            world.use.loads.weights.report(actor, consignment, gate())


def test_treatment_before_the_gate_makes_nothing_recycled(world: World) -> None:
    consignment, key = recycled(world)
    world.use.loads.weights.report(RECYCLING, consignment, gate(stage=WeightStage.TREATED))
    assert world.kinds(key)[-1] == "ownership_changed"


def test_a_wrong_report_says_everything_that_is_wrong(world: World) -> None:
    consignment, _ = recycled(world)
    lines = (
        WeightLine(weee_category=7, ewc="16 02 13*", kilograms=Decimal(1)),
        WeightLine(weee_category=2, ewc="16 02 13*", kilograms=Decimal(0)),
    )
    with pytest.raises(InvalidInput) as refused:
        world.use.loads.weights.report(
            RECYCLING, consignment, gate(lines=lines, yields=(Yield(fraction="steel", kilograms=Decimal(2)),))
        )
    assert {problem.path for problem in refused.value.problems} == {
        "$.lines[0].weee_category",
        "$.lines[1].kilograms",
        "$.yields",
    }


def test_a_weight_beyond_the_tolerance_is_an_item_of_the_sender(world: World) -> None:
    """Scales said 40 kg at the sender and 30 kg at the gate: more than 5 % and more than a kilogram."""
    key = decided(world, Route.RECYCLE)
    consignment = draft(world, receiver=RECYCLER, route=Route.RECYCLE)
    pallet = unit(world, consignment)
    world.use.loads.packing.pack(ICT, consignment, pallet, key)
    world.use.loads.packing.weigh(ICT, consignment, pallet, Decimal(60), Decimal(20))
    world.use.consignments.offer(ICT, consignment)
    world.use.consignments.receive(RECYCLING, consignment, DEPOT)
    world.clock.forward(minutes=1)
    view = world.use.loads.weights.report(RECYCLING, consignment, gate("30", unit=pallet))
    (item,) = view.load.differences
    assert (item.kind, item.unit, item.is_open) == (LoadDifferenceKind.WEIGHT, pallet, True)
    assert (item.sent, item.found) == (Decimal(40), Decimal(30))
    with pytest.raises(InvalidInput):
        world.use.loads.weights.answer(ICT, consignment, item.id, "  ")
    assert world.use.loads.weights.answer(ICT, consignment, item.id, "The cage was counted.").load.differences[0].answer


def test_a_conformity_that_ended_blocks_the_weighing_too(world: World) -> None:
    consignment, _ = recycled(world)
    with_credentials(world, RECYCLER, FakeCredential("en-50625", date(2026, 1, 1), date(2026, 5, 4), "WL-1"))
    world.clock.forward(days=1)
    with pytest.raises(Refused, match="WL-1 ended on 2026-05-04"):
        world.use.loads.weights.report(RECYCLING, consignment, gate())


def test_the_list_tells_what_ends_soon_of_what_a_receiver_must_show(world: World) -> None:
    """From 30 days before, until the hand-over is done; the other consignment says nothing."""
    key = decided(world, Route.RECYCLE)
    told, other = draft(world, key, receiver=RECYCLER, route=Route.RECYCLE), draft(world)

    def ends() -> dict[ConsignmentId, list[date]]:
        return {each.tally.id: [it.last_day for it in each.ending] for each in world.use.consignments.find(ICT).rows}

    with_credentials(world, RECYCLER, FakeCredential("en-50625", date(2026, 1, 1), date(2026, 6, 4), "WL-1"))
    assert ends() == {told: [], other: []}
    world.clock.forward(days=1)
    assert ends() == {told: [date(2026, 6, 4)], other: []}


BUYER = FakeCredential("contract", date(2026, 1, 1), date(2026, 12, 31), "C-1")


def exported(world: World, inspection: Inspected = TESTED) -> tuple[ConsignmentId, DeviceKey]:
    with_credentials(world, COORDINATOR, BUYER)
    key = decided(world, Route.SELL)
    world.record(ICT, key, inspection)
    return draft(world, key, receiver=COORDINATOR, route=Route.SELL, export=True), key


def test_what_is_exported_leaves_with_the_record_of_its_tests_by_hash(world: World) -> None:
    consignment, key = exported(world)
    view = world.use.consignments.offer(ICT, consignment)
    condition = view.consignment.lines[0].condition
    assert condition is not None
    paper = world.use.loads.papers.test_record(RECEIVER, consignment, key, "en")
    assert sha256(paper.content) == condition.test_record == view.consignment.manifest["conditions"][key]["test_record"]
    world.clock.forward(minutes=1)
    world.use.consignments.receive(RECEIVER, consignment, DEPOT)
    sold = world.events(key)[-1].happening
    assert isinstance(sold, Sold)
    assert (sold.export, sold.test_record_sha256) == (True, condition.test_record)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", ("Testverslag", "bijlage VI, punt 3", "geslaagd", "The ICT provider", "niet bekend", "niets gevonden")),
        ("en", ("Test record", "Annex VI, point 3", "passed", "The ICT provider", "not known", "none found")),
    ],
)
def test_the_record_holds_what_annex_vi_asks(world: World, language: str, told: tuple[str, ...]) -> None:
    """Name, category, identification, year, who is responsible, result, date and kind of tests (point 3, step 2)."""
    consignment, key = exported(world)
    world.use.consignments.offer(ICT, consignment)
    words = words_of(world.use.loads.papers.test_record(ICT, consignment, key, language).content)
    for said in (*told, "Dell Latitude 7420", "DEMO7420A1", "04-05-2026", "display", "keyboard", "F5/C5"):
        assert said in words, said


@pytest.mark.parametrize(("inspection", "why"), [(BROKEN, "does not work"), (GRADED, "was not tested")])
def test_what_was_not_tested_or_does_not_work_is_not_exported(world: World, inspection: Inspected, why: str) -> None:
    consignment, _ = exported(world, inspection)
    with pytest.raises(Refused, match=why) as refused:
        world.use.consignments.offer(ICT, consignment)
    assert refused.value.rule == "export-test-record"


def test_only_a_sale_or_a_gift_is_an_export(world: World) -> None:
    consignment = draft(world, laptop(world, 1), export=True)
    with pytest.raises(Refused):
        world.use.consignments.offer(ICT, consignment)


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", ("Akte van overdracht", "verkoop", "C-1")), ("en", ("Transfer of ownership", "sale", "C-1"))],
)
def test_a_transfer_tells_parties_ground_numbers_and_devices(
    world: World, language: str, told: tuple[str, ...]
) -> None:
    consignment, _ = exported(world)
    world.use.consignments.offer(ICT, consignment)
    words = words_of(world.use.loads.papers.paper(RECEIVER, consignment, LoadPaper.TRANSFER, language).content)
    for said in (*told, "The ICT provider", "The coordinator", "DEMO7420A1", "2008/98"):
        assert said in words, said


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", ("Akte van schenking", "om niet", "7:175")), ("en", ("Deed of gift", "for no return", "7:175"))],
)
def test_a_gift_has_a_deed(world: World, language: str, told: tuple[str, ...]) -> None:
    consignment = draft(world, decided(world, Route.DONATE), receiver=COORDINATOR, route=Route.DONATE)
    world.use.consignments.offer(ICT, consignment)
    words = words_of(world.use.loads.papers.paper(RECEIVER, consignment, LoadPaper.GIFT, language).content)
    for said in (*told, "The ICT provider", "The coordinator", "DEMO7420A1"):
        assert said in words, said


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", ("niet de officiële", "LMA")), ("en", ("not the official", "LMA"))],
)
def test_the_waste_note_says_that_it_is_not_the_official_one(
    world: World, language: str, told: tuple[str, ...]
) -> None:
    consignment, _ = recycled(world)
    words = words_of(world.use.loads.papers.paper(RECYCLING, consignment, LoadPaper.WASTE_NOTE, language).content)
    for said in (*told, "16 02 13*", "EN 50625 1", "The recycler"):
        assert said in words, said
