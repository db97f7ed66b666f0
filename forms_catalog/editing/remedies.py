"""What to do about a problem, in the words of the page: files have keys where it has boxes and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..blocks.days import days_in_words
from ..problems import Problem

MISSING = re.compile("缺少“[a-z_]+”（(.+?)）")
GONE = "题目删掉了的，把它从文字里也删掉，或者换成另一个名字"
CHOOSE = "从单子里重新选一个"
WHOM = "去掉它，再从单子里选是谁"
REMEDIES = {
    "format.missing-key": "请写上",
    "notice.unknown-ledger": "重新选“说的是哪个台账的记录”",
    "notice.no-ledger": "选上“说的是哪个台账的记录”",
    "notice.unknown-round": CHOOSE,
    "notice.unknown-event": CHOOSE,
    "notice.unknown-day": "写每天、每周、每月、每季度、每年，或者3月15日、6月15日这样",
    "notice.unknown-action": CHOOSE,
    "notice.unknown-column": CHOOSE,
    "notice.escalate-without-ack": "写上“多久之内要确认收到”",
    "notice.escalate-itself": "换一个通知",
    "notice.unknown-notice": CHOOSE,
    "notice.no-phone-question": WHOM,
    "notice.phone-unreached": "在“怎么发”里勾上短信或通知单",
    "notice.unread-recipient": WHOM,
    "notice.unknown-role": WHOM,
    "notice.unknown-level": WHOM,
    "notice.unknown-place": WHOM,
    "notice.unread-placeholder": "删掉它，再从下面的名字里点一个",
    "notice.unknown-name": GONE,
    "notice.masked": "要写明，就把它加进“可以写出来的加密内容”",
    "notice.not-sealed": "从“可以写出来的加密内容”里去掉",
    "notice.unknown-letter": CHOOSE,
    "notice.unread-limit": "写成每天1次、每周1次这样",
    "notice.urgent-digest": "去掉“紧要”，或者改成马上发",
    "letter.unknown-ledger": "重新选台账",
    "letter.unknown-role": CHOOSE,
    "letter.unread-placeholder": "删掉它，再从下面的名字里点一个",
    "letter.unknown-name": GONE,
    "letter.masked": "要写明，就把它加进“可以完整印出来的加密内容”",
    "letter.not-sealed": "从“可以完整印出来的加密内容”里去掉",
    "letter.no-day": "从单子里选日期题",
    "letter.no-file": "从单子里选文件题",
    "duty.unknown-role": CHOOSE,
    "duty.role-no-access": "先在“谁能看”那一页加上这个角色",
    "duty.no-date": "写上“做完之后多久再做”或“多久之内做好”",
    "duty.every-too-often": "至少写1天",
    "duty.unknown-day": "写3月15日、6月15日这样",
    "duty.dense-not-denser": "重点时段的天数写得比平时少",
    "duty.never-runs": "给前面那件写上“哪些记录要做”",
    "duty.never-done": "写上条件，或者选由哪个台账的记录完成",
    "duty.unknown-ledger": CHOOSE,
    "duty.unknown-by": CHOOSE,
    "duty.unknown-notice": CHOOSE,
    "duty.bad-recipient": WHOM,
    "form.title-odd": "双括号里写题目，如((姓名))",
    "form.title-unknown": "双括号里写这张表的题目，如((姓名))",
    "derived.how": "“取什么”和“或者由这份记录算出”，只写一样",
    "derived.from-where": "选上“从哪个台账取”“或者取这一题指的记录”或“只看哪个动作”",
    "derived.take-unknown": "先到那个台账的“列和视图”，把它加进“列”",
    "derived.take-which": "选“最近一份的”“最大或最晚的”这样的",
    "derived.take-of-one": "选“那一份的”这样的",
    "derived.take-no-order": "选“最近一份的”或“最早一份的”",
    "derived.bad-take": CHOOSE,
    "coverage.not-a-column": "先到它那个台账的“列和视图”，把它加进“列”",
    "coverage.unknown-question": CHOOSE,
    "coverage.round-question": CHOOSE,
    "derived.unknown-ledger": CHOOSE,
    "derived.unknown-by": CHOOSE,
    "derived.unknown-via": CHOOSE,
    "derived.unknown-action": CHOOSE,
    "ledger.roster-unknown": "去掉它；花名册在“表单”里新建，选这个台账",
    "ledger.table-unknown": "先把它加进“列”",
    "ledger.table-not-coded": CHOOSE,
    "ledger.view-unknown": "先把它加进“列”",
}
"""By the code of the problem; every other one says what to do as it stands."""


def on_the_page(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems with what to do there."""
    for one in problems:
        yield replace(one, text=_text(one), remedy=REMEDIES.get(one.code, one.remedy))


def _text(one: Problem) -> str:
    if one.code == "format.missing-key":
        return MISSING.sub(r"还没有写“\1”", one.text)
    return days_in_words(one.text) if one.code.endswith(".unknown-day") else one.text
