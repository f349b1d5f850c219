"""How the extractors read what the sources write: one line a rule."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.config import RatingScale
from etl.errors import ContractBroken
from etl.extract.folder import resource_of
from etl.extract.greenhouse_interviews import COMPLETED, interview_formats
from etl.extract.greenhouse_tables import SCORES
from etl.extract.hris import scaled
from etl.extract.written_dates import to_iso


def _one(text: str | None) -> pd.Series:
    return pd.Series([text], dtype="str")


@pytest.mark.parametrize(
    ("status", "location", "video_url", "expected"),
    [
        ("complete", None, "https://video.example.com/1", "video"),
        ("complete", "Room 4", "https://video.example.com/1", "video"),
        ("complete", "https://zoom.example.com/j/1", None, "video"),
        ("complete", "Microsoft Teams", None, "video"),
        ("complete", "Phone: +1 555 0100", None, "phone"),
        ("complete", "+1 (555) 010-0000", None, "phone"),
        ("complete", "We will call you", None, "phone"),
        ("complete", "Big Conference Room", None, "onsite"),
        ("complete", "12 Callington Street", None, "onsite"),
        ("complete", "   ", None, "other"),
        ("complete", None, None, "other"),
        ("received", None, None, "take_home"),
        ("to_be_sent", "Room 4", None, "take_home"),
    ],
)
def test_the_format_of_an_interview(
    status: str, location: str | None, video_url: str | None, expected: str
) -> None:
    assert interview_formats(_one(status), _one(location), _one(video_url))[0] == expected


@pytest.mark.parametrize(
    ("status", "took_place"),
    [
        ("complete", True),
        ("awaiting_feedback", True),
        ("collect_feedback", True),
        ("scheduled", False),
        ("to_be_scheduled", False),
        ("skipped", False),
        ("to_be_sent", False),
        ("sent", False),
        ("received", False),
    ],
)
def test_which_interviews_took_place(status: str, took_place: bool) -> None:
    assert (status in COMPLETED) == took_place


def test_ratings_of_scorecards_are_four_equal_steps() -> None:
    assert SCORES["strong_no"] == SCORES["definitely_not"] == 0
    assert SCORES["no"] == pytest.approx(1 / 3)
    assert SCORES["yes"] == pytest.approx(2 / 3)
    assert SCORES["strong_yes"] == 1
    assert "no_decision" not in SCORES


@pytest.mark.parametrize(
    ("minimum", "maximum", "best", "rating", "expected"),
    [
        (1, 5, "maximum", "1", 0.0),
        (1, 5, "maximum", "5", 1.0),
        (1, 5, "maximum", " 4.0 ", 0.75),
        (1, 5, "maximum", "3,5", 0.625),
        (1, 5, "minimum", "1", 1.0),
        (1, 5, "minimum", "4", 0.25),
        (0, 100, "maximum", "85", 0.85),
        (-2, 2, "maximum", "0", 0.5),
        (1, 5, "maximum", "0", None),
        (1, 5, "maximum", "5.1", None),
        (1, 5, "maximum", "good", None),
        (1, 5, "maximum", "EXCEEDS", 0.75),
        (1, 5, "minimum", "exceeds", 0.25),
    ],
)
def test_ratings_are_scaled_0_to_1_with_the_best_at_1(
    minimum: float, maximum: float, best: str, rating: str, expected: float | None
) -> None:
    words = {"Exceeds": 4.0} if minimum <= 4 <= maximum else {}
    scale = RatingScale(minimum=minimum, maximum=maximum, best=best, words=words)
    value = scaled(_one(rating), scale)[0]
    assert value == pytest.approx(expected) if expected is not None else pd.isna(value)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-11-22"], ["2026-11-22"]),
        (["2026-11-22T00:00:00"], ["2026-11-22T00:00:00"]),
        (["2026/11/2"], ["2026-11-02"]),
        (["22.11.2026", "03.04.2026"], ["2026-11-22", "2026-04-03"]),
        (["22/11/2026", "03/04/2026"], ["2026-11-22", "2026-04-03"]),
        (["11/22/2026", "03/04/2026"], ["2026-11-22", "2026-03-04"]),
        (["11-22-2026", "3-4-2026"], ["2026-11-22", "2026-03-04"]),
        (["05/05/2026"], ["2026-05-05"]),
        (["2026-11-22", "22/11/2026"], ["2026-11-22", "2026-11-22"]),
        (["soon"], ["soon"]),
        (["03/04/2026"], None),
        (["2026-11-22", "03/04/2026"], None),
        (["22/11/2026", "11/22/2026"], None),
    ],
)
def test_written_dates_are_read_only_when_they_can_mean_one_day(
    dates: list[str], expected: list[str] | None
) -> None:
    column = pd.Series([*dates, None], dtype="str", index=range(2, len(dates) + 3))
    if expected is not None:
        read = to_iso(column, "staff.csv", "Hired")
        assert read.tolist()[:-1] == expected and pd.isna(read.iloc[-1])
        return
    with pytest.raises(ContractBroken) as caught:
        to_iso(column, "staff.csv", "Hired")
    assert "staff.csv" in str(caught.value) and "YYYY-MM-DD" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("candidates.json", "candidates"),
        ("candidates.json.gz", "candidates"),
        ("candidates-2.json", "candidates"),
        ("candidates_0002.json", "candidates"),
        ("candidates-page-2.json", "candidates"),
        ("candidates_2026-11-22.json", "candidates"),
        ("candidates_2026-11-22T09:30:00Z.json", "candidates"),
        ("candidates.20261122.json", "candidates"),
        ("job_interview_stages-3.json", "job_interview_stages"),
        ("interviewers.json", "interviewers"),
        ("my_candidates.json", "my_candidates"),
        ("candidates_old.json", "candidates_old"),
    ],
)
def test_which_resource_a_file_holds(name: str, resource: str) -> None:
    assert resource_of(name) == resource
