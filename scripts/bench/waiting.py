"""Measures how long somebody waits who acts on many devices at once: `python -m scripts.bench waiting`.

Devices that have each lived a life until their erasure was verified (`tests.bench.life_data`) go the way of a large
hand-over, each step as one act, the largest that the service takes: all are looked at before and decided about, put
into a consignment, offered, and received by scanning. Then the pages that show them are opened, each twice, of which
the second counts. In a database of its own the largest class is decided about, and its page opened. Whoever presses a
button waits so long before the next page comes.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain
from time import perf_counter

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.class_decisions import MOST as MOST_OF_CLASS
from lifecycle.domain.class_decisions import Selection
from lifecycle.domain.consignment import ScanId
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.vocabulary import Route
from lifecycle.service.bulk_actions import BulkRequest
from lifecycle.service.bulk_views import REFUSED
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.worklist_ports import BulkId
from lifecycle.service.worklists import MOST
from scripts.bench.measuring import machine
from scripts.bench.servers import ENGINES, analyse, parts_on, used_seconds
from tests.bench.life_data import fill_lives
from tests.support.clicking import Clicker
from tests.support.client import Client
from web.app import create_app
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts
from web.logs import configure

_DOCK, _AT_ONCE = Place("Dock 4"), 250
PAGES = {"ict": ("/devices", "/worklists/offer"), "drz": ("/worklists/decision",)}


@dataclass(frozen=True)
class Waited:
    """Seconds on the clock, and of the processor."""

    what: str
    clock: float
    cpu: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench waiting", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=MOST)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options = parser.parse_args(arguments)
    configure("warning")
    print(f"{options.devices:,} devices at once; {machine()}.\n")
    print("| database | what | seconds | CPU seconds |\n|---|---|---:|---:|")
    for engine in options.engines:
        with ExitStack() as stack:
            parts = stack.enter_context(parts_on(engine))
            other = stack.enter_context(parts_on(engine))
            for each in chain(measured(stack, parts, options.devices), of_a_class(stack, other)):
                print(f"| {engine} | {each.what} | {each.clock:.2f} | {each.cpu:.2f} |", flush=True)


class _Browser(Client):
    """It checks no page: that takes longer than making one."""

    _check_page = staticmethod(lambda _page: None)


def measured(stack: ExitStack, parts: Parts, count: int) -> Iterator[Waited]:
    """The acts in the order of a hand-over, then the pages."""
    actors = open_demo_accounts(parts.accounts)
    keys = tuple(fill_lives(parts, actors, count))
    parts.rebuilding.rebuild(lambda _done: None)
    analyse(parts.database)
    desk = Desk(parts, actors, keys)
    for what, act in desk.acts():
        yield _waited(parts, what, act)
    wanted = {**PAGES, "drz": (*PAGES["drz"], f"/consignments/{desk.consignment}")}
    yield from _pages(stack, parts, wanted, desk.consignment)


def of_a_class(stack: ExitStack, parts: Parts) -> Iterator[Waited]:
    """As many devices as a class may have, all alike, decided about at once."""
    actors = open_demo_accounts(parts.accounts)
    fill_lives(parts, actors, MOST_OF_CLASS)
    parts.rebuilding.rebuild(lambda _done: None)
    analyse(parts.database)
    selection = Selection(category="laptop", route=Route.REDEPLOY)
    decide = partial(parts.use.approvals.classes.decide, actors["drz"], "All of them", selection)
    yield _waited(parts, f"deciding about a class of {MOST_OF_CLASS}", decide)
    (decision,) = parts.use.approvals.classes.newest(actors["drz"])
    _check(len(decision.agreeing) == MOST_OF_CLASS, "the devices of the class are not alike")
    yield from _pages(stack, parts, {"drz-akkoord": (f"/class-decisions/{decision.id}",)}, decision.id)


def _pages(stack: ExitStack, parts: Parts, wanted: Mapping[str, Sequence[str]], hidden: str) -> Iterator[Waited]:
    """Each page for its reader, by an address in which an id is left out."""
    client = stack.enter_context(_Browser(create_app(parts.settings), follow_redirects=False))
    for who, addresses in wanted.items():
        cookies = Clicker(client).sign_in(who).cookies
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for address in addresses:
            opened = partial(_open, client, address, headers)
            opened()
            yield _waited(parts, f"the page {address.replace(hidden, '...')}", opened)


def _waited(parts: Parts, what: str, act: Callable[[], object]) -> Waited:
    used, began = used_seconds(parts.database), perf_counter()
    act()
    return Waited(what, perf_counter() - began, used_seconds(parts.database) - used)


def _open(client: Client, address: str, headers: Mapping[str, str]) -> None:
    client.cookies.clear()
    client.get(address, headers=dict(headers)).raise_for_status()


@dataclass
class Desk:
    """Those who act, one after the other."""

    parts: Parts
    actors: Mapping[str, Actor]
    keys: Sequence[DeviceKey]
    consignment: str = ""

    def acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "looking at what would be proposed", partial(self._preview, "propose", "ict")
        yield "proposing a destination for each", partial(self._act, "propose", "ict")
        yield "looking at what would be approved", partial(self._preview, "approve", "drz")
        yield "approving each, as another organisation", partial(self._act, "approve", "drz")
        yield "a draft of a consignment with all of them", self._draft
        yield "offering it", self._offer
        yield f"receiving {_AT_ONCE} of them in one batch of scans", partial(self._scan, self.keys[:_AT_ONCE])
        for start in range(_AT_ONCE, len(self.keys), _AT_ONCE):
            self._scan(self.keys[start : start + _AT_ONCE])
        yield "its hand-over document (PDF)", self._document

    def _preview(self, action: str, who: str) -> None:
        view = self.parts.use.bulk_actions.preview(
            self.actors[who], BulkRequest(action=action, devices=tuple(self.keys))
        )
        _check(not view.of(REFUSED), f"{action}: something is refused")

    def _act(self, action: str, who: str) -> None:
        wanted = BulkRequest(action=action, devices=tuple(self.keys))
        view = self.parts.use.bulk_actions.act(self.actors[who], BulkId(f"bench-{action}"), wanted)
        _check(not view.of(REFUSED), f"{action}: something is refused")

    def _draft(self) -> None:
        receiver = self.actors["drz"].organisation
        assert receiver is not None
        wanted = NewConsignment(receiver=receiver, devices=tuple(self.keys))
        self.consignment = self.parts.use.consignments.create(self.actors["ict"], wanted).consignment.id

    def _offer(self) -> None:
        self.parts.use.consignments.offer(self.actors["ict"], ConsignmentId(self.consignment))

    def _scan(self, keys: Sequence[DeviceKey]) -> None:
        with self.parts.use.consignments.storage.reading() as reads:
            lines = [reads.devices.get(key) for key in keys]
        scans = tuple(
            ReceiptScan(scan_id=ScanId(f"scan-{line.serial}"), raw=line.serial)
            for line in lines
            if line is not None and line.serial is not None
        )
        view = self.parts.use.receipts.scan(
            self.actors["drz"], ConsignmentId(self.consignment), ScanBatch(place=_DOCK, scans=scans)
        )
        _check(len(view.answers) == len(keys), "a scan was not answered")

    def _document(self) -> None:
        self.parts.use.papers.document(self.actors["drz"], ConsignmentId(self.consignment), "nl")


def _check(holds: bool, what: str) -> None:  # noqa: FBT001 - the claim itself
    if not holds:
        raise RuntimeError(what)
