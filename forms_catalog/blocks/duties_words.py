"""What the keys of a duty are called in the editor."""

from __future__ import annotations

from ..definition import Dense, Duty, Escalate, Ledger, Remind, Resolved
from .ledgers_words import CODE, ONE, WORDS
from .words import Words

UNITS = (
    ("", "请选"),
    ("d", "天"),
    ("wd", "个工作日"),
    ("w", "周"),
    ("mo", "个月"),
    ("y", "年"),
    ("h", "小时"),
    ("min", "分钟"),
)
UNIT = Words("单位", choices=UNITS)
_DATES = "写月和日，如3月15日，几天用逗号隔开。"
_EXTRA = {"every_unit": UNIT, "due_unit": UNIT, "grace_unit": UNIT}

WORDS[Ledger]["duties"] = Words(
    "定期要做的事", "多久做一次，谁做，怎样算做了，没做时告诉谁。改了从下一次起照新的。"
)
WORDS |= {
    Duty: {
        "label": Words("叫什么"),
        "applies_to": Words("哪些记录要做", "不写就是没到此为止的全部。只看台账的列。"),
        "who": Words("谁做", "记录所在地的这个角色。"),
        "every": Words("做完之后多久再做", "只做一次的不写。"),
        **_EXTRA,
        "every_dates": Words("或者每年哪几天", _DATES),
        "dense": Words("重点时段做得更勤"),
        "due": Words("多久之内做好", "从第一次算起那天数。写了多久再做的可以不写。"),
        "due_on": Words("或者到哪一天", "写成算式。"),
        "resolved_by": Words("怎样算做了"),
        "remind": Words("提前提醒做的人"),
        "escalate": Words("到期、过期时告诉谁"),
        "from": Words("第一次从哪天算起", "写成算式；不写就是符合条件那天。"),
        "times": Words("做几次就结束", "不写就一直做。"),
        "grace": Words("晚多久仍算按时"),
        "ends_when": Words("什么时候不用再做"),
        "series": Words("和哪件事是同一件", "同一系列一份记录只有一件，先写的先用。"),
        "source": Words("依据"),
        "note": Words("给管理员的说明"),
        "name": CODE,
    },
    Dense: {
        "every": Words("多久一次"),
        "every_unit": UNIT,
        "periods": Words("哪些时段", "日历里的重点时段。"),
    },
    Resolved: {
        "ledger": Words("由哪个台账的记录完成", "不选就看这份记录自己。"),
        "by": Words("那边哪一题指到这里"),
        "where": Words("须成立的条件"),
    },
    Remind: {
        "before": Words("提前多久"),
        "before_unit": UNIT,
        "notice": Words("用哪个通知"),
    },
    Escalate: {
        "after": Words("到期之后多久", "0天就是当天。"),
        "after_unit": UNIT,
        "to": Words("告诉谁", "先选是谁，再选哪里的。"),
        "notice": Words("用哪个通知"),
        "when": Words("只在什么时候", "不写就每次都告诉。"),
    },
}
ONE |= {"duties": "一件事", "remind": "一次提醒", "escalate": "一步"}
