"""Printing the labels of passports: what stands on them, who may, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from dpp.domain.actor import VISITOR, Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.labels.options import PrintOptions
from dpp.domain.opaque import PassportId, print_label_code
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.printing import MOST_LABELS, LabelFormat, PrintJob
from tests.support.service_world import MANUFACTURER, OWNER, URL, World

GTIN = "09520000074203"


@pytest.fixture
def world() -> World:
    return World()


def passport(world: World, **wanted: Any) -> PassportId:
    view = world.register(**wanted)
    assert view.passport_id is not None
    return view.passport_id


def test_a_label_says_the_link_the_code_and_what_it_is(world: World) -> None:
    passport_id = passport(world)
    [code] = world.passports.read(OWNER, passport_id).labels
    label = world.printing.label(OWNER, passport_id)
    assert (label.link, label.code) == (f"{URL}/d/{code}", print_label_code(code))
    assert (label.title, label.lines) == ("Dell Latitude 7420", ("laptop",))


def test_it_says_nothing_that_only_insiders_know(world: World) -> None:
    """The serial number and the owner's tag are not public; this label is for whoever may print any passport's."""
    label = world.printing.label(OWNER, passport(world))
    assert (label.asset_tag, label.element_string) == ("", "")


def test_gtin_and_serial_are_known_where_a_public_address_names_them(world: World) -> None:
    model = world.model(gtin=GTIN, demonstrationNumber=True)
    assert world.printing.label(OWNER, passport(world, model=model)).element_string == f"(01){GTIN}(21)DEMO7420A1"


def test_a_serial_with_brackets_gives_no_element_string(world: World) -> None:
    """Written in brackets, it could not be told from an AI."""
    model = world.model(gtin=GTIN, demonstrationNumber=True)
    assert world.printing.label(OWNER, passport(world, model=model, serial="A(21)B")).element_string == ""


@pytest.mark.parametrize("wanted", LabelFormat)
def test_each_format_comes_from_the_printer(world: World, wanted: LabelFormat) -> None:
    printed = world.printing.one(OWNER, passport(world), PrintJob("dymo-11352", wanted))
    assert printed.content == f"{wanted.name} of 1 on dymo-11352".encode()
    assert (printed.format, printed.count) == (wanted, 1)


def test_many_labels_come_in_the_order_in_which_they_were_asked(world: World) -> None:
    ids = [passport(world, serial=f"S{number:04}", asset_tag=f"T{number:04}") for number in range(3)]
    assert world.printing.many(OWNER, [*reversed(ids)], PrintJob()).count == 3
    codes = [print_label_code(world.passports.read(OWNER, each).labels[-1]) for each in reversed(ids)]
    assert [label.code for label in world.printer.printed] == codes


def test_each_passport_without_a_label_is_named_and_nothing_is_printed(world: World) -> None:
    absent, model, item = PassportId("absent0000000000"), world.model(), passport(world)
    with pytest.raises(InvalidInput) as fault:
        world.printing.many(OWNER, [item, absent, model], PrintJob())
    assert [problem.path for problem in fault.value.problems] == ["$.passports[1]", "$.passports[2]"]
    assert world.printer.printed == []


@pytest.mark.parametrize("wanted", [LabelFormat.SVG, LabelFormat.PNG])
def test_a_picture_holds_one_label(world: World, wanted: LabelFormat) -> None:
    item = passport(world)
    with pytest.raises(InvalidInput) as fault:
        world.printing.many(OWNER, [item, item], PrintJob(format=wanted))
    assert [problem.path for problem in fault.value.problems] == ["$.format"]


@pytest.mark.parametrize("count", [0, MOST_LABELS + 1])
def test_there_are_limits_to_what_is_printed_at_once(world: World, count: int) -> None:
    label = world.printing.label(OWNER, passport(world))
    with pytest.raises(InvalidInput, match=str(count)):
        world.printing.draw([label] * count, PrintJob())


def test_an_unknown_size_and_a_wrong_option_name_their_field(world: World) -> None:
    item = passport(world)
    for job, path in ((PrintJob("a4"), "$.size"), (PrintJob(options=PrintOptions(dx=99)), "$.dx")):
        with pytest.raises(InvalidInput) as fault:
            world.printing.one(OWNER, item, job)
        assert [problem.path for problem in fault.value.problems] == [path]


@pytest.mark.parametrize("role", [None, *Role])
def test_labels_are_printed_by_whom_the_table_says(world: World, role: Role | None) -> None:
    actor, item = VISITOR if role is None else replace(MANUFACTURER, roles=frozenset({role})), passport(world)
    calls = (
        lambda: world.printing.label(actor, item),
        lambda: world.printing.one(actor, item, PrintJob()),
        lambda: world.printing.many(actor, [item], PrintJob()),
        lambda: world.printing.calibration(actor, PrintJob()),
    )
    allowed = PERMISSIONS.allows("print_label", actor, frozenset(Relation))
    for call in calls:
        if allowed:
            assert call() is not None
        else:
            with pytest.raises(NotSignedIn if role is None else NotPermitted):
                call()


def test_a_passport_that_is_not_there_has_no_label(world: World) -> None:
    with pytest.raises(NotFound):
        world.printing.one(OWNER, PassportId("absent0000000000"), PrintJob())
