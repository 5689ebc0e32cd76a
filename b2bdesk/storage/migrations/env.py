"""Alembic's entry: runs on the connection it is given, or on a scratch file for new revisions."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from b2bdesk.models import Base

_connection = context.config.attributes.get("connection")
if _connection is None:
    _connection = create_engine("sqlite://").connect()

context.configure(
    connection=_connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
with context.begin_transaction():
    context.run_migrations()
