"""Tables for analysis."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('out__cell_hire',
    sa.Column('cell_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition, never shown'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='source channel'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the last interview'),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if the performance finding counts them'),
    sa.Column('cycle', sa.Text(), nullable=False, comment='review cycle; empty where unrated'),
    sa.Column('calibration_group', sa.Text(), nullable=False, comment='calibration group; empty where unrated'),
    sa.Column('first_year', sa.Text(), nullable=False, comment='stayed, left_voluntarily, left_otherwise, too_early, or empty if unlinked'),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False, comment='hires'),
    sa.Column('total', sa.Double(), nullable=False, comment='sum of `performance` over the hires that have one'),
    sa.Column('squares', sa.Double(), nullable=False, comment='sum of squares of `performance` over the hires that have one'),
    sa.PrimaryKeyConstraint('cell_id', name=op.f('pk_out__cell_hire')),
    sqlite_with_rowid=False
    )
    op.create_table('out__cell_interview',
    sa.Column('cell_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition: the stratum, never shown'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='source channel'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the interview'),
    sa.Column('stage', sa.Text(), nullable=False, comment='stage'),
    sa.Column('round', sa.Integer(), autoincrement=False, nullable=False, comment='round'),
    sa.Column('format', sa.Text(), nullable=False, comment='interview format'),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if counted'),
    sa.Column('outcome', sa.Text(), nullable=False, comment='advanced, rejected or withdrew'),
    sa.Column('offered', sa.Boolean(), nullable=False, comment='whether the application got an offer'),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False, comment='interviews'),
    sa.PrimaryKeyConstraint('cell_id', name=op.f('pk_out__cell_interview')),
    sqlite_with_rowid=False
    )
    op.create_table('out__cell_stage',
    sa.Column('cell_id', sa.Integer(), autoincrement=False, nullable=False, comment='row number'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition, never shown'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='source channel'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the application'),
    sa.Column('stage', sa.Text(), nullable=False, comment='stage entered'),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False, comment='order of the stage'),
    sa.Column('outcome', sa.Text(), nullable=False, comment='advanced, rejected or withdrew, from this stage'),
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False, comment='applications'),
    sa.PrimaryKeyConstraint('cell_id', name=op.f('pk_out__cell_stage')),
    sqlite_with_rowid=False
    )
    op.create_table('out__hire',
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the person'),
    sa.Column('employee_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the employee, where the link is certain'),
    sa.Column('link', sa.Text(), nullable=False, comment='how the employee was found: ats_id, address, name, or none'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('level', sa.Text(), nullable=False, comment='level'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='where the candidate came from'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the last interview before the offer'),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved, in the last round before the offer'),
    sa.Column('rounds', sa.Integer(), autoincrement=False, nullable=False, comment='rounds before the offer'),
    sa.Column('rounds_observed', sa.Integer(), autoincrement=False, nullable=False, comment='of these, covered rounds'),
    sa.Column('rounds_with_note', sa.Integer(), autoincrement=False, nullable=False, comment='of these, rounds with a note'),
    sa.Column('interview_score', sa.Double(), nullable=True, comment='mean interview score, 0-1'),
    sa.Column('cycle', sa.Text(), nullable=True, comment='first review cycle after the hire'),
    sa.Column('calibration_group', sa.Text(), nullable=True, comment='calibration group in that cycle'),
    sa.Column('rating', sa.Double(), nullable=True, comment='rating in that cycle, 0-1'),
    sa.Column('performance', sa.Double(), nullable=True, comment='rating in standard deviations within cycle and calibration group'),
    sa.Column('started_on', sa.Date(), nullable=True, comment='first day'),
    sa.Column('days_employed', sa.Integer(), autoincrement=False, nullable=True, comment="days from the first day to the last, or to the data's last day"),
    sa.Column('has_left', sa.Boolean(), nullable=True, comment='whether employment ended'),
    sa.Column('leaving', sa.Text(), nullable=True, comment='voluntary, involuntary or unknown'),
    sa.Column('first_year', sa.Text(), nullable=True, comment='stayed, left_voluntarily, left_otherwise, or too_early to tell'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if the performance finding counts the row, else why not'),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_out__hire')),
    sqlite_with_rowid=False
    )
    op.create_table('out__interview',
    sa.Column('interview_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym'),
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the person, over merged and duplicate candidate records'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the requisition'),
    sa.Column('job', sa.Text(), nullable=False, comment="requisition's name"),
    sa.Column('department', sa.Text(), nullable=False, comment='department'),
    sa.Column('level', sa.Text(), nullable=False, comment='level'),
    sa.Column('location', sa.Text(), nullable=False, comment='office'),
    sa.Column('source_channel', sa.Text(), nullable=False, comment='where the candidate came from'),
    sa.Column('quarter', sa.Text(), nullable=False, comment='quarter of the interview, e.g. 2026-Q1'),
    sa.Column('stage', sa.Text(), nullable=False, comment='stage'),
    sa.Column('round', sa.Integer(), autoincrement=False, nullable=False, comment="1 for the application's first stage with an interview, 2 for the next, ..."),
    sa.Column('format', sa.Text(), nullable=False, comment='phone, video, onsite, panel, take_home or other'),
    sa.Column('interviewers', sa.Integer(), autoincrement=False, nullable=False, comment='number of interviewers'),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=False, comment='end of the interview'),
    sa.Column('score', sa.Double(), nullable=True, comment='mean score of its scorecards, 0-1'),
    sa.Column('score_before_note', sa.Boolean(), nullable=True, comment='whether every scorecard was filed before any note'),
    sa.Column('covered', sa.Boolean(), nullable=False, comment="whether every interviewer's mailbox is covered to the landmark"),
    sa.Column('note_status', sa.Text(), nullable=False, comment='sent, not_sent or unobserved, at the landmark'),
    sa.Column('notes', sa.Integer(), autoincrement=False, nullable=False, comment='notes attached to the round before its decision'),
    sa.Column('hours_to_note', sa.Double(), nullable=True, comment="hours from the interview's end to the first note"),
    sa.Column('channel', sa.Text(), nullable=True, comment='channel of the first note'),
    sa.Column('note_after_decision', sa.Boolean(), nullable=False, comment='a note came only after the decision: a negative control'),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True, comment='when the round was decided'),
    sa.Column('outcome', sa.Text(), nullable=False, comment='advanced, rejected or withdrew'),
    sa.Column('advanced', sa.Boolean(), nullable=False, comment='whether the application went on to a later stage, an offer or a hire'),
    sa.Column('offered', sa.Boolean(), nullable=False, comment='whether the application got an offer'),
    sa.Column('hired', sa.Boolean(), nullable=False, comment='whether the application ended in a hire'),
    sa.Column('exclusion', sa.Text(), nullable=False, comment='empty if the influence finding counts the row, else why not'),
    sa.PrimaryKeyConstraint('interview_id', name=op.f('pk_out__interview')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('out__interview')
    op.drop_table('out__hire')
    op.drop_table('out__cell_stage')
    op.drop_table('out__cell_interview')
    op.drop_table('out__cell_hire')
