"""The expression part of `make bench`: ratios to a control in the same run, the figure beside it."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable

CLAUSES = "${migration} = 'BOTH' and selected(${away}, 'F') and ${age} >= 3"
ANSWERS = {"migration": "BOTH", "away": "F M", "age": 7}
ROUNDS = 15


def microseconds(call: Callable[[], object], times: int) -> float:
    """CPU of one call, the best quarter of several runs of so many."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            call()
        taken.append((time.process_time() - start) / times * 1e6)
    return sorted(taken)[ROUNDS // 4]


def logic() -> list[tuple[str, float, float, float]]:
    """(what, limit in microseconds, measured, the control beside it)."""
    from forms_catalog.expressions import Plain, parse
    from forms_catalog.expressions.parser import parse_noting
    from forms_catalog.expressions.running import compiled
    from forms_catalog.logic import Setting, evaluate, program_of
    from forms_catalog.questions import Context
    from tests.forms_catalog import large

    now = dt.datetime(2026, 11, 22, 9)
    text = json.dumps(ANSWERS)
    small = microseconds(lambda: json.loads(text), 5000)
    run, env = compiled(parse(CLAUSES)), Plain(ANSWERS, now)

    bundle = large.bundle()
    program, given = program_of(bundle), large.answers()
    setting = Setting(now, Context(options=bundle.options))
    assert len(evaluate(program, given, setting).answers) > 500
    document = json.dumps(given)
    whole = microseconds(lambda: json.loads(document), 20)
    return [
        (
            "parse a relevance of three clauses",
            150,
            microseconds(lambda: parse_noting.__wrapped__(CLAUSES), 500),
            small,
        ),
        ("evaluate it", 40, microseconds(lambda: run(env), 5000), small),
        (
            "evaluate a form of 1,000 questions",
            60_000,
            microseconds(lambda: evaluate(program, given, setting), 2),
            whole,
        ),
    ]


def in_the_browser() -> tuple[str, float, float, float]:
    from tests.expressions.speed import LIMIT, measure

    found = measure()
    return "evaluate it in the browser", LIMIT, found.evaluate, found.control


def table() -> tuple[list[str], bool]:
    """Lines for docs/benchmarks.md, and whether every limit holds."""
    found = [*logic(), in_the_browser()]
    lines = [
        "\n## Expressions\n",
        "Microseconds: CPU in Python, of the page's clock in Chromium; the control reads the same answers"
        " as JSON in the same run.\n",
        "| what | us | control us | ratio | limit us |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {what} | {took:,.1f} | {control:,.2f} | {took / control:,.1f} x | {limit:,} |"
        for what, limit, took, control in found
    ]
    return lines, all(took <= limit for _, limit, took, _ in found)
