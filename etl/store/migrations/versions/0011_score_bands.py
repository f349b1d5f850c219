"""The score as it stood before the note, among what cells of interviews are counted by."""

# fmt: off
import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('out__cell_interview', sa.Column('score_band', sa.Text(), server_default='none', nullable=False, comment="the recommendation that the round's score before the note is nearest to: strong_no, no, yes or strong_yes; none without such a score"))


def downgrade() -> None:
    """Take back."""
    op.drop_column('out__cell_interview', 'score_band')
