"""The newest part of a mail, HTML, and dates."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from etl.extract import mail_date
from etl.extract.html_text import is_html, to_text
from etl.extract.newest import newest_part

NEW = "This is new."

QUOTED = {
    "quoted lines": "> old\n>> older",
    "en": "On Mon, 3 Mar 2025 at 09:14, Sam <sam@example.com> wrote:\nold",
    "en, folded": "On Mon, 3 Mar 2025 at 09:14, Samantha Long-Name\n<sam@example.com> wrote:\n> old",
    "es": "El lun, 3 mar 2025 a las 9:14, Sam (<sam@example.com>) escribió:\nold",
    "fr": "Le lun. 3 mars 2025 à 09:14, Sam <sam@example.com> a écrit :\nold",
    "de": "Am 03.03.25 um 09:14 schrieb Sam:\nold",
    "pt": "Em seg., 3 de mar. de 2025 às 09:14, Sam <sam@example.com> escreveu:\nold",
    "it": "Il giorno lun 3 mar 2025 alle 09:14 Sam <sam@example.com> ha scritto:\nold",
    "nl": "Op ma 3 mrt 2025 om 09:14 schreef Sam <sam@example.com>:\nold",
    "ja": "2025年3月3日(月) 9:14 Sam <sam@example.com>:\nold",
    "zh": "在 2025年3月3日，Sam <sam@example.com> 写道：\nold",
    "ko": "2025년 3월 3일 (월) 오전 9:14, Sam <sam@example.com>님이 작성:\nold",
    "Outlook, en": "From: Sam\nSent: Monday, 3 March 2025 09:14\nTo: Pat\nSubject: x\n\nold",
    "Outlook, de": "Von: Sam\nGesendet: Montag, 3. März 2025 09:14\nAn: Pat\n\nold",
    "Outlook, fr": "De : Sam\nEnvoyé : lundi 3 mars 2025 09:14\nÀ : Pat\n\nold",
    "ruled": "-----Original Message-----\nold",
    "signature": "-- \nSam\nThank you for reading",
    "telephone": "Sent from my phone",
    "please do not print": "Please think before you print this. Thank you for saving paper.",
    "disclaimer": "This message is confidential. If you are not\nthe intended recipient, thank you.",
}


@pytest.mark.parametrize("old", QUOTED.values(), ids=QUOTED.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_newest_part_is_kept(old: str, end: str) -> None:
    text = f"{NEW}\n\n{old}\n".replace("\n", end)
    once = newest_part(pa.array([text]))
    assert once.to_pylist() == [NEW]
    assert newest_part(once).equals(once)


def test_what_is_written_below_a_quote_is_kept() -> None:
    text = "On Mon, Sam wrote:\n> Can you come?\n> Sam\n\nYes."
    assert newest_part(pa.array([text, "", "Fine > great"])).to_pylist() == [
        "Yes.",
        "",
        "Fine > great",
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
        ("<style>p {color: red}</style><script>alert(1)</script><p>One</p>", "One"),
        ("<p>Caf&eacute; &amp; &lt;bar&gt;&nbsp;now</p>", "Café & <bar> now"),
        ("<div>New</div><div class='gmail_quote'>On Mon wrote:<p>Old</p></div>", "New"),
        ("<p>New</p><blockquote><p>Old</p></blockquote>", "New"),
        ("<p>New</p><div id=divRplyFwdMsg>From: Sam<p>Old</p>", "New"),
        ("<p>Broken <b>markup", "Broken markup"),
    ],
)
def test_html_to_text(markup: str, text: str) -> None:
    assert is_html(pa.array([markup])).to_pylist() == [True]
    assert to_text(pa.array([markup])).to_pylist() == [text]


@pytest.mark.parametrize("text", ["a < b and c > d", "<sam@example.com>", "i <3 it", ""])
def test_text_is_not_html(text: str) -> None:
    assert is_html(pa.array([text])).to_pylist() == [False]


DATES = [
    ("Mon, 6 Jan 2020 04:49:45 +0530", "2020-01-05 23:19:45", None),
    ("Mon, 6 Jan 2020 04:49:45 -0800 (PST)", "2020-01-06 12:49:45", None),
    ("6 Jan 20 04:49 +0100", "2020-01-06 03:49", None),
    ("Mon, 6 Jan 2020 04:49:45 GMT", "2020-01-06 04:49:45", None),
    ("Mon, 6 Jan 2020 04:49:45 EST", "2020-01-06 09:49:45", None),
    ("Mon, 6 Jan 2020 04:49:45", None, mail_date.NO_ZONE),
    ("Mon, 6 Jan 2020 04:49:45 CST6", None, mail_date.NOT_A_DATE),
    ("Mon, 6 Jan 2020 04:49:45 CET", None, mail_date.NO_ZONE),
    ("Mon, 30 Feb 2020 04:49:45 +0000", None, mail_date.NOT_A_DATE),
    ("Mon, 6 Jan 2020 25:49:45 +0000", None, mail_date.NOT_A_DATE),
    ("yesterday", None, mail_date.NOT_A_DATE),
    ("", None, mail_date.NO_DATE),
]


def test_dates_are_utc_or_refused() -> None:
    instants, why = mail_date.to_utc(pa.array([row[0] for row in DATES]), None)
    assert str(instants.dtype) == "datetime64[us, UTC]"
    for (header, expected, refused), instant, reason in zip(DATES, instants, why, strict=True):
        if expected is None:
            assert pd.isna(instant) and reason == refused, header
        else:
            assert instant == pd.Timestamp(expected, tz="UTC") and pd.isna(reason), header


def test_a_declared_zone_is_for_dates_without_one_and_minds_summer_time() -> None:
    headers = pa.array(
        ["6 Jan 2020 04:49", "6 Jul 2020 04:49", "6 Jul 2020 04:49 +0000", "25 Oct 2020 02:30", "x"]
    )
    instants, why = mail_date.to_utc(headers, "Europe/Paris")
    assert [str(one)[:16] for one in instants[:4]] == [
        "2020-01-06 03:49",
        "2020-07-06 02:49",
        "2020-07-06 04:49",
        "2020-10-25 00:30",
    ]
    assert why[4] == mail_date.NOT_A_DATE
