"""The boxes of a notice's edit page."""

from __future__ import annotations

from typing import Any

from django import forms

from ..blocks import offers
from ..blocks.widgets import OpenSelect
from ..definition import Notice
from .forms import DraftForm, area, head
from .merging import Part
from .notices_parts import EVENTS, from_boxes, only_rules, to_boxes

RULE = "rule_"
CHANNELS = (
    ("inbox", "站内消息"),
    ("sms", "短信"),
    ("email", "电子邮件"),
    ("wework", "企业微信群"),
    ("slip", "打印通知单"),
)
DIGESTS = (("no", "马上发"), ("day", "一天合成一条"), ("week", "一周合成一条"))


class Open(forms.CharField):
    """One of a few; what is not among them stays."""

    def __init__(self, kind: str, label: str, help_text: str = "") -> None:
        widget = OpenSelect(offers.of(kind))
        super().__init__(label=label, required=False, help_text=help_text, widget=widget)


def words(label: str, help_text: str = "", **more: Any) -> forms.CharField:
    """A text in which placeholders may stand."""
    widget = forms.Textarea(attrs={"rows": more.pop("rows", 2), "data-placeholders": "1"})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def line(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text)


class NoticeForm(DraftForm):
    """All of it on one page: it is short."""

    definition = Notice
    head_note = head(Notice, "note", widget=area())
    head_source = head(Notice, "source", widget=area())
    rule_ledger = Open("ledger", "说的是哪个台账的记录")
    rule_on = forms.ChoiceField(label="什么时候发", required=False, choices=tuple(EVENTS.items()))
    rule_on_what = line(
        "具体是哪一个",
        "日子写每天、每周、每月、每季度、每年，或03-15、06-15这样；动作或列，写它的代码。",
    )
    rule_condition = forms.CharField(
        label="只在什么条件下发",
        required=False,
        help_text="不写条件，就每次都发。",
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    rule_to = forms.CharField(
        label="发给谁",
        required=False,
        help_text="一行一个。点下面的，就加上一行。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule_channels = forms.MultipleChoiceField(
        label="怎么发", required=False, choices=CHANNELS, widget=forms.CheckboxSelectMultiple
    )
    rule_text = words("写什么", "点下面的名字，就插进文字里。", rows=4)
    rule_text_inbox = words("站内消息单独写", "不写就用上面的。")
    rule_text_sms = words("短信单独写", "短信按字数收费，写短一些。")
    rule_text_email = words("邮件单独写")
    rule_text_wework = words("企业微信群单独写")
    rule_text_slip = words("通知单单独写")
    rule_subject = words("标题", "不写就用名称。", rows=1)
    rule_values = words("另外算的", "一行一个，写成“名字：算式”，文字里用((名字))。")
    rule_urgent = forms.BooleanField(
        label="紧要", required=False, help_text="夜里也发，本人不能不要。"
    )
    rule_ack = line("多久之内要确认收到", "写2小时、1天这样；不写就不用确认。")
    rule_escalate = forms.CharField(
        label="没人确认时",
        required=False,
        help_text="一行一步，写成“多久：告诉谁：用哪个通知”，如 2小时：county_office@county：not_read",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rule_digest = forms.ChoiceField(label="合成一条", required=False, choices=DIGESTS)
    rule_at_most = line("最多发几次", "同一份记录、同一个人，写每天1次、每周1次这样。")
    rule_attach = Open("letter", "附上哪个文书")
    rule_sealed = line("可以写出来的加密内容", "写题的代码。写了，就要由另一个人来发布。")

    @staticmethod
    def box(name: str) -> str:
        if name == "title":
            return name
        return f"head_{name}" if name in ("note", "source") else RULE + name.replace(".", "_")

    def open_part(self) -> None:
        self.initial |= {RULE + name: value for name, value in to_boxes(self.draft).items()}

    @property
    def part(self) -> Part:
        found: Notice = self.draft
        return only_rules(found)

    def posted_part(self, data: dict[str, Any]) -> Part:
        boxes = [name for name in self.fields if name.startswith(RULE)]
        return from_boxes({name.removeprefix(RULE): data.get(name) for name in boxes})
