"""Tables as plain text: commas, tabs, semicolons or full-width commas, in the encodings of the house."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from ..problems import Place
from .limits import Budget, Limits, not_a_table, refused
from .table import Draft, Table

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHERS = ("%PDF-", "{\\rtf", "MIME-Version:")
_SIGNS = "\t,;，"
_LOOKED_AT = 65_536
_TRIED = 1 << 20
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes) -> str:
    """The text of a file by its mark, else UTF-8, else what Chinese spreadsheets write."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    code = _MARKS.get(mark) or _wide(data[:4096])
    for name in [code] if code else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name).strip("\x00\x1a")
        except UnicodeDecodeError:
            if name == "utf-8" and _nearly_utf8(data):
                raise _unknown() from None
            continue
        if text.startswith(_OTHERS) or (not mark and _CONTROL.search(text)):
            raise not_a_table()
        return text
    raise _unknown() if code or b"\n" in data else not_a_table()


def _unknown() -> Exception:
    return refused("bad-encoding", "文件里有认不出的文字", "用表格软件打开，另存为 .xlsx 再试")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, told by the zeros that every sign of ASCII brings."""
    if data[1::2].count(0) * 3 > len(data) and 0 not in data[0::2]:
        return "utf-16-le"
    return "utf-16-be" if data[0::2].count(0) * 3 > len(data) and 0 not in data[1::2] else ""


def _nearly_utf8(data: bytes) -> bool:
    """Whether a few bytes spoil a text that is UTF-8: taken for another it would turn to nonsense."""
    text = data[:_TRIED].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(sign > "\u07ff" for sign in text) - wrong > 4 * wrong


def read(text: str, limits: Limits, name: str) -> Table:
    """Raises Refused."""
    draft = Draft(name, Budget(limits))
    kept: dict[str, str] = {}
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign_of(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            if any(cells):
                draft.line(number, [kept.setdefault(cell, cell) or None for cell in cells])
            if len(kept) > 50_000:
                kept.clear()
    except csv.Error:
        place = Place(sheet=name, line=number + 1, column=1)
        text = "从这一行起读不下去"
        raise refused("bad-csv", text, "检查引号是不是成对，内容是不是太长", place) from None
    if draft.rows and text.startswith("sep="):
        draft.rows[0] = []
    return draft.table()


def sign_of(text: str) -> str:
    """What stands between cells: the sign that most lines hold the same number of times."""
    if text.startswith("sep=") and text[5:6] in ("\r", "\n"):
        return text[4]
    head = text[:_LOOKED_AT]
    quoted = re.sub(r'"[^"]*"', "", head)
    lines = [line for line in quoted.splitlines()[:200] if line.strip()]
    return max(_SIGNS, key=lambda sign: _agreeing(lines, sign))


def _agreeing(lines: list[str], sign: str) -> tuple[int, int]:
    counts = Counter(count for line in lines if (count := line.count(sign)))
    return max(((lines, count) for count, lines in counts.items()), default=(0, 0))
