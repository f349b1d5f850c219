"""The `goodeggs` command: the one place that knows every part of the house.

Heavy parts are imported inside the commands that use them, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl import cli_notes, cli_report
from etl.cli_options import DEFAULT, AsJson, Impact, SettingsFile
from etl.errors import (
    GoodEggsError,
    SettingsWrong,
    SourceMissing,
    StoreUnreachable,
    UserFixable,
)

if TYPE_CHECKING:
    from analysis.finding import Exhibit
    from etl.config import Settings

app = typer.Typer(
    name="goodeggs",
    help="Are candidates who send a thank-you note better hires? Ask your own records.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(cli_notes.app)
app.command()(cli_report.report)

DEMO_APPLICATIONS = 40_000
DEMO_SEED = 2


def main() -> None:
    """Run the command; turn errors into a sentence and an exit code."""
    try:
        app()
    except UserFixable as error:
        print(f"goodeggs: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except Exception as error:
        # The message of an unforeseen error may hold a value from the data: only the place is shown.
        places = "".join(traceback.format_tb(error.__traceback__)[-4:])
        print(  # noqa: T201
            f"goodeggs: an internal error ({type(error).__name__}); the store holds its last whole load. "
            f"Please report these lines:\n{places}",
            file=sys.stderr,
        )
        sys.exit(GoodEggsError.exit_code)


def _load(path: Path) -> Settings:
    from etl.config import load

    return load(path)


def _say(text: str = "") -> None:
    typer.echo(text)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("."),
) -> None:
    """Write a commented goodeggs.toml and a new pseudonym key.

    Example: goodeggs init hiring
    """
    from etl.people.pseudonyms import create_key
    from etl.template import TEMPLATE

    folder.mkdir(parents=True, exist_ok=True)
    settings, key = folder / "goodeggs.toml", folder / "goodeggs.key"
    for path in (settings, key):
        if path.exists():
            raise UserFixable(
                "it is there already, and is not overwritten",
                file=path,
                fix="Choose another folder",
            )
    settings.write_text(TEMPLATE, encoding="utf-8")
    create_key(key)
    _say(f"Wrote {settings} and {key}.")
    _say("Keep the key safe and apart from the store: without it the store cannot be continued.")
    _say(f"Next: edit {settings}, then run `goodeggs check --settings {settings}`.")


@app.command()
def check(settings: SettingsFile = DEFAULT) -> None:
    """Say what is wrong with the settings, the sources, the key or the store; change nothing.

    Example: goodeggs check --settings hiring/goodeggs.toml
    """
    from etl.check import problems

    found = problems(_load(settings))
    for problem in found:
        typer.echo(f"goodeggs: {problem}", err=True)
    if found:
        raise typer.Exit(found[0].exit_code)
    _say("All is well: `goodeggs run` can start.")


@app.command()
def run(settings: SettingsFile = DEFAULT, as_json: AsJson = False) -> None:
    """Read what is new in the exports and bring the store up to date.

    Example: goodeggs run --settings hiring/goodeggs.toml
    """
    from analysis.studies import study
    from etl.progress import run_with_progress

    report = run_with_progress(_load(settings), study)
    if as_json:
        _say(json.dumps({**report.summary(), "seconds": report.seconds}))
        return
    for line in report.lines():
        _say(line)


@app.command()
def status(settings: SettingsFile = DEFAULT, as_json: AsJson = False) -> None:
    """Say what the last run loaded and what it refused.

    Example: goodeggs status --json
    """
    from etl.status import status as describe

    report = describe(_load(settings))
    if as_json:
        _say(json.dumps(report, default=str))
        return
    for name, value in report["run"].items():
        _say(f"{name.replace('_', ' '):<18} {value}")
    for refusal in report["rejects"]:
        _say(
            f"refused: {refusal['source']}/{refusal['file']}, field {refusal['field']}: "
            f"{refusal['rows']} rows, first at line {refusal['first_line']}; {refusal['reason']}"
        )


@app.command()
def sources(settings: SettingsFile = DEFAULT, as_json: AsJson = False) -> None:
    """List the declared sources and the files they hold.

    Example: goodeggs sources
    """
    from etl.extract.read import inputs

    declared = _load(settings)
    found = [
        {
            "source": item.source.name,
            "system": item.source.system,
            "file": item.file.name,
            "resource": item.file.resource,
            "bytes": item.bytes,
        }
        for item in inputs(declared)
    ]
    if as_json:
        _say(json.dumps(found))
        return
    for item in found:
        _say(
            f"{item['source']:<16} {item['system']:<14} {item['resource']:<24} "
            f"{item['bytes']:>12,} bytes  {item['file']}"
        )
    if not found:
        raise SourceMissing("no source is declared", file=settings, fix="Add a [[source]]")


@app.command()
def findings(
    settings: SettingsFile = DEFAULT,
    as_json: AsJson = False,
    claim_file: Annotated[
        Path | None,
        typer.Option(
            "--claim", help="Another claim to ask of the same tables: a file with [claim]."
        ),
    ] = None,
    impact: Impact = False,
) -> None:
    """Print the findings: what is associated with a note here, and how sure that is.

    Example: goodeggs findings --json
    """
    from analysis import read
    from analysis.claims import check_tables
    from analysis.finding import Finding
    from analysis.findings import all_findings, as_declared
    from etl.claim import load_claim

    if impact and claim_file is not None:
        raise UserFixable(
            "whom a gate would shut out is told of the run's own claim",
            fix="Leave out `--claim` or `--impact`",
        )
    ours = _load(settings)
    loaded = read.cells(ours.published)
    claim = loaded.claim if claim_file is None else load_claim(claim_file)
    check_tables(claim, loaded.claim)
    # Studies are made at the end of a run, of the claim that the run was made with.
    made = read.studies(ours.published) if claim_file is None else ()
    answers = all_findings(loaded, claim, made)
    studies = as_declared(made, answers, loaded, claim)
    declared = loaded.declared if claim_file is None else ()
    shut_out = _adverse_impact(ours, settings) if impact else ()
    if as_json:
        found = {
            "run_id": (loaded.run or {})["run_id"],
            "claim": {"digest": claim.digest, "history": [one.told for one in declared]},
            "findings": [one.to_dict() for one in answers],
            "studies": [one.to_dict() for one in studies],
        }
        if impact:
            found["impact"] = [one.to_dict() for one in shut_out]
        _say(json.dumps(found))
        return
    from etl.terminal import print_exhibits, print_findings

    for one in declared:
        _say(one.told)
    print_findings(answers, "Is it true here?")
    also = [one for one in studies if isinstance(one, Finding)]
    if also:
        print_findings(also, "Looked at more closely")
    print_exhibits([*(one for one in studies if not isinstance(one, Finding)), *shut_out])


def _adverse_impact(settings: Settings, file: Path) -> tuple[Exhibit, ...]:
    """Return whom a gate would shut out; an error says why it cannot be told, and what to do."""
    from analysis import read

    if not settings.self_identification.load:
        raise SettingsWrong(
            "what candidates said of themselves is not loaded, so nobody knows whom a gate would shut out",
            file=file,
            field="self_identification.load",
            expected="true",
            fix="Set it, if these answers may serve for that, then run `goodeggs run`",
        )
    found = read.impact(settings.store)
    if not found:
        raise SourceMissing(
            "the last run found no answers of candidates on themselves beside a claim about notes",
            fix="Export Greenhouse's `eeoc`, then run `goodeggs run`",
        )
    return found


@app.command()
def simulate(
    folder: Annotated[Path, typer.Argument(help="Where to write the exports.")],
    applications: Annotated[
        int, typer.Option(min=100, help="How many applications.")
    ] = DEMO_APPLICATIONS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same employer.")] = DEMO_SEED,
) -> None:
    """Write a fictional employer's exports, with the true effects in truth.json beside them.

    Example: goodeggs simulate fictional --applications 5000 --seed 7
    """
    from etl.simulate.employer import write

    if folder.exists() and any(folder.iterdir()):
        raise UserFixable(
            "the folder is not empty", file=folder, fix="Name a new or an empty folder"
        )
    # Moved into place when whole: a killed simulation leaves nothing that looks like an employer.
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    write(unfinished, applications, seed)
    if folder.exists():
        folder.rmdir()
    unfinished.rename(folder)
    _say(f"Wrote a fictional employer of {applications:,} applications to {folder}.")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to keep the fictional employer.")] = Path(
        "goodeggs-demo"
    ),
    applications: Annotated[
        int, typer.Option(min=100, help="How many applications.")
    ] = DEMO_APPLICATIONS,
    serve: Annotated[bool, typer.Option(help="Serve the dashboard afterwards.")] = True,
    port: Annotated[int, typer.Option(help="The dashboard's port.")] = 8501,
) -> None:
    """Make a fictional employer, load it, print the findings and serve the dashboard.

    Example: goodeggs demo --no-serve
    """
    settings = folder / "goodeggs.toml"
    if not (folder / "truth.json").exists():
        _say(f"Making a fictional employer of {applications:,} applications in {folder} ...")
        simulate(folder, applications, DEMO_SEED)
    run(settings)
    findings(settings)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    _say(
        "\nThe truth, which only a fictional employer has: a note by the landmark goes with "
        f"{100 * truth['at_landmark']['advance']:+.1f} points of advancing, and "
        f"{truth['planted']['performance_sd']:+.2f} SD of performance. Asking the usual way, who ever "
        f"sent a note and who got an offer, would say {100 * truth['naive']['offer_by_ever_sent']:+.0f} "
        "points."
    )
    if serve:
        dashboard(settings, port)


@app.command()
def dashboard(
    settings: SettingsFile = DEFAULT,
    port: Annotated[int, typer.Option(help="The port.")] = 8501,
    impact: Impact = False,
) -> None:
    """Serve the dashboard on this machine until it is stopped.

    With --impact, everybody who opens it sees whom a gate would shut out.

    Example: goodeggs dashboard --port 8600
    """
    from dashboard.serve import serve
    from etl.review.queue import destroy_what_is_over

    declared = _load(settings)
    if impact:
        # Said now rather than on a page, if it cannot be told.
        _adverse_impact(declared, settings)
    reviewing = None
    if declared.review.reviewers:
        reviewing = (declared.review_store, declared.review_key_file)
        # The review page says so if its store cannot be reached; the others need it not.
        with suppress(StoreUnreachable):
            destroy_what_is_over(declared.review_store)
    impact_store = declared.store if impact else None
    # Only a fictional employer has its truth written beside its settings.
    fictional = (settings.parent / "truth.json").exists()
    serve(declared.published, port, review=reviewing, impact=impact_store, fictional=fictional)


if __name__ == "__main__":
    main()
