"""Scorecards, offers, and what is made of people's rows."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('out__offer',
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the person'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('level', sa.Text(), nullable=False, comment='level'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='where the candidate came from'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the last interview before the offer'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True, comment='when the first version of the offer was made'),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved, in the last round before the offer'),
    sa.Column('rounds', sa.Integer(), autoincrement=False, nullable=False, comment='rounds before the offer'),
    sa.Column('rounds_observed', sa.Integer(), autoincrement=False, nullable=False, comment='of these, covered rounds'),
    sa.Column('rounds_with_note', sa.Integer(), autoincrement=False, nullable=False, comment='of these, rounds with a note'),
    sa.Column('interview_score', sa.Double(), nullable=True, comment='mean interview score, 0-1'),
    sa.Column('answer', sa.Text(), nullable=False, comment='accepted, declined by the candidate, or withdrawn by the employer'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if the acceptance finding counts the row, else why not'),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_out__offer')),
    sqlite_with_rowid=False
    )
    op.create_table('out__scorecard',
    sa.Column('scorecard_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('interview_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the interview that it rates'),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the person'),
    sa.Column('interviewer_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of who filed it'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='where the candidate came from'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the interview'),
    sa.Column('stage', sa.Text(), nullable=False, comment='stage'),
    sa.Column('round', sa.Integer(), autoincrement=False, nullable=False, comment='round'),
    sa.Column('score', sa.Double(), nullable=False, comment='overall rating, 0-1'),
    sa.Column('hours_filed', sa.Double(), nullable=False, comment="hours from the end of the round's last interview to its filing"),
    sa.Column('hours_to_note', sa.Double(), nullable=True, comment="hours from that end to the round's first note"),
    sa.Column('filed_after_note', sa.Boolean(), nullable=True, comment="whether it was filed after the round's first note"),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved, of the round'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if the influence finding counts the round, else why not'),
    sa.PrimaryKeyConstraint('scorecard_id', name=op.f('pk_out__scorecard')),
    sqlite_with_rowid=False
    )
    op.create_table('out__study',
    sa.Column('study_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('dimension', sa.Text(), nullable=False, comment='what the view is filtered on; empty for the whole'),
    sa.Column('value', sa.Text(), nullable=False, comment='the value that it keeps; empty for the whole'),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False, comment='order in which it is told'),
    sa.Column('key', sa.Text(), nullable=False, comment="the finding's or exhibit's key"),
    sa.Column('document', sa.Text(), nullable=False, comment='the finding or exhibit, as JSON'),
    sa.PrimaryKeyConstraint('study_id', name=op.f('pk_out__study')),
    sqlite_with_rowid=False
    )
    op.add_column('out__cell_interview', sa.Column('weekday', sa.Text(), server_default='', nullable=False, comment="day of the week of the interview's end, in UTC"))
    op.add_column('out__interview', sa.Column('prior_score', sa.Double(), nullable=True, comment="mean score of the round's scorecards filed before its first note and the landmark, 0-1"))


def downgrade() -> None:
    """Take back."""
    op.drop_column('out__interview', 'prior_score')
    op.drop_column('out__cell_interview', 'weekday')
    op.drop_table('out__study')
    op.drop_table('out__scorecard')
    op.drop_table('out__offer')
