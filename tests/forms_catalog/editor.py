"""The edit page as a browser sends it: opened, changed here and there, saved."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from forms_catalog.blocks import (
    decisions_block,
    logic_to_blocks,
    options_block,
    options_to_stream,
    questions_block,
    rules_block,
    scoring_block,
    to_stream,
)
from forms_catalog.blocks.ledgers import PAGES, page_block, page_to_block
from forms_catalog.definition import FormDefinition, Question, Section, dump, load
from forms_catalog.models import FormTemplate, LedgerTemplate, ListTemplate

from .streams import post

BLOCKS = {
    "questions": questions_block,
    "options": options_block,
    "rules": rules_block,
    "decisions": decisions_block,
    "scoring": scoring_block,
} | {f"part_{name}": partial(page_block, name) for name in PAGES}
TEXT = Question(name="one", label="第一题", type="text")
JSON = {"headers": {"Accept": "application/json"}}


def address(row: Any, name: str, *args: Any) -> str:
    model = row._meta.model_name
    return reverse(f"wagtailsnippets_forms_catalog_{model}:{name}", args=[row.pk, *args])


def question(name: str, **more: Any) -> Question:
    return replace(TEXT, name=name, label=f"题目{name}", **more)


def form_row(key: str = "visits", *sections: Section, live: bool = False) -> FormTemplate:
    """A form of two sections unless others are given."""
    made = sections or (
        Section(name="a", label="甲", questions=(question("one"), question("two"))),
        Section(name="b", label="乙", questions=(question("three"),)),
    )
    form = FormDefinition(id=key, title="走访表", sections=made)
    return _row(FormTemplate, "form", form, live)


def list_row(definition: Any, live: bool = False) -> ListTemplate:
    return _row(ListTemplate, "list", definition, live)


def ledger_row(definition: Any, live: bool = False) -> LedgerTemplate:
    return _row(LedgerTemplate, "ledger", definition, live)


def _row(model: Any, kind: str, definition: Any, live: bool) -> Any:
    row = model(kind=kind, key=definition.id, title=definition.title, body=dump(definition))
    row.live = False
    row.save()
    if live:
        row.save_revision().publish()
    return model.objects.get(pk=row.pk)


def draft(row: Any) -> Any:
    """The definition of the newest draft."""
    return load(type(row).objects.get(pk=row.pk).get_latest_revision_as_object().body)


def boss(name: str = "boss", words: str = "苏文") -> Client:
    """Somebody who may do everything in the admin."""
    user = get_user_model().objects.filter(username=name).first()
    user = user or get_user_model().objects.create_superuser(name, password=None, name=words)
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browser


def opened(browser: Client, row: Any, **query: str) -> QueryDict:
    """What the page would send when nothing was touched."""
    page = browser.get(address(row, "edit"), query)
    assert page.status_code == 200
    form = page.context["form"]
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form[name].value()
        if name in BLOCKS:
            data.update(post(BLOCKS[name](), value, name))
        elif value is not None:
            data[name] = str(value)
    return data


def asked(data: QueryDict, *questions: Question) -> QueryDict:
    """The same page with other questions in its stream."""
    for name in [name for name in data if name.startswith("questions-")]:
        del data[name]
    data.update(post(questions_block(), to_stream(questions), "questions"))
    return data


def offered(data: QueryDict, *options: Any) -> QueryDict:
    """The same page with other options in its list."""
    for name in [name for name in data if name.startswith("options-")]:
        del data[name]
    data.update(post(options_block(), options_to_stream(options), "options"))
    return data


def ruled(data: QueryDict, form: FormDefinition) -> QueryDict:
    """The page of rules with those of another form."""
    shown = logic_to_blocks(form)
    for name in [n for n in data if n.startswith(tuple(f"{one}-" for one in shown))]:
        del data[name]
    for name, value in shown.items():
        data.update(post(BLOCKS[name](), value, name))
    return data


def paged(data: QueryDict, page: str, ledger: Any) -> QueryDict:
    """The same page of a ledger as another ledger has it."""
    for name in [name for name in data if name.startswith(f"part_{page}-")]:
        del data[name]
    data.update(post(page_block(page), page_to_block(ledger, page), f"part_{page}"))
    return data


def save(browser: Client, row: Any, data: QueryDict, **changes: str) -> Any:
    for name, text in changes.items():
        data[name.replace("__", "-")] = text
    return browser.post(address(row, "edit"), dict(data.lists()))


def autosave(browser: Client, row: Any, data: QueryDict, **changes: str) -> Any:
    for name, text in changes.items():
        data[name] = text
    return browser.post(address(row, "edit"), dict(data.lists()), **JSON)
