"""What closing books, tables of counts, rosters and forms that are views mean."""

from ..tools import VISITED
from .ledgers import ledger

MANY = "columns: [name, grade, court, born]\n"


def periods(text: str, more: str = "") -> str:
    return ledger(columns=f"{MANY}{more}periods: {text}")


def table(text: str) -> str:
    """By court, unless it says otherwise."""
    rows = "" if "rows" in text else ", rows: _court"
    return ledger(columns=f"{MANY}tables:\n  t: {text[:-1]}{rows}}}")


def force(text: str) -> str:
    return periods("{every: month}", f"«{text}\n")


def view(view: str, questions: str = "q: {label: 题, type: text}") -> str:
    return (
        f"format: 1\nform: f\ntitle: 表\nview: {view}\n"
        f"sections:\n  s:\n    label: 列\n    questions:\n      {questions}\n"
    )


def column(derived: str) -> str:
    return view(
        "{kind: roster, of: visits}", f"q: {{label: 题, type: derived, derived: {derived}}}"
    )


CASES = {
    "a month, a role that closes": periods("{every: month, close: [clerk]}"),
    "a period that there is not": periods("{«ledger.period-unknown»every: week}"),
    "no period": periods("«format.missing-key»{close: [clerk]}"),
    "closed by somebody who sees nothing": periods(
        "{every: month, «ledger.period-close»close: [manager]}"
    ),
    "a balance of other names": periods(
        '{every: month, «expression.unknown-name»balance: "${_opening} = ${name}"}'
    ),
    "a balance that cannot be read": periods(
        '{every: month, «expression.syntax»balance: "${_opening} ="}'
    ),
    "in force by a state": periods(
        "{every: month}", "in_force: ${_state} = 'OPEN' and ${born} = ''\n"
    ),
    "in force by what others say": VISITED.replace(
        "DERIVED",
        "«ledger.in-force-derived»in_force: ${n} > 1\nperiods: {every: year}\n"
        "derived:\n  n: {from: visits, by: club, take: count}",
    ),
    "in force by a sealed answer": force("ledger.in-force-sealed»in_force: ${number} = ''"),
    "in force by nothing": force("ledger.in-force-unknown»in_force: ${nothing} = ''"),
    "in force until a day": force("ledger.in-force-clock»in_force: ${born} > today()"),
    "in force at an age": force("ledger.in-force-clock»in_force: ${_age} < 3"),
    "a table": table("{label: 表, columns: grade}"),
    "a table by columns": table("{label: 表, rows: court, columns: _state}"),
    "a table of nothing": table("{label: 表, «ledger.table-unknown»columns: wins}"),
    "a table of names": table("{label: 表, «ledger.table-not-coded»columns: name}"),
    "a table by days": table("{label: 表, «ledger.table-not-coded»rows: born, columns: grade}"),
    "a table by an unknown level": table(
        "{label: 表, «ledger.table-level»rows: _town, columns: grade}"
    ),
    "a table by a level": table("{label: 表, rows: _court, columns: grade}"),
    "a table of medians": table(
        "{label: 表, columns: grade, «ledger.table-take»take: median(born)}"
    ),
    "a sum of days": table("{label: 表, columns: grade, «ledger.table-take»take: sum(born)}"),
    "a table of some": table(
        "{label: 表, columns: grade, «expression.unknown-name»filter: \"${wins} = 'x'\"}"
    ),
    "a roster that is none": ledger(
        columns="columns: [name]\n«ledger.roster-unknown»rosters: [member]"
    ),
    "a roster that is not there": ledger(
        columns="columns: [name]\n«ledger.roster-unknown»rosters: [nobody]"
    ),
    "a roster of later": ledger(columns="columns: [name]\nrosters: [lessons]"),
    "a view": view("{kind: roster, of: visits}"),
    "a view of some kind": view("{«view.unknown-kind»kind: poster, of: visits}"),
    "a view of nothing": view("{kind: roster, «view.unknown-ledger»of: nothing}"),
    "own answers": column("{from: visits, take: cost}"),
    "own answers that are not there": column("{from: visits, «view.unknown-take»take: size}"),
    "from nowhere": column("{«view.unknown-ledger»from: nothing, take: size}"),
    "through no record": column("{from: others, «view.unknown-via»via: cost, take: name}"),
    "by no record": column("{from: visits, «view.unknown-by»by: cost, take: count}"),
    "to be taken somehow": column("{from: visits, «view.bad-take»take: half(cost)}"),
}
