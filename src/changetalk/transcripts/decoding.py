"""From bytes to text: which encoding, one kind of line end, no control characters."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = ["cp1252", "mac_roman", "cp850", "latin_1"]
_MOSTLY_ASCII = 0.7
_SAMPLE_BYTES = 64 * 1024
_LINE_END = re.compile("\r\n|[\r\v\f\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")


def decode(data: bytes) -> tuple[str, bool]:
    """The text in `data`, and whether every byte could be read.

    A byte order mark decides; then bytes that are valid UTF-8 are UTF-8; then UTF-16 without a
    mark is known by its zeros; then the old one-byte encodings are told apart.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = _utf16_without_mark(data)
    if wide:
        return _lenient(data, wide)
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _lenient(data, "utf-8")
    return _lenient(data, _old_encoding(data))


def clean(text: str) -> tuple[str, int]:
    """The text with every line end as a line feed and without control characters, and how many
    control characters there were."""
    return _CONTROL.subn("", _LINE_END.sub("\n", text))


def control_share(text: str) -> float:
    """The share of control characters in the beginning of a text, which tells a binary file."""
    head = text[:_SAMPLE_BYTES]
    return len(_CONTROL.findall(head)) / len(head) if head else 0.0


def _lenient(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), False


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:_SAMPLE_BYTES]
    half = len(head) // 2
    if not half:
        return None
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a slip in it: cut in the middle of a letter, or one foreign byte pasted in."""
    text = b" ".join(_NOT_ASCII.findall(data)).decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text) - text.count(" ") - broken > 2 * broken


def _old_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    sample = _telling_sample(data)
    share_of_ascii = sum(byte < 0x80 for byte in sample) / len(sample)
    western = _WESTERN if share_of_ascii > _MOSTLY_ASCII else None
    best = from_bytes(sample, cp_isolation=western).best()
    if best is None or best.encoding == "ascii":
        return "latin-1"
    return best.encoding


def _telling_sample(data: bytes) -> bytes:
    """The first lines that hold bytes beyond ASCII: they alone tell old encodings apart."""
    lines, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line[:_SAMPLE_BYTES])
            size += len(lines[-1])
        if size >= _SAMPLE_BYTES:
            break
    return b"\n".join(lines)
