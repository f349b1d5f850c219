"""What the docs show of the demo: the findings read aloud and a picture of each page. `make shown`.

The demo's employer is the same on every machine, so that the sentences change only when the code does.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
import textwrap
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.processes import COMMAND
from dashboard import serve
from dashboard.pages import TITLES
from tests.dashboard.browsing import ARGUMENTS, Visit, served
from tests.servers import chromium

DOCS = Path(__file__).parents[1] / "docs"
WIDTH, HIGHEST = 1280, 2400
"""Of a picture, in pixels: what is further down a page is left to the page."""

OPENING = """\
# The findings, read aloud

Written by `make shown`; do not edit. What `make demo` says of its fictional employer of {applications:,}
applications, in the words of `goodeggs findings`. Somebody without statistics can read them out, and be right. The
numbers are a fictional employer's; your own come from `goodeggs run`. The truth that was planted there: a note goes
with {planted:.0f} more of 100 passing a round ({landmark:.0f} once the landmark has left out early rejections), and with
performance, accepting and leaving not at all.
"""
QUESTIONS: dict[str, tuple[str, ...]] = {
    "Do notes go with advancing and offers?": (
        *("advance", "offer", "advance_adjusted", "offer_adjusted", "advance_by_stage", "outcomes"),
        *("outcomes_adjusted", "withdrawing", "acceptance", "offer_answers"),
    ),
    "Do interviewers rate higher after a note?": ("halo",),
    "Does it depend on the room?": (
        *("advance_by_format", "advance_by_round", "after_a_bad_interview", "advance_by_hours"),
    ),
    "Do notes go with being the better hire?": (
        *("performance", "increment", "performance_models", "selection", "retention", "resigning"),
        *("staying", "leaving", "survivors"),
    ),
    "What would a gate cost, and whom would it shut out?": (
        *("who_sends_department", "gate_hires", "gate_good_lost", "gate_youden", "gate_offers"),
    ),
    "Could it be something else?": (
        *("who_is_seen_department", "after_decision", "e_values", "hidden_bias"),
        "specifications",
    ),
}
"""The questions, and the findings that answer them."""


def main() -> None:
    """Make the demo in a folder that is thrown away; write docs/findings.md and docs/images/page_*.png."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        subprocess.run([COMMAND, "demo", folder, "--no-serve"], check=True)
        (DOCS / "findings.md").write_text(_read_aloud(folder), encoding="utf-8")
        url = f"sqlite:///{folder / 'goodeggs-published.db'}"
        environment = {**os.environ, serve.URL_VARIABLE: url, serve.FICTIONAL_VARIABLE: "1"}
        with served(url, folder, environment) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(chromium.find()), args=ARGUMENTS
            )
            for view, title in TITLES.items():
                context = browser.new_context(viewport={"width": WIDTH, "height": HIGHEST})
                page = Visit(context, address).open("" if view == "answer" else view)
                (DOCS / "images" / f"page_{view}.png").write_bytes(_picture(page, title))
                context.close()
            browser.close()


def _read_aloud(folder: Path) -> str:
    """Return the sentences of the demo's findings, under their questions."""
    told = json.loads(
        subprocess.run(
            [COMMAND, "findings", "--json", "--settings", folder / "goodeggs.toml"],
            check=True,
            capture_output=True,
        ).stdout
    )
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    found = {one["key"]: one for one in (*told["findings"], *told["studies"])}
    parts = [
        OPENING.format(
            applications=truth["applications"],
            planted=100 * truth["planted"]["advance"],
            landmark=100 * truth["at_landmark"]["advance"],
        )
    ]
    for question, keys in QUESTIONS.items():
        parts.append(f"\n## {question}\n\n")
        parts += [_line(found[key]) for key in keys if key in found]
    return "".join(parts)


def _line(found: dict[str, str]) -> str:
    verdict = f" *Verdict: {found['verdict']}.*" if "verdict" in found else ""
    text = f"{found['sentence']}{verdict}"
    return textwrap.fill(text, 110, initial_indent="- ", subsequent_indent="  ") + "\n"


def _picture(page: Page, title: str) -> bytes:
    """Return a page as a small PNG, as high as it is, up to `HIGHEST`."""
    expect(page.locator("h1")).to_have_text(title)
    # Charts draw themselves one after another when the script has ended.
    page.wait_for_timeout(4_000)
    high = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": min(high, HIGHEST)})
    page.wait_for_timeout(2_000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    made = io.BytesIO()
    picture.quantize(256).save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    main()
