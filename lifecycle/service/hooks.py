"""Use cases of web hooks, and the worker that sends what is due.

Rules:
1. An organisation's hooks are its own: nobody else sees them, their deliveries or their addresses.
2. The secret is shown once, when the hook is made.
3. What is to be delivered is stored with the position that was reached in the log, in one transaction: a crash at any
   point loses nothing, and sends an event twice at most.
4. Nothing is sent inside a transaction. A delivery is held for longer than a request may take.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.registration.backoff import CHANCE_BYTES
from dpp.service.ports import Chance, Clock
from lifecycle.domain.events import Event
from lifecycle.domain.hooks import (
    SECRET_BYTES,
    Delivery,
    DeliveryState,
    Hook,
    HookId,
    again,
    arrived,
    check_url,
    failed,
    new_secret,
    signed,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.feed import check_kinds
from lifecycle.service.feed_ports import FeedWanted
from lifecycle.service.hook_ports import HookCourier, HookReads, HookStorage, HookWork

MOST_HOOKS = 10
LARGEST_LIST = 200
KEPT = timedelta(days=30)
"""How long what arrived stays on the list of deliveries."""
AT_ONCE = 500
"""Events that are looked at in one transaction."""


@dataclass(frozen=True)
class HookView:
    """A web hook without its secret, and its newest deliveries."""

    id: HookId
    url: str
    kinds: tuple[str, ...]
    created_at: datetime
    ended: bool
    deliveries: tuple[Delivery, ...] = ()


@dataclass(frozen=True)
class NewHook:
    """A hook that was just made, with its secret (rule 2)."""

    hook: HookView
    secret: str


@dataclass(frozen=True)
class WebHooks:
    """Each method is one transaction and checks its actor first. `http`: a test has its own server."""

    storage: HookStorage
    clock: Clock
    chance: Chance
    http: bool = False

    def subscribe(self, actor: Actor, url: str, kinds: Collection[str] = ()) -> NewHook:
        """From the next event on. InvalidInput for the address or a kind, Refused for too many."""
        organisation = _organisation(actor)
        check_url(url, http=self.http)
        check_kinds(kinds)
        secret = new_secret(self.chance(SECRET_BYTES))
        with self.storage.writing() as work:
            if sum(each.ended_at is None for each in work.hooks.of(organisation)) >= MOST_HOOKS:
                raise Refused(
                    "most-web-hooks",
                    message("An organisation has {most} web hooks at most.", most=MOST_HOOKS),
                    remedy=message("End one that is not needed any more."),
                )
            hook = Hook(
                id=HookId(encode(self.chance(16), 20)),
                organisation=organisation,
                url=url,
                kinds=tuple(sorted(set(kinds))),
                secret=secret,
                reads_all=PERMISSIONS.allows("read_device", actor),
                position=work.feed.end(),
                created_at=self.clock(),
                created_by=actor.account,
            )
            work.hooks.put(hook)
            work.commit()
        return NewHook(_view(hook), secret)

    def all(self, actor: Actor) -> tuple[HookView, ...]:
        """Those of the actor's organisation, newest first."""
        organisation = _organisation(actor)
        with self.storage.reading() as reads:
            return tuple(map(_view, reads.hooks.of(organisation)))

    def read(self, actor: Actor, hook: HookId, state: DeliveryState | None = None) -> HookView:
        """One, with its newest deliveries in this state."""
        with self.storage.reading() as reads:
            found = _own(reads, actor, hook)
            return replace(_view(found), deliveries=reads.hooks.deliveries(hook, state, limit=LARGEST_LIST))

    def end(self, actor: Actor, hook: HookId) -> HookView:
        """Send nothing any more; what was delivered stays on the list."""
        with self.storage.writing() as work:
            found = _own(work, actor, hook)
            ended = found if found.ended_at else replace(found, ended_at=self.clock())
            work.hooks.put(ended)
            work.commit()
            return _view(ended)

    def resend(self, actor: Actor, hook: HookId, entry: int) -> Delivery:
        """Send a dead letter again; Refused for one that waits or arrived."""
        with self.storage.writing() as work:
            _own(work, actor, hook)
            found = work.hooks.delivery(hook, entry)
            if found is None:
                raise NotFound(message("There is no delivery {entry} of this web hook.", entry=entry))
            if found.state is not DeliveryState.DEAD:
                raise Refused(
                    "dead-letters-only",
                    message("This delivery was not given up ({state}).", state=found.state),
                    remedy=message("Wait, or look whether it arrived."),
                )
            sent = again(found, self.clock())
            work.hooks.keep(sent)
            work.commit()
            return sent


