"""Alembic's entry: one transaction on the store that `etl.store.migrate` names."""

from alembic import context

from etl.store.engine import engine
from etl.store.tables import Base

with engine(context.config.attributes["url"]).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
