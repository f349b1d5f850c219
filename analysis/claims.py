"""Since when a claim has been declared, and what was changed after a look at the data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.claim import Claim
from etl.errors import SettingsWrong


@dataclass(frozen=True)
class Declared:
    """One claim that runs were made with.

    Attributes
    ----------
    digest
        `Claim.digest`.
    since
        Start of the first run that used it, in UTC.
    interviews
        How many completed interviews of decided applications the run before it had loaded: 0 for the
        first claim, which was declared before any data was seen.
    changes
        What it changed in the claim before it, as "landmark_hours from 24 to 48".
    """

    digest: str
    since: pd.Timestamp
    interviews: int
    changes: tuple[str, ...]

    @property
    def told(self) -> str:
        """Say in a sentence when it was declared, and what that changed.

        Examples
        --------
        >>> since = pd.Timestamp("2026-03-02T04:00Z")
        >>> print(Declared("ab12", since, 0, ()).told)
        Declared on 2026-03-02, before any data was loaded (claim ab12).
        >>> print(Declared("cd34", since, 900, ("level from 0.95 to 0.9",)).told)
        Changed on 2026-03-02, after data had been loaded: level from 0.95 to 0.9 (claim cd34).
        """
        day = f"{self.since:%Y-%m-%d}"
        if not self.changes:
            return f"Declared on {day}, before any data was loaded (claim {self.digest})."
        when = (
            "after data had been loaded" if self.interviews else "before any interview was loaded"
        )
        return f"Changed on {day}, {when}: {'; '.join(self.changes)} (claim {self.digest})."


LATE = (
    "This claim was not declared before the data was loaded. What is declared after a look at the data can "
    "be bent to fit it."
)


def history(runs: pd.DataFrame) -> tuple[Declared, ...]:
    """Return the claims that runs were made with, each time one was taken up, oldest first.

    Parameters
    ----------
    runs
        Rows of `ops__run`.
    """
    found: list[Declared] = []
    before: Claim | None = None
    loaded = 0
    for run in runs.sort_values("run_id").to_dict("records"):
        claim = Claim.model_validate_json(str(run["claim"]))
        if before is None or claim.digest != before.digest:
            changes = _changes(before, claim) if before is not None else ()
            found.append(Declared(claim.digest, run["started_at"], loaded, changes))
        before, loaded = claim, int(run["interviews"])
    return tuple(found)


def caution(declared: tuple[Declared, ...]) -> str | None:
    """Return what to say beside a finding whose claim was changed after a look; None if it was not.

    Examples
    --------
    >>> since = pd.Timestamp("2026-03-02T04:00Z")
    >>> print(caution((Declared("ab12", since, 0, ()), Declared("cd34", since, 9, ("level from 0.95 to 0.9",)))))
    The claim was changed on 2026-03-02, after data had been loaded: level from 0.95 to 0.9. What is \
declared after a look at the data can be bent to fit it.
    >>> caution((Declared("ab12", since, 0, ()),))
    """
    late = [one for one in declared if one.changes and one.interviews]
    if not late:
        return None
    last = late[-1]
    again = f" It was changed {len(late)} times in all." if len(late) > 1 else ""
    return (
        f"The claim was changed on {last.since:%Y-%m-%d}, after data had been loaded: "
        f"{'; '.join(last.changes)}.{again} What is declared after a look at the data can be bent to fit it."
    )


def check_tables(claim: Claim, made: Claim) -> None:
    """Refuse to ask a claim of tables that were made with other rules than it declares.

    Parameters
    ----------
    made
        The claim that the run was made with.

    Raises
    ------
    SettingsWrong
        Naming the rule. What is compared in the place of a note needs neither landmark nor window.
    """
    rules = ["landmark_hours", "window_days"] if claim.exposure is None else []
    wrong = [name for name in rules if getattr(claim, name) != getattr(made, name)]
    ours, theirs = (
        {name: set(values) for name, values in one.leave_out.items()} for one in (claim, made)
    )
    wrong += ["leave_out"] if ours != theirs else []
    if wrong:
        raise SettingsWrong(
            f"the tables were made with another {' and another '.join(wrong)} than this claim declares",
            field=f"claim.{wrong[0]}",
            fix="Write it as goodeggs.toml has it, or declare this claim there and run `goodeggs run`",
        )


def _changes(before: Claim, after: Claim) -> tuple[str, ...]:
    was, now = (_flat(json.loads(claim.model_dump_json())) for claim in (before, after))
    return tuple(
        f"{name} from {_said(was.get(name))} to {_said(now.get(name))}"
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    )


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, dict) and value:
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def _said(value: Any) -> str:
    if value is None or value in ({}, []):
        return "nothing"
    if isinstance(value, list):
        return " and ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
