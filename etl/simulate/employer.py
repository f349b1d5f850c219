"""Write a fictional employer: its systems' exports, settings that fit them, and the truth."""

from __future__ import annotations

from pathlib import Path

from etl.simulate.greenhouse import write_greenhouse
from etl.simulate.hris import write_hris
from etl.simulate.mail import write_mail
from etl.simulate.rounds import Effects
from etl.simulate.settings import settings_text
from etl.simulate.story import tell
from etl.simulate.truth import write_truth


def write(folder: Path, applications: int, seed: int, *, effects: Effects | None = None) -> None:
    """Write the exports of a fictional employer with known truth.

    Parameters
    ----------
    folder
        Where to; it is made. Files of the same names are written over.
    applications
        Number of applications in two years, at least 100.
    seed
        Any whole number from 0; the same number and size give the same bytes on any machine.
    effects
        What a note does; by default 8 points more to advance, and nothing to performance.

    Raises
    ------
    ValueError
        If there are too few applications for every planted case to occur.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder), applications=100, seed=1)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['goodeggs.toml', 'greenhouse', 'hr', 'mail', 'truth.json', 'truth_hires.csv', 'truth_interviews.csv']
    """
    story = tell(applications, seed, effects)
    folder.mkdir(parents=True, exist_ok=True)
    rows = write_greenhouse(folder / "greenhouse", story)
    messages = write_mail(folder / "mail", story.world, story.letters, story.written)
    write_hris(folder / "hr", story)
    recruiters = story.world.users["email"].iloc[sorted(set(story.world.jobs["recruiter"]))]
    settings = settings_text(recruiters.tolist())
    (folder / "goodeggs.toml").write_text(settings, encoding="utf-8", newline="\n")
    write_truth(folder, story, rows | {"mail_copies": messages})
