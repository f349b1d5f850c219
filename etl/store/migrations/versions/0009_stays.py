"""Stays in stages with their length, and applications by how they ended: open ones among them."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0007'
branch_labels = None
depends_on = None

COMMENTS = (
    ('stage', 'stage entered', 'stage'),
    ('outcome', 'advanced, rejected or withdrew, from this stage', 'advanced, rejected, withdrew or open, from this stage; skipped: not entered'),
)


def upgrade() -> None:
    """Apply."""
    op.create_table('out__cell_application',
    sa.Column('cell_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='source channel'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the application'),
    sa.Column('outcome', sa.Text(), nullable=False, comment='hired, rejected, withdrew or open'),
    sa.Column('days', sa.Integer(), autoincrement=False, nullable=True, comment="days from applying to the end (a hire's is the accepted offer), or to the data's last day while open, as of stays; empty without dates"),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False, comment='applications'),
    sa.PrimaryKeyConstraint('cell_id', name=op.f('pk_out__cell_application')),
    sqlite_with_rowid=False
    )
    op.drop_column('out__cell_stage', 'job_id')
    op.add_column('out__cell_stage', sa.Column('decided', sa.Boolean(), server_default=sa.true(), nullable=False, comment='whether the application has ended'))
    op.add_column('out__cell_stage', sa.Column('moved_back', sa.Boolean(), server_default=sa.false(), nullable=False, comment='whether it went back to an earlier stage, and has not advanced'))
    op.add_column('out__cell_stage', sa.Column('days', sa.Integer(), nullable=True, comment="days from entering the stage to leaving it, or to the data's last day while open: whole days to 62, then to the nearest week, from 196 to the nearest four weeks; empty without dates"))
    _comment(new=True)


def downgrade() -> None:
    """Take back."""
    _comment(new=False)
    op.drop_column('out__cell_stage', 'days')
    op.drop_column('out__cell_stage', 'moved_back')
    op.drop_column('out__cell_stage', 'decided')
    op.add_column('out__cell_stage', sa.Column('job_id', sa.BigInteger(), server_default='0', nullable=False, comment='pseudonym of the requisition, never shown'))
    op.drop_table('out__cell_application')


def _comment(*, new: bool) -> None:
    if op.get_context().dialect.name == 'sqlite':  # keeps no comments
        return
    for column, before, after in COMMENTS:
        now, was = (after, before) if new else (before, after)
        op.alter_column('out__cell_stage', column, comment=now, existing_comment=was, existing_type=sa.Text(), existing_nullable=False)
