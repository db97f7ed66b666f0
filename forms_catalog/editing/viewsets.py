"""Forms, choice lists and ledgers as Wagtail's admin lists, edits, publishes and reviews them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import path
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import FormTemplate, LedgerTemplate, LetterTemplate, ListTemplate, NoticeTemplate
from .forms import FormForm, ListForm
from .ledgers_forms import LedgerForm
from .ledgers_panels import ledger_tabs
from .letters_forms import LetterForm
from .letters_panels import letter_tabs
from .notices_forms import NoticeForm
from .notices_panels import notice_tabs
from .panels import form_tabs, list_tabs
from .views.approve import WorkflowActionView
from .views.check import CheckView
from .views.create import CopyView, CreateView
from .views.edit import EditView, FormEditView, LedgerEditView, LetterEditView, NoticeEditView
from .views.index import IndexView, LedgerIndexView, NoticeIndexView
from .views.looking import CompareView, UsageView
from .views.preview import PreviewView
from .views.proving import TestView
from .views.rule import LedgerRuleView, PaperRuleView, RuleView
from .views.transfer import ExportView, ImportView
from .views.trying import TryView


class TemplateViewSet(SnippetViewSet):
    """What forms, lists and ledgers share."""

    index_view_class = IndexView
    add_view_class = CreateView
    copy_view_class = CopyView
    usage_view_class = UsageView
    revisions_compare_view_class = CompareView
    workflow_action_view_class = WorkflowActionView
    preview_on_edit_view_class = PreviewView
    edit_template_name = "forms_catalog/edit.html"
    create_template_name = "forms_catalog/create.html"
    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = False

    own: tuple[tuple[str, Any], ...] = (
        ("check", CheckView),
        ("export", ExportView),
        ("import", ImportView),
    )

    def get_urlpatterns(self) -> list[Any]:
        mine = [
            path(f"{name}/<int:pk>/", self.construct_view(view), name=name)
            for name, view in self.own
        ]
        return [*super().get_urlpatterns(), *mine]

    @property
    def usage_view(self) -> Any:
        return self.construct_view(self.usage_view_class)

    @property
    def revisions_compare_view(self) -> Any:
        return self.construct_view(self.revisions_compare_view_class)


class FormViewSet(TemplateViewSet):
    """Forms."""

    model = FormTemplate
    icon = "form"
    menu_label = "表单"
    base_url_path = "forms"
    edit_view_class = FormEditView
    own = (*TemplateViewSet.own, ("try", TryView), ("rule", RuleView))

    @cached_property
    def edit_handler(self) -> Any:
        return form_tabs(FormForm)


class ListViewSet(TemplateViewSet):
    """Choice lists."""

    model = ListTemplate
    icon = "list-ul"
    menu_label = "选项表"
    base_url_path = "lists"
    edit_view_class = EditView

    @cached_property
    def edit_handler(self) -> Any:
        return list_tabs(ListForm)


class LedgerViewSet(TemplateViewSet):
    """Ledgers."""

    model = LedgerTemplate
    icon = "tasks"
    menu_label = "台账"
    base_url_path = "ledgers"
    index_view_class = LedgerIndexView
    edit_view_class = LedgerEditView
    own = (*TemplateViewSet.own, ("rule", LedgerRuleView))

    @cached_property
    def edit_handler(self) -> Any:
        return ledger_tabs(LedgerForm)


class NoticeViewSet(TemplateViewSet):
    """Notices."""

    model = NoticeTemplate
    icon = "mail"
    menu_label = "通知"
    base_url_path = "notices"
    index_view_class = NoticeIndexView
    edit_view_class = NoticeEditView
    own = (*TemplateViewSet.own, ("test", TestView), ("rule", PaperRuleView))

    @cached_property
    def edit_handler(self) -> Any:
        return notice_tabs(NoticeForm)


class LetterViewSet(TemplateViewSet):
    """Letters."""

    model = LetterTemplate
    icon = "doc-full"
    menu_label = "文书"
    base_url_path = "letters"
    index_view_class = NoticeIndexView
    edit_view_class = LetterEditView
    own = (*TemplateViewSet.own, ("rule", PaperRuleView))

    @cached_property
    def edit_handler(self) -> Any:
        return letter_tabs(LetterForm)


class TemplatesGroup(SnippetViewSetGroup):
    """All of them in the menu, under one heading."""

    items = (FormViewSet, ListViewSet, LedgerViewSet, NoticeViewSet, LetterViewSet)
    menu_label = "模板"
    menu_icon = "form"
    menu_order = 150
