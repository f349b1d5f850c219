"""How the pipeline is counted, here and by recruiting systems: the words, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

OURS = "good_eggs"
CHOICES = {
    OURS: "Good Eggs",
    "greenhouse": "Greenhouse",
    "ashby": "Ashby",
    "lever": "Lever",
    "gem": "Gem",
}
COHORT = (
    "A **cohort** is everybody who applied in the quarters chosen (all, if none is). Each application "
    "counts once in each stage that it entered, whatever became of it later; those **still open** count too."
)
RULES = (
    "**Going on**: entering a later stage once this one was entered, or being hired.",
    "**Rejected, withdrew**: the application ended so before any later stage; who withdrew is told by "
    "the reason that was recorded.",
    "**Still open**: neither, up to the data's last day. Recent cohorts have more of them.",
    "**Moved back** to an earlier stage: the stay goes on until the application goes on or ends.",
    "**A stage that was passed over** was not entered, and does not count.",
    "**Time in a stage**: from entering it to leaving it in any way, to the nearest day (to the nearest "
    "week beyond nine weeks). Open stays count for as long as they have lasted (Kaplan-Meier), since "
    "leaving them out would make waiting look shorter than it is. The interval is Brookmeyer and Crowley's.",
    "**Time to hire**: from applying to the accepted offer, among those hired only. It does not say how "
    "long an application waits for its decision.",
    "**By recruiter**: by group alone, where the settings name groups, and never by one recruiter. An "
    "application's own recruiter counts, or else the candidate's, as recorded when the records end.",
)


@dataclass(frozen=True)
class Definition:
    """A vendor's way of counting, in words: conversion, time, where it says so, what differs here."""

    conversion: str
    time: str
    source: str
    differs: str


VENDORS = {
    "greenhouse": Definition(
        "of those who were in a stage, who was moved to any other stage, also to an earlier one. Who "
        "passed a stage over counts as having been in it and left it.",
        "mean days in the stage.",
        "Greenhouse support 204636795, Pipeline history and pass-through rates.",
        "It does not say whether open stays count in the mean; here they do not. Its date filter is its "
        "own; here the cohort is who applied in the quarters chosen.",
    ),
    "ashby": Definition(
        "only applications that have ended, by a hire or an archiving: how many of those who were in a "
        "stage went on.",
        "we have found no definition, and show none.",
        "Ashby documentation, Understanding funnel metrics.",
        "Its cohort is who had an interview in the last six months unless set otherwise. Slow processes "
        "are missing from recent cohorts.",
    ),
    "lever": Definition(
        "of the opportunities in a stage, who advanced.",
        "mean days, of those who have left the stage. Time to hire: mean days from creation to being "
        "archived as hired.",
        "Lever help 14738211302797 and 20087349143581.",
        "An opportunity is taken for an application, and the accepted offer for the archiving. Its help "
        "does not say how moves back count; here they do not count as advancing.",
    ),
    "gem": Definition(
        "of those who entered the leftmost stage in the time chosen, who progressed from each stage to "
        "a later one. Who passed a stage over counts as having passed it; who waits counts as not.",
        "mean days, of those who moved on only. Stages passed over count with no days.",
        "Gem help, Dashboard metric and widget definitions, and 30520542812439.",
        "Here the cohort is who applied in the quarters chosen, also without the leftmost stage. For "
        "Greenhouse, Gem may start the clock at the first interview or scorecard; here it is the move.",
    ),
}
EXACT = (
    "Made of the same rounded counts as our own numbers. Where those counted otherwise are seven or fewer, they "
    "are counted as here."
)
