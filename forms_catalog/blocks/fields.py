"""Single controls of a block: they take whatever was typed and never refuse it; checking is later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from wagtail.blocks import FieldBlock

from .widgets import Choices, OpenSelect
from .words import Words


class PlainField(FieldBlock):
    """A control whose value is what was typed; `needed` draws the mark, nothing more."""

    def __init__(
        self, words: Words, widget: forms.Widget, needed: bool = False, **meta: Any
    ) -> None:
        widget.show_add_comment_button = False  # type: ignore[attr-defined]
        self.field = forms.Field(required=False, widget=widget, help_text=words.help)
        self.needed = needed
        super().__init__(label=words.label, default=self.empty(), **meta)

    @property
    def required(self) -> bool:
        return self.needed

    def defer_required_validation(self) -> None:
        self.is_deferred_validation = True

    def restore_deferred_validation(self) -> None:
        self.is_deferred_validation = False

    def empty(self) -> Any:
        return ""

    def value_from_form(self, value: Any) -> Any:
        return self.empty() if value is None else value

    def clean(self, value: Any) -> Any:
        return self.value_from_form(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class TextField(PlainField):
    """Words of one or several lines."""

    def __init__(self, words: Words, needed: bool = False, **meta: Any) -> None:
        super().__init__(words, forms.Textarea(attrs={"rows": 1, "cols": 20}), needed, **meta)


QUIET = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class LineField(PlainField):
    """A code, a name, a number: one line, no corrections by the browser."""

    def __init__(self, words: Words, needed: bool = False, **meta: Any) -> None:
        super().__init__(words, forms.TextInput(attrs=QUIET), needed, **meta)


class ExpressionField(PlainField):
    """An expression as text; `what` tells the page's script which help to put beside it.

    `about` is the box beside it that names the ledger whose records the expression reads.
    """

    def __init__(self, words: Words, what: str, needed: bool = False, about: str = "") -> None:
        attrs = QUIET | {"rows": 1, "cols": 20, "data-rule": what}
        attrs |= {"data-about": about} if about else {}
        super().__init__(words, forms.Textarea(attrs=attrs), needed)


class RecipientsField(PlainField):
    """Whom to tell; the page's script puts it together from lists of roles and places."""

    def __init__(self, words: Words, needed: bool = False) -> None:
        super().__init__(words, forms.TextInput(attrs=QUIET | {"data-recipients": "list"}), needed)


class NamedField(PlainField):
    """The name of something in the same form; the page's script offers all by their labels.

    `many`: several of them, `ticks` where their order means nothing, else `order`. `about` is the
    box beside it that names the ledger they are of.
    """

    def __init__(
        self, words: Words, what: str, needed: bool = False, many: str = "", about: str = ""
    ) -> None:
        attrs = QUIET | {"data-names": what} | ({"data-many": many} if many else {})
        attrs |= {"data-about": about} if about else {}
        super().__init__(words, forms.TextInput(attrs=attrs), needed)


class NumberField(PlainField):
    """A number, kept as it was typed."""

    def __init__(self, words: Words, needed: bool = False) -> None:
        super().__init__(words, forms.NumberInput(attrs={"step": "any"}), needed)


class HiddenField(PlainField):
    """What the editor shows nowhere and carries along."""

    def __init__(self) -> None:
        super().__init__(Words(" "), forms.HiddenInput(), form_classname="carried")


class SelectField(PlainField):
    """One of a few words; a value that is not among them stays."""

    def __init__(
        self, words: Words, offered: Callable[[], Choices] | None = None, **meta: Any
    ) -> None:
        choices = offered or (lambda: words.choices)
        super().__init__(words, OpenSelect(choices), **meta)


class FlagField(PlainField):
    """Yes when it is ticked."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, forms.CheckboxInput())

    def empty(self) -> Any:
        return False

    def get_form_state(self, value: Any) -> bool:
        return bool(value)


class TicksField(PlainField):
    """Any of a few words."""

    def __init__(self, words: Words, choices: Choices) -> None:
        super().__init__(words, forms.CheckboxSelectMultiple(choices=list(choices)))

    def empty(self) -> Any:
        return []
