"""Nothing that somebody else wrote steers a terminal."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.plain import plain
from etl.review import terminal
from tests.reviewing import Desk


@given(st.text())
def test_no_control_is_left_and_no_letter_is_lost(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert not [
        one for one in shown if unicodedata.category(one) in ("Cc", "Cf") and one not in "\n\t"
    ]
    assert [one for one in shown if one.isalnum()] == [one for one in text if one.isalnum()]


def test_a_message_cannot_write_over_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    desk.draw(1, text="Thanks\x1b]52;c;eA==\x07\r\x9b2J \u202eyou")
    monkeypatch.setattr(terminal, "_pressed", lambda: terminal.QUIT)
    terminal.ask(desk.url, desk.key, desk.who("Ana"))
    shown = capsys.readouterr().out
    assert "Thanks" in shown and "you" in shown
    assert not set(shown) & set("\x1b\x07\r\x9b\u202e")
