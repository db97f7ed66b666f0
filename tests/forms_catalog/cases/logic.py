"""What the logic of a form refers to."""

from ..tools import ask, decide, form

HEAD = "format: 1\nform: f\ntitle: 表\n"
Q = "q: {label: 题, type: text}"
SCORED = """
q: {label: 总分, type: integer}
r: {label: 理由, type: text}
"""


def scored(scoring: str) -> str:
    """A form with scoring; `d` is its decision table."""
    table = "decisions:\n  d: {label: 表, rows: [{then: A}]}\n"
    return form(SCORED, foot=f"{table}scoring: {scoring}\n")


def rule(more: str) -> str:
    head = "rules:\n- constraint: 1 = 1\n  constraint_message: 不对\n  "
    return form(Q, foot=f"{head}{more}\n")


def points(rows: str) -> str:
    return ask(f"type: score, score: {{rows: [{rows}]}}")


def many(sections: int, questions: int, codes: str) -> str:
    """So many sections, each with so many questions; the problems stand at `sections`."""
    lines = [f"{HEAD}«{codes}»sections:"]
    for s in range(sections):
        lines.append(f"  s{s}:\n    label: 部分\n    questions:")
        lines += [f"      q{s}_{q}: {{label: 题, type: text}}" for q in range(questions)]
    return "\n".join(lines) + "\n"


CASES = {
    "a name that pages post": form("«question.name-taken»step: {label: 题, type: text}"),
    "a column's name that pages post": form(
        "r: {label: 表, type: rows, questions: {«question.name-taken»key: {label: 列, type: text}}}"
    ),
    "decision called like a question": form(
        Q, foot="decisions:\n  «decision.name-taken»q: {label: 表, rows: [{then: A}]}\n"
    ),
    "decision called like a column": form(
        "r: {label: 表, type: rows, questions: {c: {label: 列, type: text}}}",
        foot="decisions:\n  «decision.name-taken»c: {label: 表, rows: [{then: A}]}\n",
    ),
    "decision called like an included question": HEAD
    + "sections: {s: {include: member.card}}\n"
    + "decisions:\n  «decision.name-taken»prize: {label: 表, rows: [{then: A}]}\n",
    "decision called like a question filled through a record": form(
        "m: {label: 题, type: record, record: members}",
        foot="  t: {include: member, through: m}\n"
        "decisions:\n  «decision.name-taken»born: {label: 表, rows: [{then: A}]}\n",
    ),
    "decision that hits in other words": form(
        Q, foot="decisions:\n  d: {label: 表, «decision.bad-hit»hit: any, rows: [{then: A}]}\n"
    ),
    "otherwise before the end": decide("- «table.otherwise-first»{then: A}\n- {then: B}"),
    "otherwise before the end, twice": decide(
        "- «table.otherwise-first»{then: A}\n- «table.otherwise-first»{then: B}\n- {then: C}"
    ),
    "otherwise before the end of the points": points(
        "«table.otherwise-first»{then: 5}, {when: 1 = 1, then: 3}"
    ),
    "points in words": points("{when: 1 = 1, «score.no-points»then: 五}"),
    "points with too many digits": points(f"{{«score.no-points»then: {'1' * 16}}}"),
    "points in a column": form(
        "r: {label: 表, type: rows, questions: {c: {label: 列, type: score, "
        "score: {rows: [{«score.no-points»then: A}]}}}}"
    ),
    "calculated by nothing": form("«question.calculated-how»q: {label: 题, type: calculated}"),
    "calculated in two ways": form(
        "«question.calculated-how»q:\n  label: 题\n  type: calculated\n"
        "  calculation: 1 + 1\n  decision: d",
        foot="decisions:\n  d: {label: 表, rows: [{then: A}]}\n",
    ),
    "decided by nothing": ask("type: calculated, «question.unknown-decision»decision: d"),
    "triggered by nothing": ask("type: text, «question.unknown-trigger»trigger: x"),
    "reason of nobody": rule("warn: true\n  «rule.unknown-reason»reason: x"),
    "reason of a rule that stops": rule("«rule.reason-alone»reason: q"),
    "rule with an unknown table": rule("«rule.unknown-decision»decision: d"),
    "second rule with an unknown table": form(
        Q,
        foot="rules:\n- {constraint: 1 = 1, constraint_message: 不对}\n"
        "- {constraint: 1 = 1, constraint_message: 不对, «rule.unknown-decision»decision: d}\n",
    ),
    "total of nobody": scored("{«scoring.unknown-question»total: x}"),
    "total that is a table": scored("{«scoring.unknown-question»total: d}"),
    "level of nobody": scored("{total: q, «scoring.unknown-question»level: x}"),
    "outside of nobody": scored("{total: q, «scoring.unknown-question»outside: [r, x]}"),
    "by no table": scored("{total: q, «scoring.unknown-decision»by_score: x}"),
    "by a question": scored("{total: q, «scoring.unknown-decision»by_score: r}"),
    "forced by no table": scored("{total: q, by_score: d, «scoring.unknown-decision»forced: x}"),
    "lowered without a reason": scored(
        "{total: q, lower: {«scoring.unknown-question»reason: x, approve: clerk}}"
    ),
    "lowered by nobody": scored(
        "{total: q, lower: {reason: r, «scoring.unknown-role»approve: nobody}}"
    ),
    "a condition on what passes through": form(
        "m: {label: 题, type: record, record: members}",
        foot="  t:\n    include: member\n    through: m\n"
        "    «include.through-relevant»relevant: 1 = 1\n",
    ),
    "too many sections": many(51, 1, "form.too-many-sections"),
    "too many questions": many(2, 501, "form.too-many-questions"),
    "too many of both": many(51, 20, "form.too-many-questions form.too-many-sections"),
}
