"""The reference pages, made from the code they describe, so that they cannot say anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from .checks.shape import question_keys
from .definition import KINDS, READY, STAGES, Key, keys_of, ready
from .definition.form import Question
from .expressions.functions import FUNCTIONS, UNPORTABLE
from .format_schema import format_schema
from .logic.reserved import RESERVED
from .questions import TYPES
from .readers import READERS
from .slots import FAMILIES
from .writers import writers
from .xlsform.reference import page as xlsform_page

TITLES = {
    "form": "表",
    "list": "选项表",
    "ledger": "台账",
    "notice": "通知",
    "letter": "文书",
    "calendar": "日历",
    "role": "角色",
    "pack": "模板包",
}
NOTICE = "这一页由程序生成：`manage.py bless`。\n"


def pages() -> dict[str, str]:
    """File below docs/ -> its text."""
    return {
        "format.schema.json": json.dumps(format_schema(), ensure_ascii=False, indent=1) + "\n",
        "reference/format.md": "".join(_format()),
        "reference/question-types.md": "".join(_types()),
        "reference/xlsform.md": "".join(xlsform_page()),
        "reference/expressions.md": "".join(_expressions()),
    }


def write(folder: Path) -> list[str]:
    """Writes the pages below `folder`; gives the names of those that changed."""
    changed = []
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
            changed.append(name)
    return changed


def _format() -> Iterator[str]:
    yield "# 模板格式 1\n\n" + NOTICE
    yield "\n一个模板一个 UTF-8 文件，第一行 `format: 1`，第二行 `种类: 标识`。没有列出的键会被拒绝；"
    yield "注明“以后”的键现在会被拒绝，并说明等哪一部分做好。**粗体**的键必须有。"
    yield f"\n\n能读：{' '.join(sorted(READERS))}；能写：{' '.join(sorted(writers()))}。\n"
    seen: set[type] = set()
    for kind, cls in KINDS.items():
        yield f"\n## {TITLES[kind]}（`{kind}`）\n"
        yield from _table(keys_of(cls))
        yield from _parts(cls, seen)


def _parts(cls: type, seen: set[type]) -> Iterator[str]:
    for item in keys_of(cls).values():
        part = item.part
        if part in (None, str) or part in seen or part is None:
            continue
        seen.add(part)
        yield f"\n### `{item.name}` 里的每一项（{part.__name__}）\n"
        yield from _table(keys_of(part))
        if part is Question:
            yield "\n题型自己的键见[题型](question-types.md)。\n"
            for kind in TYPES.values():
                yield from _parts(kind.Options, seen)
        yield from _parts(part, seen)


def _table(keys: dict[str, Key]) -> Iterator[str]:
    yield "\n| 键 | 写法 | 缺省 | 说明 |\n|---|---|---|---|\n"
    for name, item in keys.items():
        shown = f"**{name}**" if item.required else name
        later = "" if ready(item) else f"（以后：{STAGES[item.since]}）"
        default = "" if item.default in ("", None, (), False) else f"`{item.default}`"
        yield f"| {shown} | {item.shape.replace('|', ' / ')} | {default} | {item.note}{later} |\n"


def _expressions() -> Iterator[str]:
    yield "# 条件和算式\n\n" + NOTICE
    yield "\n写法是 XLSForm 的：题写成 `${题名}`，文字写在单引号里。编辑器里用“条件”就不用写。"
    yield "\n\n符号：`or and = != < <= > >= + - * div mod`，括号，`.`（这一题自己的值）。\n"
    yield "\n| 函数 | 括号里 | 页面上 |\n|---|---|---|\n"
    for name, function in sorted(FUNCTIONS.items()):
        where = (
            "只带着，不计算"
            if function.tier == 3
            else "由服务器算"
            if function.server
            else "当场算"
        )
        yield f"| `{name}` | {function.arity} | {where} |\n"
    yield "\n不能用的，和可以换的写法：\n\n| 别处的函数 | 换成 |\n|---|---|\n"
    yield from (f"| `{name}` | {words} |\n" for name, words in sorted(UNPORTABLE.items()))
    yield "\n系统自己的名字：" + " ".join(f"`${{{name}}}`" for name in RESERVED) + "\n"


def _types() -> Iterator[str]:
    yield "# 题型\n\n" + NOTICE
    yield "\n| 题型 | 叫法 | 类 | 列 | 自己的键 |\n|---|---|---|---|---|\n"
    common = set(keys_of(Question))
    for name in sorted(TYPES):
        kind = TYPES[name]
        own = [f"`{key}`" for key in question_keys(name) if key not in common]
        column = f"{kind.slot_family}（{FAMILIES[kind.slot_family]}）" if kind.slot_family else ""
        later = "" if kind.since in READY else f"（以后：{STAGES[kind.since]}）"
        yield f"| {name} | {kind.label}{later} | {kind.kind} | {column} | {' '.join(own)} |\n"
    for name in sorted(TYPES):
        yield from _type(name)


def _type(name: str) -> Iterator[str]:
    kind = TYPES[name]
    yield f"\n## {name}\n\n{kind.label}。"
    rows = [(example.raw, example.shown) for example in kind.good if isinstance(example.raw, str)]
    if rows:
        yield "\n\n| 写 | 显示 |\n|---|---|\n"
        yield from (f"| `{_cell(raw)}` | {_cell(shown)} |\n" for raw, shown in rows[:6])
    else:
        yield "\n"


def _cell(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip().replace("|", "\\|")[:60]
