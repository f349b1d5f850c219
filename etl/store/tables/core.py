"""`core__*`: what the sources said, normalised, keyed by pseudonym, every instant in UTC.

Rows are upserted by key. `version` and `digest` decide which of two differing rows stays, so that
the order in which files arrive cannot matter: the later version wins, and between equal versions
the greater digest.
"""

from __future__ import annotations

from etl.store.tables.base import Base, count, day, flag, instant, key, number, text


class Versioned:
    """The columns that make an upsert independent of the order of arrival."""

    source = text("name of the source in goodeggs.toml")
    version = instant("when the source last changed the row, as far as it says")
    digest = key("hash of the row's content, to settle equal versions")


class Label(Versioned, Base):
    """The names that a source keeps apart from its rows: departments, offices, stages, ..."""

    __tablename__ = "core__label"
    label_id = key("pseudonym of kind + source id", primary=True)
    kind = text("department, office, channel, stage, interview_kind or rejection_reason")
    name = text("the name, or for a rejection reason its type")
    position = count("order within its kind, where the source has one", null=True)
    parent_id = key("label this one belongs to: an interview kind's stage", null=True)


class Candidate(Versioned, Base):
    """A candidate record. One person may have several; `derive` finds the person."""

    __tablename__ = "core__candidate"
    candidate_id = key("pseudonym of the source's candidate id", primary=True)
    name_key = key("pseudonym of the normalised full name", null=True)
    created_at = instant("when the record was made", null=True)
    recruiter_id = key("pseudonym of the user who recruits for the candidate", null=True)


class CandidateAddress(Versioned, Base):
    """An e-mail address of a candidate, as a pseudonym."""

    __tablename__ = "core__candidate_address"
    candidate_id = key("the candidate", primary=True)
    address_key = key("pseudonym of the normalised address", primary=True)


class Interviewer(Versioned, Base):
    """An address of a user of the ATS, as a pseudonym."""

    __tablename__ = "core__interviewer"
    interviewer_id = key("pseudonym of the source's user id", primary=True)
    address_key = key("pseudonym of the normalised address", primary=True)


class RecruiterGroup(Base):
    """A recruiter's group, as goodeggs.toml declares it: every run puts its own in place of the last one's."""

    __tablename__ = "core__recruiter_group"
    address_key = key("pseudonym of the recruiter's normalised address", primary=True)
    recruiter_group = text("the group's name")


class Job(Versioned, Base):
    """A requisition."""

    __tablename__ = "core__job"
    job_id = key("pseudonym of the source's job id", primary=True)
    title = text("the job's name")
    level = text("the level, where the source has one", null=True)
    department_id = key("label", null=True)
    office_id = key("label", null=True)


class Application(Versioned, Base):
    """One candidate's application to one job."""

    __tablename__ = "core__application"
    application_id = key("pseudonym of the source's application id", primary=True)
    candidate_id = key("the candidate")
    job_id = key("the job", null=True)
    channel_id = key("label of the source channel", null=True)
    status = text("in_process, rejected, hired or converted")
    applied_at = instant("when the candidate applied", null=True)
    rejected_at = instant("when the application was closed without a hire", null=True)
    rejection_reason_id = key("label", null=True)
    recruiter_id = key(
        "pseudonym of the user who recruits for the application, as of `core__interviewer`",
        null=True,
    )


class StageEvent(Versioned, Base):
    """An application's stay in a stage."""

    __tablename__ = "core__stage_event"
    stage_event_id = key("pseudonym of the source's id", primary=True)
    application_id = key("the application")
    stage_id = key("label of the stage", null=True)
    entered_at = instant("start of the stay; empty for rows that the vendor backfilled", null=True)
    exited_at = instant("end of the stay; empty while it lasts", null=True)


class Interview(Versioned, Base):
    """A scheduled interview."""

    __tablename__ = "core__interview"
    interview_id = key("pseudonym of the source's id", primary=True)
    application_id = key("the application")
    kind_id = key("label of the interview kind, whose parent is the stage", null=True)
    format = text("phone, video, onsite, panel, take_home or other")
    status = text("the source's status")
    completed = flag("whether the source says that it took place")
    starts_at = instant("start", null=True)
    ends_at = instant("end", null=True)


class InterviewInterviewer(Versioned, Base):
    """Who interviewed."""

    __tablename__ = "core__interview_interviewer"
    interview_id = key("the interview", primary=True)
    interviewer_id = key(
        "the interviewer; for an external one, a pseudonym of the address", primary=True
    )
    address_key = key("pseudonym of the address in the invitation", null=True)
    scorecard_id = key("the scorecard this interviewer filed for it", null=True)


