"""Methods and words: what each word means here, and how each number is made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from analysis.view import View
from dashboard import parts, words
from dashboard.blocks import Block, Fold, Heading, Small, Words

TEXTS = Path(__file__).parents[1] / "methods.toml"
PRIVACY = """
- Names, addresses and texts of messages are not stored. People are pseudonyms, under a key kept elsewhere.
- Groups of seven or fewer are never shown, nor a larger one that would give such a group away. Counts are rounded
  to 5, and every number is made of what may be shown.
- Voluntary answers on gender, race, veteran status and disability serve adverse impact alone, behind a right of
  their own.
"""


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks; of any view the same, but for what was declared."""
    claim, texts = view.claim, _texts()
    yield Heading("Methods and words", 1)
    yield Words(
        "Every number comes from the exports that were loaded, by the methods below. They are records and not an "
        "experiment: that two things go together does not say why."
    )
    yield Heading("What was declared here")
    smallest = claim.smallest_effects
    yield Words(
        parts.listed(
            (
                f"A note counts if it came within **{claim.landmark_hours:g} hours** of the interview (the landmark).",
                f"It belongs to the latest interview before it, if that ended at most **{claim.window_days:g} days** "
                "ago.",
                f"It would matter from **{100 * smallest.advance:g} points** of advancing, **{smallest.performance:g} "
                f"SD** of performance, **{100 * smallest.retention:g} points** of staying the first year.",
                f"Intervals hold the truth in **{100 * claim.level:g} of 100** cases, if what they suppose is so.",
            )
        )
    )
    yield Heading("The five verdicts")
    yield Words(
        parts.listed(
            f"**{str(name).capitalize()}**: {meaning}" for name, meaning in words.VERDICTS.items()
        )
    )
    yield Heading("Words")
    yield Words(
        "\n\n".join(f"**{one['name'].capitalize()}.** {one['said']}" for one in texts["word"])
    )
    yield Heading("How the numbers are made")
    yield Small("Each with where it comes from. The code of each is in `analysis/estimators`.")
    for one in texts["method"]:
        yield Fold(
            one["name"],
            (Words(one["said"]), Small(f"{one['source']}. Code: `{one['module']}.py`.")),
        )
    yield Heading("What is never shown")
    yield Words(PRIVACY)


@cache
def _texts() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
