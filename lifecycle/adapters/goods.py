"""The ledger of counted goods in SQL: the store behind `lifecycle.service.thing_ports.GoodsStore`."""

from collections.abc import Collection
from decimal import Decimal

from pydantic import TypeAdapter
from sqlalchemy import or_
from sqlmodel import Session, col, select

from dpp.adapters.contested import contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.adapters.rows.things import GoodsBalanceRow, GoodsMovementRow, GoodsPartyRow
from lifecycle.domain.events import plain
from lifecycle.domain.goods import GRAM, Balance, GoodsCondition, Lot, Movement, MovementId
from lifecycle.domain.things import Unit

_MOVEMENT: TypeAdapter[Movement] = TypeAdapter(Movement)


class SqlGoods:
    """`GoodsStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def balance(self, lots: Collection[Lot]) -> Balance:
        rows = select(GoodsBalanceRow).where(col(GoodsBalanceRow.lot_key).in_({_key(lot) for lot in lots}))
        held = self._session.exec(rows.order_by(col(GoodsBalanceRow.lot_key)).with_for_update())
        return {_lot(row): _amount(row.quantity) for row in held}

    def add(self, movement: Movement) -> None:
        content = canonical(plain(movement)).decode()
        taken = message("Somebody else moved these goods at the same moment.")
        remedy = message("Look at the balance again, then repeat what you did if it is still needed.")
        with contested(self._session, taken, remedy):
            self._session.add(
                GoodsMovementRow(
                    movement_id=movement.id, act=movement.act, recorded_at=movement.recorded_at, content=content
                )
            )
            self._session.flush()
            self._session.add_all(
                GoodsPartyRow(movement_id=movement.id, party=party, recorded_at=movement.recorded_at)
                for party in movement.parties
            )
            self._change(movement)

    def _change(self, movement: Movement) -> None:
        """In the order of the lots' keys, so that two who move the same lots never wait for each other."""
        for entry in sorted(movement.entries, key=lambda each: _key(each.lot)):
            row = self._session.get(GoodsBalanceRow, _key(entry.lot))
            change = int(entry.quantity / GRAM)
            if row is None:
                self._session.add(GoodsBalanceRow(**values_of(entry.lot, lot_key=_key(entry.lot)), quantity=change))
                self._session.flush()
            else:
                row.quantity += change

    def get(self, movement: MovementId) -> Movement | None:
        row = self._session.get(GoodsMovementRow, movement)
        return None if row is None else _MOVEMENT.validate_json(row.content)

    def lots(self, party: OrganisationId | None) -> tuple[tuple[Lot, Decimal], ...]:
        row = GoodsBalanceRow
        there = select(row).where(row.quantity > 0)
        if party is not None:
            there = there.where(or_(col(row.custodian) == party, col(row.owner) == party, col(row.receiver) == party))
        ordered = there.order_by(col(row.kind), col(row.place), col(row.condition), col(row.lot_key))
        return tuple((_lot(each), _amount(each.quantity)) for each in self._session.exec(ordered))

    def movements(self, party: OrganisationId | None, limit: int) -> tuple[Movement, ...]:
        row = GoodsMovementRow
        found = select(row)
        if party is not None:
            mine = select(GoodsPartyRow.movement_id).where(GoodsPartyRow.party == party)
            found = found.where(col(row.movement_id).in_(mine))
        newest = found.order_by(col(row.recorded_at).desc(), col(row.movement_id)).limit(limit)
        return tuple(_MOVEMENT.validate_json(each.content) for each in self._session.exec(newest))


def _key(lot: Lot) -> str:
    return sha256(canonical(plain(lot)))


def _amount(thousandths: int) -> Decimal:
    return (thousandths * GRAM).normalize() + 0


def _lot(row: GoodsBalanceRow) -> Lot:
    return stored_from(Lot, row, unit=Unit(row.unit), condition=GoodsCondition(row.condition))
