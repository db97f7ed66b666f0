"""What an editor may put on a page below the front page; every word on it is theirs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks import Body

PLAIN = ["bold", "link", "ol", "ul", "document-link"]


class Fact(blocks.StructBlock):
    """A word and what is to be said of it: 父母 / 身份证."""

    label = blocks.CharBlock(max_length=20, label=_("名目"))
    words = blocks.CharBlock(max_length=200, label=_("说明"))

    class Meta:
        label = _("一项")


class Caution(blocks.StructBlock):
    """What must not be done, with its own heading."""

    heading = blocks.CharBlock(max_length=40, label=_("标题"))
    lines = blocks.ListBlock(blocks.CharBlock(max_length=120, label=_("一条")), label=_("内容"))

    class Meta:
        label = _("提醒")


class Call(blocks.StructBlock):
    """A number to call, what for, and when somebody answers."""

    number = blocks.CharBlock(max_length=20, label=_("号码"))
    words = blocks.CharBlock(max_length=60, label=_("什么时候打"))
    hours = blocks.CharBlock(max_length=60, required=False, label=_("谁接、接听时间"))

    class Meta:
        label = _("电话")


class Calls(blocks.StructBlock):
    """Numbers that belong together."""

    heading = blocks.CharBlock(max_length=40, label=_("标题"))
    calls = blocks.ListBlock(Call(), label=_("电话"))

    class Meta:
        label = _("一组电话")


class Basis(blocks.StructBlock):
    """The article that an answer rests on."""

    law = blocks.PageChooserBlock(page_type="public.LawPage", label=_("法律"))
    article = blocks.CharBlock(max_length=10, label=_("第几条"), help_text=_("写数字，比如 22"))

    class Meta:
        label = _("依据")


class Note(blocks.StructBlock):
    """What an article says in everyday words."""

    article = blocks.CharBlock(max_length=10, label=_("第几条"), help_text=_("写数字，比如 22"))
    heading = blocks.CharBlock(max_length=40, required=False, label=_("这一条讲什么"))
    words = blocks.RichTextBlock(features=PLAIN, required=False, label=_("大白话"))
    page = blocks.PageChooserBlock(required=False, label=_("照着办的页面"))

    class Meta:
        label = _("大白话")


def roles() -> list[tuple[str, str]]:
    from forms_catalog.models import Template

    return list(Template.objects.filter(kind="role").values_list("key", "title"))


class Holder(blocks.StructBlock):
    """A post that people come to: who holds it now is read from the posts, never typed."""

    title = blocks.CharBlock(max_length=30, label=_("岗位叫什么"))
    role = blocks.ChoiceBlock(choices=roles, required=False, label=_("对应的岗位"))
    phone = blocks.CharBlock(max_length=20, required=False, label=_("办公电话"))
    hours = blocks.CharBlock(max_length=60, required=False, label=_("办公时间"))

    class Meta:
        label = _("岗位")


class PublicBody(Body):
    """The parts of a page, in the editor's order."""

    steps = blocks.ListBlock(
        blocks.RichTextBlock(features=["bold", "link"], label=_("一步")), label=_("步骤")
    )
    warning = Caution()
    facts = blocks.ListBlock(Fact(), label=_("对照表"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("页面")), label=_("相关页面"))
    articles = blocks.ListBlock(Basis(), label=_("相关条文"))


class HotlineBody(blocks.StreamBlock):
    """The board of numbers."""

    calls = Calls()
    paragraph = blocks.RichTextBlock(features=PLAIN, label=_("段落"))


class BasisList(blocks.StreamBlock):
    """Articles, one after another."""

    basis = Basis()
    words = blocks.CharBlock(max_length=100, label=_("其他依据"))


class Notes(blocks.StreamBlock):
    """Everyday words for the articles of one law."""

    note = Note()


class Annexes(blocks.StreamBlock):
    """Files that belong to a document."""

    file = DocumentChooserBlock(label=_("附件"))


class Holders(blocks.StreamBlock):
    """The posts of one place."""

    holder = Holder()


def words_of(value: Any) -> str:
    """All text of a raw stream value, for the search: nothing of its structure."""
    if isinstance(value, dict):
        return " ".join(words_of(one) for key, one in value.items() if key not in ("type", "id"))
    if isinstance(value, list | tuple):
        return " ".join(words_of(one) for one in value)
    return value if isinstance(value, str) else ""
