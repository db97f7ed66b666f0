"""A new form or list asks for its name and number only; a copy starts from another one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.snippets.views import snippets

from ...definition import ChoiceList, FormDefinition, Section, dump, load
from ...models import Edition, Template
from ...pinyin import name_of
from .. import drafts

FIRST = Section(name="part1", label="第一部分")
LONGEST_KEY = 24


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
        if self.kind == "form":
            return FormDefinition(id=key, title=title, sections=(FIRST,), **code)
        return ChoiceList(id=key, title=title)


class NewList(NewForm):
    """A list has no number."""

    code: Any = None
    kind = "list"


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
        base = NewForm if self.model._meta.model_name == "formtemplate" else NewList
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
        form.source = self.source
        return form

    def get_add_url(self) -> str:
        return str(self.request.path)
