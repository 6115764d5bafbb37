"""From what waits for a person to the first page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from lifecycle.domain.worklists import ListName
from lifecycle.service.today import Waits
from lifecycle.service.today_ports import Matter
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.today import TodayPage, WaitingLine
from web.pages.navigation import has_devices_in_hand, main_task_for, tasks_for
from web.pages.reading import ZONE
from web.pages.words import word

_MATTERS: Mapping[Matter, tuple[Message, str]] = MappingProxyType(
    {
        Matter.CONSIGNMENT: (message("Consignments to receive, or with a difference"), "/consignments"),
        Matter.QUOTE: (message("Quotes of repairs to answer"), "/repairs?stage=waiting"),
        Matter.FOUND_REPORT: (message("Finders to answer"), "/found-reports"),
        Matter.SET_ASIDE: (message("Set aside from scanners, to settle"), "/inbox"),
        Matter.RESERVATION: (message("Devices reserved for you"), "/reservations"),
        Matter.POLICY: (message("Routing policies that a second person activates"), "/routing-policies"),
    }
)


def today_page(actor: Actor, waits: Iterable[Waits], now: datetime, form: FormState = NEW_FORM) -> TodayPage:
    """What waits comes as the service orders it."""
    main = main_task_for(actor.roles)
    return TodayPage(
        today=now.astimezone(ZONE).date(),
        waits=tuple(waiting_line(each, now) for each in waits),
        main=main,
        tasks=tuple(task for task in tasks_for(actor.roles) if main is None or task.address != main.address),
        scans=has_devices_in_hand(actor.roles),
        form=form,
    )


def waiting_line(waits: Waits, now: datetime) -> WaitingLine:
    """In days of the reader's calendar."""
    since = waits.oldest.astimezone(ZONE).date()
    days = max(0, (now.astimezone(ZONE).date() - since).days)
    if isinstance(waits.what, Matter):
        what, address = _MATTERS[waits.what]
        return WaitingLine(what, address, waits.count, since, days)
    return WaitingLine(word(waits.what), _list_address(waits.what), waits.count, since, days)


def _list_address(name: ListName) -> str:
    """Proposals are decided in groups."""
    return "/worklist" if name is ListName.APPROVAL else f"/worklists/{name}"
