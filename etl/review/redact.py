"""A message without the names in it, as well as rules can: reviewers judge words, not people.

What is known beforehand goes for certain: the words of the display names and addresses of sender
and recipients. Other names are found by where they stand (`notes/names.toml`): behind a greeting or a
title, in a signature, or as a capitalised word inside a sentence. Rather a word too many than a
name too few. What can remain: a name that begins a sentence, one in lower case ("and priya"), any
inside a German sentence, and whatever the words themselves tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

import pyarrow as pa

from etl.notes.features import languages
from etl.notes.lexicon import fold
from etl.notes.names import WORDS

NAME = "[name]"


def _folded(table: str) -> frozenset[str]:
    return frozenset(fold(word) for word in WORDS[table])


_GREETINGS, _CLOSINGS, _OPENERS = _folded("greetings"), _folded("closings"), _folded("openers")
_ABBREVIATIONS = _folded("abbreviations")
_CAPITALISED, _NOT_NAMES = _folded("capitalised"), _folded("not_names")
_HONORIFICS, _SUBJECTS = _folded("honorifics"), _folded("subjects")

_UPPER = "".join(chr(c) for c in (*range(0x250), *range(0x370, 0x530)) if chr(c).isupper())
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CAP = rf"(?:(?:[{_UPPER}]\.)+|[{_UPPER}][^\W\d_]*(?:['’\-][^\W\d_]+)*)"
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|ter|ten|la|le|el|al|bin|y|e|et|und|en|and|&)"
_NAMES = rf"{_CAP}(?:[ \t]+(?:{_PARTICLE}[ \t]+)*{_CAP})*"
_SIGNED = r"(?:[^\W\d_]\.|[\w'’\-]+)"
_FEW = r"[^\W\d_]+(?:[ \t]+(?:&[ \t]+)?[^\W\d_]+){0,2}"


def _either(table: str) -> str:
    words = sorted(WORDS[table], key=len, reverse=True)
    return "(?i:" + "|".join(re.escape(word).replace("'", "['’]") for word in words) + ")"


_GREETING, _CLOSING = _either("greetings"), _either("closings")
_TITLE = rf"{_either('honorifics')}\b\.?"
_ANYWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(?:https?://|www\.)\S+"), "[link]"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[address]"),
    (re.compile(r"(?<!\w)@[\w.\-]*\w"), NAME),
    (re.compile(r"\b(?:[\w-]+\.)+[A-Za-z]{2,}/[\w@~.\-/%?=&#+]*"), "[link]"),
    (re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){4,}"), "[number]"),
    (re.compile(rf"(?<!\w)({_TITLE})(?:[ \t]+{_TITLE})*[ \t]+{_NAMES}"), rf"\1 {NAME}"),
)  # fmt: skip
_BY_PLACE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?m)((?:^|[.!?][ \t]+){_GREETING}[,.]?(?:[ \t]+{_TITLE})?)[ \t]+(?!{_TITLE}){_NAMES}"), rf"\1 {NAME}"),
    (re.compile(rf"(?<!\w)({_either('introductions')})[ \t]+{_NAMES}"), rf"\1 {NAME}"),
    # Behind a closing on the same line, at the very end: "Saludos, Ana".
    (re.compile(rf"(?:(?<=^)|(?<=\W))({_CLOSING}[ \t]*[,.!:]*)[ \t]+(?!\[name\]){_SIGNED}(?:[ \t]+(?:{_SIGNED}|&)){{0,3}}[ \t]*\W{{0,2}}\s*\Z"), rf"\1 {NAME}"),
    # Below a closing, everything that is short enough for a signature.
    (re.compile(rf"(?m)^([ \t]*{_CLOSING}[ \t]*[,.!]*)[ \t]*\n\s*(?:(?!{_CLOSING}[ \t]*[,.!]*[ \t]*$)[^\n]{{0,59}}[^\n.!?](?:\n\s*|\Z)){{1,6}}\Z"), rf"\1\n{NAME}"),
    *(
        (re.compile(rf"[^\W\d_]{{1,4}}(?={'|'.join(words)})"), NAME)
        for words in (WORDS["before"]["ja"], WORDS["before"]["zh"])
    ),
    (re.compile(rf"[가-힣]{{2,4}}[ ]?(?={'|'.join(WORDS['before']['ko'])})"), NAME),
)  # fmt: skip
_AROUND = [re.compile(pattern, re.MULTILINE) for of in WORDS["around"].values() for pattern in of]
_GREETED = re.compile(rf"(?m)(^{_GREETING})[ \t]+(?!\[)({_FEW})(?=[ \t]*[,!:;—–-]|[ \t]*$)")
_ALONE = re.compile(rf"(?m)^([ \t]*[-–—~*]*[ \t]*)({_NAMES})([ \t]*[^\w\s]*[ \t]*x*)$")
_OPENING = re.compile(rf"\A(\s*)({_NAMES})(?=[ \t]*[,:!;—–-])")
_LAST_WORDS = re.compile(
    rf"((?<=[^\w\s'’\-&])[ \t]+|[ \t]+[-–—~]+[ \t]*|[ \t]+from[ \t]+)({_NAMES})(?:,?[ \t]+(?:\w*\d\w*|[A-Z&]{{2,4}})){{0,3}}[ \t]*[^\w\s]*[ \t]*x*\s*\Z"
)
_LAST_LINE = re.compile(r"(?<=\n)([ \t]*[-–—~]*[ \t]*)([^\n]{1,24}?)(\s*)\Z")
_LAST_CJK = re.compile(
    r"(?:(?<=[\n。！？，])|(?<=[.!?,~～\s]\s)|(?<=[^\w\s])|(?<=[^\w\s]\s))\s?[々\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,5}"
    r"(?:[ 　][々\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,4}){0,2}[ 　]*\Z"
)
_BLOCK = re.compile(r"\n[ \t]*[-―─—_=*~・]{4,}\s*\n(?:[^\n]{1,60}(?:\n\s*|\Z)){1,6}\Z")
_IN_BRACKETS = (
    re.compile(r"(?<=[（(])[々\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af 　]{1,6}(?=[）)]\s*\Z)"),
    NAME,
)
_PREFIX = re.compile(r"(?i)(?:(?:re|aw|wg|fw|fwd|rv|tr|res|enc|r|i|antw|doorst)\s*:\s*)*")
_TWICE = re.compile(rf"{re.escape(NAME)}(?:[ \t]*[,&-]?[ \t]*{re.escape(NAME)})+")


def redacted(text: str, names: str, addresses: str) -> str:
    r"""Return a message without names, addresses, links and long numbers.

    Parameters
    ----------
    text
        Subject, an empty line, and the newest part of the body.
    names
        Words of the display names of sender and recipients, separated by spaces.
    addresses
        Their addresses, separated by spaces.

    Returns
    -------
    str
        The text with placeholders in square brackets.

    Examples
    --------
    >>> redacted("Today\n\nDear Pat,\nthank you for your time, and Kim's!\nBest,\nZoë", "", "")
    "Today\n\nDear [name],\nthank you for your time, and [name]'s!\nBest,\n[name]"
    """
    known = _known(names, addresses)
    subject, _, body = text.partition("\n\n")
    language = str(languages(pa.array([fold(text)]))[0])
    common = {fold(word) for word in _WORD.findall(body) if word[0].islower()}
    body = _by_place(_without(body, known), common)
    subject = _without(subject, known)
    if language != "de":
        body = _inside_sentences(body, common)
        begun = _PREFIX.match(subject)
        prefix = begun.group() if begun else ""
        subject = prefix + _inside_sentences(subject[len(prefix) :], common | _SUBJECTS)
    for pattern, by in (*_ANYWHERE, _IN_BRACKETS):
        subject = pattern.sub(by, subject)
    return _TWICE.sub(NAME, f"{subject}\n\n{body}").strip()


def _known(names: str, addresses: str) -> frozenset[str]:
    """Return the words of names and of addresses' local parts, folded."""
    local = [re.sub(r"[\d._+-]+", " ", address.partition("@")[0]) for address in addresses.split()]
    words = (part for word in _WORD.findall(f"{names} {' '.join(local)}") for part in _parts(word))
    told = {word for word in words if len(word) > 1 and word not in _NOT_NAMES}
    # Written without a space, either way round.
    for one, other in pairwise(word for word in _WORD.findall(names) if _CJK.match(word)):
        told |= {one + other, other + one}
    return frozenset(told)


