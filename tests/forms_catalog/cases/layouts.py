"""What export layouts mean, and the words of a decision table's results."""

from .ledgers import ledger

MANY = "columns: [name, grade, court, born]\n"


def layout(columns: str, more: str = "") -> str:
    return ledger(columns=f"{MANY}exports:\n  e:\n    label: 名单\n{more}    columns:\n{columns}")


def one(column: str) -> str:
    return layout(f"      {column}\n")


def decision(rest: str) -> str:
    return ledger(
        columns=f"{MANY}decisions:\n  d:\n    label: 类\n    rows:\n"
        "    - {when: \"${name} = ''\", then: A}\n" + rest
    )


CASES = {
    "a layout": layout(
        "      _row: 序号\n      _number: ''\n      _court: 场\n      name: 姓名\n"
        "      grade: 等级\n      grade:code: 等级码\n      _state:code: 码\n      born: ''\n",
        "    sheet: 表\n    title: 一行\n    filter: ${born} != ''\n",
    ),
    "a layout without columns": ledger(
        columns=f"{MANY}exports:\n  e: {{label: 名单, «format.missing-key»columns: {{}}}}"
    ),
    "a layout of nobody": one("«ledger.export-unknown»who: 谁"),
    "a layout of an unknown level": one("«ledger.export-unknown»_town: 镇"),
    "a layout of a table": one("«ledger.export-no-cell»wins: 奖"),
    "a layout of what is sealed": one("«ledger.export-sealed»number: 号码"),
    "a code of a name": one("«ledger.export-no-code»name:code: 姓名"),
    "a code of a day": one("«ledger.export-no-code»born:code: 出生"),
    "a level without a heading": one("«ledger.export-no-heading»_court: ''"),
    "a heading twice": layout("      name: 姓名\n      «ledger.export-heading-twice»born: 姓名\n"),
    "a heading that another has by itself": layout(
        "      name: ''\n      «ledger.export-heading-twice»born: 姓名\n"
    ),
    "a column twice": layout("      name: 一\n      «yaml.duplicate-key»name: 二\n"),
    "a layout of some by what is no column": layout(
        "      name: 姓名\n", "    «expression.unknown-name»filter: ${number} = ''\n"
    ),
    "results with words": decision("    - {then: B}\n    choices: {A: 甲类, B: 乙类}"),
    "a result without words": decision(
        "    - {«decision.no-words»then: B}\n    choices: {A: 甲类}"
    ),
}
