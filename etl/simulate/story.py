"""The whole story of an employer, drawn once; the writers only tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.simulate.applicants import Applicants, draw_applicants
from etl.simulate.correspondence import Correspondence
from etl.simulate.funnel import Funnel, draw_funnel
from etl.simulate.letters import Letters, draw_letters
from etl.simulate.meetings import Meetings, draw_meetings
from etl.simulate.names import load
from etl.simulate.rounds import Effects
from etl.simulate.staff import Staff, draw_staff
from etl.simulate.world import World, draw_world

FEWEST_APPLICATIONS = 100


@dataclass
class Story:
    """Everything that happened, by subject."""

    seed: int
    effects: Effects
    world: World
    applicants: Applicants
    funnel: Funnel
    meetings: Meetings
    letters: Letters
    written: Correspondence
    staff: Staff


def tell(applications: int, seed: int, effects: Effects | None = None) -> Story:
    """Draw the story; the same arguments give the same story on any machine.

    Parameters
    ----------
    applications
        How many applications there are, at least `FEWEST_APPLICATIONS`.
    seed
        Any whole number from 0.
    effects
        What a note does; by default it helps to advance a little, and nothing else.

    Raises
    ------
    ValueError
        If there are too few applications for every planted case to occur.
    """
    if applications < FEWEST_APPLICATIONS:
        raise ValueError(f"at least {FEWEST_APPLICATIONS} applications are needed")
    rng = np.random.Generator(np.random.PCG64([seed, applications]))
    effects = effects or Effects()
    names = load()
    world = draw_world(rng, applications, names)
    applicants = draw_applicants(rng, world, applications, names)
    funnel = draw_funnel(rng, world, applicants, effects)
    person = funnel.applications["person"].to_numpy()
    ability = applicants.people["ability"].to_numpy()[person]
    meetings = draw_meetings(rng, world, funnel, ability)
    letters = draw_letters(rng, world, applicants, funnel, meetings)
    written = Correspondence(world, applicants, funnel, letters)
    staff = draw_staff(rng, world, applicants, funnel, effects, names)
    return Story(seed, effects, world, applicants, funnel, meetings, letters, written, staff)
