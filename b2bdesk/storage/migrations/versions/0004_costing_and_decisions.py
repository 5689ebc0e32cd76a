"""costing versions and rates, currencies, orders, decisions, scenarios, plans"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema one step forward."""
    op.create_table(
        "costing_version_cost",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pool_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version_id", "account_id", "pool_id", name=op.f("pk_costing_version_cost")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "currency_rate",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("rate_micro", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency_rate")),
        sa.UniqueConstraint("currency", "day", name=op.f("uq_currency_rate_currency_day")),
    )
    op.create_table(
        "ledger_foreign",
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("rate_micro", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_ledger_foreign")),
    )
    op.create_table(
        "order_fact",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("orders", sa.LargeBinary(), nullable=False),
        sa.Column("shipments", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_order_fact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "product_month",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("products", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_product_month")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "product_fact",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bought", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_product_fact")),
    )
    op.create_table(
        "order_fact_stale",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_order_fact_stale")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cost_rate",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "segment", "account_kind", "channel", name="rateby", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("weight_milli", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["cost_pool.id"], name=op.f("fk_cost_rate_pool_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_rate")),
        sa.UniqueConstraint("pool_id", "by", "value", name=op.f("uq_cost_rate_pool_id_by_value")),
    )
    op.create_table(
        "costing_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("as_of_day", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("pools", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["colleague.id"],
            name=op.f("fk_costing_version_author_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costing_version")),
    )
    op.create_table(
        "account_decision",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("keep", "convert", "let_go", name="decision", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("on_day", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("strategic", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_decision_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["colleague.id"],
            name=op.f("fk_account_decision_author_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_decision")),
    )
    op.create_index(
        op.f("ix_account_decision_account_id"), "account_decision", ["account_id"], unique=False
    )
    op.create_table(
        "scenario",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_day", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_scenario_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index(op.f("ix_scenario_account_id"), "scenario", ["account_id"], unique=False)
    op.create_table(
        "special_service",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=True),
        sa.Column("create_minor", sa.Integer(), nullable=True),
        sa.Column("deliver_minor", sa.Integer(), nullable=True),
        sa.Column("margin_minor", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_special_service_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_service")),
    )
    op.create_index(
        op.f("ix_special_service_account_id"), "special_service", ["account_id"], unique=False
    )
    op.create_table(
        "plan",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("measures", "save", "path", name="plankind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_day", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_plan_scenario_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_account_id"), "plan", ["account_id"], unique=False)
    op.create_index(op.f("ix_plan_scenario_id"), "plan", ["scenario_id"], unique=False)
    op.create_table(
        "scenario_measure",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cheaper_channel",
                "minimum_order",
                "fewer_visits",
                "fewer_deliveries",
                "discount",
                "price",
                "order_fee",
                "service_fee",
                name="measurekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("value_milli", sa.Integer(), nullable=False),
        sa.Column("threshold_minor", sa.Integer(), nullable=True),
        sa.Column(
            "relationship_type",
            sa.Enum(
                "transactional",
                "value_added",
                "collaborative",
                name="relationshiptype",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
            name=op.f("fk_scenario_measure_scenario_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_measure")),
    )
    op.create_index(
        op.f("ix_scenario_measure_scenario_id"), "scenario_measure", ["scenario_id"], unique=False
    )
    op.add_column("cost_pool", sa.Column("time_equation", sa.Text(), nullable=True))
    op.add_column("cost_pool_period", sa.Column("currency", sa.Text(), nullable=True))
    op.add_column("cost_pool_period", sa.Column("foreign_minor", sa.Integer(), nullable=True))
    # A reference cannot be added to a table of SQLite: the table is written anew.
    with op.batch_alter_table("next_step", recreate="always") as table:
        table.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_next_step_plan_id"), "plan", ["plan_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(op.f("ix_next_step_plan_id"), "next_step", ["plan_id"], unique=False)
    # Orders are read when they are first asked for.
    op.execute("INSERT INTO order_fact_stale SELECT account_id, month FROM account_month")
