"""Worklists and acts on many devices, from views to contexts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.erasure.pallet import Reason
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import DataState, Lifecycle, Route
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_views import ActKind, AnswerGroup, BulkView
from lifecycle.service.ports import DeviceLine
from lifecycle.service.worklist_ports import Cursor
from lifecycle.service.worklists import MOST, InHands, ItemView, ListCount, ListView, ModelCount, Wanted
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.contexts.worklists import ItemLine, ItemsPage, ListLine, ModelLine, Outcome, TakenBy, WorklistsPage
from web.pages.mapping.heads import head_of_line
from web.pages.mapping.worklist import IN_THE_WAY

TASKS: Mapping[ListName, Message] = MappingProxyType(
    {
        ListName.INSPECTION: message("Look at each device and give it its grades."),
        ListName.WIPE: message("Erase the storage media, or add what shows which media there are."),
        ListName.VERIFICATION: message("Check the erasures of others."),
        ListName.DECISION: message("Let the rules propose a destination."),
        ListName.FACT: message("Answer what the rules ask, then let them propose anew."),
        ListName.APPROVAL: message("Read what is proposed and why, then approve it or deviate."),
        ListName.REPAIR: message("Repair what is worth it, or say why that does not work."),
        ListName.TAKE_APART: message("Take out the parts that others can use."),
        ListName.OFFER: message("Put the devices into a consignment and offer it."),
        ListName.RECEIVE: message("Scan what arrives, and tell of what does not."),
        ListName.BLOCKED: message("Take away what keeps these devices from going on."),
    }
)
"""What one does on each list."""

PLACES: Mapping[ListName, Link] = MappingProxyType(
    {
        ListName.WIPE: Link(message("Erasure bench"), "/erasure"),
        ListName.VERIFICATION: Link(message("Verify together"), "/erasure/verification?tray=yes"),
        ListName.APPROVAL: Link(message("Decide in groups of one model and one proposal"), "/worklist"),
        ListName.TAKE_APART: Link(message("Parts"), "/parts"),
        ListName.OFFER: Link(message("Consignments"), "/consignments"),
        ListName.RECEIVE: Link(message("Consignments"), "/consignments"),
    }
)
"""Where the work of a list has a page of its own."""

CAUSES: Mapping[str, Message] = MappingProxyType(
    {**IN_THE_WAY, "media": message("Its storage media are not verified")},
)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The filters of a list as they stand in the address; empty ones ask for nothing."""

    owner: str = ""
    group: str = ""
    model: str = ""
    place: str = ""
    route: str = ""
    grade: str = ""
    cause: str = ""
    days: str = ""
    whose: str = ""
    after: str = ""

    def wanted(self) -> Wanted:
        """What cannot be read asks for nothing."""
        return Wanted(
            owner=OrganisationId(self.owner) if self.owner else None,
            group=self.group or None,
            model=PassportId(self.model) if self.model else None,
            place=self.place.strip() or None,
            route=self.route or None,
            grade=self.grade.strip().upper() or None,
            cause=self.cause or None,
            days=int(self.days) if self.days.isascii() and self.days.isdigit() and len(self.days) < 5 else None,
            whose=self.whose or None,
            after=cursor_of(self.after),
        )

    def query(self, **other: str) -> str:
        """As it follows the `?` of an address; the place in the list is left out unless it is given."""
        values = {**vars(self), "after": "", **other}
        return urlencode({name: value for name, value in values.items() if value})


def cursor_of(text: str) -> Cursor | None:
    """`2026-05-04T09:00:00+00:00 key`; None for anything else."""
    moment, space, key = text.partition(" ")
    try:
        since = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Cursor(since, DeviceKey(key)) if space and since.tzinfo is not None else None


def address_of_list(name: ListName, query: str = "") -> str:
    return f"/worklists/{name}" + (f"?{query}" if query else "")


def worklists_page(
    lists: Iterable[ListCount], now: datetime, acts: Collection[ActKind], *, outlived: bool
) -> WorklistsPage:
    """`acts` are those that the reader may do on many devices at once; `outlived` as the page has it."""
    return WorklistsPage(
        tuple(
            ListLine(
                name=each.name,
                task=TASKS[each.name],
                address=address_of_list(each.name),
                count=each.waiting.count if each.waiting else 0,
                days=(now - each.waiting.oldest).days if each.waiting else None,
                mine=each.mine,
            )
            for each in lists
        ),
        bulk=bool(acts),
        outlived=outlived,
    )


