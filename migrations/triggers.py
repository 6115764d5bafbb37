"""Tables that only grow: the database itself refuses UPDATE and DELETE on them, and on PostgreSQL also TRUNCATE.

For use in migrations. SQLite changes a table by making it anew ("batch mode"), and the triggers go with the old one:
call `guard` again at the end of every migration that alters such a table. `tests/migrations` looks after every
migration whether they are there.
"""

from alembic import op
from sqlalchemy import text
from sqlalchemy.engine import Connection

INSERT_ONLY = (
    "passport_version",
    "log_leaf",
    "event",
    "event_key",
    "decision",
    "account_journal",
    "model_claim",
    "model_claim_step",
    "contradiction",
    "contradiction_step",
    "delivery_proof",
    "delivery_receipt",
    "held_version",
    "closure",
    "closure_lifting",
    "access_record",
    "import_row",
    "column_map",
    "erasure_map",
    "label_retirement",
    "log_entry",
    "log_checkpoint",
    "log_cosignature",
    "erasure",
    "erasure_report",
    "erasure_statement",
    "erasure_tool",
    "sending",
    "set_aside",
    "set_aside_attempt",
    "goods_movement",
    "goods_party",
    "consignment_scan",
    "consignment_collection",
    "weight_report",
    "epcis_capture",
    "epcis_event",
    "epcis_term",
    "donation_programme",
    "donation_delivery",
    "donation_device",
    "donation_entry",
    "support_load",
    "support_entry",
    "support_match",
    "routing_policy_content",
    "routing_policy",
    "routing_policy_activation",
    "mandate",
    "mandate_step",
    "class_decision",
    "class_member",
    "class_look",
    "class_closing",
    "class_left_out",
    "device_request_step",
    "sale_lot",
    "sale_buyer",
    "sale_bid",
    "sale",
    "repair_guide",
    "repair_guide_file",
    "spare_part_version",
    "spare_fit",
    "spare_sighting",
    "spare_movement",
    "repairer_registration_step",
    "repairer_list",
    "repair_order_entry",
)

_FUNCTION = "kringpas_refuse_change"


def guard(*tables: str) -> None:
    """Put the triggers on these tables; where they are already, they are made anew."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(_postgres_function())
    for table in tables:
        for statement in _statements(connection.dialect.name, table):
            op.execute(statement)


def unguard(*tables: str) -> None:
    """Take the triggers off, for the length of a migration that has to change old rows."""
    connection = op.get_bind()
    for table in tables:
        on_table = f' ON "{table}"' if connection.dialect.name == "postgresql" else ""
        for name in names(connection.dialect.name, table):
            op.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def names(dialect: str, table: str) -> tuple[str, ...]:
    """The triggers that a guarded table has."""
    kinds = ("change", "truncate") if dialect == "postgresql" else ("update", "delete")
    return tuple(f"{table}_refuses_{kind}" for kind in kinds)


def present(connection: Connection) -> set[str]:
    """The names of all triggers that the database has now."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.dialect.name == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return set(connection.execute(text(query)).scalars())


def _statements(dialect: str, table: str) -> list[str]:
    if dialect == "postgresql":
        change, truncate = names(dialect, table)
        call = f"EXECUTE FUNCTION {_FUNCTION}()"
        return [
            f'CREATE OR REPLACE TRIGGER {change} BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
            f'CREATE OR REPLACE TRIGGER {truncate} BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    update, delete = names(dialect, table)
    return [
        f"DROP TRIGGER IF EXISTS {update}",
        f'CREATE TRIGGER {update} BEFORE UPDATE ON "{table}" {refuse}',
        f"DROP TRIGGER IF EXISTS {delete}",
        f'CREATE TRIGGER {delete} BEFORE DELETE ON "{table}" {refuse}',
    ]


def _postgres_function() -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
    """
