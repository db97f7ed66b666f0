"""The editor's form of a law: an upload fills the text, a broken text is not published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.problems import Problem, Refused
from portal.forms import PublicForm
from public.statutes import parse
from public.statutes.uploads import text_of

SHOWN = 20


class LawForm(PublicForm):
    """A draft may hold anything; to publish, the articles must be whole."""

    upload = forms.FileField(label=_("上传文本"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("upload"):
            self._upload(cleaned)
        text = cleaned.get("text") or ""
        if text and not self.is_deferred_validation:
            self._tell("text", [one for one in parse(text).problems if not one.warn])
        return cleaned

    def _upload(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["text"] = text_of(cleaned["upload"].read())
        except Refused as refused:
            self._tell("upload", list(refused.problems))

    def _tell(self, field: str, problems: list[Problem]) -> None:
        for problem in problems[:SHOWN]:
            where = f"第{problem.place.line}行：" if problem.place.line else ""
            self.add_error(field, f"{where}{problem.text}。{problem.remedy}。")
