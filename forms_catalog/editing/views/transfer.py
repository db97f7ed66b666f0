"""A draft as a template file and back: what comes in is judged like every file, shown, then taken."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from ...applying import StoredBook
from ...checks import check
from ...problems import Problem
from ...readers import READERS
from ...writers import yaml as yaml_writer
from .. import standing
from ..words import changes
from .base import DraftView

MOST = 1024 * 1024


class ExportView(DraftView):
    """The draft, saved or not yet published, as the file that a pack would hold."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        text = yaml_writer.write_template(self.draft)
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.draft.id}.yaml"'
        response["Cache-Control"] = "no-store"
        return response


class ImportView(DraftView):
    """Look first: all problems with line and column, or what would change; then replace the draft."""

    template_name = "forms_catalog/import.html"
    header_icon = "upload"
    about = "从YAML导入"
    text = ""
    problems: tuple[Problem, ...] = ()
    found: Any = None

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        data = self._given()
        if data is not None:
            self.found, problems = self._read(data)
            self.problems = tuple(problems)
            self.text = data.decode("utf-8", "replace") if len(data) <= MOST else ""
        if self.found is not None and "replace" in request.POST:
            self.save(self.found)
            messages.success(request, "草稿换成了文件里的内容。原来的可从历次版本找回。")
            return redirect(standing.href(self.object, "edit"))
        return self.render_to_response(self.get_context_data())

    def _given(self) -> bytes | None:
        upload = self.request.FILES.get("file")
        if upload:
            data: bytes = upload.read(MOST + 1)
            return data
        text = self.request.POST.get("text", "")
        if not text.strip():
            text_problem = Problem("import.nothing", "还没有选文件，也没有粘贴文字", "先选一个文件")
            self.problems = (text_problem,)
            return None
        return text.replace("\r\n", "\n").encode()

    def _read(self, data: bytes) -> tuple[Any, list[Problem]]:
        node, problems = READERS[".yaml"].read(data)
        if node is None:
            return None, problems
        found, more = check(node, "", StoredBook())
        problems = [*problems, *more]
        if found is not None and (found.kind, found.id) != (self.draft.kind, self.draft.id):
            text = f"文件里是“{found.kind}: {found.id}”，这里是“{self.draft.kind}: {self.draft.id}”"
            problems.append(Problem("import.other-template", text, "到那一个模板的页面去导入"))
        faulty = any(not problem.warn for problem in problems)
        return (None if faulty else found), problems

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "text": self.text,
            "problems": self.problems,
            "found": self.found,
            "changes": changes(self.draft, self.found) if self.found is not None else (),
        }
