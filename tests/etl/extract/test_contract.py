"""The rules at the door: casts, contracts, and what is compared with what."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.errors import ContractBroken, TimeWithoutZone
from etl.extract import casts, duck
from etl.extract.contract import (
    label_ids,
    latest,
    no_rejects,
    normalise_addresses,
    normalise_names,
    refuse_if_too_many,
)
from etl.extract.fields import Checked, Contract, Field


@pytest.mark.parametrize(
    ("text", "timezone", "expected"),
    [
        ("2026-02-05T20:00:00.000Z", None, "2026-02-05T20:00:00Z"),
        ("2026-02-05T20:00:00.123456Z", None, "2026-02-05T20:00:00.123456Z"),
        ("2026-02-05T20:00:00+05:30", None, "2026-02-05T14:30:00Z"),
        ("2026-02-05T20:00:00-0500", None, "2026-02-06T01:00:00Z"),
        ("2026-02-05 20:00:00", "Europe/Paris", "2026-02-05T19:00:00Z"),
        ("2026-07-05 20:00:00.000  ", "Europe/Paris", "2026-07-05T18:00:00Z"),
        # The hour that the clock repeats: the first one. The hour that it skips: the end of it.
        ("2026-10-25T02:30:00", "Europe/Paris", "2026-10-25T00:30:00Z"),
        ("2026-03-29T02:30:00", "Europe/Paris", "2026-03-29T01:00:00Z"),
        ("2026-02-05T20:00:00", None, casts.NO_ZONE),
        ("2026-02-05", "Europe/Paris", casts.INSTANT),
        ("0001-01-01T00:00:00Z", None, casts.INSTANT),
        ("9999-12-31T00:00:00Z", None, casts.INSTANT),
        ("1770312000", None, casts.INSTANT),
        ("yesterday", None, casts.INSTANT),
    ],
)
def test_a_time_becomes_an_instant_or_a_reason(
    text: str, timezone: str | None, expected: str
) -> None:
    values, reasons = casts.instants(pd.Series([text, None], dtype="str"), timezone)
    assert str(values.dtype) == "datetime64[us, UTC]"
    assert pd.isna(values[1]) and pd.isna(reasons[1])
    if expected.startswith("2026"):
        assert values[0] == pd.Timestamp(expected) and pd.isna(reasons[0])
    else:
        assert pd.isna(values[0]) and reasons[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T00:00:00.000Z", "2026-11-22"),
        ("2026-02-30", None),
        ("22/11/2026", None),
        ("20261122", None),
    ],
)
def test_a_date_is_iso_or_refused(text: str, expected: str | None) -> None:
    values, reasons = casts.days(pd.Series([text], dtype="str"))
    assert str(values.dtype) == "date32[day][pyarrow]"
    assert (None if pd.isna(values[0]) else str(values[0])) == expected
    assert pd.isna(reasons[0]) == (expected is not None)


@pytest.mark.parametrize("text", ["inf", "-inf", "1e999", "nan", "three", "0x10"])
def test_only_finite_numbers_are_numbers(text: str) -> None:
    values, reasons = casts.numbers(pd.Series([text], dtype="str"))
    assert pd.isna(values[0]) and reasons[0] == casts.NUMBER


def _contract() -> Contract:
    return Contract(
        "things",
        (
            Field("id", "id", required=True, empty=False),
            Field("status", one_of=("open", "closed"), empty=False),
            Field("size", "number", at="shape.size", low=0, high=10),
            Field("seen", "instant"),
            Field("parts", "list"),
        ),
    )


def _raw(**columns: object) -> pd.DataFrame:
    good = {"id": "1", "status": "open", "size": "3", "seen": "2026-01-01T00:00:00Z", "parts": "[]"}
    return pd.DataFrame([good | columns], index=[7]).astype("str")


@pytest.mark.parametrize(
    ("columns", "field", "reason"),
    [
        ({"id": None}, "id", "an id"),
        ({"id": ""}, "id", "an id"),
        ({"id": '{"id": 1}'}, "id", "an id"),
        ({"status": "gone"}, "status", "one of open, closed"),
        ({"status": None}, "status", "one of open, closed"),
        ({"size": "11"}, "shape.size", "a number from 0 to 10"),
        ({"size": "big"}, "shape.size", "a number"),
        ({"seen": "2026-01-01T00:00:00"}, "seen", casts.NO_ZONE),
        ({"parts": '{"a": 1}'}, "parts", "a list"),
    ],
)
def test_a_bad_value_rejects_its_row_once(
    columns: dict[str, object], field: str, reason: str
) -> None:
    checked = _contract().check(_raw(**columns), None)
    expected = "a number from 0 to 10" if columns.get("size") else reason
    assert checked.rows.empty
    assert checked.rejects["line"].tolist() == [7]
    assert checked.rejects["field"].tolist() == [field]
    assert checked.rejects["reason"].tolist() in ([reason], [expected])


@pytest.mark.parametrize(
    "columns", [{}, {"status": "OPEN "}, {"size": None}, {"seen": None}, {"parts": None}]
)
def test_a_good_row_passes(columns: dict[str, object]) -> None:
    checked = _contract().check(_raw(**columns), None)
    assert len(checked.rows) == 1 and checked.rejects.empty


def test_good_rows_go_on_beside_bad_ones() -> None:
    raw = pd.concat([_raw(id=str(place)) for place in range(5)]).set_axis(range(1, 6), axis=0)
    raw.loc[[2, 4], "status"] = "gone"
    checked = _contract().check(raw, None)
    assert checked.rows.index.tolist() == [1, 3, 5]
    assert checked.rejects["line"].tolist() == [2, 4]


def test_a_later_rule_adds_rejects() -> None:
    rows = pd.DataFrame({"a": [1, 2, 3]}, index=[1, 2, 3])
    checked = Checked(rows, no_rejects()).refuse(rows["a"] > 2, "a", "at most 2")
    assert checked.rows.index.tolist() == [1, 2]
    assert checked.rejects.to_numpy().tolist() == [[3, "a", "at most 2"]]


def _rejects(count: int, reason: str) -> pd.DataFrame:
    return pd.DataFrame({"line": range(1, count + 1), "field": "seen", "reason": reason})


def test_a_file_with_few_bad_rows_is_kept_and_with_many_refused() -> None:
    refuse_if_too_many(_rejects(5, "a time"), 100, "a.json")
    with pytest.raises(ContractBroken, match=r"a\.json, line 1, field seen: 6 of 100 rows"):
        refuse_if_too_many(_rejects(6, "a time"), 100, "a.json")


def test_a_reason_may_have_an_error_of_its_own() -> None:
    with pytest.raises(TimeWithoutZone):
        refuse_if_too_many(
            _rejects(1, casts.NO_ZONE), 1, "a.json", errors={casts.NO_ZONE: TimeWithoutZone}
        )


def test_several_bad_fields_of_a_line_count_for_their_fields_alone() -> None:
    both = pd.concat([_rejects(4, "a time"), _rejects(4, "an id").assign(field="id")])
    refuse_if_too_many(both, 100, "a.json")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("Zoë", "O'Neil-Smith", "zoe oneil smith"),
        (" ZOE ", "O’Neil  Smith", "zoe oneil smith"),
        ("Łukasz", "Ørsted", "łukasz ørsted"),
        ("李", "小龙", "李 小龙"),
        ("J. R.", "Example", "j r example"),
        (None, "Example", "example"),
        (None, None, None),
        ("", "-", None),
    ],
)
def test_names_are_compared_without_accents_case_and_punctuation(
    first: str | None, last: str | None, expected: str | None
) -> None:
    pair = [pd.Series(["x", name], dtype="str", index=[4, 9]) for name in (first, last)]
    name = normalise_names(pair[0], pair[1])[9]
    assert name == expected or (expected is None and pd.isna(name))


def test_addresses_keep_dots_and_tags() -> None:
    given = pd.Series([" A.B+c@Example.com", "a.b@example.com", "nobody", None], dtype="str")
    assert normalise_addresses(given).dropna().tolist() == [
        "a.b+c@example.com",
        "a.b@example.com",
    ]


def test_the_latest_instant_is_the_version() -> None:
    first = pd.Series(pd.to_datetime(["2026-01-01", None, "2026-01-03", None], utc=True))
    second = pd.Series(pd.to_datetime(["2026-01-02", "2026-01-01", None, None], utc=True))
    assert latest(first, second).dt.strftime("%Y-%m-%d").tolist() == [
        "2026-01-02",
        "2026-01-01",
        "2026-01-03",
        "1970-01-01",
    ]


def test_a_missing_label_stays_missing() -> None:
    assert label_ids("office", pd.Series([None], dtype="str")).isna().all()


def test_lists_become_rows_under_a_repeated_index() -> None:
    lists = pd.Series(['["b", "a"]', None, "[]", '["c", null]'], index=[5, 5, 6, 7], dtype="str")
    found = duck.unnest(lists, {"item": "$"})
    assert found.index.tolist() == [5, 5, 7, 7]
    assert found["item"].fillna("-").tolist() == ["b", "a", "c", "-"]
