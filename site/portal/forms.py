"""The editor's form of every public page: a draft may hold anything, what is published says nobody's name."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from portal.scanning import scan, texts

UNSEEN = frozenset({"text", "slug"})
"""An official text names nobody; an address holds no words."""


class PublicForm(WagtailAdminPageForm):
    """Asks only when the page is to be seen: published, sent for review, or put on a schedule."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for field in [name for name in cleaned if name not in UNSEEN]:
                self._look(field, cleaned[field])
        return cleaned

    def _look(self, field: str, value: Any) -> None:
        raw = value.get_prep_value() if hasattr(value, "get_prep_value") else value
        found = {problem.code: problem for text in texts(raw) for problem in scan(text)}
        for problem in found.values():
            self.add_error(field, f"{problem.text}。{problem.remedy}。")
