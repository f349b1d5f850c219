"""Who writes, and to whom, does not weigh in what a message is taken for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from etl.notes.classify import classify
from etl.notes.names import without_names

NAMES = (
    "Agnieszka Nowak", "Jasper Ndlovu-Wright", "Courtney Smith", "Aoife O'Neil", "Mei Hua Chen",
    "Mohammed Al-Farsi", "Blessing Okafor", "José García Díaz", "Grace Joy", "Nguyễn Thị Lan",
    "Siddharth Iyer", "Lakshmi", "DeShawn", "Bjørn Østergård", "Zoë",
)  # fmt: skip
BODY = (
    "it was good to meet you yesterday, and I enjoyed hearing about the shop.\n\nBest wishes,\n{}"
)


def probabilities(bodies: list[str]) -> np.ndarray:
    told = pd.DataFrame({"subject": "Yesterday", "body": bodies, "automatic": False})
    return classify(told)["probability"].to_numpy()


@pytest.mark.parametrize(
    "body",
    [
        "Dear Ms {}, " + BODY.format("Sam Lee"),
        "Hello, " + BODY,
        "Hello, " + BODY.replace("Best wishes", "Rgds"),
        "Hello, it was good to meet you and {} yesterday, and I enjoyed hearing about the shop.",
        "My name is {}, it was good to meet you yesterday.",
        "Thank you for seeing me yesterday. {}",
    ],
)
def test_a_name_changes_nothing(body: str) -> None:
    told = probabilities([body.format(name) for name in NAMES])
    assert np.ptp(told) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hi sam, cheers for today\nrob", "hi, cheers for today\n"),
        ("Thanks for today\nthanks again", "Thanks for today\nthanks again"),
        (
            "Ich habe Frau Ebert und die Küche gern gesehen.",
            "Ich habe Frau und die Küche gern gesehen.",
        ),
        ("THANKS FOR THE INTERVIEW", "THANKS FOR THE INTERVIEW"),
        ("山本様\n本日はありがとうございました。\n佐藤", "様\n本日はありがとうございました。\n"),
        ("唐总好：\n感谢您\n\n霍启明", "总好：\n感谢您\n\n"),
        ("오늘 감사합니다.\n이수진 드림", "오늘 감사합니다.\n"),
        ("", ""),
    ],
)
def test_what_is_said_stays(before: str, after: str) -> None:
    assert without_names(pa.array([before])).to_pylist() == [after]
