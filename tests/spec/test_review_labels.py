"""What reviewers said, and what a message counts as from then on."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.review.settle import settled, shares

# what was said                          it is     share of "note"
TABLE = """
note                                   | note    | 1
other                                  | other   | 0
note note                              | note    | 1
note other                             | -       | 0.5
note cannot_tell                       | note    | 1
other cannot_tell                      | other   | 0
cannot_tell                            | -       | -
cannot_tell cannot_tell                | -       | -
note note other                        | note    | 0.6667
note other other                       | other   | 0.3333
note other cannot_tell                 | -       | 0.5
"""
CASES = [tuple(cell.strip() for cell in row.split("|")) for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("said", "it_is", "share"), CASES)
def test_what_reviewers_settle_on(said: str, it_is: str, share: str) -> None:
    labels = pd.DataFrame({"note_id": 7, "label": said.split()})
    known = {True: "note", False: "other"}
    assert [known[one] for one in settled(labels)] == ([] if it_is == "-" else [it_is])
    assert [f"{one:.4g}" for one in shares(labels)] == ([] if share == "-" else [share])


def test_nothing_said_settles_nothing() -> None:
    assert settled(pd.DataFrame({"note_id": [], "label": []})).empty
