"""What the keys of a ledger are called in the editor, and the words for values with few choices."""

from __future__ import annotations

from ..checks.meaning.periods import EVERY
from ..definition import (
    Access,
    Action,
    Also,
    Coverage,
    DecisionColumn,
    DerivedColumn,
    Effect,
    ExportLayout,
    Ledger,
    Opens,
    Periods,
    Prominent,
    Public,
    Retention,
    Rule,
    State,
    Table,
    View,
)
from ..definition.ledger import VERBS
from .words import LOGIC_KEYS, Words

CODE = Words("代码", "给电脑用，空着就由名称的拼音来。发布后不能改。")
COLORS = (
    ("grey", "灰"),
    ("red", "红"),
    ("orange", "橙"),
    ("yellow", "黄"),
    ("blue", "蓝"),
    ("green", "绿"),
)
EXPORT = (("no", "不能"), ("approval", "经人同意"), ("yes", "可以"))
_OFTEN = ("每月", "每季", "每半年", "每年", "每一轮")
_VERBS = {
    "": "按代码，一般只改状态",
    "submit": "填写、更新",
    "verify": "核实",
    "confirm": "核对无变化",
    "return": "退回",
    "assign": "交给某人办",
    "transfer": "转到别的地方",
    "refer": "给别人看",
    "flag": "标出有疑问",
    "close": "结束",
    "reopen": "重新打开",
    "merge": "和重复的合并",
    "void": "作废",
    "reveal": "看遮住的内容",
    "undo": "撤销",
    "act": "只改状态",
}


def verbs() -> tuple[tuple[str, str], ...]:
    """What the engine can do with a record, in words."""
    return tuple((verb, _VERBS.get(verb, verb)) for verb in ("", *VERBS))


