"""Web hooks and their deliveries in SQL: the store behind `lifecycle.service.hook_ports`.

Two workers never take the same row: on PostgreSQL a row that another transaction holds is skipped, SQLite has one
writer at a time.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import stored_from
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.hooks import HookDeliveryRow, HookRow
from lifecycle.domain.hooks import Delivery, DeliveryState, Hook, HookId


class SqlHooks:
    """`HookStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, hook: Hook) -> None:
        self._session.merge(
            HookRow(
                hook_id=hook.id,
                organisation=hook.organisation,
                url=hook.url,
                kinds=" ".join(hook.kinds),
                secret=hook.secret,
                reads_all=hook.reads_all,
                position=hook.position,
                created_at=hook.created_at,
                created_by=hook.created_by,
                ended_at=hook.ended_at,
            )
        )
        self._session.flush()

    def get(self, hook: HookId) -> Hook | None:
        row = self._session.get(HookRow, hook)
        return None if row is None else _hook(row)

    def of(self, organisation: OrganisationId) -> tuple[Hook, ...]:
        row = HookRow
        found = select(row).where(row.organisation == organisation)
        newest = found.order_by(col(row.created_at).desc(), col(row.hook_id))
        return tuple(map(_hook, self._session.exec(newest)))

    def active(self) -> tuple[Hook, ...]:
        found = select(HookRow).where(col(HookRow.ended_at).is_(None)).order_by(col(HookRow.hook_id))
        return tuple(map(_hook, self._session.exec(found)))

    def hold(self, hook: HookId) -> Hook | None:
        found = select(HookRow).where(HookRow.hook_id == hook).with_for_update(skip_locked=True)
        row = self._session.exec(found).first()
        return None if row is None else _hook(row)

    def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if self._session.get(HookDeliveryRow, _place(delivery)) is None:
                self._session.add(_row(delivery))
        self._session.flush()

    def keep(self, delivery: Delivery) -> None:
        self._session.merge(_row(delivery))
        self._session.flush()

    def delivery(self, hook: HookId, entry: int) -> Delivery | None:
        row = HookDeliveryRow
        found = self._session.exec(select(row).where(row.hook_id == hook, row.entry == entry)).first()
        return None if found is None else _delivery(found)

    def deliveries(self, hook: HookId, state: DeliveryState | None, *, limit: int) -> tuple[Delivery, ...]:
        row = HookDeliveryRow
        found = select(row).where(row.hook_id == hook)
        if state is not None:
            found = found.where(row.state == state)
        return tuple(map(_delivery, self._session.exec(found.order_by(col(row.entry).desc()).limit(limit))))

    def lease(self, now: datetime, until: datetime) -> Delivery | None:
        row, earlier = HookDeliveryRow, aliased(HookDeliveryRow)
        before = exists().where(
            col(earlier.device_key) == col(row.device_key),
            col(earlier.hook_id) == col(row.hook_id),
            col(earlier.state) == DeliveryState.WAITING,
            col(earlier.entry) < col(row.entry),
        )
        free = or_(col(row.leased_until).is_(None), col(row.leased_until) <= now)
        due = (
            select(row)
            .join(HookRow, col(HookRow.hook_id) == col(row.hook_id))
            .where(row.state == DeliveryState.WAITING, row.due_at <= now, free, ~before)
            .where(col(HookRow.ended_at).is_(None))
            .order_by(col(row.due_at), col(row.entry))
            .limit(1)
            .with_for_update(skip_locked=True, of=row)
        )
        found = self._session.exec(due).first()
        if found is None:
            return None
        found.leased_until, found.attempts = until, found.attempts + 1
        self._session.flush()
        return _delivery(found)

    def forget(self, before: datetime) -> int:
        row = HookDeliveryRow
        old = delete(row).where(col(row.state) == DeliveryState.DELIVERED, col(row.due_at) < before)
        return self._session.exec(old).rowcount


def _place(delivery: Delivery) -> tuple[DeviceKey, HookId, int]:
    return (delivery.device, delivery.hook, delivery.entry)


def _row(delivery: Delivery) -> HookDeliveryRow:
    return HookDeliveryRow(
        device_key=delivery.device,
        hook_id=delivery.hook,
        entry=delivery.entry,
        event_id=delivery.event,
        state=delivery.state,
        due_at=delivery.due_at,
        attempts=delivery.attempts,
        answer=delivery.answer,
        leased_until=delivery.leased_until,
    )


def _hook(row: HookRow) -> Hook:
    return stored_from(Hook, row, id=row.hook_id, kinds=tuple(row.kinds.split()))


def _delivery(row: HookDeliveryRow) -> Delivery:
    return stored_from(
        Delivery,
        row,
        hook=row.hook_id,
        device=row.device_key,
        event=row.event_id,
        state=DeliveryState(row.state),
    )
