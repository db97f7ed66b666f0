"""The one Jinja2 environment that web, paper and mail share: autoescape on, undefined names fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.template import engines
from django.templatetags.static import static as served
from django.urls import reverse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def static(path: str) -> str:
    """The address of a static file, the same as long as the process lives; a page names it ten times."""
    return served(path)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend for pages, and by `engine` for paper and messages."""
    options |= {"autoescape": True, "undefined": StrictUndefined}
    options.setdefault("loader", FileSystemLoader(settings.BASE_DIR / "templates"))
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(url=url, static=static)
    return env


@cache
def engine() -> Environment:
    """For what is drawn outside a request: it names static files as they lie in the source."""
    env = environment()
    env.globals["static"] = lambda path: f"/static/{path}"
    return env


def page_macro(name: str, macro: str) -> Callable[..., Markup]:
    """A macro as pages draw it, with the served names of static files."""
    found: Callable[..., Markup] = getattr(engines["jinja2"].env.get_template(name).module, macro)  # type: ignore[attr-defined]
    return found


def template(name: str) -> Template:
    """A template outside a request: `template("print/form.html").render(...)`."""
    return engine().get_template(name)