def items_page(
    view: ListView,
    filters: Filters,
    now: datetime,
    names: Mapping[AccountId, str],
    acts: tuple[Choice, ...],
    left: tuple[Message, ...] = (),
) -> ItemsPage:
    """`names` are of colleagues, `acts` what can be done with many, `left` what was just not taken."""
    query = filters.query()
    more = view.more and filters.query(after=f"{view.more.since.isoformat()} {view.more.device}")
    return ItemsPage(
        name=view.name,
        task=TASKS[view.name],
        where=PLACES.get(view.name),
        count=view.count,
        items=tuple(_item(each, now, names, view.names) for each in view.items),
        models=tuple(_model(each, view.name, filters) for each in view.models),
        address=address_of_list(view.name, filters.query(after=filters.after)),
        query=query,
        filters=FormState(vars(filters)),
        owners=tuple(
            Choice(party, name) for party, name in view.names.items() if party in {it.line.owner for it in view.items}
        ),
        groups=tuple(Choice(code, kind.name) for code, kind in KINDS_OF_THING.items()),
        model_choices=tuple(Choice(each.model, each.name or each.model) for each in view.models if each.model),
        routes=tuple(Choice(route.value, route) for route in Route),
        causes=tuple(Choice(word, text) for word, text in CAUSES.items()),
        acts=acts,
        more=address_of_list(view.name, more) if more else None,
        may_take=view.may_take,
        most=MOST,
        left=left,
    )


def outcomes_of(view: BulkView, lines: Mapping[DeviceKey, DeviceLine]) -> tuple[Outcome, ...]:
    """The groups of an act; a device that is not there has no line, and is told by its key."""
    return tuple(_outcome(group, lines) for group in view.groups)


def _outcome(group: AnswerGroup, lines: Mapping[DeviceKey, DeviceLine]) -> Outcome:
    alike = group.is_alike
    return Outcome(
        outcome=group.outcome,
        what=group.what and revived(group.what) if alike else None,
        remedy=group.remedy,
        rule=group.rule,
        devices=tuple(
            (head_of_line(lines[each.device]), None if alike or each.refusal is None else revived(each.refusal.what))
            for each in group.answers
            if each.device in lines
        ),
    )


def revived(said: Message) -> Message:
    """A reason as it was before it was stored as text: reasons of the pallet and moments are read again."""
    return Message(said.template, {name: _revived(name, value) for name, value in said.values.items()})


def _revived(name: str, value: object) -> object:
    if isinstance(value, Message):
        return revived(value)
    if name == "reason" and value in set(Reason):
        return Reason(str(value))
    if name == "until" and isinstance(value, str) and len(value) > len("2026-05-31"):
        return datetime.fromisoformat(value)
    return value


def _item(
    it: ItemView, now: datetime, names: Mapping[AccountId, str], organisations: Mapping[OrganisationId, str]
) -> ItemLine:
    line = it.line
    return ItemLine(
        key=line.device_key,
        head=head_of_line(line),
        lifecycle=Lifecycle(line.lifecycle),
        data=DataState(line.data_state),
        route=None if line.route is None else Route(line.route),
        grades=" ".join(filter(None, (line.functional_grade, line.cosmetic_grade))),
        place=line.place,
        causes=tuple(IN_THE_WAY[word] for word in line.blocked if word in IN_THE_WAY),
        days=(now - it.item.since).days,
        taken=None if it.taken is None else taken_by(it.taken, names, organisations),
    )


def taken_by(taken: InHands, names: Mapping[AccountId, str], organisations: Mapping[OrganisationId, str]) -> TakenBy:
    """Who has it: a colleague by name, others by their organisation."""
    return TakenBy(
        is_mine=taken.is_mine,
        who=None if taken.by is None else names.get(taken.by),
        organisation=None if taken.organisation is None or taken.by else organisations.get(taken.organisation),
        until=taken.until,
    )


def who_of(taken: TakenBy) -> Message | str:
    """A colleague by name, others by their organisation."""
    return taken.who or taken.organisation or message("somebody else")


def _model(each: ModelCount, name: ListName, filters: Filters) -> ModelLine:
    address = address_of_list(name, filters.query(model=each.model)) if each.model else None
    return ModelLine(each.name, each.count, address)
