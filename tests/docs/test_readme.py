"""What the README promises is there: commands, targets, settings, files, exit codes."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from etl import config, errors
from tests.house import PACKAGES, ROOT, name_of, sources, tree

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])


def _family(base: type[errors.GoodEggsError]) -> list[type[errors.GoodEggsError]]:
    return [base, *(one for child in base.__subclasses__() for one in _family(child))]


FAMILY = [error for error in _family(errors.GoodEggsError) if error.__module__ == errors.__name__]


def _blocks(language: str) -> list[str]:
    """Return the README's code blocks in a language, without the list's indentation."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def test_each_error_has_an_exit_code_of_its_own() -> None:
    codes = Counter(error.exit_code for error in FAMILY)
    assert len(FAMILY) > 10
    assert not [code for code, times in codes.items() if times > 1 or not 1 <= code <= 125]


@pytest.mark.parametrize("error", FAMILY, ids=lambda error: error.__name__)
def test_each_exit_code_stands_in_the_readme(error: type[errors.GoodEggsError]) -> None:
    again = "yes" if error.retryable else "no"
    row = rf"^\| {error.exit_code} \| `{error.__name__}` \| .+ \| {again} \|$"
    assert re.search(row, README, re.MULTILINE)


def test_errors_are_told_apart_in_one_place() -> None:
    names = {error.__name__ for error in FAMILY}
    elsewhere = [
        f"{name_of(path)}: {node.name}"
        for path in sources(*PACKAGES)
        if name_of(path) != "etl/errors.py"
        for node in tree(path).body
        if hasattr(node, "bases")
        for base in node.bases
        if getattr(base, "id", getattr(base, "attr", "")) in names
    ]
    assert not elsewhere


def test_the_settings_in_the_readme_are_valid(tmp_path: Path) -> None:
    (block,) = _blocks("toml")
    file = tmp_path / config.FILE_NAME
    file.write_text(block, encoding="utf-8")
    assert [source.name for source in config.load(file).source] == ["ats", "mail", "hr"]


def test_every_make_target_that_is_named_is_there() -> None:
    wanted = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"\bmake ([a-z]+)\b", _code(document))
    }
    assert {"demo", "test", "check"} <= wanted
    for target in sorted(wanted):
        dry = ["make", "--dry-run", "--no-print-directory", target]
        done = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"make {target}: {done.stderr}"


def _code(document: Path) -> str:
    """Return what a document writes as code: blocks and words between backticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(), re.DOTALL))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith("https://")]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    assert len(words) > 30
    assert words == sorted(set(words))


def test_every_verdict_is_explained() -> None:
    from analysis.finding import Verdict

    assert not [verdict for verdict in Verdict if f"| **{verdict}** |" not in README]
