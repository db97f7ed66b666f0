"""What the search looks in: passages of pages, and the pairs of signs each of them holds."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class Passage(models.Model):
    """A findable piece of a page: the page itself, or one article of a law."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20)
    title = models.TextField()
    text = models.TextField(blank=True)
    flat = models.TextField(blank=True)
    sound = models.CharField(max_length=400, blank=True)
    initials = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "查找的段落"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["page", "anchor"], name="public_passage_once")
        ]

    def __str__(self) -> str:
        return self.title


class Gram(models.Model):
    """Two signs that follow one another in a passage, and how much they weigh there."""

    id = models.BigAutoField(primary_key=True)
    gram = models.CharField(max_length=2)
    passage = models.ForeignKey(
        Passage, models.CASCADE, related_name="grams", db_index=True, db_constraint=True
    )
    weight = models.SmallIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "查找的字"
        indexes = [models.Index(fields=["gram", "passage", "weight"], name="public_gram_pairs")]

    def __str__(self) -> str:
        return self.gram
