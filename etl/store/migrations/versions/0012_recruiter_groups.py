"""Who recruits, and the declared groups of recruiters, among what is counted by."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

GROUPED = (
    'out__interview', 'out__scorecard', 'out__offer', 'out__hire',
    'out__cell_interview', 'out__cell_hire', 'out__cell_stage', 'out__cell_application',
)


def upgrade() -> None:
    """Apply."""
    op.create_table('core__recruiter_group',
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the recruiter's normalised address"),
    sa.Column('recruiter_group', sa.Text(), nullable=False, comment="the group's name"),
    sa.PrimaryKeyConstraint('address_key', name=op.f('pk_core__recruiter_group')),
    sqlite_with_rowid=False
    )
    op.add_column('core__candidate', sa.Column('recruiter_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the user who recruits for the candidate'))
    op.add_column('core__application', sa.Column('recruiter_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the user who recruits for the application, as of `core__interviewer`'))
    for table in GROUPED:
        op.add_column(table, sa.Column('recruiter_group', sa.Text(), server_default='unknown', nullable=False, comment="group of the application's recruiter"))


def downgrade() -> None:
    """Take back."""
    for table in GROUPED:
        op.drop_column(table, 'recruiter_group')
    op.drop_column('core__application', 'recruiter_id')
    op.drop_column('core__candidate', 'recruiter_id')
    op.drop_table('core__recruiter_group')
