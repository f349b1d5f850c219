"""Ask fictional employers, whose truth is known, how often findings are right: `make calibrate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from calibration.drawings import drawings
from calibration.measured import everything
from calibration.page import page, summary

DOCS = Path(__file__).parents[1] / "docs"
SMALL, LARGE = (50, 10), (2_000, 200)
"""Employers to a scenario, and to a finding."""


def main() -> None:
    """Measure, and tell; write the page if asked for the large measurement."""
    parser = argparse.ArgumentParser(prog="python -m calibration", description=__doc__)
    parser.add_argument(
        "--slow",
        action="store_true",
        help="ask many more employers, some ten minutes, and write docs/calibration.md",
    )
    slow = parser.parse_args().slow
    measured = everything(*(LARGE if slow else SMALL))
    print(summary(measured))
    if slow:
        (DOCS / "calibration.md").write_text(page(measured), encoding="utf-8")
        for name, svg in drawings(measured).items():
            (DOCS / "images" / f"calibration_{name}.svg").write_text(svg, encoding="utf-8")
    if measured.missed_beyond_chance:
        sys.exit("A bar is missed by more than chance explains.")


if __name__ == "__main__":
    main()
