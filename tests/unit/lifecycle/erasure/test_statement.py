"""The erasure statement: when it is drawn, what it says, when it stands, and what it matches."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.papers.setting import qr_picture
from lifecycle.adapters.papers.statements import plain_sheets
from lifecycle.adapters.papers.words import words
from lifecycle.domain.erasure.statement import Statement, matches
from lifecycle.domain.events import (
    Corrected,
    ErrorReason,
    Inspected,
    MediaDestroyed,
    MediaRemoved,
    SanitisationVerified,
    VerificationKind,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.erasure_statements import StatementSheet, StatementView
from tests.support.label_pictures import of_svg, texts
from tests.support.service_world import (
    AUDITOR,
    CHECKER,
    DISK,
    ICT,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECEIVER,
    ROUTER,
    SERIAL,
    TAG,
    WIPED,
    World,
)


@pytest.fixture
def world() -> World:
    return World()


def issued(world: World, key: DeviceKey) -> Statement:
    return world.use.erasure.statements.issue(ICT, key).statement


class Told:
    """A `StatementPrinter` that says what would be set."""

    def pdf(self, sheets: Sequence[StatementSheet], language: str) -> bytes:
        return json.dumps(plain_sheets(sheets, words(language)), ensure_ascii=False).encode()


def text_of(world: World, statement: Statement, language: str = "en") -> str:
    """What the paper says, without setting it."""
    told = replace(world.use.erasure.statements, printer=Told())
    said = json.loads(told.document(ICT, statement.code, language))
    return json.dumps(said["sheets"], ensure_ascii=False) + (said["words"]["no_media"] if not statement.media else "")


def printed(world: World, statement: Statement, language: str) -> str:
    """What stands on the paper."""
    content = world.use.erasure.statements.document(ICT, statement.code, language)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_it_says_of_each_medium_what_was_done_with_what_and_that_somebody_else_checked(world: World) -> None:
    said = text_of(world, issued(world, world.clean_laptop()))
    for part in (SERIAL, TAG, DISK, "Dell Latitude 7420", "purge", "block erase", "nwipe 0.38", "erased and checked"):
        assert part in said
    assert "somebody else than who erased it, at The ICT provider" in said


def test_the_paper_can_be_read_in_both_languages(world: World) -> None:
    statement = issued(world, world.clean_laptop())
    dutch, english = (printed(world, statement, language) for language in ("nl", "en"))
    assert "Wisverklaring" in dutch
    assert "Erasure statement" in english
    for part in (statement.code, DISK, SERIAL, "nwipe 0.38"):
        assert part in dutch
        assert part in english
    assert set(words("nl").tables["statement"]) == set(words("en").tables["statement"])


def test_nothing_is_drawn_before_everything_is_checked(world: World) -> None:
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    with pytest.raises(Refused) as refused:
        issued(world, key)
    assert refused.value.rule == "statement-when-erased"


def test_asked_for_again_it_is_the_same_one(world: World) -> None:
    key = world.clean_laptop()
    first = issued(world, key)
    world.clock.forward(minutes=5)
    assert issued(world, key) == first


def test_after_another_wipe_it_is_a_new_one_and_the_old_one_tells_of_its_day(world: World) -> None:
    key = world.clean_laptop()
    first = issued(world, key)
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, SanitisationVerified(medium=DISK))
    second = issued(world, key)
    assert second.code != first.code
    views = world.use.erasure.statements.of_device(OWNER, key)
    assert views == (StatementView(second, stands=True), StatementView(first, stands=True))


def test_the_name_that_was_given_is_on_the_paper_and_not_in_the_statement(world: World) -> None:
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, SanitisationVerified(medium=DISK, statement_name="B. Bakker"))
    statement = issued(world, key)
    assert "B. Bakker" in text_of(world, statement)
    assert "Bakker" not in str(statement)


def test_a_sample_says_how_much_was_read(world: World) -> None:
    key = world.graded_laptop()
    world.record(ICT, key, WIPED)
    sampled = SanitisationVerified(medium=DISK, verification=VerificationKind.SAMPLE, sample_share=Decimal("0.1"))
    world.record(CHECKER, key, sampled)
    assert "10 % of the medium was read" in text_of(world, issued(world, key))


def test_a_destroyed_medium_is_said_to_be_destroyed_before_a_witness(world: World) -> None:
    key = world.graded_laptop()
    destroyed = MediaDestroyed(medium=DISK, method="shredder", witness=CHECKER.account, particle_mm=Decimal("2.5"))
    world.record(ICT, key, destroyed)
    said = text_of(world, issued(world, key))
    assert "medium destroyed" in said
    assert "2.5 mm" in said
    assert "Destroyed before a witness" in said


def test_a_medium_that_was_taken_out_is_not_said_to_be_erased(world: World) -> None:
    key = world.graded_laptop()
    world.record(ICT, key, MediaRemoved(medium=DISK, kept_by=PROVIDER))
    said = text_of(world, issued(world, key))
    assert "taken out of the device" in said
    assert "Verified" not in said


def test_a_device_without_media_says_so(world: World) -> None:
    key = world.collected_laptop()
    none = Inspected(functional=FunctionalGrade.F3, cosmetic=CosmeticGrade.C3, media_absent=True)
    world.record(ICT, key, none)
    statement = issued(world, key)
    assert statement.media == ()
    assert "There is no storage medium in this device." in printed(world, statement, "en")


@pytest.mark.parametrize("number", [SERIAL, TAG, DISK, "demo-ssd 0001", SERIAL.lower()])
def test_a_number_on_the_paper_matches_however_it_is_typed(world: World, number: str) -> None:
    statement = issued(world, world.clean_laptop())
    assert world.use.erasure.statements.check(statement.code, number)


@pytest.mark.parametrize("number", ["", "  ", "OTHER", SERIAL[:-1]])
def test_another_number_does_not(world: World, number: str) -> None:
    statement = issued(world, world.clean_laptop())
    assert not world.use.erasure.statements.check(statement.code, number)


def test_a_code_that_was_never_given_out_matches_nothing(world: World) -> None:
    statement = issued(world, world.clean_laptop())
    assert not world.use.erasure.statements.check(type(statement.code)("0" * 20), SERIAL)


def test_the_key_of_a_device_is_not_printed_and_matches_nothing(world: World) -> None:
    key = world.clean_laptop()
    statement = issued(world, key)
    assert key not in text_of(world, statement)
    assert not matches(statement, key)


def test_when_the_check_is_declared_in_error_it_matches_nothing_any_more(world: World) -> None:
    key = world.clean_laptop()
    statement = issued(world, key)
    wrong = next(event for event in world.events(key) if event.kind == "sanitisation_verified")
    world.clock.forward(minutes=1)
    world.record(CHECKER, key, Corrected(event=wrong.id, reason=ErrorReason.DID_NOT_OCCUR))
    assert not world.use.erasure.statements.check(statement.code, DISK)
    assert not world.use.erasure.statements.of_device(OWNER, key)[0].stands


def test_what_happens_later_takes_nothing_from_it(world: World) -> None:
    """It tells of its day, also while the medium is being wiped for its next owner."""
    key = world.clean_laptop()
    statement = issued(world, key)
    world.record(ICT, key, WIPED)
    assert world.use.erasure.statements.check(statement.code, DISK)


def test_a_pallet_is_one_paper_with_a_page_for_each(world: World) -> None:
    keys = [world.clean_laptop()]
    content = world.use.erasure.statements.issue_many(ROUTER, keys, "nl")
    assert len(PdfReader(io.BytesIO(content)).pages) == len(keys)


def test_the_code_leads_to_the_public_page(world: World) -> None:
    statement = issued(world, world.clean_laptop())
    address = f"https://id.kringpas.nl/erasure-statements/{statement.code}"
    assert address in text_of(world, statement)
    assert texts(of_svg(qr_picture(address).encode(), width_mm=34, height_mm=34)) == {address}


def test_who_does_not_have_the_device_draws_and_reads_nothing(world: World) -> None:
    key = world.clean_laptop()
    statement = issued(world, key)
    for actor in (OTHER_OWNER, RECEIVER):
        with pytest.raises(NotPermitted):
            world.use.erasure.statements.issue(actor, key)
        with pytest.raises(NotPermitted):
            world.use.erasure.statements.document(actor, statement.code, "nl")
    with pytest.raises(NotPermitted):
        world.use.erasure.statements.issue(AUDITOR, key)
    assert world.use.erasure.statements.of_device(AUDITOR, key)
    with pytest.raises(NotFound):
        world.use.erasure.statements.document(ICT, type(statement.code)("1" * 20), "nl")
