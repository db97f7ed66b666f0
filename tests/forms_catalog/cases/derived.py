"""Derived columns: where they take from, what they read."""

from ..tools import VISITED, form

COUNTED = "a: {from: visits, take: count, "
_FAULTS = {
    "in no way": "«derived.how»a: {label: 甲}",
    "in two ways": "«derived.how»a: {label: 甲, from: visits, take: count, calculation: 1}",
    "called like a question": "«derived.name-taken»name: {label: 甲, from: visits, take: count}",
    "unreadable": "a: {from: visits, «derived.bad-take»take: mean(cost)}",
    "of nobody": "a: {«derived.unknown-ledger»from: nobody, take: count}",
    "of one that comes later": "a: {from: lessons, take: count}",
    "from nowhere": "a: {label: 甲, «derived.from-where»take: count}",
    "pointing at something else": "a: {from: others, «derived.unknown-by»by: court, take: count}",
    "pointing nowhere": "a: {«derived.unknown-by»from: others, take: count}",
    "pointing here twice": "a: {«derived.ambiguous-by»from: visits2, take: count}",
    "through no question": "a: {«derived.unknown-via»via: x, take: name}",
    "through a text": "a: {«derived.unknown-via»via: name, take: name}",
    "which of many": "a: {from: visits, «derived.take-which»take: cost}",
    "what is no column": "a: {from: visits, «derived.take-unknown»take: latest(words)}",
    "what is not there": "a: {from: visits, «derived.take-unknown»take: latest(x)}",
    "when it was made": "a: {from: visits, «derived.take-unknown»take: max(_created)}",
    "what is sealed": "a: {from: visits, «derived.sealed»take: latest(secret)}",
    "the greatest of words": "a: {from: visits, «derived.take-no-order»take: max(ok)}",
    "the sum of days": "a: {from: visits, «derived.take-no-order»take: sum(on)}",
    "by no action": "a: {take: count, «derived.unknown-action»action: dance}",
    "an answer by an action": "a: {from: visits, «derived.action-take»take: max(on), action: opening}",
    "a condition on the clock": COUNTED + '«derived.uses-clock»where: "${on} < today()"}',
    "a condition on the day": COUNTED + '«derived.uses-clock»where: "${on} < ${_today}"}',
    "a condition on its own age": COUNTED + '«derived.uses-clock»where: "${cost} < ${_own._age}"}',
    "a condition on what is sealed": COUNTED + "«derived.sealed»where: \"${secret} = '1'\"}",
    "a condition on no column": COUNTED + "«expression.unknown-name»where: \"${words} = '1'\"}",
    "a condition on who asks": COUNTED + "«derived.reserved»where: \"${_actor} = '1'\"}",
    "a condition that is none": 'a: {from: visits, take: count, «expression.syntax»where: "${on} ="}',
    "by chance": 'a: {label: 甲, «derived.uses-chance»calculation: "random() * 2"}',
    "of a sealed answer": 'a: {label: 甲, «derived.sealed»calculation: "${number}"}',
    "of nobody's answer": 'a: {label: 甲, «expression.unknown-name»calculation: "${x} + 1"}',
    "by both": "a: {label: 甲, from: visits, «derived.calculation-alone»calculation: 1 + 1}",
    "round and round": 'a: {label: 甲, calculation: "${b} + 1"}\n'
    '  «derived.ring»b: {label: 乙, calculation: "${a} + 1"}',
    "round through another ledger": "a: {from: visits, take: max(again)}\n"
    '  «derived.ring»top: {label: 顶, calculation: "${a} + 1"}',
    "without a heading": "«derived.no-label»a: {calculation: 1 + 1}",
}
_TABLES = {
    "otherwise first": "- «table.otherwise-first»{then: A}\n    - {when: 1 = 1, then: B}",
    "on the clock": '- {«derived.uses-clock»when: "today() > 1", then: A}',
}
CASES = {name: VISITED.replace("DERIVED", f"derived:\n  {text}") for name, text in _FAULTS.items()}
CASES |= {
    f"a table, {name}": VISITED.replace(
        "DERIVED", f"decisions:\n  t:\n    label: 表\n    rows:\n    {text}"
    )
    for name, text in _TABLES.items()
}
CASES["a table called like a question"] = VISITED.replace(
    "DERIVED", "decisions:\n  «derived.name-taken»name: {label: 表, rows: [{then: A}]}"
)
CASES["a table called like a column"] = VISITED.replace(
    "DERIVED",
    "derived:\n  a: {from: visits, take: count}\n"
    "decisions:\n  «derived.name-taken»a: {label: 表, rows: [{then: A}]}",
)
CASES["a table that hits in no way"] = VISITED.replace(
    "DERIVED",
    "decisions:\n  t:\n    label: 表\n    «decision.bad-hit»hit: some\n    rows: [{then: A}]",
)

_TAKEN = {
    "what is not pointed at": "«derived.form-via»derived: {from: others, by: court, take: count}",
    "the greatest": "«derived.form-via»derived: {via: r, take: max(name)}",
    "through a text": "derived: {«derived.unknown-via»via: t, take: name}",
    "of another ledger": "derived: {«derived.via-elsewhere»from: members, via: r, take: name}",
    "what is no column": "derived: {via: r, «derived.take-unknown»take: court}",
    "the state": "derived: {via: r, «derived.take-unknown»take: _state}",
}
CASES |= {
    f"a question, {name}": form(
        "r: {label: 记录, type: record, record: others}\n"
        "t: {label: 文字, type: text}\n"
        f"q:\n  label: 取来的\n  type: derived\n  {text}\n"
    )
    for name, text in _TAKEN.items()
}
CASES |= {
    "the greatest of one": VISITED.replace("member\n", "visit\n", 1)
    .replace("form: member", "form: visit")
    .replace("place: court", "place: _actor")
    .replace("columns: [name]", "columns: [on]")
    .replace("DERIVED", "derived:\n  a: {via: club, «derived.take-of-one»take: max(on)}"),
    "through it to another ledger": VISITED.replace("form: member", "form: visit")
    .replace("place: court", "place: _actor")
    .replace("columns: [name]", "columns: [on]")
    .replace(
        "DERIVED", "derived:\n  a: {«derived.via-elsewhere»from: others, via: club, take: name}"
    ),
}
