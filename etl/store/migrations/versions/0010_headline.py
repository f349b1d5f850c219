"""What each run concluded, so that the next load can say what changed."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('ops__headline',
    sa.Column('run_id', sa.Text(), nullable=False, comment='the run'),
    sa.Column('key', sa.Text(), nullable=False, comment="the finding's key"),
    sa.Column('verdict', sa.Text(), nullable=False, comment='its verdict'),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=True, comment='interviews or hires compared, rounded; moves only in steps too large to single anybody out'),
    sa.PrimaryKeyConstraint('run_id', 'key', name=op.f('pk_ops__headline')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('ops__headline')
