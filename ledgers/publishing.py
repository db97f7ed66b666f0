"""Publishing a ledger: editions of its form and of itself, and slots that are never moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Count

from forms_catalog import editions
from forms_catalog.applying import StoredBook
from forms_catalog.bundle import Book, make
from forms_catalog.definition import FormDefinition, Question, dump
from forms_catalog.definition import Ledger as Rules
from forms_catalog.logic.derived import Ground, Grounds, ground_of, of_book
from forms_catalog.models import Edition, Template
from forms_catalog.ports import Standing, Use
from forms_catalog.problems import refuse
from forms_catalog.slots import assign, family

from .catching_up import catch_up
from .derived.offering import WAITING
from .duties.reckoning import rounds_a_year
from .mapping import in_order
from .models import Ledger, Record
from .registry import forget


@transaction.atomic
def publish_ledger(rules: Rules, book: Book) -> Ledger:
    """The ledger's row, moved to the editions of its form and rules as they are now."""
    source, _, rows = rules.form.partition(".")
    form = book.get("form", source)
    assert isinstance(form, FormDefinition)
    bundle = make(form, book)
    row = Ledger.objects.filter(key=rules.id).first()
    own = {question.name: question for question in bundle.part()}
    questions = {q.name: q for q in own[rows].questions} if rows else own
    before = row.slots if row else {}
    known = questions | likes_of(rules, book)
    named = in_order(rules, known)
    slots = assign(named, known, before)
    _all_mapped(rules, named, known, slots)
    form_edition = editions.publish("form", form.id, bundle.canonical())
    canonical = {"format": 1, "template": dump(rules), "embedded": {}, "slots": slots}
    edition = editions.publish("ledger", rules.id, canonical)
    new = [name for name in slots if name in questions and name not in before] if row else []
    values = {
        "title": rules.title,
        "edition": edition,
        "form_edition": form_edition,
        "slots": slots,
        "filled": (row.filled if row else {}) | dict.fromkeys(new, WAITING),
    }
    return Ledger.objects.update_or_create(key=rules.id, defaults=values)[0]


def likes_of(rules: Rules, book: Book) -> dict[str, Question]:
    """The derived columns of a ledger that is being published, each as the question it is like."""
    stored = of_book(book)

    def find(key: str) -> Ground | None:
        return ground_of(rules, book) if key == rules.id else stored(key)

    return Grounds(find).likes(rules.id)


def _all_mapped(
    rules: Rules, names: Iterable[str], known: Mapping[str, Question], slots: Mapping[str, str]
) -> None:
    """Slots of columns that are gone stay theirs, so a family may be full though few are shown."""
    for name in names:
        if name in known and family(known[name]) and name not in slots:
            text = f"台账“{rules.id}”的列“{name}”没有位置了，同类的列已经用满"
            where = "从 columns 里去掉它" if name in rules.columns else "从 derived 里去掉它"
            raise refuse("ledger.slots-full", text, where)


def publish_all() -> list[Ledger]:
    """Every ledger of the database's templates; those that did not change stay as they are."""
    book = StoredBook()
    rows = []
    found = Template.objects.filter(kind="ledger", owner="", live=True)
    for key in found.values_list("key", flat=True):
        rules = book.get("ledger", key)
        if isinstance(rules, Rules) and book.get("form", rules.form.partition(".")[0]):
            rows.append(publish_ledger(rules, book))
    forget()
    catch_up()
    return rows


class RunningLedgers:
    """The Uses port: which ledgers a form opens, and their following what is published."""

    def of_form(self, form: str) -> Sequence[Use]:
        ledgers = Ledger.objects.filter(form_edition__kind="form", form_edition__key=form)
        return [Use(row.key, row.title, _by_edition(row, form)) for row in ledgers.order_by("id")]

    def of_ledger(self, ledger: str) -> Standing:
        row = Ledger.objects.filter(key=ledger).first()
        if row is None:
            return Standing()
        records = Record.objects.unscoped("numbers only, of a ledger about to be changed")
        counted = records.filter(ledger=row).values("state").annotate(n=Count("*")).order_by()
        return Standing({item["state"]: item["n"] for item in counted}, dict(row.slots))

    def rounds_a_year(self, ledger: Rules) -> Mapping[str, int]:
        return rounds_a_year(ledger)

    def refresh(self) -> None:
        publish_all()


def _by_edition(row: Ledger, form: str) -> dict[int, int]:
    """How many records of the ledger were filled with each edition; nothing of what they say."""
    records = Record.objects.unscoped("numbers only, of an edition about to be superseded")
    counted = records.filter(ledger=row).values("edition").annotate(n=Count("*")).order_by()
    numbers = dict(Edition.objects.filter(kind="form", key=form).values_list("pk", "number"))
    return {numbers.get(item["edition"], 0): item["n"] for item in counted}