class Scorecard(Versioned, Base):
    """An interviewer's rating of a candidate. Drafts are not feedback and are not kept."""

    __tablename__ = "core__scorecard"
    scorecard_id = key("pseudonym of the source's id", primary=True)
    application_id = key("the application")
    interviewer_id = key("who filed it", null=True)
    submitted_at = instant("when it was filed")
    score = number("overall rating scaled 0 (worst) to 1 (best); empty for no decision", null=True)


class Offer(Versioned, Base):
    """A version of an offer; the latest version of an application counts."""

    __tablename__ = "core__offer"
    offer_id = key("pseudonym of the source's id", primary=True)
    application_id = key("the application")
    number = count("version number", null=True)
    status = text("created, accepted, rejected or deprecated")
    created_at = instant("when it was made", null=True)
    sent_on = day("when it was sent", null=True)
    resolved_at = instant("when it was answered", null=True)
    starts_on = day("agreed first day", null=True)


class Note(Versioned, Base):
    """A message that may be a thank-you note: of others not even the moment could make one.

    Neither its text nor its addresses are kept.
    """

    __tablename__ = "core__note"
    note_id = key(
        "pseudonym of the Message-ID, or of sender, subject, minute and text", primary=True
    )
    sender_key = key("pseudonym of the sender's address")
    sent_at = instant("when it was sent, by its Date header")
    channel = text("mailbox or ats")
    reply = flag("whether it answers another mail; empty where the source does not say", null=True)
    probability = number("the classifier's probability by the text alone, 0-1")
    classifier = text("version of the classifier")
    reasons = text("codes of the features that spoke for and against, comma-separated")


class NoteRecipient(Versioned, Base):
    """To whom a note was addressed."""

    __tablename__ = "core__note_recipient"
    note_id = key("the note", primary=True)
    address_key = key("pseudonym of the recipient's address", primary=True)


class Coverage(Versioned, Base):
    """Whose messages we can see, and from when to when."""

    __tablename__ = "core__coverage"
    coverage_id = key("pseudonym of source and owner", primary=True)
    address_key = key("the mailbox's owner; empty for an ATS feed that covers everybody", null=True)
    covers_from = instant("from when the messages are complete")
    covers_to = instant("until when the messages are complete")
    messages = count("messages read")


class MailMonth(Versioned, Base):
    """How much mail a mailbox or feed holds of a month: silent months and long gaps are not covered."""

    __tablename__ = "core__mail_month"
    coverage_id = key("the mailbox or feed of `core__coverage`", primary=True)
    month = text("month in UTC, e.g. 2026-03", primary=True)
    messages = count("messages of any kind, from anybody, that it holds of that month")
    first_at = instant("when the first of them was sent")
    last_at = instant("when the last of them was sent")


class SelfIdentification(Versioned, Base):
    """What a candidate said of themselves when asked, if the settings ask for it.

    It serves the adverse impact of a gate and nothing else; no run derives another row from it.
    """

    __tablename__ = "core__self_identification"
    application_id = key("the application", primary=True)
    gender = text("female, male, nonbinary, declined or unknown")
    race = text(
        "american_indian, asian, black, hispanic, pacific_islander, white, two_or_more, declined or unknown"
    )
    veteran = text("protected, not_protected, declined or unknown")
    disability = text("yes, no, declined or unknown")


class Employee(Versioned, Base):
    """An employee in the HR system."""

    __tablename__ = "core__employee"
    employee_id = key("pseudonym of the HR system's id", primary=True)
    candidate_id = key("the candidate, where HR keeps the ATS's id", null=True)
    work_address_key = key("pseudonym of the work address", null=True)
    personal_address_key = key("pseudonym of the personal address", null=True)
    name_key = key("pseudonym of the normalised full name", null=True)
    hired_on = day("first day")
    left_on = day("last day; empty while employed", null=True)
    leaving = text("voluntary, involuntary or unknown; empty while employed", null=True)


class PerformanceReview(Versioned, Base):
    """A manager's rating of an employee in one review cycle."""

    __tablename__ = "core__performance_review"
    review_id = key("pseudonym of employee and cycle", primary=True)
    employee_id = key("the employee")
    cycle = text("the review cycle")
    calibration_group = text("those who were rated against each other", null=True)
    reviewed_on = day("date of the review")
    rating = number("rating scaled 0 (worst) to 1 (best) by the declared scale")
