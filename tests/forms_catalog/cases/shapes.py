"""Keys, names and values, judged without knowing what they mean."""

from ..tools import ask, decide, form

Q = "q: {label: 题, type: text}"
OPTION = "format: 1\nlist: l\ntitle: 表\n"

CASES = {
    "unknown key": ask("type: text, «format.unknown-key»colour: 红"),
    "key nearly right": ask("type: text, «format.unknown-key»requird: true"),
    "key of the head": "format: 1\nlist: l\ntitle: 表\n«format.unknown-key»option: {A: 甲}\noptions: {A: 甲}",
    "key of an option": OPTION + "options:\n  A: {label: 甲, «format.unknown-key»colour: 红}",
    "option of another type": ask("type: text, «question.option-of-other-type»choices: grade"),
    "columns of another type": ask("type: text, «question.option-of-other-type»questions: {}"),
    "option of another type, not yet": ask(
        "type: text, «question.option-of-other-type»decision: d"
    ),
    "not yet": form(Q, foot="print: {«format.not-yet»pages: 2}\n"),
    "rules as a map": form(Q, foot="«format.wrong-shape»rules: {constraint: 1 = 1}\n"),
    "rules as text": form(Q, foot="«format.wrong-shape»rules: 1 = 1\n"),
    "rule as text": form(Q, foot="rules:\n- «format.wrong-shape»1 = 1\n"),
    "rule as a list": form(Q, foot="rules:\n- «format.wrong-shape»[1 = 1]\n"),
    "rule without words": form(Q, foot="rules:\n- «format.missing-key»{constraint: 1 = 1}\n"),
    "rule with an unknown key": form(
        Q,
        foot="rules:\n- constraint: 1 = 1\n  «format.unknown-key»message: 不对\n"
        "  constraint_message: 不对\n",
    ),
    "second row without a result": decide(
        "- {when: 1 = 1, then: A}\n- «format.missing-key»{when: 2 = 2}"
    ),
    "row with an empty result": decide('- {when: 1 = 1, «format.missing-key»then: ""}'),
    "row with an unknown key": decide("- {«format.unknown-key»if: 1 = 1, then: A}"),
    "decision without rows": form(
        Q, foot="decisions:\n  d: {label: 甲, «format.missing-key»rows: []}\n"
    ),
    "decisions as a list of nothing": form(Q, foot="decisions:\n  «format.wrong-shape»d: [A]\n"),
    "score without a table": form("q: «format.missing-key»{label: 题, type: score}"),
    "score without rows": ask("type: score, score: «format.missing-key»{max: 5}"),
    "score of words": ask("type: score, «format.wrong-shape»score: 5"),
    "full marks in words": ask(
        "type: score, score: {«format.bad-value»max: 五, rows: [{then: 5}]}"
    ),
    "full marks too fine": ask(
        "type: score, score: {«format.bad-value»max: 0.00000001, rows: [{then: 5}]}"
    ),
    "scoring without a total": form(Q, foot="scoring: «format.missing-key»{level: q}\n"),
    "veto without words": form(
        Q,
        foot="scoring:\n  total: q\n  veto:\n    «format.missing-key»when: 1 = 1\n",
    ),
    "missing keys": form(
        "q: «format.missing-key»{type: text}\nr:\n  «format.missing-key»label: 题"
    ),
    "missing options": form("q: «format.missing-key»{label: 题, type: choice}"),
    "missing ledger": form("q: «format.missing-key»{label: 题, type: record}"),
    "missing columns": form("q: «format.missing-key»{label: 题, type: rows}"),
    "empty columns": form("q: {label: 题, type: rows, «format.missing-key»questions: {}}"),
    "empty label": form('q: {«format.missing-key»label: "", type: text}'),
    "label of blanks": form('q: {«format.missing-key»label: "  ", type: text}'),
    "empty title": "format: 1\nlist: l\n«format.missing-key»title:\noptions: {A: 甲}",
    "no title": "format: 1\nlist: l\noptions: {A: 甲}".replace(
        "format", "«format.missing-key»format", 1
    ),
    "no options": "«format.missing-key»format: 1\nlist: l\ntitle: 表",
    "empty options": OPTION + "«format.missing-key»options: {}",
    "option without a word": OPTION + "options:\n  «format.missing-key»A:\n  B: 乙",
    "sections in a list": "format: 1\nform: f\ntitle: 表\n«format.wrong-shape»sections: [s]",
    "sections as text": "format: 1\nform: f\ntitle: 表\n«format.wrong-shape»sections: s",
    "section as text": "format: 1\nform: f\ntitle: 表\nsections: {«format.wrong-shape»s: 部分}",
    "section as a list": "format: 1\nform: f\ntitle: 表\nsections: {«format.wrong-shape»s: [部分]}",
    "label as a map": form("q: {«format.wrong-shape»label: {zh: 题}, type: text}"),
    "label as a list": form("q: {«format.wrong-shape»label: [题], type: text}"),
    "reasons as text": ask("type: text, «format.wrong-shape»missing: unknown"),
    "tag as a map": OPTION
    + "options: {A: {label: 甲, tags: {«format.wrong-shape»x: {}}}}\ntags: [x]",
    "print as a list": form("q: {label: 题, type: text}", head="«format.wrong-shape»print: [A4]\n"),
    "a truth in words": ask("type: text, «format.bad-value»sealed: yes"),
    "a truth in capitals": ask("type: text, «format.bad-value»sealed: True"),
    "a truth in Chinese": ask("type: text, «format.bad-value»sealed: 是"),
    "a number in words": ask("type: text, «format.bad-value»sensitivity: 高"),
    "a fraction": ask("type: text, «format.bad-value»sensitivity: 1.0"),
    "a wide digit": ask("type: text, «format.bad-value»sensitivity: ２"),
    "a number with a line": ask("type: text, «format.bad-value»sensitivity: 0_1"),
    "a number without end": ask(f"type: text, «format.bad-value»sensitivity: {'9' * 16}"),
    "a name in Chinese": ask("type: text, «format.bad-value»was: 旧名"),
    "a name in capitals": ask("type: record, «format.bad-value»record: Members"),
    "a type in Chinese": form("q: {label: 题, type: «question.unknown-type»文字}"),
    "a code with a blank": OPTION + "options: {A: {label: 甲, «format.bad-value»was: a b}}",
    "a control character": form('q: {«format.bad-value»label: "题\\0", type: text}'),
    "a control character in a tag": OPTION
    + 'options: {A: {label: 甲, tags: {«format.bad-value»x: "\\e"}}}\ntags: [x]',
    "question in Chinese": form("«format.bad-name»题: {label: 题, type: text}"),
    "question in capitals": form("«format.bad-name»Q: {label: 题, type: text}"),
    "question of the engine": form("«format.bad-name»_q: {label: 题, type: text}"),
    "question beginning with a digit": form("«format.bad-name»1q: {label: 题, type: text}"),
    "section with a hyphen": "format: 1\nform: f\ntitle: 表\n"
    "sections: {«format.bad-name»s-1: {include: member}}",
    "option with a blank": OPTION + "options: {«format.bad-name»A B: 甲}",
    "option in Chinese": OPTION + "options: {«format.bad-name»甲: 甲}",
    "empty name of a tag": OPTION
    + 'options: {«list.unknown-tag»A: {label: 甲, tags: {«format.bad-name»"": x}}}',
    "a reason that is no name": ask("type: text, «format.bad-name»missing: [[unknown]]"),
    "a reason in Chinese": ask("type: text, «format.bad-name»missing: [不清楚]"),
    "a name twice": ask("type: text, «format.name-twice»missing: [unknown, unknown]"),
    "unknown type": form("q: {label: 题, type: «question.unknown-type»txet}"),
    "type as a map": form("q: {label: 题, «format.wrong-shape»type: {a: b}}"),
}
