"""The server is started with the options that keep it safe, and with no secret in sight."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable

import pytest

from dashboard import serve
from etl.errors import SettingsWrong, UserFixable

URL = "postgresql+psycopg://reader:secret@localhost/goodeggs"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def test_the_command_runs_the_app_on_this_machine_only() -> None:
    call = serve.command("sqlite:///a.db", 8600)
    assert call[1:4] == ["-m", "streamlit", "run"]
    assert serve.APP.is_file() and str(serve.APP) in call
    assert {"--server.port=8600", "--server.address=localhost"} <= set(call)


@pytest.mark.parametrize(
    "flag",
    [
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--client.toolbarMode=minimal",
        "--client.disableDataExport=true",
    ],
)
def test_safe_options_are_flags_which_no_config_file_overrides(flag: str) -> None:
    assert flag in serve.command("sqlite:///a.db", 8600)


def test_cross_site_protection_is_left_on() -> None:
    assert not [
        flag for flag in serve.command("sqlite:///a.db", 1) if "CORS" in flag or "Xsrf" in flag
    ]


def test_streamlit_knows_every_option() -> None:
    from streamlit import config

    assert set(serve.OPTIONS) <= set(config._config_options_template)


def test_only_a_fictional_employer_is_called_one() -> None:
    told = serve.environment("sqlite:///a.db", None, None, fictional=True)
    assert told[serve.FICTIONAL_VARIABLE]
    assert serve.FICTIONAL_VARIABLE not in serve.environment("sqlite:///a.db", None, None)


def test_a_password_is_never_an_argument() -> None:
    assert not [part for part in serve.command(URL, 8600) if "secret" in part]


def test_an_unreadable_url_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsWrong) as caught:
        serve.command("not a url with a secret", 8600)
    assert "secret" not in str(caught.value)


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserFixable, match=f"Port {port} is taken"):
            serve.serve("sqlite:///a.db", port)


class _Server:
    """Stands in for the server's process; `ends` is what happens while it is waited for."""

    ends: Callable[[], None]
    last: _Server

    def __init__(self, call: list[str], env: dict[str, str]) -> None:
        self.call, self.env, self.waits, self.terminated = call, env, 0, False
        _Server.last = self

    def wait(self) -> int:
        self.waits += 1
        if self.waits == 1:
            _Server.ends()
        return -signal.SIGTERM

    def terminate(self) -> None:
        self.terminated = True


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_the_keyboard_stops_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], free_port: int
) -> None:
    monkeypatch.setattr(subprocess, "Popen", _Server)
    monkeypatch.setattr(_Server, "ends", staticmethod(_interrupt), raising=False)
    assert serve.serve(URL, free_port) == 0
    assert _Server.last.terminated and _Server.last.waits == 2
    assert _Server.last.env[serve.URL_VARIABLE] == URL
    assert serve.URL_VARIABLE not in os.environ
    said = capsys.readouterr().out
    assert f"http://localhost:{free_port}" in said and "secret" not in said


def test_a_stop_from_outside_reaches_the_server(
    monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(subprocess, "Popen", _Server)
    monkeypatch.setattr(
        _Server, "ends", staticmethod(lambda: signal.raise_signal(signal.SIGTERM)), raising=False
    )
    assert serve.serve(URL, free_port) == -signal.SIGTERM
    assert _Server.last.terminated
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_right_to_adverse_impact_is_given_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(serve.IMPACT_STORE_VARIABLE, "left over from another start")
    assert serve.IMPACT_STORE_VARIABLE not in serve.environment("sqlite:///a.db", None, None)
    given = serve.environment("sqlite:///a.db", None, URL)
    assert given[serve.IMPACT_STORE_VARIABLE] == URL
