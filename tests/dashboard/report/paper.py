"""What a PDF of Typst's says: its words in reading order, its pages, what it declares. No library."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
# Letters stand in brackets, and may be brackets themselves, as long as these match.
_LETTERS = rb"(?:\\.|[^\\()])*"
for _ in range(9):
    _LETTERS = rb"(?:\\.|[^\\()]|\(" + _LETTERS + rb"\))*"
_PART = re.compile(
    rb"/(\w+)\s+[\d.]+ Tf"  # a font
    + rb"|(\("
    + _LETTERS
    + rb"\))"
    + rb"|/(\w+)\s*(?:<<.*?>>)?\s*B[DM]C|(EMC)",  # what they belong to
    re.DOTALL,
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Paper:
    """A PDF, taken apart.

    Attributes
    ----------
    words
        All that is said, without white space, page by page; without feet of pages and the heads of
        tables that go on, which are no part of what is read.
    pages
        How many there are.
    raw
        The file, its objects unpacked.
    """

    words: str
    pages: int
    raw: str


def read(pdf: bytes) -> Paper:
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    streams = {number: _unpacked(body) for number, body in objects.items() if b"stream" in body}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    said = [_said(objects, streams, page) for page in pages]
    raw = b"\n".join(objects.values()).decode("latin-1") + pdf[-2000:].decode("latin-1")
    return Paper("".join(said), len(pages), raw)


def _number(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"\s+(\d+) 0 R", body)
    assert found
    return int(found[1])


def _unpacked(body: bytes) -> bytes:
    head, _, packed = body.partition(b"stream\n")
    return zlib.decompressobj().decompress(packed) if b"FlateDecode" in head else packed


def _fonts(
    objects: dict[int, bytes], streams: dict[int, bytes], page: bytes
) -> dict[bytes, dict[int, str]]:
    """Return what each font's codes stand for, by the font's name on a page."""
    if shared := re.search(rb"/Resources\s+(\d+) 0 R", page):
        page = objects[int(shared[1])]
    block = re.search(rb"/Font\s*<<(.*?)>>", page, re.DOTALL)
    named = re.findall(rb"/(\w+)\s+(\d+) 0 R", block[1]) if block else ()
    return {
        name: _letters(streams[_number(objects[int(number)], b"ToUnicode")])
        for name, number in named
    }


def _said(objects: dict[int, bytes], streams: dict[int, bytes], page: bytes) -> str:
    fonts = _fonts(objects, streams, page)
    words, letters, inside = list[str](), dict[int, str](), list[bytes]()
    for font, run, begun, ended in _PART.findall(streams[_number(page, b"Contents")]):
        if font:
            letters = fonts[font]
        elif begun:
            inside.append(begun)
        elif ended:
            inside.pop()
        elif b"Artifact" not in inside:
            codes = _bytes(run[1:-1])
            pairs = zip(codes[::2], codes[1::2], strict=True)
            words += [letters[256 * high + low] for high, low in pairs]
    return re.sub(r"\s", "", "".join(words))


def _bytes(literal: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else _ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, literal, flags=re.DOTALL)


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})>\s*<([0-9A-F]+)>", cmap)
    return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}
