"""One follow-up form for many records in one table: every line is a sitting of its own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Problem
from forms_catalog.questions import is_empty
from forms_catalog.writers import web
from forms_catalog.writers.field_of import Showing
from forms_catalog.writers.fields import Block, Choice, Field

from .. import queries
from ..intake import accept_many
from ..queries import Ask
from ..registry import Live
from ..scope import reach
from ..sealing import KeysMissing, house_keys
from ..submission import OPENING
from ..witnessing.subjects import listed
from .formpage import NO_KEYS, number, uid_of
from .frame import WHOSE, ledger_or_404, mark_of, may, staff
from .grid_columns import Columns, fills, points
from .grid_lines import Line, Pointed, drawn, mark_kept, sent, summed
from .listing import asked_of, pager, private, query_of, scope_words
from .sitting import NO_FILES

CHOSEN = 50
"""Records that an address names one by one."""
ADDED = "还有几项要填，已经加到表里了。填好以后再保存"


@staff
def grid(request: HttpRequest, key: str, through: str) -> HttpResponse:
    """GET draws the lines; POST keeps what was typed, or comes from a list with its filters."""
    ledger = ledger_or_404(request, key)
    question = ledger.questions.get(through)
    target = points(question) if question else None
    if target is None or target.id not in reach(request.user).paths or not fills(request, ledger):
        raise Http404
    if request.method == "POST" and "key" not in request.POST:
        return redirect(_from_list(request, target))
    page = Page(request, ledger, target, through)
    if request.method == "POST":
        return page.judged()
    house_keys()  # so that nobody types in vain
    return page.begun()


def _from_list(request: HttpRequest, target: Live) -> str:
    """The address of a table of what a list shows, or of what is ticked there."""
    ask = asked_of(request, target)
    ticked = request.POST.getlist("uid")[:CHOSEN]
    if not ticked and private(ask):
        found = queries.listing(request.user, target, ask).records
        ticked = [str(row.uid) for row in found[:CHOSEN]]
    if ticked:
        return f"{request.path}?{urlencode({'uid': ','.join(ticked)})}"
    query = {n: v for n, v in query_of(ask).items() if n not in {"cols", "page"}}
    return f"{request.path}?{urlencode(query)}"


@dataclass
class Page:
    """One table, as it is drawn and as it comes back."""

    request: HttpRequest
    ledger: Live
    target: Live
    through: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    note: str = ""
    more: str = ""
    fresh: bool = True
    """Nothing was posted."""

    @cached_property
    def columns(self) -> Columns:
        found = Columns(self.request.user, self.ledger, self.through)
        found.take(self.request.GET)
        return found

    @cached_property
    def job(self) -> uuid.UUID:
        """What the keys of all its lines are made of, from its first drawing to its last."""
        given = self.request.POST.get("key") or self.request.GET.get("job", "")
        return uid_of(given) or uuid.uuid4()

    # ---- drawing ----

    def begun(self) -> HttpResponse:
        rows, page = self._rows()
        self._seat(rows)
        kept = sum(1 for line in self.lines if line.kept)
        self.note = f"已存{kept}份，写着“已记下”" if kept and "job" in self.request.GET else ""
        return self.drawn(turning=page)

    def _rows(self) -> tuple[Sequence[Pointed], SimpleNamespace | None]:
        named = self.request.GET.get("uid", "").split(",")[:CHOSEN]
        if any(named):
            return self._named(named), None
        ask = self._still_going(asked_of(self.request, self.target))
        page = queries.listing(self.request.user, self.target, ask)
        return page.records, pager(page.number, page.pages, replace(ask, params=self._params(ask)))

    def _named(self, uids: Sequence[str]) -> list[Pointed]:
        known = [str(uid) for text in uids if (uid := _uuid(text))]
        found = queries.by_uids(self.request.user, known)
        rows = (found.get(uid) for uid in dict.fromkeys(known))
        return [row for row in rows if row and row.ledger_id == self.target.id]

    def _still_going(self, ask: Ask) -> Ask:
        """Records whose life is over need no follow-up, unless the list asks for them."""
        final = [state.name for state in self.target.rules.states if state.final]
        if ask.state or ask.view or not final:
            return ask
        going = " and ".join(f"${{_state}} != '{name}'" for name in final)
        return replace(ask, where=f"({ask.where}) and {going}" if ask.where else going)

    def _params(self, ask: Ask) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in ask.params if name != "cols"]
        return [*kept, *self.columns.params, ("job", self.job.hex)]

    def _seat(self, rows: Sequence[Pointed]) -> None:
        """Lines of the records for which this person may open one."""
        request, paths = self.request, {row.place_path for row in rows}
        here = {path for path in paths if may(request, self.ledger, OPENING, path)}
        self.lines = [Line(row) for row in rows if row.place_path in here]
        listed(self.target, paths, len(rows))
        mark_kept(self.lines, self.job, request.user)

    # ---- what was posted ----

    def judged(self) -> HttpResponse:
        post = self.request.POST
        self.fresh = False
        self._seat(self._named(post.getlist("line")[:CHOSEN]))
        for line in self.lines:
            line.read(self.columns.cells(), post)
        self.columns.sitting.read(post, NO_FILES, names=self.columns.same)
        self.more = post.get("more", "")
        if self.more or post.get("go"):
            return self.drawn()
        try:
            return self._sent([line for line in self.lines if line.typed])
        except KeysMissing:
            self.problems = [Problem("keys.missing", NO_KEYS)]
            return self.drawn(503)

    def _sent(self, lines: Sequence[Line]) -> HttpResponse:
        if not lines:
            self.problems = [Problem("grid.nothing-typed", "一行也没有填。填上一行再保存")]
            return self.drawn(422)
        posted = self.columns.sitting.posted or {}
        given = {name: raw for name, raw in posted.items() if not is_empty(raw)}
        user, edition = self.request.user, number(self.request.POST.get("edition", "")) or 0
        sittings = [
            sent(line, self.job, user, self.ledger, given | self._pointing(line), edition)
            for line in lines
        ]
        results = accept_many(sittings)
        if all(result.ok for result in results):
            return redirect(self._href(job=self.job.hex))
        return self._refused(lines, results)

    def _pointing(self, line: Line) -> dict[str, str]:
        return {self.through: str(line.record.uid)}

    def _refused(self, lines: Sequence[Line], results: Sequence[Any]) -> HttpResponse:
        """The good lines are kept; the others stay, with a column for everything they lack."""
        lacking = [p.place.question.split(".")[0] for result in results for p in result.problems]
        added = self.columns.want(lacking)
        for line, result in zip(lines, results, strict=True):
            line.take(result, self.columns.lines, self.columns.same)
        kept = sum(1 for line in lines if line.kept)
        told = [f"已存{kept}份，写着“已记下”，其余的还没有存"] if kept else []
        self.note = "。".join([*told, *([ADDED] if added else [])])
        common = {(p.code, p.place.question): p for line in lines for p in line.common}
        self.problems = list(common.values())
        stale = all(result.status == "conflict" for result in results if not result.ok)
        return self.drawn(409 if stale else 422)

    # ---- the page ----

    def drawn(self, status: int = 200, turning: SimpleNamespace | None = None) -> HttpResponse:
        columns, request = self.columns, self.request
        view = Showing(ctx=columns.sitting.ctx, opening=False)
        rows = drawn(request.user, self.lines, columns.cells(), view, self.fresh)
        problems = [*self.problems, *summed(self.lines, rows)]
        context = {
            "title": f"一起填：{self.ledger.bundle.form.title}",
            "words": scope_words(request, self.target),
            "note": self.note,
            "problems": problems,
            "headings": [(q.label, q.hint) for q in columns.cells()],
            "rows": rows,
            "open": any(not row.kept for row in rows),
            "same": self._same(),
            "choices": [
                (
                    q.name,
                    q.label,
                    name in columns.lines,
                    name in columns.same,
                    name in columns.fitting,
                )
                for name, q in columns.questions.items()
            ],
            "keep": [(n, v) for n, v in self._query().items() if n not in {"ask", "same"}],
            "hidden": [
                ("key", self.job.hex),
                ("edition", str(self.ledger.form_edition)),
                (WHOSE, mark_of(request.user)),
            ],
            "action": self._href(),
            "turning": turning,
            "back_href": reverse("ledger", args=[self.target.key]),
            "back_label": f"回到{self.target.title}",
        }
        return render(request, "web/grid.html", context, status=status)

    def _query(self, **more: str) -> dict[str, str]:
        found = {name: ",".join(self.request.GET.getlist(name)) for name in self.request.GET}
        return {n: v for n, v in (found | dict(self.columns.params) | more).items() if v}

    def _href(self, **more: str) -> str:
        return f"{self.request.path}?{urlencode(self._query(**more))}"

    def _same(self) -> Block | None:
        """What is answered once and holds for every line that is filled."""
        columns, sitting = self.columns, self.columns.sitting
        if not columns.same:
            return None
        view = Showing(
            ctx=sitting.ctx,
            posted=None if self.fresh else sitting.posted,
            problems={problem.place.question: problem for problem in self.problems},
            under=tuple(p.place_path for p in reach(self.request.user).posts if p.place_path),
            more=self.more,
        )
        skip = frozenset(sitting.bundle.questions) - set(columns.same)
        fields = [f for made in web.blocks(sitting.sections, view, skip) for f in made.fields]
        hint = "填一次，下面填了的每一行都用它。"
        return Block("s-same", "各行都一样的", hint, [_on_paper(f) for f in fields])


def _on_paper(made: Field) -> Field:
    """Whoever signs for many has signed on paper: a picture belongs to one record."""
    if made.macro == "signature":
        made.macro, made.label = "acknowledge", f"{made.label}：已在纸上签名"
        made.choices = [Choice("paper", made.label, chosen=made.value == "paper")]
    return made


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