def _parts(word: str) -> Iterable[str]:
    return {fold(word), *(fold(part) for part in re.split(r"['’\-]", word))}


def _without(text: str, known: frozenset[str]) -> str:
    """Return the text without the known words; one of three letters or fewer only if capitalised."""

    def keep_or_not(match: re.Match[str]) -> str:
        word = match.group()
        for part in re.split(r"(['’\-])", word):
            told = fold(part) in known or fold(word) in known
            if told and (len(part) > 3 or part[0].isupper() or _CJK.match(part)):
                return NAME + ("'s" if word[-2:] in ("'s", "’s") else "")
        return word

    text = _WORD.sub(keep_or_not, text)
    # Scripts without spaces: a name is a part of a run of letters.
    for name in sorted((name for name in known if _CJK.match(name)), key=len, reverse=True):
        text = text.replace(name, NAME)
    return text


def _by_place(body: str, common: set[str]) -> str:
    """Return the body without what stands where names stand."""
    body = _BLOCK.sub(f"\n{NAME}", body)
    for pattern, by in (*_ANYWHERE, *_BY_PLACE):
        body = pattern.sub(by, body)
    for pattern in _AROUND:
        body = pattern.sub(lambda match: match.group().replace(match.group(1), NAME), body)
    body = _GREETED.sub(_unless(_OPENERS, 2), body)
    body = _OPENING.sub(_unless(_OPENERS | _GREETINGS | _CLOSINGS | common, 2), body)
    body = _ALONE.sub(_unless(_CLOSINGS | _GREETINGS, 2), body)
    body = _LAST_WORDS.sub(_unless(_CLOSINGS, 2), body)
    body = _LAST_LINE.sub(_last_line, body)
    return _LAST_CJK.sub(NAME, body)


