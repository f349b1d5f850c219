"""Error rates of the note tag: what is accepted, as a type and as settings, and what a run records."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etl import config, ledger
from etl.config import Settings
from etl.errors import SettingsWrong
from etl.notes.error_rates import Agreement, ErrorRates

NUMBERS = st.floats(0.01, 1e6)


@st.composite
def shares(draw: st.DrawFn) -> tuple[float, float]:
    of = draw(NUMBERS)
    return draw(st.floats(0, 1)) * of, of


@given(shares(), shares(), st.sampled_from(["declared", "reviewed"]), st.none() | st.integers(0))
def test_as_text_and_back(
    sensitivity: tuple[float, float], specificity: tuple[float, float], basis: str, n: int | None
) -> None:
    rates = ErrorRates.model_validate(
        {"basis": basis, "sensitivity": sensitivity, "specificity": specificity, "reviewed": n}
    )
    assert ErrorRates.from_text(rates.to_text()) == rates
    assert 0 <= rates.sensitivity_rate <= 1
    assert 0 <= rates.specificity_rate <= 1


def test_no_text_is_nobody_knows() -> None:
    assert ErrorRates.from_text("") is None


def test_kappa_lies_in_its_interval() -> None:
    with pytest.raises(ValidationError, match="does not hold kappa"):
        Agreement(n=100, kappa=0.9, low=0.2, high=0.8)


# sensitivity | specificity | what is said, or nothing where it is accepted
SETTINGS = """
    [46, 50]   | [388, 400]  |
    [10, 10]   | [10, 10]    |
    [45.5, 50] | [388, 400]  |
    [51, 50]   | [388, 400]  | 51 right of 50: at most all can be right
    [46, 50]   | [-1, 400]   | greater than or equal to 0
    [9, 9]     | [388, 400]  | measured on fewer than 10
    [46, 50]   | [0, 0]      | greater than 0
    [20, 50]   | [240, 400]  | no better than chance
    [21, 50]   | [240, 400]  |
    [46]       | [388, 400]  | mistagging.sensitivity
    0.92       | 0.97        | mistagging.sensitivity
    [46, inf]  | [388, 400]  | finite
    [nan, 50]  | [388, 400]  | mistagging.sensitivity
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("sensitivity", "specificity", "said"), _rows(SETTINGS))
def test_settings(sensitivity: str, specificity: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / config.FILE_NAME
    file.write_text(
        f"[mistagging]\nsensitivity = {sensitivity}\nspecificity = {specificity}\n",
        encoding="utf-8",
    )
    if said:
        with pytest.raises(SettingsWrong, match="mistagging") as wrong:
            config.load(file)
        assert said in str(wrong.value)
    else:
        rates = ErrorRates.from_text(ledger.declared_rates(config.load(file)))
        assert rates is not None
        assert rates.basis == "declared"


def test_nothing_declared_is_an_empty_text() -> None:
    assert ledger.declared_rates(Settings()) == ""
