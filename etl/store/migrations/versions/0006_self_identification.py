"""What candidates said of themselves, if it is asked for."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('core__self_identification',
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the application'),
    sa.Column('gender', sa.Text(), nullable=False, comment='female, male, nonbinary, declined or unknown'),
    sa.Column('race', sa.Text(), nullable=False, comment='american_indian, asian, black, hispanic, pacific_islander, white, two_or_more, declined or unknown'),
    sa.Column('veteran', sa.Text(), nullable=False, comment='protected, not_protected, declined or unknown'),
    sa.Column('disability', sa.Text(), nullable=False, comment='yes, no, declined or unknown'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_core__self_identification')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('core__self_identification')
