"""Counts and dates of a round in words, and the shapes that a bar is drawn of."""

from __future__ import annotations

import datetime as dt

from ..clock import today
from ..rounds import RoundInfo, Tally

DASH = "—"


def rate(tally: Tally) -> str:
    """A dash without a denominator, never 100 %."""
    if tally.rate is None:
        return DASH
    return f"{tally.rate:.1f}%" if tally.rate % 1 else f"{tally.rate:.0f}%"


def counts(tally: Tally) -> str:
    """What the rate is made of."""
    if not tally.total:
        return "还没有清单，算不出比例"
    if not tally.due:
        return f"{tally.total:,}个都不计入，算不出比例"
    parts = [f"应查{tally.due:,}个"]
    parts.append("全查到了" if not tally.missing else f"查到{tally.covered:,}个")
    if tally.other:
        parts.append(f"{tally.other:,}个还要再查")
    if tally.left_out:
        parts.append(f"另有{tally.left_out:,}个不计入")
    return "，".join(parts)


def bar(tally: Tally) -> list[tuple[str, str, str]]:
    """(class, from, width) of its parts, in per cent of the denominator."""
    if not tally.due:
        return []
    covered, other = (round(n * 100 / tally.due, 1) for n in (tally.covered, tally.other))
    parts = [("b-done", 0.0, covered), ("b-away", covered, other)]
    return [(look, f"{start:g}%", f"{width:g}%") for look, start, width in parts if width]


def tag(tally: Tally) -> tuple[str, str]:
    """(words, look) of a place."""
    if not tally.total:
        return "", ""
    if tally.done:
        return "查完了", "done"
    return (f"还差{tally.missing:,}个", "wait" if tally.covered or tally.other else "todo")


def day(date: dt.date | None) -> str:
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def _later(begins: dt.date, ends: dt.date) -> str:
    """A day whose year is said already, where it is the same."""
    return f"{ends.month}月{ends.day}日" if begins.year == ends.year else day(ends)


def left(tally: Tally) -> str:
    """What the missing ones are."""
    if not tally.missing:
        return "一个不差" if tally.due else "没有要查的"
    nothing = tally.missing - tally.other
    parts = [f"{nothing:,}个没有结果"] if nothing else []
    return "，".join(parts + ([f"{tally.other:,}个有结果，还要再查"] if tally.other else []))


def span(info: RoundInfo) -> str:
    """From when to when, and how long it still is."""
    words = ""
    if info.begins and info.ends:
        words = f"{day(info.begins)}至{_later(info.begins, info.ends)}"
    if not info.open or info.ends is None:
        return words
    now = today()
    if info.begins and info.begins > now:
        return f"{words}，还没开始"
    left = (info.ends - now).days
    return (
        f"{words}，{f'还有{left}天' if left > 0 else '今天截止' if not left else f'过了{-left}天'}"
    )
