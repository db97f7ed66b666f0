"""docs/benchmarks.md in parts, each made by a run of its own that leaves the others as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def put(part: str, lines: Sequence[str], file: Path = FILE) -> None:
    """Writes one part between its marks, at the end when it is new."""
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    made = "\n".join([begin, *lines, end])
    text = file.read_text() if file.is_file() else ""
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    if found.search(text):
        text = found.sub(lambda _: made, text)
    else:
        text = f"{text.rstrip()}\n\n{made}\n".lstrip()
    file.write_text(text)
