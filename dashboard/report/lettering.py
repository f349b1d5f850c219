"""The words of a figure: Plotly's few tags → lines of SVG text."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_STYLES = {"b": 'font-weight="600"', "i": 'font-style="italic"'}
_PLAIN = {"span", "br"}
LEADING = 1.3
"""Height of a line of text, in font sizes, as Plotly has it."""


class _Runs(HTMLParser):
    """Takes words apart into lines of runs, each run with its style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[tuple[str, str]]] = [[]]
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _STYLES and tag not in _PLAIN:
            raise ValueError(f"no way to print <{tag}> in a figure")
        if tag == "br":
            self.lines.append([])
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        style = " ".join(_STYLES[tag] for tag in self._open if tag in _STYLES)
        self.lines[-1].append((data, style))


def lines(text: str) -> list[str]:
    """Return the lines of a figure's words as SVG `tspan` elements.

    Parameters
    ----------
    text
        Words with Plotly's tags `b`, `i`, `br` and `span` (whose colour is left to the page), and
        with `<`, `>` and `&` escaped.

    Raises
    ------
    ValueError
        If there is another tag.

    Examples
    --------
    >>> lines("<b>R&amp;D</b><br>n &lt; 90")
    ['<tspan font-weight="600">R&amp;D</tspan>', '<tspan>n &lt; 90</tspan>']
    """
    parser = _Runs()
    parser.feed(text)
    parser.close()
    return ["".join(_span(run, style) for run, style in line) for line in parser.lines]


def _span(run: str, style: str) -> str:
    return f"<tspan{' ' if style else ''}{style}>{escape(run, quote=False)}</tspan>"
