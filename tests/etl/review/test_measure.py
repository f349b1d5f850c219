"""The measured error rates, against a published kappa and against worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from etl.notes.moment import FLOOR
from etl.review.agreement import agreement, kappa
from etl.review.draw import ALL, strata
from etl.review.measure import FEWEST, cells, measured, weighted

MESSAGES, INTERVIEWS, SHARE = 6000, 9000, 0.1
COLUMNS = ["note_id", "stratum", "weight", "order_key"]


def test_kappa_of_cohen_1960() -> None:
    """Cohen (1960), Educational and Psychological Measurement 20:37-46: kappa = .492."""
    found = kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert found is not None
    assert found.kappa == pytest.approx(0.492, abs=0.001)
    assert found.n == 200 and found.low < 0.492 < found.high


@pytest.mark.parametrize("table", [np.zeros((3, 3)), np.diag([9, 0, 0])], ids=["none", "all alike"])
def test_where_nothing_can_differ_there_is_no_kappa(table: np.ndarray) -> None:
    assert kappa(table) is None


def test_agreement_is_of_the_first_two_labels() -> None:
    said = [("note", "note", "other"), ("other", "other"), ("note", "other"), ("note",)] * 5
    labels = pd.DataFrame(
        [
            {"note_id": note, "reviewer": who, "label": label, "labelled_at": who}
            for note, labels in enumerate(said)
            for who, label in enumerate(labels)
        ]
    )
    found = agreement(labels)
    assert found is not None and found.n == 15
    # agreed 10 of 15; by chance (10/15)(5/15) + (5/15)(10/15) = 4/9
    assert found.kappa == pytest.approx((10 / 15 - 4 / 9) / (1 - 4 / 9))


class World:
    """A made-up employer: what each message is, what the classifier says, and what was reviewed."""

    def __init__(self, seed: int, reviewed: int) -> None:
        chance = np.random.default_rng(seed)
        truth = chance.random(MESSAGES) < 0.3
        sure, unsure = chance.beta(5, 1, MESSAGES), chance.beta(0.35, 3.5, MESSAGES)
        probability = np.where(truth, sure, unsure)
        stratum = strata(pd.Series(probability)).to_numpy()
        rate = np.where(stratum == "unsure", 1.0, SHARE)
        lot = chance.random(MESSAGES)
        drawn = np.flatnonzero(lot < rate)
        self.items = pd.DataFrame(
            {
                "note_id": drawn,
                "stratum": stratum[drawn],
                "weight": 1 / rate[drawn],
                "order_key": (lot[drawn] * ALL).astype("int64"),
            }
        )
        self.notes = pd.DataFrame(
            {
                "note_id": range(MESSAGES),
                "probability": probability,
                "text_probability": probability,
            }
        )
        # Of the clearest other mail, only what is drawn is kept.
        self.notes = self.notes[(probability >= FLOOR) | (lot < rate)]
        # The queue's order: the strata in turn, the unsure first.
        turn = self.items.assign(lot=lot[drawn]).groupby("stratum")["lot"].rank()
        seen = self.items.loc[turn.sort_values(kind="stable").index[:reviewed], "note_id"]
        self.labels = pd.DataFrame(
            {"note_id": seen, "reviewer": 1, "label": np.where(truth[seen], "note", "other")}
        ).assign(labelled_at=0)
        self.truths, self.tagged = truth, probability >= 0.5
        tag = probability >= 0.5
        tag[seen] = truth[seen]
        self.sensitivity = (tag & truth).sum() / truth.sum()
        self.specificity = 1 - (tag & ~truth).sum() / (INTERVIEWS - truth.sum())
        self.found, self.truth = (probability >= 0.5)[seen], truth[seen]

    def rates(self):  # type: ignore[no-untyped-def]
        return measured(self.items, self.notes, self.labels, INTERVIEWS, SHARE)


@pytest.mark.parametrize("reviewed", [60, 300])
def test_the_estimates_are_right_on_average_and_their_intervals_hold_the_truth(
    reviewed: int,
) -> None:
    worlds = [World(seed, reviewed) for seed in range(60)]
    for name in ("sensitivity", "specificity"):
        off, held = [], []
        for world in worlds:
            right, of = getattr(world.rates(), name)
            true = getattr(world, name)
            off.append(right / of - true)
            low, high = beta.ppf([0.025, 0.975], right + 0.5, of - right + 0.5)
            held.append(low <= true <= high)
        assert abs(np.mean(off)) < 3 * np.std(off) / np.sqrt(len(off)) + 0.002
        assert np.mean(held) >= 0.85


def test_the_queue_alone_would_mislead() -> None:
    """The reviewed are mostly hard cases: their own error rate says little of all messages."""
    worlds = [World(seed, 300) for seed in range(20)]
    naive = [1 - world.found[~world.truth].mean() - world.specificity for world in worlds]
    weighted = [np.divide(*world.rates().specificity) - world.specificity for world in worlds]
    assert np.mean(naive) < -0.03
    assert abs(np.mean(weighted)) < 0.003


def test_more_review_is_more_sure() -> None:
    few, many = (World(1, reviewed).rates() for reviewed in (60, 400))
    assert many.sensitivity[1] > few.sensitivity[1] and many.specificity[1] > few.specificity[1]


def test_no_error_found_is_not_no_doubt() -> None:
    """100 clear others reviewed without a missed note may still hide 1 % of 20,000."""
    sizes = {"clear_note": (50, 20.0, 0.95), "clear_other": (100, 200.0, 0.02)}
    rows = [
        {"stratum": stratum, "weight": weight, "probability": probability}
        for stratum, (n, weight, probability) in sizes.items()
        for _ in range(n)
    ]
    items = pd.DataFrame(rows).assign(note_id=range(len(rows)), order_key=0)
    items["text_probability"] = items["probability"]
    said = items["stratum"].map({"clear_note": "note", "clear_other": "other"})
    labels = pd.DataFrame({"note_id": items["note_id"], "reviewer": 1, "label": said})
    seen = items[["note_id", "probability", "text_probability"]]
    # The other 950 clear notes are stored, too.
    rest = pd.DataFrame({"note_id": range(1000, 1950), "probability": 0.95})
    notes = pd.concat([seen, rest.assign(text_probability=0.95)])
    found = measured(items[COLUMNS], notes, labels.assign(labelled_at=0), 30_000, 1 / 200)
    assert found is not None and found.sensitivity_rate == 1
    assert found.sensitivity[1] < 30 and found.reviewed == 150


@pytest.mark.parametrize("reviewed", [0, FEWEST - 1])
def test_too_few_say_nothing(reviewed: int) -> None:
    assert World(1, reviewed).rates() is None


def test_a_stratum_that_nobody_looked_into_says_nothing() -> None:
    world = World(1, 300)
    other = world.items.loc[world.items["stratum"] == "clear_other", "note_id"]
    world.labels = world.labels[~world.labels["note_id"].isin(other)]
    assert len(world.labels) > FEWEST and world.rates() is None


def test_a_tie_counts_half_and_the_classifier_stands() -> None:
    world = World(1, 300)
    tied = world.labels.iloc[:40]["note_id"]
    second = world.labels[world.labels["note_id"].isin(tied)].assign(
        reviewer=2, label=lambda rows: rows["label"].map({"note": "other", "other": "note"})
    )
    before = world.rates()
    world.labels = pd.concat([world.labels, second])
    after = world.rates()
    assert after.reviewed == before.reviewed and after.agreement.n == 40
    assert after.sensitivity_rate < before.sensitivity_rate


def test_messages_that_the_review_store_never_had_are_counted_all_the_same() -> None:
    """Review began when the files of half the mail were gone: `out__note` still holds what counted."""
    worlds = [World(seed, 6000) for seed in range(20)]
    off = []
    for world in worlds:
        old = world.notes["note_id"] % 2 == 0
        kept = world.items["note_id"] % 2 == 1
        world.items = world.items[kept]
        world.labels = world.labels[world.labels["note_id"] % 2 == 1]
        # Of the old mail, nothing below the floor was ever kept.
        world.notes = world.notes[~old | (world.notes["text_probability"] >= FLOOR)]
        truth = world.truths
        tag = world.tagged.copy()
        tag[world.labels["note_id"]] = truth[world.labels["note_id"]]
        rates = world.rates()
        off.append(
            (
                np.divide(*rates.sensitivity) - (tag & truth).sum() / truth.sum(),
                np.divide(*rates.specificity)
                - (1 - (tag & ~truth).sum() / (INTERVIEWS - truth.sum())),
            )
        )
    assert np.abs(np.mean(off, axis=0)).max() < 0.01


def test_a_stratum_of_which_nothing_was_drawn_says_nothing() -> None:
    world = World(1, 6000)
    world.items = world.items[world.items["stratum"] != "unsure"]
    assert world.rates() is None


def test_an_empty_cell_is_taken_for_its_stratum_and_reviewed_ones_weigh() -> None:
    def message(note: int, weight: float, text: float, probability: float) -> dict[str, float]:
        return {
            "note_id": note,
            "weight": weight,
            "order_key": 0,
            "text_probability": text,
            "probability": probability,
        }

    rows = pd.DataFrame(
        [
            message(1, 1.0, 0.9, 0.9),
            message(2, 20.0, 0.9, 0.9),
            message(3, 1.0, 0.9, 0.4),
        ]
    )
    labels = pd.DataFrame({"note_id": [1, 2], "reviewer": 1, "label": ["other", "note"]})
    empty, full = cells(weighted(rows, rows, labels, SHARE))
    assert (empty.is_note, empty.reviewed, full.reviewed) == (False, 0, 2)
    assert empty.share == full.share == pytest.approx(20 / 21)
    assert full.seen == pytest.approx(21**2 / 401)


def test_who_could_not_tell_is_missing() -> None:
    world = World(1, 300)
    before = world.rates()
    unsaid = world.labels.iloc[::7]["note_id"]
    world.labels.loc[world.labels["note_id"].isin(unsaid), "label"] = "cannot_tell"
    after = world.rates()
    assert after.reviewed == before.reviewed - len(unsaid)
    assert after.sensitivity_rate == pytest.approx(before.sensitivity_rate, abs=0.06)