@dataclass(frozen=True)
class HookDeliveries:
    """The worker: finds what is new, and sends what is due."""

    storage: HookStorage
    courier: HookCourier
    clock: Clock
    chance: Chance
    lease: timedelta = field(default=timedelta(minutes=2))

    def run(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Until nothing is due; gives how many were sent, arrived or not."""
        self.collect(stopping)
        sent = 0
        while not stopping() and self.send():
            sent += 1
        if sent:
            self._forget()
        return sent

    def collect(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Rule 3, for every active hook."""
        with self.storage.reading() as reads:
            hooks = reads.hooks.active()
        for hook in hooks:
            while not stopping() and self._collected(hook.id):
                pass

    def send(self) -> bool:
        """Send one that is due; whether there was one. Rule 4."""
        now = self.clock()
        with self.storage.writing() as work:
            delivery = work.hooks.lease(now, now + self.lease)
            hook = None if delivery is None else work.hooks.get(delivery.hook)
            event = None if delivery is None else work.events.find(delivery.event)
            number = 0 if delivery is None else _number(work, delivery)
            if delivery is None or hook is None or event is None:
                return False
            work.commit()
        what = signed(_without_text(event), delivery.entry, number, hook.secret, now)
        reply = self.courier.send(hook.url, what.body, what.headers)
        after = self.clock()
        with self.storage.writing() as work:
            held = work.hooks.delivery(delivery.hook, delivery.entry)
            if held is not None and held.leased_until == delivery.leased_until:
                chance = self.chance(CHANCE_BYTES)
                kept = arrived(held, reply.said) if reply.taken else failed(held, reply.said, after, chance, reply.wait)
                work.hooks.keep(kept)
            work.commit()
        return True

    def _forget(self) -> None:
        """What arrived long ago leaves the list."""
        with self.storage.writing() as work:
            work.hooks.forget(self.clock() - KEPT)
            work.commit()

    def _collected(self, hook: HookId) -> bool:
        """Whether there may be more."""
        with self.storage.writing() as work:
            held = work.hooks.hold(hook)
            if held is None or held.ended_at is not None:
                return False
            part = work.feed.after(FeedWanted(held.position, AT_ONCE, held.party, held.kinds))
            if part.reached == held.position:
                return False
            now = self.clock()
            new = [Delivery(hook, each.event.device, each.entry, each.event.id, now) for each in part.entries]
            work.hooks.add(new)
            work.hooks.put(replace(held, position=part.reached))
            work.commit()
            return len(part.entries) == AT_ONCE


def _number(work: HookWork, delivery: Delivery) -> int:
    numbers = {entry: number for number, entry in work.feed.entries_of(delivery.device).items()}
    return numbers[delivery.entry]


def _without_text(event: Event) -> Event:
    return replace(event, happening=replace(event.happening, remark=None))


def _organisation(actor: Actor) -> OrganisationId:
    PERMISSIONS.check("manage_web_hooks", actor)
    if actor.organisation is None:
        raise NotPermitted(message("A web hook belongs to an organisation, and you act for none."))
    return actor.organisation


def _own(reads: HookReads, actor: Actor, hook: HookId) -> Hook:
    """Rule 1."""
    organisation, found = _organisation(actor), reads.hooks.get(hook)
    if found is None or found.organisation != organisation:
        raise NotFound(message("There is no web hook '{hook}'.", hook=hook[:40]))
    return found


def _view(hook: Hook) -> HookView:
    return HookView(hook.id, hook.url, hook.kinds, hook.created_at, ended=hook.ended_at is not None)
