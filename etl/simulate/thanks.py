"""The thank-you notes themselves: to one, to all, to each, late, twice, or by way of the recruiter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, HOUR, MINUTE, NONE
from etl.simulate.pile import CC, TO, Panel, Pile

_EVERYBODY, _ONE, _COPIED, _EACH, _RECRUITER = range(5)
_MODES = (0.38, 0.36, 0.10, 0.11, 0.05)
_AGAIN, _BETWEEN, _ANSWERED, _LOGGED = 0.05, 0.10, 0.15, 0.14


def draw_notes(rng: np.random.Generator, pile: Pile, rounds: pd.DataFrame, panel: Panel) -> None:
    """Add the notes of every round, and some interviewers' answers to them."""
    noted_at = rounds["noted_at"].to_numpy()
    number = np.flatnonzero((noted_at >= 0) & (noted_at < EXTRACT))
    mode = rng.choice(5, len(number), p=_MODES)
    # Somebody who met one person cannot write to each.
    mode = np.where((panel.size[number] == 1) & (mode < _RECRUITER), _ONE, mode)
    chosen = (rng.random(len(number)) * panel.last_size[number]).astype(np.int64)
    way = pd.DataFrame({"round": number, "mode": mode, "chosen": chosen})
    rows = panel.rows.merge(way, on="round")
    rows = rows[(rows["mode"] != _ONE) | (rows["place"] == rows["chosen"])]
    rows = rows[(rows["mode"] != _RECRUITER) | (rows["place"] == 0)].reset_index(drop=True)
    to_recruiter = (rows["mode"] == _RECRUITER).to_numpy()
    row_round = rows["round"].to_numpy()
    user = np.where(to_recruiter, panel.recruiter[row_round], rows["user"].to_numpy())
    copy = np.where(rows["mode"] == _EACH, rows["place"], 0)
    message = (
        np.cumsum(np.r_[True, (row_round[1:] != row_round[:-1]) | (copy[1:] != copy[:-1])]) - 1
    )
    opens = np.flatnonzero(np.r_[True, message[1:] != message[:-1]])
    by_message = row_round[opens]
    at = noted_at[by_message] + copy[opens] * rng.integers(2 * MINUTE, 9 * MINUTE, len(opens))
    logged = rng.random(len(opens)) < _LOGGED
    logged[:3] = True
    mailed = ~logged | (rng.random(len(opens)) < 0.7)
    base = pile.size
    pile.add(
        "note",
        at,
        [],
        application=rounds["application"].to_numpy()[by_message],
        number=by_message,
        mailed=mailed,
        logged=logged,
    )
    role = np.where((rows["mode"] == _COPIED) & (rows["place"] > 0), CC, TO)
    pile.recipients.append(pd.DataFrame({"message": base + message, "user": user, "role": role}))

    # A second note some hours later, and one written between the two interviews of a day.
    noted, end = rounds["noted"].to_numpy(), rounds["end"].to_numpy()
    later = noted_at + rng.integers(4 * HOUR, 40 * HOUR, len(rounds))
    again = noted & (rng.random(len(rounds)) < _AGAIN) & (later < rounds["decided"].to_numpy())
    early = rounds["first_end"].to_numpy() + rng.integers(3 * MINUTE, 25 * MINUTE, len(rounds))
    prompt = noted & (noted_at - end < DAY) & (rounds["second_start"].to_numpy() >= 0)
    between = prompt & (rng.random(len(rounds)) < _BETWEEN)
    first = np.full(len(rounds), NONE, dtype=np.int64)
    first[panel.first_half["round"].to_numpy()] = panel.first_half["user"].to_numpy()
    for which, when, whom in ((again, later, panel.lead), (between & (first >= 0), early, first)):
        pick = np.flatnonzero(which)
        pile.add(
            "note",
            when[pick],
            [whom[pick]],
            application=rounds["application"].to_numpy()[pick],
            number=pick,
        )
    replied = np.flatnonzero(noted & (rng.random(len(rounds)) < _ANSWERED))
    pile.add(
        "owner_reply",
        noted_at[replied] + rng.integers(10 * MINUTE, 20 * HOUR, len(replied)),
        [],
        application=rounds["application"].to_numpy()[replied],
        number=replied,
        writer=panel.lead[replied],
    )
