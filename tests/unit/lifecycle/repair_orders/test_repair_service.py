"""A repair from complaint to warranty, over storage in memory: who may do what, and what is told to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Capability
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.proof import sha256
from lifecycle.domain.events import ComponentInstalled, Repaired, RepairFailed, RepairQuoted
from lifecycle.domain.public import public_history
from lifecycle.domain.repair_orders import Approval, EntryId, OrderState, Quoted, RepairOrderId
from lifecycle.domain.repair_orders.warranty import months_after
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FaultKind, FunctionalGrade, RepairBarrier
from lifecycle.service.recording import Draft
from lifecycle.service.repair_entries import NewEnd
from lifecycle.service.repair_order_ports import Stage
from lifecycle.service.repair_order_views import NewAnswer
from lifecycle.service.repair_quotes import APPROVE
from tests.support.repair_order_world import (
    COMPLAINT,
    DIAGNOSIS,
    FIXER,
    NEW_BATTERY,
    REPAIRED,
    SECOND_FIXER,
    TESTS,
    Workshop,
    quote,
)
from tests.support.service_world import AUDITOR, ICT, OTHER_OWNER, OWNER, PROVIDER, RECYCLING, ROUTER


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


def test_a_repair_goes_from_complaint_to_warranty_and_is_in_the_life_of_the_device(shop: Workshop) -> None:
    order = shop.repaired()
    view = shop.read(order)
    assert view.state is OrderState.REPAIRED
    *_, ended = (each.happening for each in shop.world.events(shop.key))
    assert ended == Repaired(
        parts=(NEW_BATTERY.parts_in[0].component,),
        cost_eur=Decimal("79.50"),
        order=order,
        faults=(FaultKind.BATTERY,),
        minutes=25,
        warranty_until=months_after(shop.world.clock().date(), 6),
    )
    kinds = shop.world.kinds(shop.key)
    assert kinds[-4:] == ["repair_quoted", "component_removed", "component_installed", "repaired"]


def test_the_device_tells_until_when_it_is_under_warranty_and_the_next_order_says_so(shop: Workshop) -> None:
    first = shop.repaired()
    today = shop.world.clock().date()
    until = shop.world.device(shop.key).warranty_until(today)
    assert until is not None
    assert until == months_after(today, 6)
    assert shop.world.device(shop.key).warranty_until(until + timedelta(days=1)) is None
    again = shop.use.orders.open(SECOND_FIXER, shop.key, "The battery is flat again.")
    assert again.order.earlier == first


def test_the_public_history_tells_of_a_repair_and_nothing_of_its_order(shop: Workshop) -> None:
    order = shop.repaired()
    told = repr(public_history(shop.world.events(shop.key)))
    assert "repaired" in told
    for secret in (order, "79.50", COMPLAINT, "NEW-BATTERY-1"):
        assert secret not in told


def test_each_act_of_the_repairer_is_for_who_may_repair_the_device(shop: Workshop) -> None:
    for stranger in (OTHER_OWNER, RECYCLING, OWNER):
        with pytest.raises(NotPermitted):
            shop.use.orders.open(stranger, shop.key, COMPLAINT)
    with pytest.raises(NotSignedIn):
        shop.use.orders.open(VISITOR, shop.key, COMPLAINT)
    order = shop.opened()
    for another in (SECOND_FIXER, ICT, OWNER):
        with pytest.raises(NotPermitted):
            shop.use.orders.diagnose(another, order, DIAGNOSIS)


def test_access_by_a_key_ends_and_with_it_the_work_but_not_the_reading_of_the_own_order(shop: Workshop) -> None:
    order = shop.approved()
    shop.later(days=15)
    with pytest.raises(NotPermitted):
        shop.use.orders.work(FIXER, order, NEW_BATTERY)
    assert not shop.read(order).may.work
    assert shop.read(order).standing.approval is not None


def test_an_organisation_has_one_open_order_of_a_device_and_another_may_have_one_too(shop: Workshop) -> None:
    shop.opened()
    with pytest.raises(Conflict, match="open repair order"):
        shop.opened()
    assert shop.opened(SECOND_FIXER)


def test_opening_again_under_the_same_id_is_one_order(shop: Workshop) -> None:
    wanted = RepairOrderId("order-of-the-shop")
    shop.use.orders.open(FIXER, shop.key, COMPLAINT, wanted)
    assert shop.use.orders.open(FIXER, shop.key, COMPLAINT, wanted).order.id == wanted
    with pytest.raises(Conflict):
        shop.use.orders.open(FIXER, shop.key, "Something else.", wanted)


def test_an_order_that_is_not_there_is_not_found(shop: Workshop) -> None:
    with pytest.raises(NotFound):
        shop.read(RepairOrderId("none"))


def test_work_without_approval_is_refused_with_what_is_missing(shop: Workshop) -> None:
    order = shop.opened()
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("a diagnosis, a quote, the approval of the owner", lambda: shop.use.orders.diagnose(FIXER, order, DIAGNOSIS)),
        ("a quote, the approval of the owner", lambda: shop.use.quotes.send(FIXER, order, quote())),
        ("the approval of the owner", lambda: shop.use.quotes.approve(OWNER, order, shop.answer(order))),
    )
    for missing, step in steps:
        with pytest.raises(Refused) as refusal:
            shop.use.orders.work(FIXER, order, NEW_BATTERY)
        assert refusal.value.rule == "repair-approval"
        assert str(refusal.value.what).endswith(f": {missing}.")
        step()
    assert "component_installed" not in shop.world.kinds(shop.key)
    assert shop.use.orders.work(FIXER, order, NEW_BATTERY).state is OrderState.IN_WORK


def test_what_is_refused_leaves_no_event_behind(shop: Workshop) -> None:
    """The part is installed and the entry kept in one transaction, or neither is."""
    order = shop.approved()
    before = shop.world.kinds(shop.key)
    storage = replace(
        NEW_BATTERY, parts_in=(replace(NEW_BATTERY.parts_in[0], component=ComponentKind.STORAGE, serial=None),)
    )
    with pytest.raises(Refused, match="serial"):
        shop.use.orders.work(FIXER, order, storage)
    assert shop.world.kinds(shop.key) == before
    assert shop.read(order).standing.worked == ()


def test_the_owner_answers_and_nobody_else(shop: Workshop) -> None:
    order = shop.quoted()
    answer = shop.answer(order)
    for another in (FIXER, SECOND_FIXER, OTHER_OWNER, ROUTER, AUDITOR, ICT):
        with pytest.raises(NotPermitted):
            shop.use.quotes.approve(another, order, answer)
    view = shop.use.quotes.approve(OWNER, order, answer)
    assert view.standing.approval is not None
    assert view.standing.approval.ground is Approval.OWNER
    said = next(each for each in view.entries if each.what.said == "approved")
    assert (said.by, said.organisation) == (OWNER.account, OWNER.organisation)


def test_an_answer_names_exactly_the_quote_that_was_read(shop: Workshop) -> None:
    order = shop.quoted()
    with pytest.raises(Refused, match="not the quote"):
        shop.use.quotes.approve(OWNER, order, replace(shop.answer(order), digest="0" * 64))
    with pytest.raises(Refused, match="not the quote"):
        shop.use.quotes.approve(OWNER, order, replace(shop.answer(order), version=2))


def test_an_older_quote_stands_while_it_is_valid_and_approving_it_answers_those_before(shop: Workshop) -> None:
    """Directive (EU) 2024/1799, Article 4: the conditions do not change during the validity."""
    order = shop.quoted()
    first = shop.answer(order)
    shop.use.quotes.send(FIXER, order, quote(price_eur=Decimal(99)))
    view = shop.use.quotes.approve(OWNER, order, first)
    assert view.standing.approval is not None
    assert view.standing.approval.version == 1
    second = shop.use.quotes.approve(OWNER, order, shop.answer(order, 2))
    assert second.standing.approval is not None
    assert second.standing.approval.version == 2
    with pytest.raises(Refused, match="answered"):
        shop.use.quotes.approve(OWNER, order, first)


def test_a_quote_that_expired_cannot_be_accepted_and_the_order_says_so(shop: Workshop) -> None:
    order = shop.quoted()
    answer = shop.answer(order)
    shop.later(days=30)
    assert shop.read(order, OWNER).state is OrderState.WAITING
    shop.later(days=1)
    assert shop.read(order, OWNER).state is OrderState.EXPIRED
    with pytest.raises(Refused, match="valid until"):
        shop.use.quotes.approve(OWNER, order, answer)


def test_a_declined_quote_waits_for_a_better_one(shop: Workshop) -> None:
    order = shop.quoted()
    view = shop.use.quotes.decline(OWNER, order, shop.answer(order, reason="Too dear for its age."))
    assert view.state is OrderState.DECLINED
    with pytest.raises(Refused, match="a new quote"):
        shop.use.orders.work(FIXER, order, NEW_BATTERY)
    shop.use.quotes.send(FIXER, order, quote(price_eur=Decimal(49)))
    assert shop.read(order).state is OrderState.WAITING


def test_the_paper_is_frozen_when_the_quote_is_sent(shop: Workshop) -> None:
    order = shop.quoted()
    quoted = shop.read(order).standing.quotes[0]
    assert quoted.papers is not None
    for reader in (FIXER, OWNER, ROUTER):
        paper = shop.use.quotes.paper(reader, order, 1, "nl")
        assert sha256(paper.content) == quoted.papers[0]
        assert quoted.digest in paper.content.decode()
    assert shop.use.quotes.paper(OWNER, order, 1, "en").name.startswith("quote-2026-")
    for reader in (SECOND_FIXER, ICT):
        with pytest.raises(NotFound):
            shop.use.quotes.paper(reader, order, 1, "nl")
    with pytest.raises(NotFound):
        shop.use.quotes.paper(FIXER, order, 2, "nl")


def test_a_second_repairer_sees_what_the_first_did_and_no_price(shop: Workshop) -> None:
    order = shop.repaired()
    (seen,) = shop.use.orders.of_device(SECOND_FIXER, shop.key)
    assert seen.order.id == order
    assert seen.standing.diagnosis is not None
    assert seen.standing.parts_in[0].serial == "NEW-BATTERY-1"
    assert seen.standing.finished is not None
    assert (seen.standing.quotes, seen.standing.approval, seen.order.owner) == ((), None, None)
    assert not any(isinstance(each.what, Quoted) for each in seen.entries)
    assert "79.50" not in repr(seen)
    assert {each.by for each in seen.entries} == {AccountId("")}
    assert "79.50" in repr(shop.use.orders.of_device(OWNER, shop.key))
    assert shop.use.orders.of_device(OTHER_OWNER, shop.key) == ()


def test_who_repairs_by_a_key_reads_of_the_device_in_an_order_what_the_key_tells(shop: Workshop) -> None:
    """No asset tag, and nothing of where it is; owner and custodian read the whole line."""
    order = shop.opened()
    told = [shop.use.orders.read(FIXER, order).line, shop.use.orders.find(FIXER).lines[0].line]
    assert {(line.asset_tag, line.custodian, line.place) for line in told} == {(None, None, None)}
    whole = [shop.use.orders.read(OWNER, order).line, shop.use.orders.find(ROUTER).lines[0].line]
    assert whole[0] == whole[1] == shop.use.orders.read(ICT, order).line
    assert whole[0].asset_tag is not None
    assert whole[0].custodian is not None


def test_within_the_limit_a_provider_repairs_what_it_has_without_asking() -> None:
    shop = Workshop(limit_eur="80")
    order = shop.quoted(ICT)
    approval = shop.read(order, ICT).standing.approval
    assert approval is not None
    assert (approval.ground, approval.limit_eur) == (Approval.LIMIT, "80")
    assert shop.use.orders.work(ICT, order, NEW_BATTERY).state is OrderState.IN_WORK


def test_beyond_the_limit_and_without_custody_the_owner_is_asked() -> None:
    shop = Workshop(limit_eur="79")
    assert shop.read(shop.quoted(ICT), ICT).state is OrderState.WAITING
    generous = Workshop(limit_eur="500")
    assert generous.read(generous.quoted(FIXER)).state is OrderState.WAITING
    assert Workshop().use.quotes.limit_eur == 0


def test_calling_it_repaired_needs_tests_after_the_last_work(shop: Workshop) -> None:
    order = shop.approved()
    shop.use.orders.test(FIXER, order, TESTS)
    shop.use.orders.work(FIXER, order, NEW_BATTERY)
    with pytest.raises(Refused, match="not tested"):
        shop.use.orders.finish(FIXER, order, REPAIRED)
    failed = replace(TESTS, tests=(*TESTS.tests, replace(TESTS.tests[0], test="camera", passed=False)))
    shop.use.orders.test(FIXER, order, failed)
    with pytest.raises(Refused, match="camera"):
        shop.use.orders.finish(FIXER, order, REPAIRED)
    shop.use.orders.test(FIXER, order, TESTS)
    assert shop.use.orders.finish(FIXER, order, REPAIRED).state is OrderState.REPAIRED


def test_tests_with_grades_are_an_inspection_of_the_device(shop: Workshop) -> None:
    order = shop.approved()
    graded = replace(TESTS, functional=FunctionalGrade.F6, cosmetic=CosmeticGrade.C7)
    shop.use.orders.test(FIXER, order, graded)
    grades = shop.world.device(shop.key).grades
    assert grades is not None
    assert (grades.functional, grades.tests) == (FunctionalGrade.F6, TESTS.tests)


def test_a_repair_that_failed_tells_what_stood_in_the_way_without_approval_or_warranty(shop: Workshop) -> None:
    order = shop.diagnosed()
    view = shop.use.orders.finish(FIXER, order, NewEnd(barrier=RepairBarrier.NO_INFORMATION))
    assert view.state is OrderState.FAILED
    ended = shop.world.events(shop.key)[-1].happening
    assert ended == RepairFailed(
        barrier=RepairBarrier.NO_INFORMATION, order=order, faults=(FaultKind.BATTERY,), minutes=0
    )
    assert shop.world.device(shop.key).warranty_until(shop.world.clock().date()) is None


def test_the_order_is_cancelled_by_who_repairs_or_who_owns(shop: Workshop) -> None:
    order = shop.quoted()
    with pytest.raises(NotPermitted):
        shop.use.orders.cancel(SECOND_FIXER, order, "It went away.")
    assert shop.use.orders.cancel(OWNER, order, "It is replaced.").state is OrderState.CANCELLED
    with pytest.raises(Refused) as refusal:
        shop.use.orders.diagnose(FIXER, order, DIAGNOSIS)
    assert refusal.value.rule == "repair-order-over"
    assert shop.use.orders.cancel(FIXER, shop.opened(), "Opened in error.").state is OrderState.CANCELLED


def test_a_dispute_stands_beside_the_record_with_its_reply_and_is_counted(shop: Workshop) -> None:
    order = shop.repaired()
    events = len(shop.world.events(shop.key))
    disputes = shop.use.disputes
    view = disputes.dispute(OWNER, order, "The battery is not new: it has 200 cycles.")
    (dispute,) = view.standing.open_disputes
    about = dispute.entry.number
    assert shop.use.orders.find(FIXER, disputed=True).lines[0].order.id == order
    disputes.reply(FIXER, order, about, "The cycles are those of the test of the maker.")
    with pytest.raises(Refused, match="open dispute"):
        disputes.dispute(OWNER, order, "Again.")
    view = disputes.settle(OWNER, order, about, "The maker confirms it.")
    (settled,) = view.standing.disputes
    assert [each.what.said for each in (settled.entry, *settled.replies)] == ["disputed", "replied"]
    assert settled.settled is not None
    assert (shop.use.orders.find(FIXER).lines[0].disputes, shop.use.orders.find(FIXER).disputed) == (1, 0)
    assert len(shop.world.events(shop.key)) == events, "the record itself is untouched"
    assert view.state is OrderState.REPAIRED


def test_only_the_owner_disputes_and_only_the_repairer_replies(shop: Workshop) -> None:
    order = shop.repaired()
    for another in (FIXER, SECOND_FIXER, ICT, ROUTER):
        with pytest.raises(NotPermitted):
            shop.use.disputes.dispute(another, order, "No.")
    about = shop.use.disputes.dispute(OWNER, order, "It fails again.").standing.count
    for another in (OWNER, SECOND_FIXER, ROUTER):
        with pytest.raises(NotPermitted):
            shop.use.disputes.reply(another, order, about, "No.")
    shop.later(days=40)
    assert shop.use.disputes.reply(FIXER, order, about, "Bring it in again.").standing.open_disputes


def test_a_dispute_before_the_end_or_with_no_such_number_is_refused(shop: Workshop) -> None:
    order = shop.approved()
    with pytest.raises(Refused) as refusal:
        shop.use.disputes.dispute(OWNER, order, "Too slow.")
    assert refusal.value.rule == "repair-dispute"
    with pytest.raises(Refused, match="no such open dispute"):
        shop.use.disputes.reply(FIXER, order, 3, "We are quick.")


def test_texts_about_people_and_files_of_other_devices_are_refused(shop: Workshop) -> None:
    with pytest.raises(InvalidInput, match="person"):
        shop.use.orders.open(FIXER, shop.key, "Mevrouw De Vries says that it does not start.")
    order = shop.opened()
    with pytest.raises(InvalidInput, match="not attached"):
        shop.use.orders.diagnose(FIXER, order, replace(DIAGNOSIS, evidence=("0" * 64,)))
    known = shop.world.device(shop.key).evidence[0].sha256
    seen = shop.use.orders.diagnose(FIXER, order, replace(DIAGNOSIS, evidence=(known,)))
    assert seen.standing.diagnosis is not None
    assert seen.standing.diagnosis.evidence == (known,)


def test_the_same_act_sent_twice_is_done_once_and_another_under_its_id_is_a_conflict(shop: Workshop) -> None:
    order, act = shop.approved(), EntryId("form-0001")
    once = replace(NEW_BATTERY, id=act)
    shop.use.orders.work(FIXER, order, once)
    assert shop.use.orders.work(FIXER, order, once).standing.minutes == 25
    installed = [each for each in shop.world.events(shop.key) if isinstance(each.happening, ComponentInstalled)]
    assert len(installed) == 1
    with pytest.raises(Conflict):
        shop.use.orders.work(FIXER, order, replace(once, minutes=5))


def test_a_quote_sent_twice_is_one_version_and_another_under_its_id_is_a_conflict(shop: Workshop) -> None:
    order, act = shop.diagnosed(), EntryId("form-0002")
    shop.use.quotes.send(FIXER, order, quote(), act)
    assert len(shop.use.quotes.send(FIXER, order, quote(), act).standing.quotes) == 1
    assert sum(isinstance(each.happening, RepairQuoted) for each in shop.world.events(shop.key)) == 1
    with pytest.raises(Conflict):
        shop.use.quotes.send(FIXER, order, quote(days=9), act)


def test_lists_show_the_orders_of_both_parties_and_all_of_them_to_who_routes(shop: Workshop) -> None:
    order = shop.quoted()
    for reader in (FIXER, OWNER, ROUTER, AUDITOR):
        found = shop.use.orders.find(reader, Stage.WAITING)
        assert [line.order.id for line in found.lines] == [order]
        assert found.counts[Stage.WAITING] == 1
    assert shop.use.orders.find(SECOND_FIXER).lines == ()
    assert shop.use.orders.find(OWNER, Stage.DONE).lines == ()
    assert (shop.use.orders.waiting(OWNER), shop.use.orders.waiting(FIXER)) == (1, 0)
    with pytest.raises(NotPermitted):
        shop.use.orders.find(RECYCLING)


def test_a_device_of_the_state_is_answered_with_an_account_and_not_by_link(shop: Workshop) -> None:
    order = shop.quoted()
    with pytest.raises(Refused) as refusal:
        shop.use.quotes.link(FIXER, order)
    assert refusal.value.rule == "repair-link"


def test_a_link_answers_its_own_order_and_nothing_else(shop: Workshop) -> None:
    """What a link may is asked of the table, whoever made it (`LINKABLE` says who may)."""
    order = shop.quoted()
    user = Actor(AccountId("link"), OWNER.organisation, capability=Capability(APPROVE, order))
    seen = shop.use.quotes.look(user, order)
    assert seen.quoted is not None
    assert (seen.repairer, seen.state) == ("The shop", OrderState.WAITING)
    assert shop.key not in repr(seen)
    assert shop.use.quotes.paper(user, order, 1, "nl").content
    with pytest.raises(NotPermitted):
        shop.use.orders.read(user, order)
    with pytest.raises(NotPermitted):
        shop.use.quotes.look(user, shop.quoted(SECOND_FIXER))
    view = shop.use.quotes.approve(user, order, shop.answer(order))
    assert view.standing.approval is not None
    assert view.standing.approval.ground is Approval.LINK


def test_who_repairs_its_own_device_needs_no_approval_and_cannot_give_one(shop: Workshop) -> None:
    view = shop.world.register(ICT, owner=PROVIDER, serial="OWN7420A1", asset_tag="OWN-1")
    orders = shop.use.orders
    order = orders.open(ICT, view.device.key, COMPLAINT).order.id
    with pytest.raises(Refused, match="a diagnosis"):
        orders.work(ICT, order, NEW_BATTERY)
    orders.diagnose(ICT, order, DIAGNOSIS)
    quoted = shop.use.quotes.send(ICT, order, quote()).standing.quotes[0]
    with pytest.raises(Refused) as refusal:
        shop.use.quotes.approve(ICT, order, NewAnswer(version=1, digest=quoted.digest))
    assert refusal.value.rule == "repair-approval"
    orders.work(ICT, order, NEW_BATTERY)
    orders.test(ICT, order, TESTS)
    assert orders.finish(ICT, order, REPAIRED).state is OrderState.REPAIRED
    with pytest.raises(Refused) as refusal:
        shop.use.disputes.dispute(ICT, order, "I do not agree with myself.")
    assert refusal.value.rule == "repair-dispute"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-05-04", 6, "2026-11-04"), ("2026-08-31", 6, "2027-02-28"), ("2026-12-31", 1, "2027-01-31")],
)
def test_months_of_warranty_end_on_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_nobody_records_an_event_as_part_of_an_order_without_the_order(shop: Workshop) -> None:
    """Else work could pass by the approval of the owner and still look as if it was agreed."""
    order = shop.opened()
    with pytest.raises(InvalidInput, match="in that order"):
        shop.world.use.devices.record(ICT, shop.key, [Draft(Repaired(order=order))])
