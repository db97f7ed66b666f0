"""What an editor may put on a public page; every word on it is theirs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ICONS = [
    ("home", _("房子")),
    ("person", _("人")),
    ("alert", _("警示")),
    ("law", _("书")),
    ("doc", _("文件")),
    ("help", _("对话")),
    ("phone", _("电话")),
    ("visit", _("门")),
    ("clock", _("钟")),
    ("list", _("清单")),
    ("search", _("查找")),
    ("lock", _("锁")),
]


class Door(blocks.StructBlock):
    """One way into the site: a drawing, the visitor's own words, where it leads."""

    icon = blocks.ChoiceBlock(choices=ICONS, required=False, label=_("图标"))
    label = blocks.CharBlock(max_length=40, label=_("文字"))
    hint = blocks.CharBlock(max_length=60, required=False, label=_("小字"))
    page = blocks.PageChooserBlock(required=False, label=_("本站的页面"))
    address = blocks.CharBlock(max_length=300, required=False, label=_("或者网址"))

    class Meta:
        label = _("入口")


class Phone(blocks.StructBlock):
    """One number to call, and for what."""

    number = blocks.CharBlock(max_length=20, label=_("号码"))
    words = blocks.CharBlock(max_length=60, label=_("管什么"))

    class Meta:
        label = _("电话")


def leads_to(door: Any) -> str:
    """Where a door leads: a page of the site, else the address written down, else nowhere."""
    page = door.get("page")
    return (page.url if page else door.get("address")) or ""


class Body(blocks.StreamBlock):
    """The parts of a public page, in the editor's order."""

    heading = blocks.CharBlock(max_length=60, label=_("标题"))
    paragraph = blocks.RichTextBlock(
        features=["bold", "link", "ol", "ul", "document-link"], label=_("段落")
    )
    doors = blocks.ListBlock(Door(), label=_("入口"))
    phones = blocks.ListBlock(Phone(), label=_("电话"))


class Phones(blocks.StreamBlock):
    """The numbers in the foot of every public page."""

    phone = Phone()