def _unless(kept: Iterable[str], group: int) -> Callable[[re.Match[str]], str]:
    """Return a replacement of a group by a placeholder, unless what stands there is to be kept."""
    words = frozenset(kept)

    def replace(match: re.Match[str]) -> str:
        found, whole = match.group(group), match.group()
        if fold(found).strip(" .") in words or NAME in found:
            return whole
        before, after = match.start(group) - match.start(), match.end(group) - match.start()
        return whole[:before] + NAME + whole[after:]

    return replace


def _last_line(match: re.Match[str]) -> str:
    """Return a placeholder for a last line of one to three words that are no closing."""
    words = _WORD.findall(match.group(2))
    said = fold(" ".join(words))
    ends = match.group(2).rstrip()[-1:] in tuple(".!?。！？]")
    if not 1 <= len(words) <= 3 or said in _CLOSINGS or (ends and len(words) > 1):
        return match.group()
    return f"{match.group(1)}{NAME}"


_CAPITALS = re.compile(rf"(?<![\w\[])[{_UPPER}]{{3,}}(?![\w\]])")
_SHOUTED = (
    _OPENERS
    | _SUBJECTS
    | {
        word
        for table in ("greetings", "closings")
        for told in WORDS[table]
        for word in fold(told).split()
    }
)
_INSIDE = re.compile(rf"(?<=[\w,;:)'’] )({_CAP})")


def _inside_sentences(text: str, common: set[str]) -> str:
    """Return the text without words that are capitalised though no sentence begins with them."""
    kept = _CAPITALISED | _HONORIFICS | _ABBREVIATIONS | common

    def replace(match: re.Match[str]) -> str:
        word = match.group(1)
        bare = fold(re.split(r"['’.]", word)[0])
        if word.isupper() and (len(word) == 2 or bare in _SHOUTED):
            return word
        if {bare, fold(word)} & kept:
            return word
        return NAME + ("'s" if word[-2:] in ("'s", "’s") else "." if word.endswith(".") else "")

    return _INSIDE.sub(replace, _without_shouted(text, kept | _SHOUTED))


def _without_shouted(text: str, kept: Iterable[str]) -> str:
    """Return the text without unknown words in capitals, unless it is mostly written in them."""
    words = _WORD.findall(text)
    if 2 * sum(word.isupper() and len(word) > 2 for word in words) > len(words):
        return text
    known = frozenset(kept)
    return _CAPITALS.sub(
        lambda match: match.group() if fold(match.group()) in known else NAME, text
    )
