"""Moments, reasons and silent months."""

# fmt: off
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

COMMENTS: tuple[tuple[str, str, sa.types.TypeEngine[Any], str, str], ...] = (
    ('core__note', 'probability', sa.Double(), "the classifier's probability, 0-1", "the classifier's probability by the text alone, 0-1"),
    ('ops__run', 'notes_seen', sa.Integer(), 'notes in the store', 'thank-you notes in the store, whether they follow an interview or not'),
)


def upgrade() -> None:
    """Apply."""
    op.create_table('core__mail_month',
    sa.Column('coverage_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the mailbox or feed of `core__coverage`'),
    sa.Column('month', sa.Text(), nullable=False, comment='month in UTC, e.g. 2026-03'),
    sa.Column('messages', sa.Integer(), autoincrement=False, nullable=False, comment='messages of any kind, from anybody, that it holds of that month'),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False, comment='when the first of them was sent'),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False, comment='when the last of them was sent'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('coverage_id', 'month', name=op.f('pk_core__mail_month')),
    sqlite_with_rowid=False
    )
    op.create_table('out__note',
    sa.Column('note_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('interview_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the interview that it follows'),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False, comment='when it was sent'),
    sa.Column('channel', sa.Text(), nullable=False, comment='mailbox or ats'),
    sa.Column('hours_after', sa.Double(), nullable=False, comment="hours from the interview's end"),
    sa.Column('after_decision', sa.Boolean(), nullable=False, comment='whether it came after the decision: a negative control'),
    sa.Column('text_probability', sa.Double(), nullable=False, comment="the classifier's probability by the text alone, 0-1"),
    sa.Column('probability', sa.Double(), nullable=False, comment='the same with its moment'),
    sa.Column('is_note', sa.Boolean(), nullable=False, comment='whether it counts as a thank-you note'),
    sa.Column('decided_by', sa.Text(), nullable=False, comment='classifier or reviewer'),
    sa.Column('classifier', sa.Text(), nullable=False, comment='version of the classifier'),
    sa.Column('reasons', sa.Text(), nullable=False, comment='codes of what spoke for and against, comma-separated, the weightiest first'),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_out__note')),
    sqlite_with_rowid=False
    )
    op.create_table('out__cell_reason',
    sa.Column('cell_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('is_note', sa.Boolean(), nullable=False, comment='whether the messages count as thank-you notes'),
    sa.Column('reason', sa.Text(), nullable=False, comment='code of a reason; empty for all messages together'),
    sa.Column('words', sa.Text(), nullable=False, comment='the reason in plain words'),
    sa.Column('speaks', sa.Text(), nullable=False, comment='for or against a note; empty for all messages together'),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False, comment='messages'),
    sa.PrimaryKeyConstraint('cell_id', name=op.f('pk_out__cell_reason')),
    sqlite_with_rowid=False
    )
    op.drop_column('core__note', 'decided_by')
    op.add_column('core__note', sa.Column('reply', sa.Boolean(), nullable=True, comment='whether it answers another mail; empty where the source does not say'))
    op.add_column('out__interview', sa.Column('interviewers_covered', sa.Integer(), server_default='0', nullable=False, comment='of these, whose mailboxes are covered to the landmark'))
    op.add_column('ops__run', sa.Column('error_rates', sa.Text(), server_default='', nullable=False, comment='how often the tag is wrong, as declared or reviewed, as JSON; empty where nobody knows'))
    op.add_column('ops__run', sa.Column('labels', sa.Text(), server_default='', nullable=False, comment='hash of what reviewers said; empty where nothing was reviewed'))
    _comment(new=True)


def downgrade() -> None:
    """Take back."""
    _comment(new=False)
    op.drop_column('ops__run', 'labels')
    op.drop_column('ops__run', 'error_rates')
    op.drop_column('out__interview', 'interviewers_covered')
    op.drop_column('core__note', 'reply')
    op.add_column('core__note', sa.Column('decided_by', sa.Text(), server_default='classifier', nullable=False, comment='classifier, reviewer, ats_tag or note_log'))
    op.drop_table('out__cell_reason')
    op.drop_table('out__note')
    op.drop_table('core__mail_month')


def _comment(*, new: bool) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        return
    for table, column, kind, before, after in COMMENTS:
        comment, existing = (after, before) if new else (before, after)
        op.alter_column(table, column, comment=comment, existing_comment=existing, existing_type=kind)
