"""The tabs of the edit page that Wagtail has no panel for: sections, access, editions."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, TabbedInterface

from ..definition import Section
from . import drafts, standing
from .forms import LOGIC
from .words import plain, title_of

QUESTIONS = "questions"


class Named:
    """A panel that is told its name, because headings in Chinese make none."""

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        self.name = name
        super().__init__(*args, **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()  # type: ignore[misc]
        return kwargs | {"name": self.name}

    @property
    def clean_name(self) -> str:
        return self.name


class Tabs(TabbedInterface):
    """The tab of the questions is open when the address names a section."""

    class BoundPanel(TabbedInterface.BoundPanel):
        opened = QUESTIONS

        @property
        def attrs(self) -> dict[str, Any]:
            found = dict(super().attrs)
            if self.request and self.request.GET.get("section"):
                found["data-w-tabs-active-panel-id-value"] = f"tab-{self.opened}"
            return found


class Tab(Named, MultiFieldPanel):
    """A tab with boxes one below the other."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "wagtailadmin/panels/object_list.html"


class RuledTab(Tab):
    """A tab whose boxes ask the server what conditions and names mean."""

    class BoundPanel(Tab.BoundPanel):
        template_name = "forms_catalog/panels/ruled.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            there = standing.href(self.instance, "rule") if self.instance.pk else ""
            return context | {"rule_url": there}


class SectionsPanel(Tab):
    """All sections to choose from, the open one with its heads and questions."""

    class BoundPanel(Tab.BoundPanel):
        template_name = "forms_catalog/panels/sections.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            form = self.form.draft
            part = self.form.part
            logic = drafts.logic_of(form)
            context["logic"] = {
                "name": drafts.LOGIC,
                "label": logic.label,
                "open": isinstance(part, drafts.Logic),
                "count": len(logic.rules) + len(logic.decisions) + bool(logic.scoring),
            }
            context["rule_url"] = standing.href(self.instance, "rule") if self.instance.pk else ""
            context["sections"] = [
                {
                    "name": section.name,
                    "label": _label(section),
                    "number": number,
                    "count": len(section.questions),
                    "include": section.include,
                    "open": bool(part) and part.name == section.name,
                }
                for number, section in enumerate(form.sections, 1)
            ]
            context["part"] = part
            context["source"] = standing.included(part.include) if part and part.include else None
            context["fields"] = {child.field_name: child for child in self.children}
            context["edit_url"] = self.request.path if self.request else ""
            return context


def _label(section: Section) -> str:
    """A section's own words, else those of the form that stands there."""
    source = standing.included(section.include) if section.include and not section.label else None
    return source["title"] if source else title_of(section)


class AccessPanel(Named, Panel):
    """Who fills and who sees, as the ledgers that the form opens say it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_catalog/panels/access.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["ledgers"] = standing.access(self.instance.key)
            context["secret"] = [
                plain(question.label)
                for question in drafts.definition_of(self.instance).questions()
                if question.sealed or question.sensitivity == 3
            ]
            return context


class EditionsPanel(Named, Panel):
    """What was published so far, and how many records each edition has."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_catalog/panels/editions.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["editions"] = standing.published(self.instance)
            context["history_url"] = standing.href(self.instance, "history")
            return context


def form_tabs(base_form_class: Any) -> Tabs:
    """The five tabs of a form."""
    from wagtail.admin.panels import PublishingPanel

    return Tabs(
        [
            Tab(
                [
                    FieldPanel("title"),
                    *(
                        FieldPanel(f"head_{name}")
                        for name in ("code", "unit", "source", "instance_name", "note")
                    ),
                ],
                heading="基本信息",
                name="basics",
            ),
            SectionsPanel(
                [
                    *(FieldPanel(f"section_{name}") for name in ("label", "hint")),
                    FieldPanel("questions"),
                    FieldPanel("section_relevant", classname="collapsed"),
                    *(FieldPanel(name) for name in LOGIC),
                    FieldPanel("section_note", classname="collapsed"),
                ],
                heading="题目",
                name="questions",
            ),
            Tab(
                [FieldPanel(f"head_print_{name}") for name in drafts.PRINT],
                heading="打印版面",
                name="paper",
            ),
            AccessPanel(heading="谁能填、谁能看", name="access"),
            EditionsPanel(heading="历次版本", name="editions"),
            PublishingPanel(),
        ],
        base_form_class=base_form_class,
    )


def list_tabs(base_form_class: Any) -> Tabs:
    """The options first: that is what people come for."""
    from wagtail.admin.panels import PublishingPanel

    return Tabs(
        [
            Tab([FieldPanel("options")], heading="选项", name="options"),
            Tab(
                [FieldPanel(name) for name in ("title", "head_source", "head_note")],
                heading="基本信息",
                name="basics",
            ),
            EditionsPanel(heading="历次版本", name="editions"),
            PublishingPanel(),
        ],
        base_form_class=base_form_class,
    )
