"""Adverse impact in a table of its own, which is not published."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

COLUMNS = ('study_id', 'dimension', 'value', 'position', 'key', 'document')
STUDY, IMPACT = (sa.table(name, *map(sa.column, COLUMNS)) for name in ('out__study', 'out__impact'))
OF_IMPACT = sa.or_(STUDY.c.key.startswith('gate_passes_', autoescape=True), STUDY.c.key.startswith('gate_impact_', autoescape=True))


def upgrade() -> None:
    """Apply."""
    op.create_table('out__impact',
    sa.Column('study_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('dimension', sa.Text(), nullable=False, comment='what the view is filtered on; empty for the whole'),
    sa.Column('value', sa.Text(), nullable=False, comment='the value that it keeps; empty for the whole'),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False, comment='order in which it is told'),
    sa.Column('key', sa.Text(), nullable=False, comment="the finding's or exhibit's key"),
    sa.Column('document', sa.Text(), nullable=False, comment='the finding or exhibit, as JSON'),
    sa.PrimaryKeyConstraint('study_id', name=op.f('pk_out__impact')),
    sqlite_with_rowid=False
    )
    op.execute(sa.insert(IMPACT).from_select(COLUMNS, sa.select(STUDY).where(OF_IMPACT)))
    op.execute(sa.delete(STUDY).where(OF_IMPACT))


def downgrade() -> None:
    """Take back."""
    op.execute(sa.insert(STUDY).from_select(COLUMNS, sa.select(IMPACT)))
    op.drop_table('out__impact')
