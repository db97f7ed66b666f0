"""A new template asks for its name and little more; a copy starts from another one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.snippets.views import snippets

from ...definition import ChoiceList, FormDefinition, Letter, Notice, Section, dump, load
from ...models import Edition, Template
from ...pinyin import name_of
from .. import drafts
from ..ledgers_starting import Start, ledger_of
from ..roles import roles_there
from ..rosters_starting import roster_of
from ..words import plain

FIRST = Section(name="part1", label="第一部分")
LONGEST_KEY = 24


def forms_there() -> list[tuple[str, str]]:
    """Published forms that somebody fills: a ledger keeps what they ask."""
    rows = Template.objects.filter(kind="form", owner="", live=True).order_by("title")
    filled = (one for one in rows.values_list("key", "title", "body") if "view" not in one[2])
    return [("", "请选"), *((key, plain(title)) for key, title, _ in filled)]


def ledgers_there() -> list[tuple[str, str]]:
    """Published ledgers."""
    rows = Template.objects.filter(kind="ledger", owner="", live=True).order_by("title")
    return [("", "请选"), *((key, plain(title)) for key, title in rows.values_list("key", "title"))]


def rosters_there() -> list[tuple[str, str]]:
    """What a new form may be: one that people fill, or the roster of a ledger."""
    ledgers = ((key, f"花名册：{title}") for key, title in ledgers_there()[1:])
    return [("", "要填的表"), *ledgers]


class NewForm(WagtailAdminModelForm):
    """Name and number; the key is made from the name."""

    code = forms.CharField(
        label="编号", required=False, max_length=20, help_text="人们知道的编号，如 F01，可以不写"
    )
    source: Any = None
    kind = "form"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "大家平时怎么叫它，就怎么写"

    def save(self, commit: bool = True) -> Any:
        row = self.instance
        title = self.cleaned_data["title"].strip()
        row.kind, row.key = self.kind, free_key(self.kind, title)
        drafts.put(row, self._definition(row.key, title))
        row.live, row.has_unpublished_changes = False, True
        return super().save(commit)

    def _definition(self, key: str, title: str) -> Any:
        code = {"code": self.cleaned_data.get("code", "")} if self.kind == "form" else {}
        if self.source is not None:
            data = dump(self.source) | {"id": key, "title": title} | code
            return load(data)
        return self._fresh(key, title)

    def _fresh(self, key: str, title: str) -> Any:
        code = self.cleaned_data.get("code", "")
        return FormDefinition(id=key, title=title, sections=(FIRST,), code=code)

    def copies(self, source: Any) -> None:
        self.source = source


class NewFilled(NewForm):
    """Of a form it is asked too whether people fill it, or a ledger is printed as a roster."""

    roster = forms.ChoiceField(
        label="要填的，还是花名册",
        required=False,
        choices=rosters_there,
        help_text="花名册不用填：从台账里取，印在纸上。",
    )

    def copies(self, source: Any) -> None:
        super().copies(source)
        del self.fields["roster"]

    def _fresh(self, key: str, title: str) -> Any:
        told = self.cleaned_data
        if ledger := told.get("roster"):
            return roster_of(key, title, ledger, told.get("code", ""))
        return super()._fresh(key, title)


class NewList(NewForm):
    """A list has no number."""

    code: Any = None
    kind = "list"

    def _fresh(self, key: str, title: str) -> Any:
        return ChoiceList(id=key, title=title)


class NewLedger(NewForm):
    """Of a ledger the form and the people are asked too: what follows from them is made."""

    code: Any = None
    kind = "ledger"
    form = forms.ChoiceField(label="用哪张表登记", choices=forms_there)
    fills = forms.MultipleChoiceField(
        label="谁来填", choices=roles_there, widget=forms.CheckboxSelectMultiple
    )
    checks = forms.MultipleChoiceField(
        label="谁来核实",
        required=False,
        choices=roles_there,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选，就由填的人自己核实",
    )

    def copies(self, source: Any) -> None:
        """Everything stands in the other one."""
        super().copies(source)
        for name in ("form", "fills", "checks"):
            del self.fields[name]

    def _fresh(self, key: str, title: str) -> Any:
        told = self.cleaned_data
        start = Start(told["form"], tuple(told["fills"]), tuple(told["checks"]))
        return ledger_of(key, title, start)


class NewNotice(NewForm):
    """Of a notice the ledger is asked too; it goes to the inbox of whoever filled the record."""

    code: Any = None
    kind = "notice"
    ledger = forms.ChoiceField(label="说的是哪个台账的记录", choices=ledgers_there)

    def copies(self, source: Any) -> None:
        super().copies(source)
        del self.fields["ledger"]

    def _fresh(self, key: str, title: str) -> Any:
        ledger = self.cleaned_data["ledger"]
        return Notice(id=key, title=title, ledger=ledger, to=("_filler",), text="")


class NewLetter(NewNotice):
    """Of a letter it is asked too who may issue it."""

    kind = "letter"
    ledger = forms.ChoiceField(label="由哪个台账的记录出具", choices=ledgers_there)
    who = forms.MultipleChoiceField(
        label="谁可以出具", choices=roles_there, widget=forms.CheckboxSelectMultiple
    )

    def copies(self, source: Any) -> None:
        super().copies(source)
        del self.fields["who"]

    def _fresh(self, key: str, title: str) -> Any:
        told = self.cleaned_data
        return Letter(id=key, title=title, ledger=told["ledger"], who=tuple(told["who"]), text="")


BOXES: dict[str, type[NewForm]] = {
    "formtemplate": NewFilled,
    "listtemplate": NewList,
    "ledgertemplate": NewLedger,
    "noticetemplate": NewNotice,
    "lettertemplate": NewLetter,
}


def free_key(kind: str, title: str) -> str:
    """Pinyin of the title; what has an edition keeps its key for ever, even when its row is gone."""
    taken = {*Template.objects.filter(kind=kind).values_list("key", flat=True)}
    taken |= {*Edition.objects.filter(kind=kind).values_list("key", flat=True)}
    return name_of(title, taken)


class CreateView(snippets.CreateView):
    """A small page; everything else is asked on the edit page that follows."""

    template_name = "forms_catalog/create.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False
        self.preview_enabled = False

    def get_panel(self) -> None:
        return None

    def get_form_class(self) -> Any:
        base = BOXES[str(self.model._meta.model_name)]
        meta = type("Meta", (), {"model": self.model, "fields": ["title"]})
        return type(base.__name__, (base,), {"Meta": meta})

    def get_available_actions(self) -> list[str]:
        return ["create"]

    def get_side_panels(self) -> Any:
        from wagtail.admin.ui.components import MediaContainer

        return MediaContainer([])

    def get_success_message(self, instance: Any = None) -> Any:
        return "建好了，还是草稿。写好以后按“检查并发布”。"

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_url(self) -> str:
        tail = "#tab-questions" if self.object.kind == "form" else ""
        return str(self.get_edit_url()) + tail


class CopyView(CreateView):
    """All of another one, under a name of its own."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        row = get_object_or_404(self.model, pk=kwargs["pk"])
        self.source = drafts.definition_of(row.get_latest_revision_as_object())

    def get_initial(self) -> dict[str, Any]:
        return {"title": f"{self.source.title}（副本）"}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.copies(self.source)
        return form

    def get_add_url(self) -> str:
        return str(self.request.path)
