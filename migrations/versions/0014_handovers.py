"""Hand-overs are received in parts: lines, differences and scans are rows of their own.

Revision 0014, after 0013. What consignments held until now moves from their JSON into rows: their devices become lines,
and differences of a receipt become items without the event and the person that found them, which were not kept.
"""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from dpp.domain.proof import canonical
from migrations import triggers

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATES = "'draft', 'offered', 'partly-received', 'received', 'withdrawn'"
_OLD_STATES = "'draft', 'offered', 'received', 'withdrawn'"
_LINE_STATES = "'expected', 'received', 'missing', 'set-apart', 'withdrawn', 'lost'"
_AFTER = {"missing": "missing", "other-condition": "set-apart", "broken-seal": "set-apart"}

_consignment = sa.table(
    "consignment",
    sa.column("consignment_id", sa.String),
    sa.column("state", sa.String),
    sa.column("updated_at", UtcTime),
    sa.column("content", sa.Text),
    sa.column("manifest_sha256", sa.String),
    sa.column("offered_at", UtcTime),
    sa.column("closed_at", UtcTime),
    sa.column("sender", sa.String),
    sa.column("receiver", sa.String),
)
_line = sa.table(
    "consignment_device",
    sa.column("device_key", sa.String),
    sa.column("consignment_id", sa.String),
    sa.column("position", sa.Integer),
    sa.column("state", sa.String),
    sa.column("extra", sa.Boolean),
    sa.column("received_at", UtcTime),
)
_difference = sa.table(
    "consignment_difference",
    sa.column("device_key", sa.String),
    sa.column("difference_id", sa.String),
    sa.column("consignment_id", sa.String),
    sa.column("position", sa.Integer),
    sa.column("difference", sa.String),
    sa.column("found_at", UtcTime),
    sa.column("evidence", sa.String),
)


def upgrade() -> None:
    _widen_consignments()
    _widen_lines()
    _make_differences()
    _make_scans()
    for row in op.get_bind().execute(sa.select(_consignment)).all():
        _unfold(row._mapping)  # noqa: SLF001 (SQLAlchemy's own name for the columns of a row)
    with op.batch_alter_table("consignment_device") as table:
        table.create_check_constraint(
            op.f("ck_consignment_device_received_at"), "(state = 'received') = (received_at IS NOT NULL)"
        )
        for name in ("position", "state", "extra"):
            table.alter_column(name, server_default=None)
    triggers.guard("consignment_scan")


def downgrade() -> None:
    """Back to JSON: what was received in parts is told as offered, and scans and answers are lost."""
    for row in op.get_bind().execute(sa.select(_consignment)).all():
        _fold(row._mapping)  # noqa: SLF001 (as above)
    op.drop_table("consignment_scan")
    op.drop_table("consignment_difference")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_consignment_device_state"), "consignment_device", type_="check")
        op.drop_constraint(op.f("ck_consignment_device_received_at"), "consignment_device", type_="check")
    with op.batch_alter_table("consignment_device", recreate="always") as table:
        for name in ("position", "state", "extra", "condition", "received_at", "scan_id"):
            table.drop_column(name)
    _change_states(_OLD_STATES)
    with op.batch_alter_table("consignment") as table:
        for name in ("manifest_sha256", "offered_at", "closed_at"):
            table.drop_column(name)


def _widen_consignments() -> None:
    _change_states(_STATES)
    op.add_column("consignment", sa.Column("manifest_sha256", sa.String(), nullable=True))
    op.add_column("consignment", sa.Column("offered_at", UtcTime(), nullable=True))
    op.add_column("consignment", sa.Column("closed_at", UtcTime(), nullable=True))


