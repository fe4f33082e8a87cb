"""Bytes become words, whatever the sender says of them."""

import codecs
import re
from contextlib import suppress

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the web is written in. Python's other codecs are not for pages, and some are very slow.
_OF_THE_WEB = re.compile(
    r"utf-(8|16(-[bl]e)?)(-sig)?|ascii|iso8859-\d+|cp(125\d|866|874|932|949)|koi8-[ru]"
    r"|mac-(roman|cyrillic)|shift_jis|euc_(jp|kr)|iso2022_jp|gb(2312|k|18030)|big5(hkscs)?"
)
_META_BYTES = 2_048
_LETTER_BYTES = 4


def declared(content_type: str) -> tuple[str, str]:
    """The media type of a Content-Type header, and its charset; each may be empty."""
    kind, _, rest = content_type.partition(";")
    found = _CHARSET.search(rest)
    return kind.strip().lower(), found[1] if found else ""


def decode(data: bytes, charset: str = "", *, is_cut: bool = False) -> str:
    """`data` in the charset of its first bytes, its header, its `<meta>`, else the likeliest."""
    for name in _candidates(data, charset):
        if _OF_THE_WEB.fullmatch(_canonical(name)):
            with suppress(UnicodeDecodeError):
                return _decoded(data, name, is_cut=is_cut)
    return data.decode("cp1252", "replace")


def _decoded(data: bytes, name: str, *, is_cut: bool) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as wrong:
        # A cut may fall inside the last letter: that is no proof against a charset.
        if is_cut and wrong.start >= len(data) - _LETTER_BYTES:
            return data[: wrong.start].decode(name)
        raise


def _candidates(data: bytes, charset: str) -> list[str]:
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    inside = _META.search(data[:_META_BYTES])
    return [*marked, charset, inside[1].decode("ascii", "ignore") if inside else "", "utf-8"]


def _canonical(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
