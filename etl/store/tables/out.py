"""`out__*`: what analysis reads, rebuilt from `core__*` at the end of every run.

Cells are counts of people by every dimension that a page filters on; the dashboard opens nothing
else. `exclusion` is empty for the rows that a finding counts; the others are kept so that every
finding can say how many it left out, and why.
"""

from __future__ import annotations

from etl.store.tables.base import Base, count, day, flag, instant, key, number, text

INTERVIEW_EXCLUSIONS = {
    "left_out": "left out by the claim, as declared",
    "earlier_in_round": "followed by another interview of the same round, on which the decision waited",
    "decision_undated": "decided at a time that the source does not say",
    "decided_before_landmark": "decided before the landmark, too soon for a note to be sent or read",
    "uncovered": "no interviewer's mailbox is covered from the interview to the landmark",
    "part_covered": "the mailboxes of some of the interviewers are covered, but not of all",
    "unrecognised": "the candidate's address is unknown or shared, so that a note would not be recognised",
}
HIRE_EXCLUSIONS = {
    "left_out": INTERVIEW_EXCLUSIONS["left_out"],
    "offer_undated": "the offer was made at a time that the source does not say",
    "unlinked": "not found in the HR file",
    "unrated": "no manager's review yet",
    "small_group": "fewer than 5 were rated in the same cycle and calibration group",
    "constant_group": "everybody in the same cycle and calibration group has the same rating",
    "uncovered": "the last round's mailboxes are not all covered",
}
UNSCORED = "none"
SCORE_BANDS = ("strong_no", "no", "yes", "strong_yes")
"""What scorecards recommend, in even steps from 0 to 1; and the band of interviews without a score."""


class OutInterview(Base):
    """One completed interview of a decided application."""

    __tablename__ = "out__interview"
    interview_id = key("pseudonym", primary=True)
    application_id = key("pseudonym")
    person_id = key("pseudonym of the person, over merged and duplicate candidate records")
    job_id = key("pseudonym of the requisition")
    job = text("requisition's name")
    department = text("department")
    level = text("level")
    location = text("office")
    source_channel = text("where the candidate came from")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the interview, e.g. 2026-Q1")
    stage = text("stage")
    round = count("1 for the application's first stage with an interview, 2 for the next, ...")
    format = text("phone, video, onsite, panel, take_home or other")
    interviewers = count("number of interviewers")
    interviewers_covered = count("of these, whose mailboxes are covered to the landmark")
    ended_at = instant("end of the interview")
    score = number("mean score of its scorecards, 0-1", null=True)
    score_before_note = flag("whether every scorecard was filed before any note", null=True)
    prior_score = number(
        "mean score of the round's scorecards filed before its first note and the landmark, 0-1",
        null=True,
    )
    covered = flag("whether every interviewer's mailbox is covered to the landmark")
    note_status = text("sent, not_sent or unobserved, at the landmark")
    notes = count("notes attached to the round before its decision")
    hours_to_note = number("hours from the interview's end to the first note", null=True)
    channel = text("channel of the first note", null=True)
    note_after_decision = flag("a note came only after the decision: a negative control")
    decided_at = instant("when the round was decided", null=True)
    outcome = text("advanced, rejected or withdrew")
    advanced = flag("whether the application went on to a later stage, an offer or a hire")
    offered = flag("whether the application got an offer")
    hired = flag("whether the application ended in a hire")
    exclusion = text("empty if the influence finding counts the row, else why not")


class OutScorecard(Base):
    """One scorecard of a decided application's round, and whether a note had come when it was filed."""

    __tablename__ = "out__scorecard"
    scorecard_id = key("pseudonym", primary=True)
    interview_id = key("the interview that it rates")
    application_id = key("pseudonym")
    person_id = key("pseudonym of the person")
    interviewer_id = key("pseudonym of who filed it", null=True)
    job_id = key("pseudonym of the requisition")
    job = text("requisition's name")
    department = text("department")
    location = text("office")
    source_channel = text("where the candidate came from")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the interview")
    stage = text("stage")
    round = count("round")
    score = number("overall rating, 0-1")
    hours_filed = number("hours from the end of the round's last interview to its filing")
    hours_to_note = number("hours from that end to the round's first note", null=True)
    filed_after_note = flag("whether it was filed after the round's first note", null=True)
    note_status = text("sent, not_sent or unobserved, of the round")
    exclusion = text("empty if the influence finding counts the round, else why not")


class OutNote(Base):
    """One message after an interview of a decided application, what it was taken for, and why."""

    __tablename__ = "out__note"
    note_id = key("pseudonym", primary=True)
    interview_id = key("the interview that it follows")
    sent_at = instant("when it was sent")
    channel = text("mailbox or ats")
    hours_after = number("hours from the interview's end")
    after_decision = flag("whether it came after the decision: a negative control")
    text_probability = number("the classifier's probability by the text alone, 0-1")
    probability = number("the same with its moment")
    is_note = flag("whether it counts as a thank-you note")
    decided_by = text("classifier or reviewer")
    classifier = text("version of the classifier")
    reasons = text("codes of what spoke for and against, comma-separated, the weightiest first")


class _Offered:
    """What is known of an application up to its offer."""

    job_id = key("pseudonym of the requisition")
    job = text("requisition's name")
    department = text("department")
    level = text("level")
    location = text("office")
    source_channel = text("where the candidate came from")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the last interview before the offer")
    note_status = text("sent, not_sent or unobserved, in the last round before the offer")
    rounds = count("rounds before the offer")
    rounds_observed = count("of these, covered rounds")
    rounds_with_note = count("of these, rounds with a note")
    interview_score = number("mean interview score, 0-1", null=True)


