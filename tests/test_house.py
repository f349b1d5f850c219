"""How the house stands: which way imports go, how long files are, what they must not say."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.house import PACKAGES, ROOT, committed, imports, name_of, sources, texts

LONGEST = 400
MEDIAN = 150

# Data goes left to right; imports go only the other way. Folder: what must not be imported there.
NOT_IMPORTED = {
    "etl": {"analysis", "dashboard", "calibration", "streamlit", "plotly"},
    "etl/extract": {
        "etl.notes",
        "etl.people",
        "etl.store",
        "etl.derive",
        "etl.pipeline",
        "etl.ledger",
    },
    "etl/notes": {"etl.store", "etl.derive", "etl.review", "etl.pipeline", "etl.ledger"},
    "etl/review": {"etl.extract", "etl.derive", "etl.pipeline", "etl.ledger"},
    "etl/people": {"etl.derive", "etl.pipeline", "etl.ledger"},
    "etl/store": {
        *(
            "etl.extract",
            "etl.notes",
            "etl.people",
            "etl.derive",
            "etl.review",
            "etl.simulate",
            "etl.pipeline",
            "etl.ledger",
        ),
    },
    "etl/derive": {"etl.extract", "etl.review", "etl.pipeline", "etl.ledger"},
    "etl/simulate": {
        *(
            "etl.extract",
            "etl.notes",
            "etl.people",
            "etl.store",
            "etl.derive",
            "etl.pipeline",
            "etl.ledger",
        ),
    },
    "analysis": {
        "dashboard",
        "streamlit",
        "plotly",
        "sqlalchemy",
        "etl.extract",
        "etl.review",
        "etl.pipeline",
        "etl.ledger",
        "calibration",
    },
    "dashboard": {
        "sqlalchemy",
        "etl.store",
        "etl.review",
        "etl.extract",
        "etl.pipeline",
        "etl.ledger",
        "etl.cli",
        "calibration",
    },
    "calibration": {"dashboard", "streamlit", "plotly", "sqlalchemy", "etl.simulate", "tests"},
    "notebooks": {"dashboard", "streamlit", "sqlalchemy"},
}
VOCABULARY = "etl.store.tables"  # names and meanings of columns: everybody may speak them
EXCEPT = {
    "etl/cli.py": {"analysis", "dashboard"},  # the command puts the three together
    "etl/cli_impact.py": {"analysis"},
    "etl/cli_report.py": {"analysis", "dashboard"},
    "analysis/read.py": {"sqlalchemy"},
    # those with the reviewer's right, and nobody else, come to the drawn texts
    "dashboard/access.py": {"etl.review"},
    "dashboard/views/review.py": {"etl.review"},
    "dashboard/serve.py": {"sqlalchemy"},  # takes a store's URL apart; asks it nothing
}


@pytest.mark.parametrize("folder", NOT_IMPORTED)
def test_imports_go_one_way(folder: str) -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in sources(folder)
        for name in sorted(imports(path))
        for forbidden in NOT_IMPORTED[folder] - EXCEPT.get(name_of(path), set())
        if f"{name}.".startswith(f"{forbidden}.") and not f"{name}.".startswith(f"{VOCABULARY}.")
    ]
    assert not wrong


def test_the_review_page_uses_the_queue_and_the_right_only() -> None:
    doors = {"etl.review.queue", "etl.review.reviewers", "etl.review.keys"}
    used = {name for path in sources("dashboard") for name in imports(path) if "etl.review" in name}
    assert not [
        name
        for name in used
        if not f"{name}.".startswith(tuple(f"{one}." for one in doors)) and name != "etl.review"
    ]


def test_imports_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text("def f():\n    from etl import store\n    import plotly.express as px\n")
    assert {"etl.store", "plotly.express"} <= imports(file)


def test_files_are_short() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources(*PACKAGES, "tests", "benchmarks", "calibration")
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST}
    ours = [n for name, n in lengths.items() if name.split("/")[0] in PACKAGES and n > 1]
    assert statistics.median(ours) <= MEDIAN


MACHINE = [
    r"(?<![\w.~}\]])/(work|home|root|Users|tmp)/",
    re.escape(str(ROOT.parent) + "/") if len(ROOT.parts) > 2 else r"(?!)",
    re.escape(str(Path.home()) + "/") if len(Path.home().parts) > 1 else r"(?!)",
    re.escape(tempfile.gettempdir() + "/"),
    r"\.\./[s]hared",
    r"\bpypi\.(org|python)|python[h]osted|registry\.npmjs|deb\.[d]ebian|index[-]url|find[-]links",
]


def test_no_file_names_a_machine_or_an_index() -> None:
    pattern = re.compile("|".join(MACHINE))
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in committed()
        if path.suffix not in {".png", ".ico", ".xlsx"}
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-(?!-hash=)", text, flags=re.MULTILINE)
        pins = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, flags=re.MULTILINE | re.DOTALL)
        assert pins
        assert not [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]


def test_lock_holds_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    for requirement in map(Requirement, declared):
        version = pinned.get(requirement.name.lower())
        assert version is not None, f"{requirement.name} is not in requirements.lock: make lock"
        assert requirement.specifier.contains(Version(version), prereleases=True)


CLAIMED_TOO_MUCH = re.compile(
    r"\b(drives?|driven|driving|boost(s|ed|ing)?|prov(es?|ed|en|ing)|caus(es?|ed|ing)"
    r"|lead(s|ing)? to|results? in)\b",
    flags=re.IGNORECASE,
)
SAYS = ["README.md", "CHANGELOG.md", "docs/*.md", "data/*.md", "notebooks/*.ipynb"]


def test_nothing_that_users_read_claims_a_cause() -> None:
    said = [
        (f"{name_of(path)}:{line}", value)
        for path in sources(*PACKAGES)
        for line, value in texts(path)
    ]
    for path in (path for pattern in SAYS for path in ROOT.glob(pattern)):
        lines = enumerate(_text(path).splitlines(), start=1)
        said += [(f"{name_of(path)}:{line}", value) for line, value in lines]
    found = [
        f"{place}: {match.group()}"
        for place, value in said
        for match in CLAIMED_TOO_MUCH.finditer(value)
    ]
    assert not found


def test_no_test_looks_away() -> None:
    away = re.compile(r"pytest\.(skip|xfail)|mark\.(skip|xfail)|importor[s]kip|assert\s+True\b")
    found = [name_of(path) for path in sources("tests") if away.search(_text(path))]
    assert not found


def test_the_command_starts_light() -> None:
    heavy = "streamlit pandas statsmodels sqlalchemy pyarrow scipy plotly alembic"
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from etl.cli import app\n"
        "done = CliRunner().invoke(app, ['--help'])\n"
        "assert done.exit_code == 0, done.output\n"
        f"print(*[name for name in {heavy.split()} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