_LEDGER = {
    "form": Words("用哪张表登记", "一份记录就是一张填好的表。"),
    "also": Words("后面还填哪些表", "改这份记录，或者另建一份连着它的。"),
    "prominent": Words("每一页上的按钮", "写了按钮上的字，能登记的人在每一页上都看得到。"),
    "place": Words("归哪个地方", "看哪一题定归属，归到哪里，那里的人就看得到。"),
    "place_fallback": Words("那一题空着时归哪里"),
    "happened_on": Words("变动算在哪一天"),
    "identity": Words("怎样算同一份", "一行里的几题合起来不能重复，可以有几行。"),
    "similar": Words("比较哪些题来找疑似重复"),
    "one_open_per": Words("同一对象只能有一份没结束的", "看哪一题指的对象。"),
    "merge": Words("重复的可以合并"),
    "age_of": Words("年龄从哪一题的日期算"),
    "in_force": Words("怎样算生效", "不写，没到此为止的都算。"),
    "states": Words("状态", "第一个就是刚登记时的状态。有记录的状态不能删去。"),
    "actions": Words("动作", "记录页上的按钮。“登记”和“更新”会打开表。"),
    "derived": Words("由别的记录得来的列"),
    "decisions": Words("决策表", "按条件定结果，条件只看台账的列。"),
    "columns": Words("列", "能查找、排序、统计的题。加密的和长的不能作列。"),
    "views": Words("保存的视图", "取个名字，点一下就看到这些记录。"),
    "tables": Words("统计表"),
    "rosters": Words("花名册"),
    "exports": Words("导出的版式"),
    "coverage": Words("轮次和覆盖", "这里的一份记录是一轮里一个单位的结果时写。不用就都空着。"),
    "periods": Words("结账"),
    "public": Words("不登录也能填", "选了角色，就可以在公开网站上放一页，让公众填登记用的表。"),
    "access": Words("哪些角色看得到", "没列出的角色什么也看不到。加密的题一律遮住。"),
    "retention": Words("保留多久", "年数、随别的记录、永久，只写一种。"),
}
_STATE = {
    "label": Words("叫什么"),
    "color": Words("颜色", choices=COLORS),
    "final": Words("到此为止"),
    "name": CODE,
    "was": Words("接替原来的哪个状态", "原来的状态删了，记录就算在这个状态里。"),
}
_ACTION = {
    "label": Words("按钮上的字"),
    "verb": Words("做什么", choices=verbs()),
    "from": Words("在哪些状态可以做"),
    "to": Words("做完成为什么状态", "不选就不变。"),
    "who": Words("谁可以做"),
    "guard": Words("什么必须成立", "不成立就做不了。每条后面写上怎么办。"),
    "reason": Words("要写原因"),
    "bulk": Words("可以成批做"),
    "queue": Words(
        "哪些算等着审核",
        "写视图的代码，只有那个视图里的才列进“等我审核的”；写 none 一份也不列。不写就都列。",
    ),
    "effects": Words("随着发生什么", "从上到下，一起成或一起不成。"),
    "note": Words("给管理员的说明"),
    "name": CODE,
}
_EFFECT = {
    "when": Words("只在什么时候", "不写就每次都做。"),
    "set": Words("改哪些答案"),
    "act": Words("对连着的记录做什么动作"),
    "open": Words("另建一份连着的记录"),
}
_OPENS = {
    "ledger": Words("在哪个台账"),
    "set": Words("先填好哪些题"),
    "to": Words("从哪个状态开始", "不写就是第一个。"),
    "join": Words("记在哪一题", "这份的记录题。已有一份没结束的，就连到那份，不另建。"),
}
_ALSO = {
    "name": Words("哪张表"),
    "label": Words("按钮上的字", "不写就用表名。"),
    "as": Words("做什么", choices=(("edit", "改这份记录"), ("open", "另建一份"))),
    "ledger": Words("另建的在哪个台账"),
    "by": Words("那边哪一题指到这里"),
}
_VIEW = {
    "label": Words("叫什么"),
    "filter": Words("看哪些记录", "只看台账的列。"),
    "columns": Words("显示哪些列", "不选就是台账的列。"),
    "sort": Words("怎么排", "不选就是新的在前。"),
    "name": CODE,
}
_TABLE = {
    "label": Words("叫什么"),
    "rows": Words("一行是什么"),
    "columns": Words("一列是什么"),
    "filter": Words("只数哪些记录"),
    "take": Words("数什么"),
    "name": CODE,
}
_EXPORT = {
    "label": Words("叫什么"),
    "columns": Words("哪些列"),
    "sheet": Words("工作表名", "不写就用上面的名称。"),
    "title": Words("表头上面的一行"),
    "filter": Words("导出哪些记录"),
    "name": CODE,
}
_ACCESS = {
    "name": Words("谁"),
    "fill": Words("可以填写"),
    "export": Words("导出", choices=EXPORT),
    "hidden": Words("完全不给看的题"),
    "masked": Words("另外要遮住的题"),
    "clear": Words("加密但给他看全的题"),
}
_RETENTION = {
    "years": Words("结束后留几年"),
    "after": Words("从哪天算起", "不写就从结束那天算。"),
    "with": Words("随哪一题指的记录"),
    "forever": Words("永久保留"),
    "note": Words("说明"),
}
_DERIVED = {
    "label": Words("列的标题"),
    "from": Words("从哪个台账取"),
    "by": Words("那边哪一题指到这里"),
    "via": Words("或者取这一题指的记录"),
    "take": Words("取什么", "先选从哪个台账取。"),
    "where": Words("只取哪些记录"),
    "action": Words("只看哪个动作"),
    "calculation": Words("或者由这份记录算出"),
    "name": CODE,
    "was": Words("原来的代码"),
    "note": Words("给管理员的说明"),
}
_PROMINENT = {
    "label": Words("按钮上的字"),
    "call": Words("先打哪个电话", "填表的页上，放在最前面。"),
    "say": Words("电话前面的话", "如“有危险，先打”。"),
}
_PERIODS = {
    "every": Words(
        "多久结一次",
        choices=(("", "请选"), *zip(EVERY, _OFTEN, strict=True)),
    ),
    "balance": Words("结账时什么必须相等"),
    "close": Words("谁可以结账、重开"),
}
_COVERAGE = {
    "round": Words("哪一题指的是轮次"),
    "unit": Words("哪一题指的是单位", "一户、一个人；选区划题，单位就是下一级的地方。"),
    "units": Words("哪些单位要查", "看单位自己的列。不写就是全部。"),
    "covered": Words("怎样算查到了"),
    "left_out": Words("哪些不计入应查数", "如空户。可以不写。"),
    "area": Words("轮次的范围看哪一题"),
    "date": Words("轮次的时点看哪一题"),
    "begins": Words("轮次从哪天起看哪一题"),
    "ends": Words("轮次到哪天止看哪一题"),
    "groups": Words("单位按哪一列分组", "如小组。可以不选。"),
}
_PUBLIC = {
    "role": Words(
        "按哪个角色填",
        "选没有人任职的角色，如公众。登记时，没写由谁填的题和写明由它填的题，都会问。",
    ),
    "answer": Words("查回复时给看哪些题", "来信人凭查询码只看得到这些。"),
    "state": Words("查回复时也写出状态"),
    "urgent": Words("什么时候先写紧急电话", "用公众填的题写。"),
    "words": Words("发出以后说什么", "如几天内回复。"),
}
_GUARD = {
    "constraint": Words("什么必须成立"),
    "constraint_message": Words("不成立时说什么", "只有一条时可以不写。"),
    "who": Words("只对哪些角色", "不选就是人人都要。"),
}

WORDS: dict[type, dict[str, Words]] = {
    Ledger: _LEDGER,
    State: _STATE,
    Action: _ACTION,
    Effect: _EFFECT,
    Opens: _OPENS,
    Also: _ALSO,
    View: _VIEW,
    Table: _TABLE,
    ExportLayout: _EXPORT,
    Access: _ACCESS,
    Retention: _RETENTION,
    DerivedColumn: _DERIVED,
    Periods: _PERIODS,
    Coverage: _COVERAGE,
    Public: _PUBLIC,
    Prominent: _PROMINENT,
    Rule: _GUARD,
    DecisionColumn: LOGIC_KEYS | {"choices": Words("各个结果怎么说", "结果是代码时写。")},
}
PAIRS = {
    "set": (Words("哪一题"), Words("改成什么", "一个值，或一个算式。")),
    "columns": (Words("哪一列"), Words("表头")),
}
ONE = {
    "also": "一张表",
    "states": "一个状态",
    "actions": "一个动作",
    "derived": "一列",
    "decisions": "一张决策表",
    "views": "一个视图",
    "tables": "一张统计表",
    "exports": "一种版式",
    "access": "一个角色",
    "effects": "一件事",
    "guard": "一条",
    "identity": "一行",
}
"""What one of them is called on the button that adds it."""
