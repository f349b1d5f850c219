"""HTML mail to plain text, a column at a time.

Regular expressions are no HTML parser; they are enough for the words of a mail, they never fail on
broken markup, and they read a batch at once.
"""

from __future__ import annotations

import html

import pyarrow as pa
import pyarrow.compute as pc

from etl.extract.newest import drop, newest_part

_IS_HTML = r"(?i)<(?:!doctype|html|body|div|p|br|span|table|center|font|blockquote)(?:\s[^<>]*)?/?>"
_STEPS = (
    # Earlier mail, as Gmail, Apple Mail and Outlook mark it.
    (r"(?is)<div[^<>]*(?:gmail_quote|divRplyFwdMsg|border-top: ?solid #E1E1E1).*", "\n"),
    (r"(?is)<blockquote\b.*</blockquote\s*>", "\n"),
    (
        r"(?is)<!--.*?-->|<(?:script[^<>]*>.*?</script|style[^<>]*>.*?</style|head[^<>]*>.*?</head)\s*>",
        "",
    ),
    (r"[ \t\r\n]+", " "),
    (r"(?i)<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|table)\s*>", "\n"),
    (r"<[a-zA-Z!/][^<>]*>", ""),
    (r"[ \t]*\n[ \t]*", "\n"),
)


def is_html(texts: pa.Array) -> pa.Array:
    """Tell which texts are HTML.

    Examples
    --------
    >>> is_html(pa.array(["<div dir=ltr>Hi</div>", "1 < 2 > 0"])).to_pylist()
    [True, False]
    """
    return pc.match_substring_regex(texts, _IS_HTML)


def to_text(markup: pa.Array) -> pa.Array:
    r"""Take the text out of HTML mails, without styles, scripts and earlier mail.

    Parameters
    ----------
    markup
        HTML; broken markup is read as far as it goes.

    Returns
    -------
    pa.Array
        Plain text of the same length, a line for each paragraph.

    Examples
    --------
    >>> to_text(pa.array(["<style>p {color: red}</style><p>Thank&nbsp;you<br>Zo&euml;</p>"])).to_pylist()
    ['Thank you\nZoë']
    """
    for pattern, by in _STEPS:
        markup = drop(markup, pattern, by)
    with_entities = pc.match_substring(markup, "&")
    if pc.any(with_entities).as_py():
        plain = [html.unescape(text) for text in markup.filter(with_entities).to_pylist()]
        markup = pc.replace_with_mask(markup, with_entities, pa.array(plain, markup.type))
    return pc.utf8_trim_whitespace(pc.replace_substring(markup, "\u00a0", " "))


LONGEST = 200_000
"""Characters of a mail that are read: more is an attachment gone astray, or an attack."""


def message_text(bodies: pa.Array) -> pa.Array:
    """Return the newest part of mails as plain text, whether they came as text or as HTML.

    Of each mail no more than `LONGEST` characters are read.

    Examples
    --------
    >>> message_text(pa.array(["<p>Thanks!</p>", "Thanks!"])).to_pylist()
    ['Thanks!', 'Thanks!']
    """
    bodies = pc.utf8_slice_codeunits(bodies, 0, LONGEST)
    markup = is_html(bodies)
    if pc.any(markup).as_py():
        bodies = pc.replace_with_mask(bodies, markup, to_text(bodies.filter(markup)))
    return newest_part(bodies)
