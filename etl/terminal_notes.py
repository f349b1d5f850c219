"""What is known of the note tag, on a terminal: how well it does, and why it says what it says."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from etl.config import FEWEST_CHECKED, Mistagging
from etl.notes.classify import THRESHOLD, VERSION
from etl.notes.evaluate import Evaluation, Mistake
from etl.notes.explain import SUBJECT, Explanation, Reason
from etl.notes.moment import EVIDENCE, MOST, REASONS
from etl.notes.scores import Rate, Scores
from etl.plain import plain

WORST = 20
PHRASES = 12
LANGUAGES = {
    **{"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"},
    **{"it": "Italian", "nl": "Dutch", "ja": "Japanese", "zh": "Chinese", "ko": "Korean"},
}


def _console() -> Console:
    # What is printed comes from the user's files: nothing in it is markup.
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def print_evaluation(found: Evaluation) -> None:
    """Print how well the classifier does: tables, the worst mistakes, and how to declare it."""
    console = _console()
    scores = found.overall
    console.print(
        f"{scores.notes + scores.others:,} messages, {scores.notes:,} of them notes; judged by their "
        f"text alone by {VERSION}. Beside each share: its 95 % interval.\n"
    )
    whole = _table("All messages", "Measure", "Share", "Counts")
    for name, rate, counts in (
        ("precision: notes among those told as notes", scores.precision, scores.found),
        ("recall (sensitivity): notes that are found", scores.recall, scores.found),
        ("F1, of both", scores.f1, None),
        ("false positives among other messages", scores.false_positives, scores.mistaken),
    ):
        whole.add_row(name, _rate(rate), "" if counts is None else f"{counts:,} of {rate.n:,}")
    console.print(whole, "")

    languages = _table("By language", "Language", "Notes", "Others", "Precision", "Recall", "F1")
    for name, one in found.languages.items():
        rates = (_rate(one.precision), _rate(one.recall), _rate(one.f1))
        languages.add_row(plain(name), f"{one.notes:,}", f"{one.others:,}", *rates)
    console.print(languages, "")

    kinds = _table("By kind", "Kind", "Notes", "Found", "Others", "Told as notes")
    for name, one in found.kinds.items():
        kinds.add_row(
            plain(name),
            f"{one.notes:,}",
            _rate(one.recall),
            f"{one.others:,}",
            _rate(one.false_positives),
        )
    console.print(kinds, "")

    ranges = _table("Calibration", "Probability", "Messages", "Mean probability", "Share of notes")
    for part in found.ranges:
        ranges.add_row(
            f"{part.low:.1f} to {part.high:.1f}",
            f"{part.notes.n:,}",
            f"{part.probability:.2f}",
            _rate(part.notes),
        )
    console.print(ranges)
    console.print(
        f"Brier score {found.brier:.3f}, expected calibration error {found.calibration_error:.3f} "
        "(both 0 at best).\n"
    )
    if found.mistakes:
        some = f", the worst {WORST}" if len(found.mistakes) > WORST else ", the worst first"
        console.print(f"{_messages(len(found.mistakes))} told wrongly{some}:")
    for mistake in found.mistakes[:WORST]:
        console.print(_mistake(mistake))
    console.print(f"\n{declaration(scores)}")


def declaration(scores: Scores) -> str:
    """Return how measured numbers may be declared in the settings.

    Examples
    --------
    >>> print(declaration(Scores(found=46, missed=4, mistaken=12, left=388)).splitlines()[-1])
    specificity = [388, 400]
    >>> declaration(Scores(found=4, missed=0, mistaken=0, left=3))[:60]
    'These are too few to be declared under [mistagging] in goode'
    """
    if min(scores.notes, scores.others) < FEWEST_CHECKED:
        return (
            "These are too few to be declared under [mistagging] in goodeggs.toml: it takes "
            f"{FEWEST_CHECKED} notes and {FEWEST_CHECKED} other messages, and hundreds say more."
        )
    sensitivity = (scores.found, scores.notes)
    specificity = (scores.left, scores.others)
    try:
        Mistagging(sensitivity=sensitivity, specificity=specificity)
    except ValidationError:
        return (
            "These cannot be declared under [mistagging] in goodeggs.toml: on these messages the tag "
            "does no better than chance, and no finding could be corrected for it."
        )
    return (
        "The findings can be corrected for such errors if these messages are a fair draw of what "
        "candidates send after interviews here. What is declared counts interviews, not messages. "
        f"Sensitivity is the same: of {scores.notes:,} notes, {scores.found:,} were found. Specificity, "
        "of the interviews after which no note came, is 1 - (false positives per such interview). "
        f"Where at most about one other message follows such an interview, {scores.left:,} of "
        f"{scores.others:,} is the careful choice, as it trusts the tag too little rather than too much. "
        f"Where k follow, these messages stand for {scores.others:,}/k interviews: "
        f"[{scores.others:,}/k - {scores.mistaken:,}, {scores.others:,}/k]. In goodeggs.toml:\n\n"
        f"[mistagging]\nsensitivity = {list(sensitivity)}\nspecificity = {list(specificity)}"
    )


def print_explanation(told: Explanation) -> None:
    """Print why a message would count as a note by its text, or would not."""
    console = _console()
    if told.automatic:
        console.print("This is no thank-you note: its headers say that a machine sent it.")
        console.print("Such mail never counts, whatever it says and whenever it came.")
        return
    verdict = "would count" if told.is_note else "would not count"
    console.print(
        f"By its text alone this message {verdict} as a thank-you note: its probability of being one is "
        f"{_percent(told.probability)}, and it takes {_percent(THRESHOLD)}.\n"
        f"It was read as {LANGUAGES[told.language]}, by {VERSION}; earlier mail that it quotes, its signature and "
        "legal notices were left aside.\n"
    )
    console.print(
        "What was found has weights, and these add up. A sum of 0 is a probability of 50 %; each +0.7 about "
        "doubles the odds of its being a note, each -0.7 about halves them (log-odds).\n"
    )
    console.print(f"{told.start:+.2f}  before anything is read")
    _print_reasons(console, "What it says for a note", told.reasons, speaks_for=True)
    _print_reasons(console, "What it says against a note", told.reasons, speaks_for=False)
    _print_phrases(console, told.phrases)
    total = told.start + sum(one.log_odds for one in (*told.reasons, *told.phrases))
    console.print(f"\n{total:+.2f}  in all, which is a probability of {_percent(told.probability)}")
    _print_moment(console, told)


def _print_reasons(
    console: Console, title: str, reasons: Iterable[Reason], *, speaks_for: bool
) -> None:
    side = [one for one in reasons if one.speaks_for is speaks_for]
    console.print(f"\n{title}:" if side else f"\n{title}: nothing.")
    for one in side:
        own = "" if one.log_odds else " (it weighs by its words, below)"
        console.print(f"{one.log_odds:+.2f}  {one.words}{own}")
        for sentence in one.sentences:
            console.print(f'         in "{plain(sentence)}"')


def _print_phrases(console: Console, phrases: tuple[Reason, ...]) -> None:
    total = sum(one.log_odds for one in phrases)
    console.print(
        f"\nHow it is worded: {total:+.2f} in all. Words that were commoner in notes, or in other mail, among the "
        "texts that the weights were learned from; on their own they mean little."
    )
    for one in phrases[:PHRASES]:
        in_subject = " in the subject" if one.words.startswith(SUBJECT) else ""
        console.print(
            f'{one.log_odds:+.2f}  "{plain(one.words.removeprefix(SUBJECT))}"{in_subject}'
        )
    others = phrases[PHRASES:]
    if others:
        rest = sum(one.log_odds for one in others)
        console.print(f"{rest:+.2f}  the {len(others)} others together")


def _print_moment(console: Console, told: Explanation) -> None:
    low, high = told.range
    console.print(
        "\nThis is the text alone. A message counts only if it follows an interview of its sender, and then "
        f"its moment adds to the sum, never more than {MOST:g} either way:"
    )
    for code, added in EVIDENCE.items():
        console.print(f"{added:+.2f}  {REASONS[code]}")
    if (low >= THRESHOLD) == (high >= THRESHOLD):
        change = "No moment would change what it is"
    else:
        change = "So its moment decides"
    console.print(
        f"\n{change}: its probability would lie between {_percent(low)} and {_percent(high)}."
    )


def _mistake(one: Mistake) -> str:
    truth, told = ("a note", "not told") if one.label == "thank_you" else ("no note", "told as one")
    lines = [
        f"- {plain(one.id)} (line {one.line}; {plain(one.kind)}, {plain(one.lang)}): {truth}, "
        f"{told}, probability {one.probability:.2f}"
    ]
    for side, words in (("For", one.speaks_for), ("Against", one.speaks_against)):
        if words:
            lines.append(f"  {side}: {', '.join(words)}.")
    if one.body is not None:
        lines.append(indent(plain(f"{one.subject}\n{one.body}"), "  | ", lambda _: True))
    return "\n".join(lines)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading)
    return table


def _rate(rate: Rate) -> str:
    if rate.value is None:
        return "-"
    return f"{rate.value:.2f} ({rate.low:.2f}-{rate.high:.2f})"


def _percent(probability: float) -> str:
    if 0 < probability < 0.001 or 0.999 < probability < 1:
        return "less than 0.1 %" if probability < THRESHOLD else "more than 99.9 %"
    return f"{100 * probability:.1f} %"


def _messages(n: int) -> str:
    return f"{n:,} message is" if n == 1 else f"{n:,} messages are"
