"""Stage moves of Harvest v1, which exist only as prose in the activity feed.

`Zoe Example was moved into Phone Screen for Data Analyst on 03/27/2014 by Kim Fiction` names a
stage and a job, no ids: the candidate's applications and the jobs' stages are needed to read it, so
the whole folder is one input. The embedded date is a day off in the vendor's own sample; the
entry's `created_at` is used.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.config import Greenhouse
from etl.extract import greenhouse_mail
from etl.extract import greenhouse_tables as to
from etl.extract.contract import ExportFile, Reading, no_rejects
from etl.extract.fields import Checked
from etl.extract.greenhouse_v1_fields import CONTRACTS, inside
from etl.extract.json_array import batches

_PROSE = r" was moved into (.+) on \d{2}/\d{2}/\d{4}(?: by .*)?$"


def read(source: Greenhouse, files: list[ExportFile]) -> Reading:
    """Return the moves that name a stage of a job that the candidate applied to.

    Rows that a file's own reading rejects are left out here too, without a second reject.

    Parameters
    ----------
    source
        The source.
    files
        The files of its folder.

    Returns
    -------
    Reading
        `core__stage_event`; a stay ends with the next move, or with the rejection. If every
        interviewer's mail is copied to the feed, its coverage too.
    """
    feed = _all(source, files, "activity_feed")
    in_name = feed["path"].str.extract(r"(\d+)[^/\\]*$")[0]
    feed["candidate_id"] = feed["candidate_id"].where(feed["candidate_id"].notna(), in_name)
    moves = _told(feed, source)
    stays = _stays(moves, _applications(source, files), _all(source, files, "job_stages"))
    reading = to.stage_events(Checked(stays, no_rejects()), source)
    reading.rows = len(moves)
    if source.mail_covered:
        sent = inside(feed, "emails", source.timezone).rows["created_at"].dropna()
        if len(sent):
            reading.tables |= greenhouse_mail.coverage("activity_feed", sent)
    return reading


def _all(source: Greenhouse, files: list[ExportFile], resource: str) -> pd.DataFrame:
    """Return the good rows of all files of a resource."""
    contract = CONTRACTS[resource]

    def rows() -> Iterator[pd.DataFrame]:
        empty = pd.DataFrame(columns=[item.name for item in contract.fields], dtype="str")
        yield contract.check(empty, source.timezone).rows
        for file in files:
            if file.resource == resource:
                for batch in batches(file, contract):
                    yield contract.check(batch.rows, source.timezone).rows

    return pd.concat(rows(), ignore_index=True)


def _told(feed: pd.DataFrame, source: Greenhouse) -> pd.DataFrame:
    """Return id, candidate_id, entered_at and `told` ("stage for job") of each move."""
    entries = inside(feed, "activities", source.timezone).rows
    entries = entries.assign(
        candidate_id=feed["candidate_id"].reindex(entries.index),
        told=entries["body"].str.extract(_PROSE)[0].str.strip(),
    ).dropna(subset=["candidate_id", "told"])
    unnamed = entries["candidate_id"] + " " + entries["created_at"].astype("str")
    moves = pd.DataFrame(
        {
            "id": entries["id"].where(entries["id"].notna(), unnamed),
            "candidate_id": entries["candidate_id"],
            "entered_at": entries["created_at"],
            "told": entries["told"],
        }
    )
    return moves.drop_duplicates("id")


def _applications(source: Greenhouse, files: list[ExportFile]) -> pd.DataFrame:
    candidates = _all(source, files, "candidates")
    embedded = inside(candidates, "applications", source.timezone).rows
    every = pd.concat([_all(source, files, "applications"), embedded])
    every = every[["id", "candidate_id", "job_id", "job_name", "created_at", "rejected_at"]]
    return every.rename(columns={"id": "application_id"}).drop_duplicates("application_id")


def _stays(moves: pd.DataFrame, applications: pd.DataFrame, stages: pd.DataFrame) -> pd.DataFrame:
    """Return moves with the application and the stage that they tell of, and when each stay ended."""
    stages = stages[["id", "name", "job_id"]].rename(columns={"id": "stage_id", "name": "stage"})
    told = moves.merge(applications, on="candidate_id").merge(stages, on="job_id")
    told = told[told["told"] == told["stage"].str.strip() + " for " + told["job_name"].str.strip()]
    # Who applied twice for a job was moved in the latest application before the move.
    told = told.assign(before=told["created_at"] <= told["entered_at"])
    told = told.sort_values(["before", "created_at", "application_id", "stage_id"])
    told = told.drop_duplicates("id", keep="last").sort_values(["entered_at", "id"])
    following = told.groupby("application_id")["entered_at"].shift(-1)
    exited = following.where(following.notna(), told["rejected_at"])
    return told.assign(exited_at=exited, updated_at=told["entered_at"])
