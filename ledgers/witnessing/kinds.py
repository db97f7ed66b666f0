"""In which ways a person is shown answers, by the name of the address, and what each is called."""

from __future__ import annotations

LIST, RECORD, HISTORY, EDIT, FILL = "list", "record", "history", "edit", "fill"
PRINT, EXPORT, FILE, IMPORT, REVEAL, PAGE = "print", "export", "file", "import", "reveal", "page"
WORDS = {
    LIST: "看名单",
    RECORD: "看记录",
    HISTORY: "看改过什么",
    EDIT: "打开更改",
    FILL: "填表时看到",
    PRINT: "打印",
    EXPORT: "导出",
    FILE: "打开附件",
    IMPORT: "导入时看到",
    REVEAL: "显示遮住的内容",
    PAGE: "看别的页面",
}
_BY_NAME = {
    "ledger": LIST,
    "tasks": LIST,
    "queue": LIST,
    "bulk": LIST,
    "bulk-start": LIST,
    "roster": LIST,
    "roster-xlsx": EXPORT,
    "roster-pdf": PRINT,
    "table-xlsx": EXPORT,
    "table-pdf": PRINT,
    "rounds": LIST,
    "round": LIST,
    "round-pdf": PRINT,
    "round-xlsx": EXPORT,
    "record": RECORD,
    "held": FILL,
    "act": RECORD,
    "offer": RECORD,
    "history": HISTORY,
    "dossier": HISTORY,
    "dossier-print": PRINT,
    "edit": EDIT,
    "edition": EDIT,
    "fill": FILL,
    "pages": FILL,
    "look": FILL,
    "print": PRINT,
    "letter": RECORD,
    "letter-print": PRINT,
    "letters": LIST,
    "letters-batch": LIST,
    "letters-batch-print": PRINT,
    "file": FILE,
    "reveal": REVEAL,
}
_BY_START = {"draft": FILL, "export": EXPORT, "import": IMPORT}


def kind_of(address: str) -> str:
    """Of the name of an address; `page` for one that nobody has sorted yet."""
    return _BY_NAME.get(address) or _BY_START.get(address.partition("-")[0], PAGE)
