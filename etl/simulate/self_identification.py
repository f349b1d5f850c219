"""What candidates say of themselves when they are asked: voluntary, in one office, apart from all else.

The draws come last, from a stream of their own, and run backwards: nobody's gender moves who writes,
but those who wrote after their first interview are given the genders that make it look so. So every
other draw is what it was, and a gate on notes would still shut out more men than women. Race,
veteran status and disability are drawn without regard to notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl.simulate.clock import EXTRACT
from etl.simulate.kinds import Bools
from etl.simulate.world import OFFICES, ids

if TYPE_CHECKING:
    from etl.simulate.story import Story

ASKED = OFFICES.index("New York")
"""The office in whose country such questions are asked."""
_ANSWERS, _DECLINES = 0.8, 0.1

FEMALE, MALE, NONBINARY = "Female", "Male", "Non-binary"
_GENDERS = (FEMALE, MALE, NONBINARY)
_WROTE, _DID_NOT = (0.60, 0.37, 0.03), (0.41, 0.57, 0.02)
"""Shares of the genders among those who wrote after their first interview, and among the others."""
RACES = {
    "White (Not Hispanic or Latino)": 0.46,
    "Black or African American (Not Hispanic or Latino)": 0.17,
    "Hispanic or Latino": 0.17,
    "Asian (Not Hispanic or Latino)": 0.14,
    "Two or More Races (Not Hispanic or Latino)": 0.04,
    "American Indian or Alaska Native (Not Hispanic or Latino)": 0.01,
    "Native Hawaiian or Other Pacific Islander (Not Hispanic or Latino)": 0.01,
}
VETERANS = {
    "I am not a protected veteran": 0.94,
    "I identify as one or more of the classifications of a protected veteran": 0.06,
}
DISABILITIES = {
    "No, I do not have a disability and have not had one in the past": 0.90,
    "Yes, I have a disability, or have had one in the past": 0.10,
}
DECLINE, REFUSAL = "Decline To Self Identify", "I do not want to answer"


def self_identification(story: Story) -> pd.DataFrame:
    """Return the vendor's rows: one an application that answered.

    Returns
    -------
    `id`, `application` (row), `application_id`, `candidate_id`, `submitted` (seconds), and the
    answers in words: `gender`, `race`, `veteran`, `disability`; None for a question left out.
    """
    rng = np.random.Generator(np.random.PCG64([story.seed, len(story.funnel.applications), 2]))
    applications = story.funnel.applications
    people = len(story.applicants.people)
    wrote = _wrote(story)
    gender = np.where(
        wrote,
        rng.choice(_GENDERS, people, p=_WROTE),
        rng.choice(_GENDERS, people, p=_DID_NOT),
    )
    person = pd.DataFrame(
        {
            "gender": _or_declined(rng, gender, DECLINE),
            "race": _or_declined(rng, _drawn(rng, RACES, people), DECLINE),
            "veteran": _or_declined(rng, _drawn(rng, VETERANS, people), REFUSAL),
            "disability": _or_declined(rng, _drawn(rng, DISABILITIES, people), REFUSAL),
        }
    )
    office = story.world.jobs["office"].to_numpy()[applications["job"].to_numpy()]
    asked = (office == ASKED) & ~applications["prospect"].to_numpy()
    row = np.flatnonzero(asked & (rng.random(len(applications)) < _ANSWERS))
    answers = person.iloc[applications["person"].to_numpy()[row]].reset_index(drop=True)
    left_out = rng.random((len(row), answers.shape[1])) < 0.03
    answers = answers.mask(left_out)
    record = applications["record"].to_numpy()[row]
    return pd.DataFrame(
        {
            "id": ids(rng, len(row), 49_500_000_000),
            "application": row,
            "application_id": applications["id"].to_numpy()[row],
            "candidate_id": story.applicants.records["id"].to_numpy()[record],
            "submitted": applications["applied"].to_numpy()[row],
            **answers.to_dict("series"),
        }
    )


def of_senders(story: Story, counted: pd.DataFrame) -> dict[str, Any]:
    """Return how often each gender wrote by the landmark, at each application's first counted round.

    Parameters
    ----------
    counted
        The rows of `interview_truth` that findings compare, in the order of their rounds.
    """
    answers = self_identification(story)
    first = counted.drop_duplicates("application_id")
    both = first.merge(answers[["application_id", "gender"]], on="application_id")
    by_gender = both.groupby("gender")["sent_by_landmark"].agg(["size", "mean"])
    return {
        "answered": len(answers),
        "meaning": "share of each gender that wrote by the landmark, at the first round of an application "
        "that is compared; gender goes with writing and with nothing else, race, veteran status and "
        "disability with nothing at all",
        "sent_by_landmark": {
            str(name): {"n": int(n), "share": round(float(share), 6)}
            for name, n, share in zip(
                by_gender.index, by_gender["size"], by_gender["mean"], strict=True
            )
        },
    }


def _wrote(story: Story) -> Bools:
    """Return, by person, whether a note followed the first interview of all."""
    rounds, applications = story.funnel.rounds, story.funnel.applications
    person = applications["person"].to_numpy()[rounds["application"].to_numpy()]
    at = rounds["noted_at"].to_numpy()
    noted = rounds.assign(person=person, wrote=(at >= 0) & (at < EXTRACT))
    first = noted.sort_values(["end", "application"]).drop_duplicates("person")
    wrote = np.zeros(len(story.applicants.people), dtype=bool)
    wrote[first["person"].to_numpy()] = first["wrote"].to_numpy()
    return wrote


def _drawn(rng: np.random.Generator, shares: dict[str, float], count: int) -> np.ndarray:
    return rng.choice(np.array(list(shares), dtype=object), count, p=list(shares.values()))


def _or_declined(rng: np.random.Generator, answers: np.ndarray, refusal: str) -> np.ndarray:
    return np.where(rng.random(len(answers)) < _DECLINES, refusal, answers.astype(object))