class OutOffer(_Offered, Base):
    """One decided application that got an offer, and what became of it."""

    __tablename__ = "out__offer"
    application_id = key("pseudonym", primary=True)
    person_id = key("pseudonym of the person")
    made_at = instant("when the first version of the offer was made", null=True)
    answer = text("accepted, declined by the candidate, or withdrawn by the employer")
    exclusion = text("empty if the acceptance finding counts the row, else why not")


class OutHire(_Offered, Base):
    """One hire."""

    __tablename__ = "out__hire"
    application_id = key("pseudonym", primary=True)
    person_id = key("pseudonym of the person")
    employee_id = key("pseudonym of the employee, where the link is certain", null=True)
    link = text("how the employee was found: ats_id, address, name, or none")
    cycle = text("first review cycle after the hire", null=True)
    calibration_group = text("calibration group in that cycle", null=True)
    rating = number("rating in that cycle, 0-1", null=True)
    performance = number(
        "rating in standard deviations within cycle and calibration group", null=True
    )
    started_on = day("first day", null=True)
    days_employed = count(
        "days from the first day to the last, or to the data's last day", null=True
    )
    has_left = flag("whether employment ended", null=True)
    leaving = text("voluntary, involuntary or unknown", null=True)
    first_year = text("stayed, left_voluntarily, left_otherwise, or too_early to tell", null=True)
    exclusion = text("empty if the performance finding counts the row, else why not")


class CellInterview(Base):
    """Counts of `out__interview`."""

    __tablename__ = "out__cell_interview"
    cell_id = count("row number", primary=True)
    job_id = key("pseudonym of the requisition: the stratum, never shown")
    job = text("requisition's name")
    department = text("department")
    location = text("office")
    source_channel = text("source channel")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the interview")
    stage = text("stage")
    round = count("round")
    format = text("interview format")
    weekday = text("day of the week of the interview's end, in UTC")
    score_band = text(
        "the recommendation that the round's score before the note is nearest to: strong_no, no, yes or "
        "strong_yes; none without such a score"
    )
    note_status = text("sent, not_sent or unobserved")
    exclusion = text("empty if counted")
    outcome = text("advanced, rejected or withdrew")
    offered = flag("whether the application got an offer")
    n = count("interviews")


class CellReason(Base):
    """The reasons found in messages that follow an interview, counted."""

    __tablename__ = "out__cell_reason"
    cell_id = count("row number", primary=True)
    is_note = flag("whether the messages count as thank-you notes")
    reason = text("code of a reason; empty for all messages together")
    words = text("the reason in plain words")
    speaks = text("for or against a note; empty for all messages together")
    n = count("messages")


class CellHire(Base):
    """Counts and sums of `out__hire`."""

    __tablename__ = "out__cell_hire"
    cell_id = count("row number", primary=True)
    job_id = key("pseudonym of the requisition, never shown")
    job = text("requisition's name")
    department = text("department")
    location = text("office")
    source_channel = text("source channel")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the last interview")
    note_status = text("sent, not_sent or unobserved")
    exclusion = text("empty if the performance finding counts them")
    cycle = text("review cycle; empty where unrated")
    calibration_group = text("calibration group; empty where unrated")
    first_year = text("stayed, left_voluntarily, left_otherwise, too_early, or empty if unlinked")
    n = count("hires")
    total = number("sum of `performance` over the hires that have one")
    squares = number("sum of squares of `performance` over the hires that have one")


class Told:
    """The columns of a finding or an exhibit that a run made of people's rows."""

    study_id = count("row number", primary=True)
    dimension = text("what the view is filtered on; empty for the whole")
    value = text("the value that it keeps; empty for the whole")
    position = count("order in which it is told")
    key = text("the finding's or exhibit's key")
    document = text("the finding or exhibit, as JSON")


class Study(Told, Base):
    """A finding or an exhibit made of people's rows at the end of the run, as it may be shown."""

    __tablename__ = "out__study"


class Impact(Told, Base):
    """Whom a gate would shut out, by what candidates said of themselves, as it may be shown.

    It is told of the whole employer alone, and not published: it has a right of its own.
    """

    __tablename__ = "out__impact"


class CellStage(Base):
    """Stays in stages, those of open applications among them; no note status is known of these counts."""

    __tablename__ = "out__cell_stage"
    cell_id = count("row number", primary=True)
    job = text("requisition's name")
    department = text("department")
    location = text("office")
    source_channel = text("source channel")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the application")
    stage = text("stage")
    position = count("order of the stage")
    outcome = text("advanced, rejected, withdrew or open, from this stage; skipped: not entered")
    decided = flag("whether the application has ended")
    moved_back = flag("whether it went back to an earlier stage, and has not advanced")
    days = count(
        "days from entering the stage to leaving it, or to the data's last day while open: whole days "
        "to 62, then to the nearest week, from 196 to the nearest four weeks; empty without dates",
        null=True,
    )
    n = count("applications")


class CellApplication(Base):
    """Applications by how they ended, open ones among them; no note status is known of these counts."""

    __tablename__ = "out__cell_application"
    cell_id = count("row number", primary=True)
    job = text("requisition's name")
    department = text("department")
    location = text("office")
    source_channel = text("source channel")
    recruiter_group = text("group of the application's recruiter")
    quarter = text("quarter of the application")
    outcome = text("hired, rejected, withdrew or open")
    days = count(
        "days from applying to the end (a hire's is the accepted offer), or to the data's last day "
        "while open, as of stays; empty without dates",
        null=True,
    )
    n = count("applications")
