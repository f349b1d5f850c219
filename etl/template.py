"""The commented settings that `goodeggs init` writes."""

TEMPLATE = """\
# Settings of Good Eggs. Paths are taken from the folder of this file.
# `goodeggs check` says what is wrong with it; `goodeggs run` loads what it names.

# Where the results are kept. SQLite needs no server and writes two files: this one, with people's
# rows under pseudonyms, for its owner alone, and goodeggs-published.db, with counts, for the dashboard.
# For a team: "postgresql+psycopg://user@host/database"; give the password in the environment
# variable GOODEGGS_STORE (the whole URL) rather than here.
store = "sqlite:///goodeggs.db"

# The key that turns people into pseudonyms. Keep it safe, and apart from the store.
key_file = "goodeggs.key"

# The key under which texts are kept for review (see [review]); made when first needed.
review_key_file = "goodeggs-review.key"

# --- Where the records come from -----------------------------------------------------------------

# The applicant tracking system: a folder of Greenhouse Harvest JSON, one file or more a resource.
[[source]]
name = "greenhouse"
system = "greenhouse_v3"          # or "greenhouse_v1" for older dumps
path = "exports/greenhouse"
# timezone = "Europe/Paris"       # only if times are written without a zone
mail_covered = false              # true only if all interviewers' mail is copied to Greenhouse

# Interviewers' mail: one .mbox, or one folder of .eml, for each mailbox, named after its owner's
# address: pat@example.com.mbox. Whose mail is not here is *unobserved*, never "sent no note".
[[source]]
name = "mail"
system = "mailbox"
path = "exports/mail"
covers_from = 2025-01-01          # the mailboxes are complete from this day ...
covers_to = 2026-06-30            # ... to this day
# [source.owners]                 # only if files are named otherwise
# "export-17.mbox" = "pat@example.com"

# The HR system: employees and performance reviews, CSV or XLSX.
[[source]]
name = "hr"
system = "hris"
employees = "exports/hr/employees.csv"
reviews = "exports/hr/reviews.csv"
encoding = "utf-8"
candidate_source = "greenhouse"   # whose ids the candidate_id column holds
voluntary_reasons = ["Resignation"]
involuntary_reasons = ["Dismissal", "Redundancy"]
# manager_reviews = ["Manager"]   # only these values of reviewer_kind count

[source.employee_columns]         # our name = your column
employee_id = "Employee ID"
hired_on = "Hire Date"
left_on = "Termination Date"
leaving_reason = "Termination Reason"
work_email = "Work Email"
personal_email = "Personal Email"
first_name = "First Name"
last_name = "Last Name"
candidate_id = "Candidate ID"

[source.review_columns]
employee_id = "Employee ID"
cycle = "Cycle"
rating = "Rating"
reviewed_on = "Review Date"
calibration_group = "Calibration Group"
# reviewer_kind = "Reviewer"

[source.rating]
minimum = 1
maximum = 5
best = "maximum"                  # or "minimum" where 1 is the best
[source.rating.words]
"Exceeds expectations" = 4

# --- Recruiters by team --------------------------------------------------------------------------
# By their addresses in the applicant tracking system, so that pages can be broken down by *recruiter
# group*. A group has 3 recruiters or more, as no page may tell of a person; who is in none is counted as
# "other", and an application without a recruiter as "unknown". What is left of a group with fewer than 3
# recruiters in the records joins "other"; if "other" itself is of fewer, so does the smallest group.
# [recruiter_groups]
# "Tech hiring" = ["ana@example.com", "ben@example.com", "cem@example.com"]
# "Store hiring" = ["dee@example.com", "eli@example.com", "flo@example.com"]

# --- What is claimed, said before the data is seen -----------------------------------------------
[claim]
landmark_hours = 24               # a note counts if it came by then; later decisions are compared
window_days = 7                   # later messages are not a note for that interview
level = 0.95                      # of the intervals
# What is declared; all other findings are exploratory. Of: advance, offer, acceptance, performance,
# increment (what a note adds to the interview score), retention.
outcomes = ["advance", "performance", "retention"]

# [claim.leave_out]               # what is not compared, said beforehand; of hires the other rounds count
# stage = ["Recruiter chat"]      # or department, job, format, source_channel, location

[claim.smallest_effects]          # smaller differences would change nobody's mind
advance = 0.05                    # 5 more of 100 candidates pass the round
acceptance = 0.05                 # 5 more of 100 offers are accepted
performance = 0.20                # standard deviations of the rating
retention = 0.05                  # 5 more of 100 hires stay the first year

# --- Who reviews the least certain messages ------------------------------------------------------
# Without names in it, nobody does. Those named here see messages one at a time, without names; each
# text is kept encrypted until it is reviewed or its days are over, in goodeggs-review.db (or in the
# tables review__* of PostgreSQL). `goodeggs notes review` asks on a terminal.
# [review]
# reviewers = ["ana", "ben"]      # two, so that their agreement is known
# keep_days = 30                  # then an unreviewed text is destroyed
# share = 0.05                    # so many of the clear messages are reviewed too, to measure errors

# --- What candidates said of themselves ----------------------------------------------------------
# Voluntary answers on gender, race, veteran status and disability (Greenhouse's `eeoc`). They are not
# read unless you say so here, and then they tell whom a gate on notes would shut out, and nothing else:
# groups of candidates, never one, and no filter, with `goodeggs findings --impact`. Turned off again, what
# was loaded is removed.
# [self_identification]
# load = true

# --- How often the note tag is wrong -------------------------------------------------------------
# Only if somebody measured it on this employer's own mail. Then each finding is also shown corrected
# for it. Counts rather than shares, so that their own doubt is known: [right, of]. They count
# interviews, not messages: after most interviews without a note nothing came that could pass for one.
# [mistagging]
# sensitivity = [46, 50]          # of 50 interviews with a note, 46 are tagged
# specificity = [388, 400]        # of 400 interviews without one, 388 are not
"""
