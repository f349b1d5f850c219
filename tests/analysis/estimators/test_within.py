"""What is left of columns within groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.estimators.within import beyond, centred


def test_centred_is_what_a_groupby_gives() -> None:
    rng = np.random.default_rng(1)
    values, groups = rng.normal(size=(200, 3)), rng.integers(0, 40, 200)
    frame = pd.DataFrame(values)
    expected = (frame - frame.groupby(groups).transform("mean")).to_numpy()
    assert centred(values, groups) == pytest.approx(expected, abs=1e-12)
    assert centred(values[:, 0], groups) == pytest.approx(expected[:, 0], abs=1e-12)
    assert centred(values[:0], groups[:0]).shape == (0, 3)


def test_beyond_is_at_right_angles_to_the_columns() -> None:
    rng = np.random.default_rng(2)
    y, columns = rng.normal(size=50), rng.normal(size=(50, 4))
    columns[:, 3] = columns[:, 0] - columns[:, 1]
    assert columns.T @ beyond(y, columns) == pytest.approx(np.zeros(4), abs=1e-9)
    assert beyond(y, columns[:, :0]).tolist() == y.tolist()
