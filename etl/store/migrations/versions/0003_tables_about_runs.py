"""Tables about runs."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('ops__reject',
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source'),
    sa.Column('file', sa.Text(), nullable=False, comment="path below the source's folder"),
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False, comment='line of a CSV, record of a JSON array, or message of a mailbox; 1 = first'),
    sa.Column('field', sa.Text(), nullable=False, comment='field'),
    sa.Column('reason', sa.Text(), nullable=False, comment='what was expected'),
    sa.Column('run_id', sa.Text(), nullable=False, comment='the run that refused it'),
    sa.PrimaryKeyConstraint('source', 'file', 'line', 'field', name=op.f('pk_ops__reject')),
    sqlite_with_rowid=False
    )
    op.create_table('ops__run',
    sa.Column('run_id', sa.Text(), nullable=False, comment='time-ordered identifier'),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False, comment='start'),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=False, comment='end'),
    sa.Column('data_until', sa.DateTime(timezone=True), nullable=True, comment='latest instant that the sources speak of'),
    sa.Column('goodeggs', sa.Text(), nullable=False, comment='version of Good Eggs'),
    sa.Column('classifier', sa.Text(), nullable=False, comment='version of the classifier'),
    sa.Column('claim', sa.Text(), nullable=False, comment="the claim's settings, as JSON"),
    sa.Column('key_check', sa.Text(), nullable=False, comment='fingerprint of the pseudonym key; a store has one key for life'),
    sa.Column('files_read', sa.Integer(), autoincrement=False, nullable=False, comment='files read in this run'),
    sa.Column('files_unchanged', sa.Integer(), autoincrement=False, nullable=False, comment='files skipped because they were read before'),
    sa.Column('rows_rejected', sa.Integer(), autoincrement=False, nullable=False, comment='rows rejected in this run'),
    sa.Column('applications', sa.Integer(), autoincrement=False, nullable=False, comment='applications in the store'),
    sa.Column('applications_open', sa.Integer(), autoincrement=False, nullable=False, comment='of these, still open and therefore in no finding'),
    sa.Column('interviews', sa.Integer(), autoincrement=False, nullable=False, comment='completed interviews of decided applications'),
    sa.Column('hires', sa.Integer(), autoincrement=False, nullable=False, comment='hires'),
    sa.Column('notes_seen', sa.Integer(), autoincrement=False, nullable=False, comment='notes in the store'),
    sa.Column('notes_attached', sa.Integer(), autoincrement=False, nullable=False, comment='of these, attached to an interview'),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_ops__run')),
    sqlite_with_rowid=False
    )
    op.create_table('ops__source_file',
    sa.Column('source', sa.Text(), nullable=False, comment='name of the source'),
    sa.Column('file', sa.Text(), nullable=False, comment="path below the source's folder"),
    sa.Column('sha256', sa.Text(), nullable=False, comment='hash of the content'),
    sa.Column('run_id', sa.Text(), nullable=False, comment='the run that read it'),
    sa.Column('reader', sa.Text(), nullable=False, comment='version of the reader: a newer one reads the file again'),
    sa.Column('bytes', sa.BigInteger(), autoincrement=False, nullable=False, comment='size'),
    sa.Column('rows', sa.Integer(), autoincrement=False, nullable=False, comment='rows or messages found'),
    sa.Column('rejected', sa.Integer(), autoincrement=False, nullable=False, comment='of these, rejected'),
    sa.PrimaryKeyConstraint('source', 'file', 'sha256', name=op.f('pk_ops__source_file')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('ops__source_file')
    op.drop_table('ops__run')
    op.drop_table('ops__reject')
