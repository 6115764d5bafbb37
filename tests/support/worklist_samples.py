"""Contexts of worklists and of acts on many devices. Devices, people and numbers are invented; the models exist."""

from datetime import UTC, datetime

from dpp.domain.message import message
from lifecycle.domain.vocabulary import DataState, Lifecycle, Route
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_recording import RECORDING
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.contexts.worklists import (
    BulkPage,
    BulkResultPage,
    ItemLine,
    ItemsPage,
    ListLine,
    ModelLine,
    Outcome,
    TakenBy,
    WorklistsPage,
)
from web.pages.mapping.bulk import ACTS, fields_of
from web.pages.mapping.worklist import IN_THE_WAY
from web.pages.mapping.worklists import PLACES, TASKS, address_of_list
from web.pages.rendering import Page

UNTIL = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
CHOICES = tuple(Choice(name, text) for name, text in ACTS.items())
MINE = TakenBy(is_mine=True, who="Sanne de Wit", organisation=None, until=UNTIL)
COLLEAGUES = TakenBy(is_mine=False, who="Joris Bakker", organisation=None, until=UNTIL)
OTHERS = TakenBy(is_mine=False, who=None, organisation="SSC-ICT", until=UNTIL)
IN_HANDS = (None, MINE, COLLEAGUES, OTHERS, None, None)
HEADS = tuple(DeviceHead("Dell Latitude 7420", f"/devices/d{number}", f"SSC-00482{number}") for number in range(10, 16))
TAKEN = message("{count} taken by {who} until {until}.", count=2, who="Joris Bakker", until=UNTIL)
SURPLUS = message("It belongs to the State, and there is no decision that it is surplus.")
REMEDY = message("Let the owner declare it surplus, with the reference of the decision.")
MEDIA = tuple(message("Storage medium {serial} is not erased.", serial=f"S4EVNX{number}") for number in range(2))
DONE = Outcome("done", None, None, None, tuple((head, None) for head in HEADS[:3]))
REFUSED = Outcome("refused", SURPLUS, REMEDY, "surplus-first", ((HEADS[3], None),))
DIFFERING = Outcome("refused", None, REMEDY, "unverified-medium", tuple(zip(HEADS[4:], MEDIA, strict=True)))
REPEATED = Outcome("repeated", None, None, None, ((HEADS[3], None),))
[HOLD] = (kind for kind, _ in RECORDING if kind.name == "hold")


def _line(number: int, head: DeviceHead, taken: TakenBy | None) -> ItemLine:
    return ItemLine(
        key=f"d{number}",
        head=head,
        lifecycle=Lifecycle.INSPECTED,
        data=DataState.PURGED if number % 2 else DataState.CONTAINS_DATA,
        route=Route.DONATE if number % 3 else None,
        grades="F5 C4" if number else "",
        place="Den Haag, hall 2, pallet 12",
        causes=(IN_THE_WAY["lock"],) if number == 1 else (),
        days=40 - number,
        taken=taken,
    )


def items(**more: object) -> ItemsPage:
    """A list with something in everybody's hands."""
    usual: dict[str, object] = {
        "name": ListName.APPROVAL,
        "task": TASKS[ListName.APPROVAL],
        "where": PLACES[ListName.APPROVAL],
        "count": 1240,
        "items": tuple(_line(number, HEADS[number], taken) for number, taken in enumerate(IN_HANDS)),
        "models": (
            ModelLine("Dell Latitude 7420", 1100, "/worklists/approval?model=vrp81w2rea5jpr4h"),
            ModelLine(None, 140, None),
        ),
        "address": "/worklists/approval?place=hall",
        "query": "place=hall",
        "filters": FormState({"place": "hall"}),
        "acts": CHOICES,
        "more": "/worklists/approval?place=hall&after=x",
        "may_take": True,
        "most": 1000,
    }
    return ItemsPage(**(usual | more))  # type: ignore[arg-type]  # a sample names its own fields


def bulk(**more: object) -> BulkPage:
    """Six devices of which three would be done."""
    usual: dict[str, object] = {
        "title": ACTS["hold"],
        "count": 6,
        "devices": tuple(f"d{number}" for number in range(6)),
        "action": "hold",
        "acts": CHOICES,
        "fields": fields_of(HOLD, tuple),
        "back": Link(message("To approve"), "/worklists/approval"),
        "form": FormState({"input-hold": "H-1", "input-reason": "Inquiry"}),
    }
    return BulkPage(**(usual | more))  # type: ignore[arg-type]  # a sample names its own fields


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Counts, a list with and without anything, and an act chosen, asked, shown and done."""
    lists = tuple(
        ListLine(name, TASKS[name], address_of_list(name), 12 * place, place or None, place % 3)
        for place, name in enumerate(ListName)
    )
    ready = {"outcomes": (DONE, REFUSED, DIFFERING), "ready": ("d0.", "d1.", "d2."), "batch": "b-1"}
    nothing = {"count": 0, "items": (), "models": (), "more": None}
    unknown = {"unknown": (("NOTHING-1", message("No device is known under it.")),)}
    mistakes = FormState({}, {"input-hold": message("Fill this in.")})
    chosen = {"title": message("Do something with many devices"), "action": "", "fields": ()}
    return {
        "worklists": (WorklistsPage(lists, bulk=True, outlived=True), person, "/worklists"),
        "worklist-items": (items(), person, "/worklists/approval?place=hall"),
        "worklist-items-left": (items(left=(TAKEN,)), person, "/worklists/approval"),
        "worklist-items-none": (items(**nothing), person, "/worklists/approval"),
        "worklist-items-read": (items(may_take=False, acts=()), person, "/worklists/approval"),
        "bulk": (bulk(count=0, devices=(), **chosen), person, "/bulk-actions"),
        "bulk-choose": (bulk(**chosen, **unknown), person, "/bulk-actions"),
        "bulk-asks": (bulk(), person, "/bulk-actions"),
        "bulk-mistakes": (bulk(form=mistakes), person, "/bulk-actions"),
        "bulk-preview": (bulk(**ready), person, "/bulk-actions"),
        "bulk-result": (
            BulkResultPage(ACTS["hold"], 4, 2, (DONE, REPEATED, DIFFERING), Link(message("Worklists"), "/worklists")),
            person,
            "/bulk-actions/b-1",
        ),
    }
