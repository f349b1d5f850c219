"""The newest part of a mail: what its sender wrote now, without quotes, signature and disclaimer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

_TABLES = tomllib.loads(Path(__file__).with_name("quoting.toml").read_text(encoding="utf-8"))


def _any(table: str) -> str:
    return "(?:" + "|".join(dict.fromkeys(_TABLES[table].values())) + ")"


_COLON = r"\*?[ \t]*[:：]"
_HEADERS = (
    rf"^[ \t]*\*?{_any('sender_label')}{_COLON}.*\n(?:.+\n)?[ \t]*\*?{_any('sent_label')}{_COLON}"
)
_RULED = rf"^[ \t]*-{{2,}}[ \t]*{_any('separator')}[ \t]*-{{2,}}"
_ATTRIBUTION = rf"^[ \t]*{_any('attribution')}[ \t]*$"

_QUOTED = r"(?m)^[ \t]*>.*\n?"
# Text below a quote is kept, so the line above a quote goes first, and alone.
_ABOVE_QUOTE = rf"(?m){_ATTRIBUTION}\s*(?:^[ \t]*>.*\n?)+"
_TO_END = rf"(?m)(?:{_RULED}|{_HEADERS}|{_ATTRIBUTION}|^--[ \t]?$)(?s:.)*"
_SENT_FROM = rf"(?mi)^[ \t]*{_any('sent_from')}[ \t]*$"
_DISCLAIMER = rf"(?mi)^.*{_any('disclaimer')}.*(?:\n.+)*"


def newest_part(texts: pa.Array) -> pa.Array:
    r"""Keep what the sender wrote now.

    Removed are quoted lines, all below a reply's header in any of ten languages, the signature
    below `-- `, what telephones add, and legal notices. Doing it twice changes nothing.

    Parameters
    ----------
    texts
        Plain text of mails.

    Returns
    -------
    pa.Array
        The same length; trimmed, with LF line ends; empty where all of it was quoted.

    Examples
    --------
    >>> newest_part(pa.array(["Thanks!\r\n\r\nOn Mon, Pat wrote:\r\n> Come on Friday"])).to_pylist()
    ['Thanks!']
    """
    texts = drop(texts, "\r\n?", "\n")
    if pc.any(pc.match_substring(texts, ">")).as_py():
        texts = drop(texts, _ABOVE_QUOTE)
        texts = drop(texts, _QUOTED)
    for pattern in (_TO_END, _SENT_FROM, _DISCLAIMER):
        texts = drop(texts, pattern)
    return pc.utf8_trim_whitespace(texts)


def drop(texts: pa.Array, pattern: str, by: str = "") -> pa.Array:
    """Replace what matches, touching only the rows that match at all.

    Examples
    --------
    >>> drop(pa.array(["a1b", "c"]), "[0-9]").to_pylist()
    ['ab', 'c']
    """
    rows = pc.match_substring_regex(texts, pattern)
    if not pc.any(rows).as_py():
        return texts
    changed = pc.replace_substring_regex(texts.filter(rows), pattern, by)
    return pc.replace_with_mask(texts, rows, changed)
