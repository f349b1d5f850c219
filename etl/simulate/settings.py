"""The settings file that fits the exports, ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from etl.recruiters import FEWEST_RECRUITERS
from etl.simulate.clock import EXTRACT, MAIL_FROM
from etl.simulate.hris import WORDS
from etl.simulate.staff import INVOLUNTARY, VOLUNTARY

TEAMS = ("Team Harbour", "Team Meadow")


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _groups(recruiters: Sequence[str]) -> str:
    """Return the section of recruiter groups; nothing where the teams would be too small for it."""
    if len(recruiters) < FEWEST_RECRUITERS * len(TEAMS):
        return ""
    teams = {name: recruiters[at :: len(TEAMS)] for at, name in enumerate(TEAMS)}
    told = "\n".join(f'"{name}" = {_list(members)}' for name, members in teams.items())
    return f"""
# Recruiters by team, so that pages can be broken down by it, and by no single recruiter.
[recruiter_groups]
{told}
"""


def settings_text(recruiters: Sequence[str] = ()) -> str:
    """Return `goodeggs.toml` for a simulated employer.

    Parameters
    ----------
    recruiters
        Addresses of those who recruit for some job: six or more are declared in two teams.

    Examples
    --------
    >>> settings_text().splitlines()[0]
    '# A fictional employer. Every setting is explained by `goodeggs init`.'
    """
    first = datetime.fromtimestamp(MAIL_FROM, UTC).date()
    last = datetime.fromtimestamp(EXTRACT, UTC).date() - timedelta(days=1)
    words = "\n".join(f'"{word}" = {value}' for value, word in enumerate(WORDS, start=1))
    return f"""# A fictional employer. Every setting is explained by `goodeggs init`.

# Where the facts go; another database needs only another URL here.
store = "sqlite:///goodeggs.db"
# People are pseudonyms under this key, which is made on the first run and kept apart.
key_file = "goodeggs.key"

# The claim under test, declared before the data is seen.
[claim]
landmark_hours = 24
window_days = 7

[claim.smallest_effects]
advance = 0.05
performance = 0.20
retention = 0.05

# These people are made up; those of a real employer are left unread unless it says so.
[self_identification]
load = true
{_groups(recruiters)}
[[source]]
name = "ats"
system = "greenhouse_v3"
path = "greenhouse"
timezone = "UTC"
# Only some mail is copied here, so that no mail here does not mean no note.
mail_covered = false

[[source]]
name = "mail"
system = "mailbox"
path = "mail"
# Older mail was deleted under a retention rule.
covers_from = {first.isoformat()}
covers_to = {last.isoformat()}

[[source]]
name = "hr"
system = "hris"
employees = "hr/employees.csv"
reviews = "hr/reviews.csv"
timezone = "Europe/Dublin"
candidate_source = "ats"
voluntary_reasons = {_list(VOLUNTARY)}
involuntary_reasons = {_list(INVOLUNTARY)}
# What people say of themselves is not counted.
manager_reviews = ["Manager"]

[source.employee_columns]
employee_id = "Employee Number"
hired_on = "Hire Date"
left_on = "Termination Date"
leaving_reason = "Termination Reason"
work_email = "Work Email"
personal_email = "Personal Email"
first_name = "First Name"
last_name = "Last Name"
candidate_id = "Greenhouse Candidate ID"

[source.review_columns]
employee_id = "Employee Number"
cycle = "Review Cycle"
rating = "Rating"
reviewed_on = "Review Date"
calibration_group = "Calibration Group"
reviewer_kind = "Review Type"

[source.rating]
minimum = 1
maximum = 5
best = "maximum"

# Earlier cycles hold numbers, later ones words.
[source.rating.words]
{words}
"""
