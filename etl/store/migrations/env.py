"""Alembic's entry: one transaction on the store that `etl.store.migrate` names."""

from typing import Any

from alembic import context
from sqlalchemy import event

from etl.store.engine import SQLITE, engine
from etl.store.tables import Base

store = engine(context.config.attributes["url"])
if store.dialect.name == SQLITE:
    # Left to itself, the driver commits after every CREATE: a kill would leave half a schema.
    @event.listens_for(store, "connect")
    def _leave_transactions_to_us(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(store, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with store.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
