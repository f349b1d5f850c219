"""Tables of the sources."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('core__application',
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's application id"),
    sa.Column('candidate_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the candidate'),
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='the job'),
    sa.Column('channel_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label of the source channel'),
    sa.Column('status', sa.Text(), nullable=False, comment='in_process, rejected, hired or converted'),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True, comment='when the candidate applied'),
    sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True, comment='when the application was closed without a hire'),
    sa.Column('rejection_reason_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_core__application')),
    sqlite_with_rowid=False
    )
    op.create_table('core__candidate',
    sa.Column('candidate_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's candidate id"),
    sa.Column('name_key', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the normalised full name'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True, comment='when the record was made'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('candidate_id', name=op.f('pk_core__candidate')),
    sqlite_with_rowid=False
    )
    op.create_table('core__candidate_address',
    sa.Column('candidate_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the candidate'),
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the normalised address'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('candidate_id', 'address_key', name=op.f('pk_core__candidate_address')),
    sqlite_with_rowid=False
    )
    op.create_table('core__coverage',
    sa.Column('coverage_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of source and owner'),
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=True, comment="the mailbox's owner; empty for an ATS feed that covers everybody"),
    sa.Column('covers_from', sa.DateTime(timezone=True), nullable=False, comment='from when the messages are complete'),
    sa.Column('covers_to', sa.DateTime(timezone=True), nullable=False, comment='until when the messages are complete'),
    sa.Column('messages', sa.Integer(), autoincrement=False, nullable=False, comment='messages read'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('coverage_id', name=op.f('pk_core__coverage')),
    sqlite_with_rowid=False
    )
    op.create_table('core__employee',
    sa.Column('employee_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the HR system's id"),
    sa.Column('candidate_id', sa.BigInteger(), autoincrement=False, nullable=True, comment="the candidate, where HR keeps the ATS's id"),
    sa.Column('work_address_key', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the work address'),
    sa.Column('personal_address_key', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the personal address'),
    sa.Column('name_key', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the normalised full name'),
    sa.Column('hired_on', sa.Date(), nullable=False, comment='first day'),
    sa.Column('left_on', sa.Date(), nullable=True, comment='last day; empty while employed'),
    sa.Column('leaving', sa.Text(), nullable=True, comment='voluntary, involuntary or unknown; empty while employed'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('employee_id', name=op.f('pk_core__employee')),
    sqlite_with_rowid=False
    )
    op.create_table('core__interview',
    sa.Column('interview_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's id"),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the application'),
    sa.Column('kind_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label of the interview kind, whose parent is the stage'),
    sa.Column('format', sa.Text(), nullable=False, comment='phone, video, onsite, panel, take_home or other'),
    sa.Column('status', sa.Text(), nullable=False, comment="the source's status"),
    sa.Column('completed', sa.Boolean(), nullable=False, comment='whether the source says that it took place'),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True, comment='start'),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True, comment='end'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('interview_id', name=op.f('pk_core__interview')),
    sqlite_with_rowid=False
    )
    op.create_table('core__interview_interviewer',
    sa.Column('interview_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the interview'),
    sa.Column('interviewer_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the interviewer; for an external one, a pseudonym of the address'),
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=True, comment='pseudonym of the address in the invitation'),
    sa.Column('scorecard_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='the scorecard this interviewer filed for it'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('interview_id', 'interviewer_id', name=op.f('pk_core__interview_interviewer')),
    sqlite_with_rowid=False
    )
    op.create_table('core__interviewer',
    sa.Column('interviewer_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's user id"),
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the normalised address'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('interviewer_id', 'address_key', name=op.f('pk_core__interviewer')),
    sqlite_with_rowid=False
    )
    op.create_table('core__job',
    sa.Column('job_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's job id"),
    sa.Column('title', sa.Text(), nullable=False, comment="the job's name"),
    sa.Column('level', sa.Text(), nullable=True, comment='the level, where the source has one'),
    sa.Column('department_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label'),
    sa.Column('office_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('job_id', name=op.f('pk_core__job')),
    sqlite_with_rowid=False
    )
    op.create_table('core__label',
    sa.Column('label_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of kind + source id'),
    sa.Column('kind', sa.Text(), nullable=False, comment='department, office, channel, stage, interview_kind or rejection_reason'),
    sa.Column('name', sa.Text(), nullable=False, comment='the name, or for a rejection reason its type'),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=True, comment='order within its kind, where the source has one'),
    sa.Column('parent_id', sa.BigInteger(), autoincrement=False, nullable=True, comment="label this one belongs to: an interview kind's stage"),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('label_id', name=op.f('pk_core__label')),
    sqlite_with_rowid=False
    )
    op.create_table('core__note',
    sa.Column('note_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of the Message-ID, or of sender, subject, minute and text'),
    sa.Column('sender_key', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the sender's address"),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False, comment='when it was sent, by its Date header'),
    sa.Column('channel', sa.Text(), nullable=False, comment='mailbox or ats'),
    sa.Column('probability', sa.Double(), nullable=False, comment="the classifier's probability, 0-1"),
    sa.Column('decided_by', sa.Text(), nullable=False, comment='classifier, reviewer, ats_tag or note_log'),
    sa.Column('classifier', sa.Text(), nullable=False, comment='version of the classifier'),
    sa.Column('reasons', sa.Text(), nullable=False, comment='codes of the features that spoke for and against, comma-separated'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_core__note')),
    sqlite_with_rowid=False
    )
    op.create_table('core__note_recipient',
    sa.Column('note_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the note'),
    sa.Column('address_key', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the recipient's address"),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('note_id', 'address_key', name=op.f('pk_core__note_recipient')),
    sqlite_with_rowid=False
    )
    op.create_table('core__offer',
    sa.Column('offer_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's id"),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the application'),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=True, comment='version number'),
    sa.Column('status', sa.Text(), nullable=False, comment='created, accepted, rejected or deprecated'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True, comment='when it was made'),
    sa.Column('sent_on', sa.Date(), nullable=True, comment='when it was sent'),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True, comment='when it was answered'),
    sa.Column('starts_on', sa.Date(), nullable=True, comment='agreed first day'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('offer_id', name=op.f('pk_core__offer')),
    sqlite_with_rowid=False
    )
    op.create_table('core__performance_review',
    sa.Column('review_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='pseudonym of employee and cycle'),
    sa.Column('employee_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the employee'),
    sa.Column('cycle', sa.Text(), nullable=False, comment='the review cycle'),
    sa.Column('calibration_group', sa.Text(), nullable=True, comment='those who were rated against each other'),
    sa.Column('reviewed_on', sa.Date(), nullable=False, comment='date of the review'),
    sa.Column('rating', sa.Double(), nullable=False, comment='rating scaled 0 (worst) to 1 (best) by the declared scale'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('review_id', name=op.f('pk_core__performance_review')),
    sqlite_with_rowid=False
    )
    op.create_table('core__scorecard',
    sa.Column('scorecard_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's id"),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the application'),
    sa.Column('interviewer_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='who filed it'),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False, comment='when it was filed'),
    sa.Column('score', sa.Double(), nullable=True, comment='overall rating scaled 0 (worst) to 1 (best); empty for no decision'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('scorecard_id', name=op.f('pk_core__scorecard')),
    sqlite_with_rowid=False
    )
    op.create_table('core__stage_event',
    sa.Column('stage_event_id', sa.BigInteger(), autoincrement=False, nullable=False, comment="pseudonym of the source's id"),
    sa.Column('application_id', sa.BigInteger(), autoincrement=False, nullable=False, comment='the application'),
    sa.Column('stage_id', sa.BigInteger(), autoincrement=False, nullable=True, comment='label of the stage'),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True, comment='start of the stay; empty for rows that the vendor backfilled'),
    sa.Column('exited_at', sa.DateTime(timezone=True), nullable=True, comment='end of the stay; empty while it lasts'),
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source in goodeggs.toml'),
    sa.Column('version', sa.DateTime(timezone=True), nullable=False, comment='when the source last changed the row, as far as it says'),
    sa.Column('digest', sa.BigInteger(), autoincrement=False, nullable=False, comment="hash of the row's content, to settle equal versions"),
    sa.PrimaryKeyConstraint('stage_event_id', name=op.f('pk_core__stage_event')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('core__stage_event')
    op.drop_table('core__scorecard')
    op.drop_table('core__performance_review')
    op.drop_table('core__offer')
    op.drop_table('core__note_recipient')
    op.drop_table('core__note')
    op.drop_table('core__label')
    op.drop_table('core__job')
    op.drop_table('core__interviewer')
    op.drop_table('core__interview_interviewer')
    op.drop_table('core__interview')
    op.drop_table('core__employee')
    op.drop_table('core__coverage')
    op.drop_table('core__candidate_address')
    op.drop_table('core__candidate')
    op.drop_table('core__application')
