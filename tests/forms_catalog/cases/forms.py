"""What a form means."""

from ..tools import ask, form

HEAD = "format: 1\nform: f\ntitle: 表\n"
Q = "q: {label: 题, type: text}"

CASES = {
    "name twice, in rows": form(
        """
        q: {label: 题, type: text}
        r:
          label: 表
          type: rows
          questions:
            «question.name-twice»q: {label: 列, type: text}
        """
    ),
    "name twice, in two sections": form(
        Q,
        foot="  t: {label: 乙, questions: {«question.name-twice»q: {label: 题, type: text}}}\n",
    ),
    "rows in rows in rows": form(
        """
        r:
          label: 表
          type: rows
          questions:
            c:
              label: 列
              type: rows
              questions:
                «rows.nested»d:
                  label: 列
                  type: rows
                  questions:
                    e: {label: 列, type: text}
        """
    ),
    "include and questions": HEAD
    + "sections:\n  «section.both»s:\n    include: member\n    questions:\n      q: {label: 题, type: text}",
    "empty section": HEAD + "sections:\n  «section.empty»s: {label: 部分}",
    "section without label": HEAD
    + "sections:\n  «section.no-label»s: {questions: {q: {label: 题, type: text}}}",
    "through alone": HEAD
    + "sections:\n  «section.through-alone»s:\n    label: 甲\n    through: m\n"
    + "    questions: {m: {label: 题, type: record, record: members}}",
    "include of nothing": HEAD + "sections: {s: {«include.unknown-form»include: nobody}}",
    "include of no section": HEAD
    + "sections: {s: {«include.unknown-section»include: member.nothing}}",
    "include of itself": HEAD + "sections: {s: {«include.unknown-form»include: f}}",
    "include of a chain": HEAD + "sections: {s: {«include.chain»include: chained}}",
    "included name taken": form(
        "name: {label: 题, type: text}", foot="  t: {«include.name-clash»include: member.person}\n"
    ),
    "included name taken by a column": form(
        "r: {label: 表, type: rows, questions: {name: {label: 列, type: text}}}",
        foot="  t: {«include.name-clash»include: member.person}\n",
    ),
    "included column taken": form(
        "prize: {label: 题, type: text}", foot="  t: {«include.name-clash»include: member.card}\n"
    ),
    "included twice": HEAD
    + "sections:\n  a: {include: member.card}\n"
    + "  b: {«include.name-clash include.name-clash include.name-clash include.section-clash»"
    + "include: member.card}",
    "two forms with one name": HEAD
    + "sections:\n  a: {include: member.person}\n"
    + "  b: {«include.name-clash include.name-clash»include: other}",
    "included heading taken": HEAD
    + "sections:\n  card: {label: 甲, questions: {q: {label: 题, type: text}}}\n"
    + "  b: {«include.section-clash»include: member.card}",
    "through no record": form(
        Q, foot="  t: {«include.through-no-record»include: member, through: q}\n"
    ),
    "through nothing": form(
        Q, foot="  t: {«include.through-no-record»include: member, through: x}\n"
    ),
    "through another form's ledger": form(
        "m: {label: 题, type: record, record: others}",
        foot="  t: {«include.through-other-form»include: member, through: m}\n",
    ),
    "through a part": form(
        "m: {label: 题, type: record, record: members}",
        foot="  t: {«include.through-part»include: member.card, through: m}\n",
    ),
    "unknown list": ask("type: choice, «form.unknown-list»choices: nothing"),
    "unknown list of several": ask("type: choices, «form.unknown-list»choices: nothing"),
    "unknown list in a column": form(
        "r: {label: 表, type: rows, "
        "questions: {c: {label: 列, type: choice, «form.unknown-list»choices: no}}}"
    ),
    "unknown ledger": ask("type: record, «form.unknown-ledger»record: nothing"),
    "unknown ledger of rows": form(
        "r: {label: 表, type: rows, «form.unknown-ledger»record: no, questions: {c: {label: 列, type: text}}}"
    ),
    "later list": ask("type: choice, «form.later-list»choices: lessons"),
    "later ledger": ask("type: record, «form.later-ledger»record: lessons"),
    "fills nobody": ask("type: id_card, «question.fills-unknown»fills: {birth: nobody}"),
    "fills another form's question": form(
        "n: {label: 题, type: id_card, «question.fills-unknown»fills: {birth: born}}",
        foot="  t: {include: member.card}\n",
    ),
    "sealed code": ask("type: choice, choices: grade, «question.sealed-code»sealed: true"),
    "sealed yes": ask("type: yes_no, «question.sealed-code»sealed: true"),
    "sealed several": ask("type: choices, choices: grade, «question.sealed-code»sealed: true"),
    "not sensitive": ask("type: text, «question.bad-sensitivity»sensitivity: 0"),
    "too sensitive": ask("type: text, «question.bad-sensitivity»sensitivity: 4"),
    "unknown reason": ask("type: text, «question.unknown-reason»missing: [unknown, forgotten]"),
    "default that is no number": ask("type: integer, «question.bad-default»default: 三"),
    "default that is no day": ask("type: date, «question.bad-default»default: 2026-02-30"),
    "default that is no option": ask(
        "type: choice, choices: grade, «question.bad-default»default: X"
    ),
    "default that is no inline option": ask(
        "type: choice, choices: {A: 甲}, «question.bad-default»default: B"
    ),
    "default in a column": form(
        "r: {label: 表, type: rows, "
        "questions: {c: {label: 列, type: integer, «question.bad-default»default: x}}}"
    ),
    "normal of nobody": form(Q, foot="normal: {«form.normal-unknown»x: 1}\n"),
    "normal that is no answer": form(
        "q: {label: 题, type: yes_no}", foot="normal: {«question.bad-default»q: 也许}\n"
    ),
    "title of nobody": form(Q, head="«form.title-unknown»instance_name: ((q))((x))\n"),
    "title of a column": form(
        "r: {label: 表, type: rows, questions: {c: {label: 列, type: text}}}",
        head="«form.title-unknown»instance_name: ((c))\n",
    ),
    "title in optional words": form(
        Q, head="«form.title-unknown»instance_name: ((q??有((x))和((q))))\n"
    ),
    "title that is sealed": form(
        "q: {label: 题, type: text, sealed: true}", head="«form.title-sealed»instance_name: ((q))\n"
    ),
    "title that is sealed, included": HEAD
    + "«form.title-sealed»instance_name: ((number))\nsections: {s: {include: member.person}}",
    "title with an odd mark": form(Q, head="«form.title-odd»instance_name: ((q))((题名))\n"),
    "title with an open mark": form(Q, head="«form.title-odd»instance_name: ((q??还没完\n"),
    "number of nobody": ask('type: text, «question.number-unknown»number: "((x))((_seq:4))"'),
    "number of an unknown level": ask(
        'type: text, «question.number-unknown»number: "((_town_code))((_seq))"'
    ),
    "number of a period": ask('type: text, «question.number-later»number: "((_period))((_seq))"'),
    "number that is sealed": form(
        """
        q: {label: 题, type: text, sealed: true}
        n: {label: 号, type: text, «question.number-sealed»number: "((q))((_seq))"}
        """
    ),
    "number without a series": ask('type: text, «question.number-no-seq»number: "((_year))"'),
    "number with an odd mark": ask('type: text, «question.number-odd»number: "((_seq))((_Year))"'),
}
