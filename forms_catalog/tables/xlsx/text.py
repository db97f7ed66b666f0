"""The text of a part of a new workbook as its cells mean it, and the sign that a part is unusual."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Foreign(Exception):
    """A part that is not written as spreadsheets write; a true parser of XML has to read it."""


def decoded(pieces: Iterable[bytes]) -> Iterator[str]:
    """Text as XML sees it; raises Foreign for other encodings, comments, declarations."""
    read = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")(), translate=True)
    last = ""
    try:
        for number, piece in enumerate(pieces):
            text = read.decode(piece)
            odd = "<!" in text or (last == "<" and text.startswith("!"))
            if odd or (number == 0 and not _usual(text)):
                raise Foreign
            last = text[-1:] or last
            yield text
        yield read.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Foreign from None


def _usual(text: str) -> bool:
    head = text.lstrip("\ufeff")[:200]
    named = re.match(r"<\?xml[^>]*encoding=[\"']([\w-]+)", head)
    return head.startswith("<") and (named is None or named[1].lower() == "utf-8")


def plain(text: str, entities: bool = True) -> str:
    """A text without the escapes of XML and those of spreadsheets (`_x000D_`)."""
    if entities and "&" in text:
        text = _ENTITY.sub(_entity, text)
    return _ESCAPE.sub(_escaped, text) if "_x" in text else text


def _entity(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if code < 0x110000 else found[0]


def _escaped(found: re.Match[str]) -> str:
    """Control signs that XML cannot hold; half signs stay as they are written."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)
