"""A question as a page shows it: plain values only, so that a template never asks a type."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Choice:
    """One radio, checkbox or option of a select."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False
    level: str = ""


@dataclass(slots=True)
class Box:
    """One typed box of a date: `name` is what is posted, `size` y, m, d or t."""

    name: str
    label: str
    value: str
    size: str
    bad: bool = False


@dataclass(slots=True)
class Field:
    """A control with everything around it.

    `macro` is the name of the macro in `templates/web/controls.html`; `id` is also what the error
    summary links to. `stored` is the masked text of a sealed value that is kept unless changed:
    the control then stands behind 更改 and posts nothing when left empty. `upload` is the digest of
    a file that was sent with a page that came back: it need not be chosen again. What
    is `sealed` is kept nowhere in the browser. `doubt`: the answer may be right and needs a reason,
    `why`. `ask`: the label is the heading of a page that asks nothing else. `path` is its name for
    the logic, `hidden`: it is not asked now; `because`: the words of the rows that gave a computed
    value; `live`: whether it must be answered may change while the page is filled; `fixed`: a table
    has as many rows as an expression says.
    """

    name: str
    id: str
    label: str
    macro: str
    type: str
    value: str = ""
    hint: str = ""
    optional: bool = False
    error: str = ""
    width: str = ""
    inputmode: str = ""
    source: str = ""
    kept: str = ""
    stored: str = ""
    read_only: bool = False
    shown: str = ""
    choices: list[Choice] = field(default_factory=list)
    reasons: list[Choice] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rows: list[list[Field]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    groups: list[tuple[str, list[Choice]]] = field(default_factory=list)
    accept: str = ""
    upload: str = ""
    sealed: bool = False
    fills: str = ""
    doubt: bool = False
    why: str = ""
    ask: bool = False
    path: str = ""
    hidden: bool = False
    because: tuple[str, ...] = ()
    live: bool = False
    fixed: bool = False


@dataclass(slots=True)
class Block:
    """A section of the page: its heading and its fields; `html` when it is drawn already.

    `source` says what its form rests on, on the first section of that form. `number` is its name
    for the logic, `hidden`: nothing of it is asked now. `folds`: it lies behind its heading, until
    somebody opens it or something in it must be said, stands or is wrong (`unfolded`).
    """

    id: str
    label: str
    hint: str
    fields: list[Field]
    read_only: bool = False
    html: str = ""
    source: str = ""
    number: int = 0
    hidden: bool = False
    folds: bool = False
    unfolded: bool = False
