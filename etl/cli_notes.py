"""`goodeggs notes ...`: the commands about the note tag itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli_options import DEFAULT, AsJson, SettingsFile
from etl.errors import SettingsWrong, UserFixable

if TYPE_CHECKING:
    from etl.config import Settings

app = typer.Typer(
    name="notes",
    help="What the note tag is worth: measure it, ask it why, let people review it.\n\nExample: goodeggs notes review --reviewer ana",
    no_args_is_help=True,
)


@app.command()
def review(
    reviewer: Annotated[str, typer.Option(help="Your name, as [review] in the settings has it.")],
    settings: SettingsFile = DEFAULT,
) -> None:
    """Say of the least certain messages whether they are thank-you notes, one at a time.

    Example: goodeggs notes review --reviewer ana
    """
    from etl.review.keys import load_review_key
    from etl.review.terminal import ask

    declared = _declared(settings, reviewer)
    key = load_review_key(declared.review_key_file)
    ask(declared.review_store, key, key.reviewer(reviewer))


@app.command()
def reviewer(
    name: Annotated[str, typer.Argument(help="The name, as [review] in the settings has it.")],
    settings: SettingsFile = DEFAULT,
) -> None:
    """Make the access code with which a reviewer opens the dashboard's review page.

    Example: goodeggs notes reviewer ana
    """
    from etl.review.keys import load_review_key
    from etl.review.reviewers import give_code

    declared = _declared(settings, name)
    key = load_review_key(declared.review_key_file)
    typer.echo(f"Access code of {name}: {give_code(declared.review_store, key, name)}")
    typer.echo("It is shown this once and kept nowhere. A new one replaces it.")


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled messages, a JSON object on each line.")],
    as_json: AsJson = False,
    show: Annotated[bool, typer.Option("--show", help="Show the texts told wrongly.")] = False,
) -> None:
    """Measure the classifier on labelled messages of your own, by their text alone.

    A line: {"label": "thank_you" or "other", "body": "...", and "subject", "kind", "lang", "id"}.
    Example: goodeggs notes evaluate labelled.jsonl --json
    """
    from etl.notes.evaluate import evaluate as measure

    found = measure(file, texts=show)
    if as_json:
        typer.echo(json.dumps(found.to_dict()))
        return
    from etl.terminal_notes import print_evaluation

    print_evaluation(found)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="A message as .eml or .txt; - for standard input.")],
) -> None:
    """Say why a message would count as a thank-you note by its text, or would not.

    Example: goodeggs notes explain message.eml
    """
    from etl.extract.one_message import message, read
    from etl.notes.explain import explain as take_apart
    from etl.terminal_notes import print_explanation

    given = message(sys.stdin.buffer.read(), "standard input") if str(file) == "-" else read(file)
    print_explanation(take_apart(given))


def _declared(path: Path, name: str) -> Settings:
    """Return the settings, with the review store made ready, if they name the reviewer."""
    from etl.config import load
    from etl.review.desk import open_desk

    settings = load(path)
    names = [one.strip().casefold() for one in settings.review.reviewers]
    if not names:
        raise SettingsWrong(
            "review is not turned on",
            file=path,
            field="review.reviewers",
            expected="the names of those who review",
            fix="Name them, then load the exports with `goodeggs run`",
        )
    if name.strip().casefold() not in names:
        raise UserFixable(
            "the settings name no such reviewer",
            file=path,
            field="review.reviewers",
            fix="Add the name there, or correct it",
        )
    open_desk(settings)
    return settings
