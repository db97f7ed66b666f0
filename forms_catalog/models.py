"""Templates as they are worked on, and the editions that publishing froze."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.db import models, transaction
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from .json import PlainJSON
from .problems import Refused


class Frozen(Exception):
    """Something published was about to be changed or deleted."""


Freeze = Callable[["Template"], None]


class Publisher:
    """What happens around publishing; `forms_catalog.publishing` plugs itself in."""

    judge: Freeze
    """Raises Refused when the draft may not be published."""
    second: Callable[[Any, Any, Any], None]
    """Raises Refused when the draft needs a second person: called with it, its author, the publisher."""
    freeze: Freeze
    """Makes the editions of what was just published; raises Refused."""


publisher = Publisher()


class Previewer:
    """How drafts are shown; `forms_catalog.editing` plugs itself in."""

    modes: Callable[[Template], list[tuple[str, str]]]
    show: Callable[[Template, Any, str], Any]


previewer = Previewer()


class Template(  # type: ignore[django-manager-missing]
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """A form, list, ledger, role or pack: `body` is what was published, revisions hold the draft.

    `base` is what a pack shipped; neither it nor where the row belongs is part of a revision.
    """

    kind = models.CharField(max_length=16, editable=False)
    key = models.CharField(max_length=64, editable=False)
    owner = models.CharField(max_length=24, default="", blank=True, editable=False)
    title = models.CharField("名称", max_length=200)
    body = PlainJSON(editable=False)
    base = PlainJSON(null=True, editable=False)
    pack = models.CharField(max_length=64, default="", blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    OF_THE_ROW = ("kind", "key", "owner", "base", "pack")

    saved_by: dict[str, Any] | None = None
    """What the edit page that made the revision said of itself; see `editing.merging.Sent`."""
    saving: dict[str, Any] | None = None
    """The same of the page that is saving now."""

    class Meta:
        verbose_name = verbose_name_plural = "模板"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "owner"], name="template_key")
        ]

    def __str__(self) -> str:
        return self.title.replace("<wbr>", "") or self.key

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return previewer.modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return previewer.show(self, request, mode_name)

    def serializable_data(self) -> dict[str, Any]:
        """What a revision holds; no column is needed for who sent it."""
        data: dict[str, Any] = super().serializable_data()
        return data | {"saved_by": self.saving} if self.saving else data

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The draft of a revision in the row as it stands now."""
        found: Self = super().with_content_json(content)
        found.saved_by = content.get("saved_by")
        for name in self.OF_THE_ROW:
            setattr(found, name, getattr(self, name))
        return found

    def publish(self, revision: Any, log_action: Any = True, **options: Any) -> Any:
        """Checked, then frozen, or not published at all; a schedule that fails stops nobody else.

        Raises Refused.
        """
        draft = revision.as_object()
        publisher.second(draft, revision.user_id, getattr(options.get("user"), "pk", None))
        try:
            publisher.judge(draft)
        except Refused:
            if not isinstance(log_action, str):
                raise
            revision.approved_go_live_at = None
            return revision.save(update_fields=["approved_go_live_at"])
        with transaction.atomic():
            done = super().publish(revision, log_action=log_action, **options)
            self.refresh_from_db()
            if self.live and self.live_revision_id == revision.pk:
                publisher.freeze(self)
        return done


class OfKind(models.Manager[Any]):
    """The templates of one kind, as their own model."""

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(kind=self.kind, owner="")


class FormTemplate(Template):
    """A form as the editor knows it."""

    objects: ClassVar[OfKind] = OfKind("form")

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "表单模板"


class ListTemplate(Template):
    """A choice list as the editor knows it."""

    objects: ClassVar[OfKind] = OfKind("list")

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "选项表"


class LedgerTemplate(Template):
    """A ledger as the editor knows it."""

    objects: ClassVar[OfKind] = OfKind("ledger")

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "台账模板"


class NoticeTemplate(Template):
    """A notice as the editor knows it."""

    objects: ClassVar[OfKind] = OfKind("notice")

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "通知模板"


class LetterTemplate(Template):
    """A letter as the editor knows it."""

    objects: ClassVar[OfKind] = OfKind("letter")

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "文书模板"


class FrozenSet(models.QuerySet[Any]):
    """Editions in bulk are as frozen as one by one."""

    def update(self, **kwargs: Any) -> int:
        raise Frozen("editions are published")

    def delete(self) -> Any:
        raise Frozen("editions are published")


class Edition(models.Model):
    """Canonical bytes and their digest, for ever: what a record was filled with."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    format = models.PositiveSmallIntegerField()
    bundle = models.BinaryField()
    digest = models.CharField(max_length=80)
    published_at = models.DateTimeField(auto_now_add=True)

    objects = FrozenSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise Frozen(f"{self} is published")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Frozen(f"{self} is published")


class Rendition(models.Model):
    """An edition in another format, kept as it was first written: phones know a form by its bytes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    suffix = models.CharField(max_length=32)
    data = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FrozenSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "suffix"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.suffix}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise Frozen(f"{self} is published")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Frozen(f"{self} is published")
