"""Passports, devices, what happened to them, and accounts.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from dpp.adapters.database import UtcTime
from migrations import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_journal")),
    )
    op.create_table(
        "consignment",
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'offered', 'received', 'withdrawn')", name=op.f("ck_consignment_state")),
        sa.PrimaryKeyConstraint("consignment_id", name=op.f("pk_consignment")),
    )
    op.create_index(op.f("ix_consignment_carrier_state"), "consignment", ["carrier", "state"], unique=False)
    op.create_index(op.f("ix_consignment_receiver_state"), "consignment", ["receiver", "state"], unique=False)
    op.create_index(op.f("ix_consignment_sender_state"), "consignment", ["sender", "state"], unique=False)

    op.create_table(
        "decision",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "decision_id", name=op.f("pk_decision")),
    )
    op.create_table(
        "device",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=True),
        sa.Column("model_id", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("serial", sa.String(), nullable=True),
        sa.Column("asset_tag", sa.String(), nullable=True),
        sa.Column("placeholder", sa.Boolean(), nullable=False),
        sa.Column("lifecycle", sa.String(), nullable=False),
        sa.Column("data_state", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("custodian", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("functional_grade", sa.String(), nullable=True),
        sa.Column("cosmetic_grade", sa.String(), nullable=True),
        sa.Column("battery_health", sa.Float(), nullable=True),
        sa.Column("route", sa.String(), nullable=True),
        sa.Column("route_state", sa.String(), nullable=True),
        sa.Column("blocked", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=True),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_device")),
    )
    op.create_index(op.f("ix_device_custodian_lifecycle"), "device", ["custodian", "lifecycle"], unique=False)
    op.create_index(op.f("ix_device_lifecycle_updated_at"), "device", ["lifecycle", "updated_at"], unique=False)
    op.create_index(op.f("ix_device_owner_lifecycle"), "device", ["owner", "lifecycle"], unique=False)

    op.create_table(
        "device_claim",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "kind", "value", name=op.f("pk_device_claim")),
    )
    op.create_index(op.f("ix_device_claim_value_kind"), "device_claim", ["value", "kind"], unique=False)

    op.create_table(
        "event",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurred_at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "sequence", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_transaction_id"), "event", ["transaction_id"], unique=False)

    op.create_table(
        "event_key",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_key")),
    )
    op.create_table(
        "event_payload",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "sequence", name=op.f("pk_event_payload")),
    )
    op.create_table(
        "evidence",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("original_sha256", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("parser", sa.String(), nullable=False),
        sa.Column("parser_version", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_key", "sha256", name=op.f("pk_evidence")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "kind", "number", name=op.f("pk_log_leaf")),
    )
    op.create_table(
        "model_part",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("elements", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_part")),
    )
    op.create_index(op.f("ix_model_part_group_brand_name"), "model_part", ["group", "brand", "name"], unique=False)
    op.create_index(op.f("ix_model_part_search"), "model_part", ["search"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("in_state", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "passport_version",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("received", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("passport_id", "version", name=op.f("pk_passport_version")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_address_hash"), "sign_in_attempt", ["address_hash"], unique=False)
    op.create_index(op.f("ix_sign_in_attempt_at"), "sign_in_attempt", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_attempt_name_hash"), "sign_in_attempt", ["name_hash"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_table(
        "capability_link",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_capability_link_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_capability_link_token_hash")),
    )
    op.create_table(
        "consignment_device",
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.consignment_id"], name=op.f("fk_consignment_device_consignment_id")
        ),
        sa.PrimaryKeyConstraint("device_key", "consignment_id", name=op.f("pk_consignment_device")),
    )
    op.create_index(
        op.f("ix_consignment_device_consignment_id"), "consignment_device", ["consignment_id"], unique=False
    )

    op.create_table(
        "organisation_credential",
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_organisation_credential_period")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_credential_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", "number", name=op.f("pk_organisation_credential")),
    )
    op.create_table(
        "passport",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("granularity", sa.String(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=True),
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("successor_of", sa.String(), nullable=True),
        sa.Column("overrides", sa.String(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("elements", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("granularity IN ('model', 'item')", name=op.f("ck_passport_granularity")),
        sa.CheckConstraint("status IN ('active', 'inactive', 'archived', 'invalid')", name=op.f("ck_passport_status")),
        sa.ForeignKeyConstraint(["model_id"], ["model_part.model_id"], name=op.f("fk_passport_model_id")),
        sa.PrimaryKeyConstraint("passport_id", name=op.f("pk_passport")),
    )
    op.create_index(op.f("ix_passport_device_key"), "passport", ["device_key"], unique=False)
    op.create_index(op.f("ix_passport_model_id"), "passport", ["model_id"], unique=False)

    op.create_table(
        "account_role",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.create_index(op.f("ix_account_role_role"), "account_role", ["role"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_session")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_session_started_at"), "account_session", ["started_at"], unique=False)

    op.create_table(
        "api_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_key_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_key_token_hash")),
    )
    op.create_table(
        "gs1_key",
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["passport_id"], ["passport.passport_id"], name=op.f("fk_gs1_key_passport_id")),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_gs1_key")),
    )
    op.create_index(op.f("ix_gs1_key_passport_id"), "gs1_key", ["passport_id"], unique=False)

    op.create_table(
        "history_part",
        sa.Column("passport_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["passport_id"], ["passport.passport_id"], name=op.f("fk_history_part_passport_id")),
        sa.PrimaryKeyConstraint("passport_id", name=op.f("pk_history_part")),
    )
    op.create_table(
        "label",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("passport_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'retired', 'unclaimed')", name=op.f("ck_label_state")),
        sa.ForeignKeyConstraint(["passport_id"], ["passport.passport_id"], name=op.f("fk_label_passport_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_label")),
    )
    op.create_index(op.f("ix_label_passport_id"), "label", ["passport_id"], unique=False)
    triggers.guard("passport_version", "log_leaf", "event", "event_key", "decision", "account_journal")
