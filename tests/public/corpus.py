"""Eighteen statutes to measure with: official ones from a folder, else invented ones of the same size."""

from __future__ import annotations

import os
import random
from pathlib import Path

from public.statutes.numerals import chinese

SIZES = (23, 24, 38, 44, 55, 60, 63, 64, 68, 68, 70, 74, 79, 85, 86, 119, 132, 204)
"""Articles; an article has 145 signs on average."""
SIGNS = "".join(map(chr, range(0x4E00, 0x4E00 + 900)))


def corpus() -> tuple[dict[str, str], bool]:
    """The texts by their short names, and whether they are the official ones."""
    named = os.environ.get("TONGHU_STATUTES", "")
    files = sorted(Path(named).glob("*.md")) if named else []
    if files:
        return {file.stem.partition("(")[0]: file.read_text() for file in files}, True
    words = random.Random(18)
    return {f"第{n}号条例": _text(n, many, words) for n, many in enumerate(SIZES)}, False


def _text(number: int, many: int, words: random.Random) -> str:
    lines = [f"第{number}号条例", "2030年1月2日 甲县会议通过", "第一章 总则"]
    for at in range(1, many + 1):
        said = "，".join(_run(words) for _ in range(12))
        lines.append(f"第{chinese(at)}条 {said}。")
    return "\n\n".join(lines)


def _run(words: random.Random) -> str:
    return "".join(words.choice(SIGNS) for _ in range(words.randint(8, 15)))
