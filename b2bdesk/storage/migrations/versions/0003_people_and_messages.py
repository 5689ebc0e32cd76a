"""coverage teams, contact goals, behaviours, snoozes, messages with attachments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema one step forward."""
    op.create_table(
        "attachment_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_content")),
        sa.UniqueConstraint("digest", name=op.f("uq_attachment_content_digest")),
    )
    op.create_table(
        "title_class",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "contact_class",
            sa.Enum(
                "decision_maker",
                "purchasing",
                "technical",
                "end_user",
                "finance",
                "executive_sponsor",
                "logistics",
                "legal",
                "support",
                "partner",
                "analyst_media",
                "other",
                name="contactclass",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_class")),
        sa.UniqueConstraint("title", name=op.f("uq_title_class_title")),
    )
    op.create_table(
        "contact_goal",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "contact_class",
            sa.Enum(
                "decision_maker",
                "purchasing",
                "technical",
                "end_user",
                "finance",
                "executive_sponsor",
                "logistics",
                "legal",
                "support",
                "partner",
                "analyst_media",
                "other",
                name="contactclass",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_contact_goal_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_goal")),
        sa.UniqueConstraint(
            "account_id", "contact_class", name=op.f("uq_contact_goal_account_id_contact_class")
        ),
    )
    op.create_table(
        "snooze",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_snooze_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
        sa.UniqueConstraint("account_id", "alert", name=op.f("uq_snooze_account_id_alert")),
    )
    op.create_table(
        "team_match",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column(
            "contact_class",
            sa.Enum(
                "decision_maker",
                "purchasing",
                "technical",
                "end_user",
                "finance",
                "executive_sponsor",
                "logistics",
                "legal",
                "support",
                "partner",
                "analyst_media",
                "other",
                name="contactclass",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "desired",
            sa.Enum(
                "unknown",
                "none",
                "brief",
                "multiple",
                "in_depth",
                name="coveragelevel",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_team_match_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"],
            ["colleague.id"],
            name=op.f("fk_team_match_colleague_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_match")),
        sa.UniqueConstraint(
            "account_id",
            "colleague_id",
            "contact_class",
            name=op.f("uq_team_match_account_id_colleague_id_contact_class"),
        ),
    )
    op.create_index(
        op.f("ix_team_match_colleague_id"), "team_match", ["colleague_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange.id"],
            name=op.f("fk_attachment_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_exchange_id"), "attachment", ["exchange_id"], unique=False)
    op.create_table(
        "behaviour",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange.id"],
            name=op.f("fk_behaviour_exchange_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["dmu_member.id"],
            name=op.f("fk_behaviour_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_behaviour")),
    )
    op.create_index(op.f("ix_behaviour_exchange_id"), "behaviour", ["exchange_id"], unique=False)
    op.create_index(op.f("ix_behaviour_member_id"), "behaviour", ["member_id"], unique=False)
    op.create_table(
        "exchange_address",
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("from", "to", "cc", name="addressplace", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange.id"],
            name=op.f("fk_exchange_address_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_address")),
    )
    op.create_index(op.f("ix_exchange_address_email"), "exchange_address", ["email"], unique=False)
    op.create_index(
        op.f("ix_exchange_address_exchange_id"), "exchange_address", ["exchange_id"], unique=False
    )
    op.add_column("account", sa.Column("main_rival", sa.Text(), nullable=True))
    op.add_column(
        "dmu_member",
        sa.Column(
            "adaptability",
            sa.Enum(
                "innovator",
                "visionary",
                "pragmatist",
                "conservative",
                "laggard",
                name="adaptability",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "exchange",
        sa.Column("complaint", sa.Boolean(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("exchange", sa.Column("message_id", sa.Text(), nullable=True))
    op.add_column("exchange", sa.Column("in_reply_to", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_exchange_message_id"),
        "exchange",
        ["message_id"],
        unique=False,
        sqlite_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "ix_exchange_complaint",
        "exchange",
        ["account_id", "at"],
        unique=False,
        sqlite_where=sa.text("complaint = 1"),
    )
    op.add_column(
        "job",
        sa.Column(
            "outside_as",
            sa.Enum(
                "adviser",
                "partner",
                "media",
                "other",
                name="outsidekind",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
    )
    op.add_column("next_step", sa.Column("snoozed_until", sa.Integer(), nullable=True))
    # A reference cannot be added to a table of SQLite: the table is written anew.
    with op.batch_alter_table("member_stance", recreate="always") as table:
        table.add_column(sa.Column("exchange_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_member_stance_exchange_id"),
            "exchange",
            ["exchange_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(
        op.f("ix_member_stance_exchange_id"), "member_stance", ["exchange_id"], unique=False
    )
    # A reference cannot be added to a table of SQLite: the table is written anew.
    with op.batch_alter_table("perception", recreate="always") as table:
        table.add_column(sa.Column("exchange_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_perception_exchange_id"),
            "exchange",
            ["exchange_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(op.f("ix_perception_exchange_id"), "perception", ["exchange_id"], unique=False)
