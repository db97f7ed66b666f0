"""The reference page of XLSForm, made from the tables by which it is read and written."""

from __future__ import annotations

from collections.abc import Iterator

from ..definition import ChoiceList, FormDefinition, Option, Section, keys_of
from ..definition.form import Question
from ..questions import TYPES
from . import types
from .columns import ALIASES, DECISIONS, LISTS, PREFIX, RULES, SURVEY, said_in
from .helping import pattern_of

_OF_FORMS = {
    "title": "settings 的 `form_title`",
    "instance_name": f"settings 的 `instance_name`（`concat`）；说不全时另有 `{PREFIX}instance_name`",
    "sections": "begin_group／end_group",
    "rules": f"表 `{RULES}`，一条一行",
    "decisions": f"表 `{DECISIONS}`，一张一行",
    "normal": f"各题一行的 `{PREFIX}normal`；次序不同时在 settings",
}
_OF_SECTIONS = {"questions": "组里的各行", "include": f"`{PREFIX}include`，组里写出全部，读时不看"}
_OF_OPTIONS = {
    "label": "`label`",
    "tags": f"列名就是标签名；不能作列名的在 `{PREFIX}tags`",
    "parent": "`parent`",
}
_OF_QUESTIONS = {
    "extra": "原来的列；`type` 是原来的题型",
    "missing": f"`{PREFIX}missing`，另有一题 `名字__missing`",
    "trigger": "`trigger`，写成 `${题名}`",
}


def page() -> Iterator[str]:
    yield "# XLSForm 对照表\n\n这一页由程序生成：`manage.py bless`。用法见[XLSForm](../xlsform.md)。\n"
    yield from _types()
    yield from _kept()
    yield from _aliases()
    yield from _keys()


def _types() -> Iterator[str]:
    yield "\n## 题型：写出\n\n| 题型 | XLSForm | 外观 | 写明 `tonghu::type` |\n|---|---|---|---|\n"
    for name in sorted(TYPES):
        look = types.LOOKS.get(name, "")
        itself = types.says_itself(name, look.split(), name == types.TRUTH)
        condition = "，条件按题型的格式" if pattern_of(name) else ""
        written = types.written(TYPES[name])
        yield f"| {name} | {written}{condition} | {look} | {'' if itself else '是'} |\n"


def _kept() -> Iterator[str]:
    yield "\n## 题型：照原样留着的\n\n读成最接近的题型，原来的写在 `extra.type`，导出时写回。\n"
    yield "\n| XLSForm | 读成 |\n|---|---|\n"
    yield from (f"| {name} | {ours} |\n" for name, ours in types.KEPT.items())
    yield "| hidden | text，外观 hidden |\n"
    yield from (f"| {name} | calculated：`{text}` |\n" for name, text in types.METADATA.items())
    yield "\n## 题型：不收的\n\n| XLSForm | 怎么办 |\n|---|---|\n"
    yield from (f"| {name} | {remedy} |\n" for name, remedy in types.REFUSED.items())


def _aliases() -> Iterator[str]:
    yield "\n## 列的别名\n\n大小写、空格和下划线不论。\n\n| 表 | 写成 | 读作 |\n|---|---|---|\n"
    for sheet, names in ALIASES.items():
        yield from (f"| {sheet} | `{alias}` | `{name}` |\n" for alias, name in names.items())


def _keys() -> Iterator[str]:
    yield "\n## 模板的键在哪里\n\n对象写成规范 JSON，名字用空格隔开。\n"
    tables = (
        ("表", FormDefinition, _OF_FORMS, f"settings 的 `{PREFIX}KEY`"),
        ("部分", Section, _OF_SECTIONS, ""),
        ("题", Question, _OF_QUESTIONS, ""),
        ("选项表", ChoiceList, {"options": "choices 的各行"}, f"表 `{LISTS}` 的同名列"),
        ("选项", Option, _OF_OPTIONS, ""),
    )
    for title, cls, told, rest in tables:
        yield f"\n### {title}\n\n| 键 | 在 |\n|---|---|\n"
        for name in keys_of(cls):
            yield f"| {name} | {told.get(name) or rest.replace('KEY', name) or _column(name)} |\n"
    yield f"\n题型自己的键（`level`、`bodies`、`score` ……）在 `{PREFIX}KEY`；"
    yield "`choices` 是题型后面的表名，`questions` 是 begin_repeat 里的各行。\n"


def _column(name: str) -> str:
    return f"`{said_in(name) if name in SURVEY else PREFIX + name}`"