def _change_states(states: str) -> None:
    """SQLite makes the table anew, without the old constraint."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_consignment_state"), "consignment", type_="check")
    with op.batch_alter_table("consignment") as table:
        table.create_check_constraint(op.f("ck_consignment_state"), f"state IN ({states})")


def _widen_lines() -> None:
    with op.batch_alter_table("consignment_device") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("state", sa.String(), nullable=False, server_default="expected"))
        table.add_column(sa.Column("extra", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("condition", sa.Text(), nullable=True))
        table.add_column(sa.Column("received_at", UtcTime(), nullable=True))
        table.add_column(sa.Column("scan_id", sa.String(), nullable=True))
        table.create_check_constraint(op.f("ck_consignment_device_state"), f"state IN ({_LINE_STATES})")


def _make_differences() -> None:
    op.create_table(
        "consignment_difference",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("difference_id", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.Column("found_at", UtcTime(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("resolved_for", sa.String(), nullable=True),
        sa.Column("resolved_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "difference IN ('missing', 'extra', 'other-condition', 'broken-seal')",
            name=op.f("ck_consignment_difference_difference"),
        ),
        sa.CheckConstraint(
            "(resolution IS NULL) = (resolved_at IS NULL)", name=op.f("ck_consignment_difference_resolved_at")
        ),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.consignment_id"], name=op.f("fk_consignment_difference_consignment_id")
        ),
        sa.PrimaryKeyConstraint("device_key", "difference_id", name=op.f("pk_consignment_difference")),
    )
    op.create_index(op.f("ix_consignment_difference_consignment_id"), "consignment_difference", ["consignment_id"])


def _make_scans() -> None:
    op.create_table(
        "consignment_scan",
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("occurred_at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.consignment_id"], name=op.f("fk_consignment_scan_consignment_id")
        ),
        sa.PrimaryKeyConstraint("consignment_id", "scan_id", name=op.f("pk_consignment_scan")),
    )
    columns = ["consignment_id", "recorded_at"]
    op.create_index(op.f("ix_consignment_scan_consignment_id_recorded_at"), "consignment_scan", columns)


def _unfold(row: Any) -> None:
    """One consignment as it was kept until now, into rows."""
    content, at = json.loads(row["content"]), row["updated_at"]
    found = {each["device"]: each["difference"] for each in content.get("differences", [])}
    for position, device in enumerate(content.get("devices", [])):
        _set_line(row, device, position, _line_state(row["state"], found.get(device)), at)
    for position, (device, difference) in enumerate(found.items()):
        _add_difference(row["consignment_id"], device, position, difference, at)
    over, draft = row["state"] in {"received", "withdrawn"}, row["state"] == "draft"
    op.get_bind().execute(
        sa.update(_consignment)
        .where(_consignment.c.consignment_id == row["consignment_id"])
        .values(
            content=canonical(content["terms"]).decode(),
            manifest_sha256=content.get("manifest_sha256"),
            offered_at=None if draft or over else at,
            closed_at=at if over else None,
        )
    )


def _line_state(state: str, difference: str | None) -> str:
    if state == "received":
        return "received" if difference is None else _AFTER[difference]
    return "withdrawn" if state == "withdrawn" else "expected"


def _set_line(row: Any, device: str, position: int, state: str, at: datetime) -> None:
    op.get_bind().execute(
        sa.update(_line)
        .where(_line.c.consignment_id == row["consignment_id"], _line.c.device_key == device)
        .values(position=position, state=state, received_at=at if state == "received" else None)
    )


def _add_difference(consignment: str, device: str, position: int, difference: str, at: datetime) -> None:
    op.get_bind().execute(
        sa.insert(_difference).values(
            device_key=device,
            difference_id=f"{consignment}-{position}",
            consignment_id=consignment,
            position=position,
            difference=difference,
            found_at=at,
            evidence="",
        )
    )


def _fold(row: Any) -> None:
    """One consignment into the JSON of before."""
    here = op.get_bind()
    identifier = row["consignment_id"]
    lines = here.execute(
        sa.select(_line.c.device_key)
        .where(_line.c.consignment_id == identifier, _line.c.extra.is_(False))
        .order_by(_line.c.position)
    ).scalars()
    items = here.execute(
        sa.select(_difference.c.device_key, _difference.c.difference)
        .where(_difference.c.consignment_id == identifier)
        .order_by(_difference.c.position)
    ).all()
    state = "offered" if row["state"] == "partly-received" else row["state"]
    content = {
        "id": identifier,
        "sender": row["sender"],
        "receiver": row["receiver"],
        "terms": json.loads(row["content"]),
        "devices": list(lines),
        "state": state,
        "differences": [{"device": device, "difference": difference} for device, difference in items],
    }
    if row["manifest_sha256"] is not None:
        content["manifest_sha256"] = row["manifest_sha256"]
    here.execute(
        sa.update(_consignment)
        .where(_consignment.c.consignment_id == identifier)
        .values(content=canonical(content).decode(), state=state)
    )
