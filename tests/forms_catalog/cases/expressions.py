"""Expressions in a form: what cannot be read, what they speak of, values that wait for one another."""

from ..tools import ask, form

BORN = "born: {label: 生日, type: date}\n"


def asked(*lines: str) -> str:
    """A form of one question with these lines of its own."""
    inner = "\n".join(f"  {line}" for line in lines)
    return form(f"{BORN}q:\n  label: 题\n  type: text\n{inner}")


CASES = {
    "half an expression": asked("«expression.syntax»relevant: ${born} ="),
    "an open bracket": asked("«expression.unclosed»relevant: not(${born} = ''"),
    "two faults in one": asked(
        "«expression.unknown-name expression.unknown-name»relevant: ${bron} = '' or ${nix} = ''"
    ),
    "an unknown function": asked("«expression.unknown-function»relevant: selectd(${born}, 'x')"),
    "not portable": asked("«expression.not-portable»relevant: floor(${born}) = 1"),
    "wrong arity": asked("«expression.wrong-arity»required: selected(${born})"),
    "a condition to be required": asked("«expression.unknown-name»required: ${nix} = 'x'"),
    "a bad pattern": asked("«expression.bad-pattern»constraint: regex(., '^(a$')"),
    "an open pattern": asked("«expression.open-pattern»constraint: regex(., 'a')"),
    "the dot elsewhere": asked("«expression.self-not-here»relevant: . = 'x'"),
    "a date as text": asked("«expression.text-order»relevant: ${born} > '2026-03-01'"),
    "no such day": asked("«expression.bad-date»relevant: ${born} = date('2026-02-30')"),
    "a stored clock": asked("«expression.stored-today»calculation: format-date(today(), '%Y')"),
    "full-width signs": asked("«expression.folded»relevant: ${born}＝''"),
    "a default that cannot be read": asked("«expression.syntax»default: ${born}通报"),
    "too deep": asked(f"«expression.too-deep»relevant: {'(' * 100}1{')' * 100}"),
    "too long": asked(f"«expression.too-long»relevant: {'1+' * 6000}1"),
    "a sign for or": asked("«expression.not-portable»relevant: ${born} | ${born}"),
    "it asks for itself": form(
        "«expression.cycle»q: {label: 题, type: text, relevant: \"${q} = ''\"}"
    ),
    "two wait for each other": form(
        """
        a:
          label: 甲
          type: calculated
          «expression.cycle»calculation: ${b} + 1
        b: {label: 乙, type: calculated, calculation: "${a} + 1"}
        """
    )
    .replace("«expression.cycle»calculation", "calculation")
    .replace("a:\n", "«expression.cycle»a:\n", 1),
    "a column of the options": ask(
        'type: choice, choices: {A: 甲}, «expression.unknown-name»choice_filter: "nmae = 1"'
    ),
    "a rule": form(
        "q: {label: 题, type: text}",
        foot="rules:\n- «expression.unknown-name»constraint: ${nix} = 1\n  constraint_message: 不对\n",
    ),
    "a row of a table": form(
        "q: {label: 题, type: text}",
        foot="decisions:\n  d:\n    label: 表\n    rows:\n"
        '    - {«expression.unknown-name»when: "${nix} = 1", then: A}\n',
    ),
    "a kept true as a condition": form(
        """
        a: {label: 甲, type: calculated, calculation: "1 > 2"}
        b:
          label: 乙
          type: text
          «expression.always-true»relevant: ${a}
        """
    ),
    "arithmetic with a number of a person": form(
        """
        a: {label: 号码, type: id_card, sealed: true}
        b:
          label: 乙
          type: text
          «expression.number-of-identity»relevant: ${a} > 3
        """
    ),
    "a choice by number": form(
        """
        a: {label: 甲, type: choice, choices: {"1": 一}}
        b:
          label: 乙
          type: text
          «expression.selected-number»relevant: selected(${a}, 1)
        """
    ),
    "not evaluated": asked("«expression.not-evaluated»relevant: sin(${born}) = 1"),
}
