"""What fails by design fails by as much as exact theory says, and what is done instead does not."""

from __future__ import annotations

import numpy as np
import pytest

from calibration import selected
from calibration.failures import Failure, as_not_sent, ever_sent, failures, tags_as_notes
from calibration.measure import fall_short

ALL = failures()


def test_ever_having_sent_a_note_as_enumerated() -> None:
    """Notes after 3 of 10 interviews, up to 4 rounds, half advance in each: every way it can go."""
    table = np.zeros((2, 2))

    def walk(chance: float, round_: int, ever: bool) -> None:
        for sent, likely in ((True, 0.3), (False, 0.7)):
            known = ever or sent
            table[int(known), 0] += chance * likely * 0.5
            if round_ == 4:
                table[int(known), 1] += chance * likely * 0.5
            else:
                walk(chance * likely * 0.5, round_ + 1, known)

    walk(1.0, 1, False)
    (no, no_offer), (yes, yes_offer) = table
    assert yes_offer / (yes + yes_offer) == pytest.approx(0.1044708, abs=1e-7)
    assert no_offer / (no + no_offer) == pytest.approx(0.0275148, abs=1e-7)
    assert ever_sent() == pytest.approx(yes_offer * no / (yes * no_offer))
    assert ever_sent() == pytest.approx(4.123171, abs=1e-6)


def test_the_unseen_as_not_sent_by_algebra() -> None:
    found = [as_not_sent(*seen) for seen in ((1, 1), (0.9, 0.6), (0.6, 0.9))]
    assert found == pytest.approx([1.5, 2.5909, 0.7619], abs=1e-4)


def test_an_odds_ratio_of_one_and_a_half_by_tags() -> None:
    """Se .9 and Sp .95 make an odds ratio of 1.5 read 1.415, and a difference of 10.1 points 8.7."""
    one, other = (0.9 * share + 0.05 * (1 - share) for share in (0.5, 0.4))
    assert one / (1 - one) / (other / (1 - other)) == pytest.approx(1.41514, abs=1e-5)
    truth, tagged = tags_as_notes()
    assert truth == pytest.approx(0.5 / 0.9 - 0.5 / 1.1)
    assert tagged == pytest.approx(one / (one + other) - (1 - one) / (2 - one - other))


def test_halo_makes_a_negative_correlation_among_the_hired() -> None:
    """A note worth half a spread in being among the best fifth: about -.10, without any true one."""
    rng = np.random.default_rng(8)
    many = selected.draw(400_000, rng)
    among = np.corrcoef(many.sent[many.hired], many.rating[many.hired])[0, 1]
    assert selected.correlation() == pytest.approx(among, abs=4 / many.hired.sum() ** 0.5)
    assert abs(np.corrcoef(many.sent, many.rating)[0, 1]) < 4 / 400_000**0.5
    assert selected.correlation() == pytest.approx(-0.10, abs=0.01)


@pytest.mark.parametrize("failure", ALL, ids=lambda one: one.short)
def test_it_falls_as_short_as_theory_says(failure: Failure) -> None:
    found = fall_short(failure, 100)
    # Odds ratios of some thousand people are high by under 1 in 100, whatever the comparison.
    slack = 0.01 * abs(failure.exact) if failure.measure == "odds ratio" else 0.0
    assert found.wrong.mean == pytest.approx(failure.exact, abs=4 * found.wrong.error + slack)
    assert found.instead.mean == pytest.approx(failure.truth, abs=4 * found.instead.error + slack)
    assert found.instead.coverage.within((0.935, 0.965), slack=3)
    assert found.wrong.coverage.value < found.instead.coverage.value - 0.04
    if failure.exact_coverage is not None:
        error = 4 * found.wrong.coverage.error
        assert found.wrong.coverage.value == pytest.approx(failure.exact_coverage, abs=error)


def test_they_are_all_different() -> None:
    assert len({one.name for one in ALL}) == len({one.short for one in ALL}) == len(ALL)
