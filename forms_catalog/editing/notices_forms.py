"""The boxes of a notice's edit page."""

from __future__ import annotations

from typing import Any

from django import forms

from ..blocks import offers
from ..blocks.fields import QUIET
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
    attrs = {"rows": more.pop("rows", 2), "data-placeholders": "1", "data-rule": "words"}
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def line(label: str, help_text: str = "", **marks: str) -> forms.CharField:
    """`names` and `many` say to the page's script what the name is chosen among."""
    attrs = {f"data-{key}": text for key, text in marks.items()}
    widget = forms.TextInput(attrs=(QUIET | attrs) if marks else None)
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def condition(label: str, help_text: str, what: str = "condition", about: str = "") -> Any:
    """A condition; `about` is the box that names the ledger it speaks of."""
    attrs = QUIET | {"rows": 1, "data-rule": what} | ({"data-about": about} if about else {})
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


class NoticeForm(DraftForm):
    """All of it on one page: it is short."""

    definition = Notice
    head_note = head(Notice, "note", widget=area())
    head_source = head(Notice, "source", widget=area())
    rule_ledger = Open("ledger", "说的是哪个台账的记录")
    rule_on = forms.ChoiceField(label="什么时候发", required=False, choices=tuple(EVENTS.items()))
    rule_on_what = line(
        "具体是哪一个",
        "日子写每天、每周、每月、每季度、每年，或3月15日、6月15日这样。",
        names="event",
    )
    rule_condition = condition("只在什么条件下发", "不写条件，就每次都发。")
    rule_to = forms.CharField(
        label="发给谁",
        required=False,
        help_text="先选是谁，再选哪里的；用代码写的，一行一个。",
        widget=forms.Textarea(attrs={"rows": 3, "data-recipients": "lines"}),
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
        help_text="过了多久还没人确认，再告诉谁，用哪个通知；用代码写的，一行一步，用冒号隔开。",
        widget=forms.Textarea(attrs={"rows": 2, "data-steps": "1"}),
    )
    rule_digest = forms.ChoiceField(label="合成一条", required=False, choices=DIGESTS)
    rule_at_most = line("最多发几次", "同一份记录、同一个人，写每天1次、每周1次这样。")
    rule_attach = Open("letter", "附上哪个文书")
    rule_sealed = line(
        "可以写出来的加密内容", "选了，就要由另一个人来发布。", names="sealed", many="order"
    )

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
