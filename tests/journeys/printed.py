"""Reading our own PDFs back, as far as a test needs: which words stand in them."""

import re
import zlib
from collections.abc import Iterator

TEXT = re.compile(rb"\[((?:\((?:\\.|[^\\)])*\)|[-0-9.]+)*)\]\s*TJ", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """Every line, once for each font of the file: a wrong font gives nonsense, the right one words."""
    streams = list(_streams(pdf))
    fonts = [_font(stream) for stream in streams if b"beginbfchar" in stream]
    lines = [_line(found[1]) for stream in streams for found in TEXT.finditer(stream)]
    return "\n".join(
        "".join(font.get(glyph, "?") for glyph in line) for font in fonts for line in lines
    )


def _streams(pdf: bytes) -> Iterator[bytes]:
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[start.end() :])
        except zlib.error:
            continue


def _font(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})>\s*<([0-9A-F]+)>\s*(?=<|end)", cmap)
    return {int(g, 16): bytes.fromhex(t.decode()).decode("utf-16-be") for g, t in pairs}


def _line(array: bytes) -> list[int]:
    text = b"".join(ESCAPE.sub(_unescape, s[1]) for s in STRING.finditer(array))
    return [int.from_bytes(text[i : i + 2]) for i in range(0, len(text), 2)]


def _unescape(found: re.Match[bytes]) -> bytes:
    what = found[1]
    return bytes([int(what, 8)]) if what.isdigit() else NAMED.get(what, what)
