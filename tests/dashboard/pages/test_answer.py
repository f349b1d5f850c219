"""The first page as data: short cards, what changed, and what it cannot tell."""

from __future__ import annotations

import pytest

from analysis.filters import Filters
from analysis.view import View
from dashboard import queries
from dashboard.blocks import Badge, Block, Box, Fold, Heading, Link, Side, Words
from dashboard.views import answer
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import Employer


def page(filters: Filters | None = None) -> list[Block]:
    return list(answer.content(View(queries.load(), filters)))


def cards(blocks: list[Block]) -> tuple[Box, ...]:
    (side,) = (one for one in blocks if isinstance(one, Side))
    return side.boxes


def changed(blocks: list[Block]) -> str:
    at = blocks.index(Heading("What changed since the last load"))
    words = blocks[at + 1]
    assert isinstance(words, Words)
    return words.text


def test_a_card_is_a_verdict_a_sentence_two_lines_of_numbers_and_a_way_on(publish: Publish) -> None:
    publish(Employer())
    for card, view in zip(cards(page()), answer.CARDS.values(), strict=True):
        kinds = [type(one).__name__ for one in card.blocks]
        assert kinds == ["Heading", "Badge", "Words", "Words", "Small", "Fold", "Link"]
        (_, badge, sentence, numbers, _, doubt, link) = card.blocks
        assert isinstance(sentence, Words) and ". " not in sentence.text
        assert isinstance(numbers, Words) and numbers.text.count("\n") == 1
        assert isinstance(doubt, Fold) and doubt.blocks
        assert isinstance(link, Link) and link.view == view
        assert isinstance(badge, Badge) and badge.why.startswith(
            f"**{badge.verdict.capitalize()}.**"
        )


def test_the_first_load_has_nothing_to_be_compared_with(publish: Publish) -> None:
    publish(Employer())
    assert "No earlier load" in changed(page())


def test_what_changed_is_told_with_n_then_and_now(publish: Publish) -> None:
    publish(Employer(earlier=True))
    assert changed(page()) == (
        "Since the load of 3 November 2025:\n\n"
        "- **Offers** stays *cannot tell*, with about as many interviews compared (n ≈ 2,400).\n"
        "- **Performance** moved from *cannot tell* to *no meaningful difference*: n ≈ 1,240 hires "
        "compared then, 1,480 now.\n"
        "- **Retention** stays *cannot tell*."
    )


@pytest.mark.parametrize("filters", [Filters(department=("Sales",))])
def test_what_changed_is_told_of_all_records(publish: Publish, filters: Filters) -> None:
    publish(Employer(earlier=True))
    assert "of all records whatever the filters" in changed(page(filters))


def test_rules_that_changed_too_are_told(publish: Publish) -> None:
    tables = Employer(earlier=True).published()
    tables.tables["ops__run"].loc[0, "classifier"] = "rules-0"
    publish(tables)
    assert "the rules by which a message is taken for a note changed as well" in changed(page())
