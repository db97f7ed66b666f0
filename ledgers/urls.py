"""Addresses of the staff pages."""

from django.urls import path

from .views import (
    check,
    drafts,
    editing,
    filling,
    listing,
    live,
    moving,
    printing,
    record,
    renewing,
    tasks,
    wizard,
    work,
)

urlpatterns = [
    path("work/", work.work, name="work"),
    path("ledgers/<slug:key>/", listing.listing, name="ledger"),
    path("ledgers/<slug:key>/new/", filling.fill, name="fill"),
    path("ledgers/<slug:key>/new/pages/", wizard.first, name="pages"),
    path("drafts/<uuid:uid>/", drafts.draft, name="draft"),
    path("drafts/<uuid:uid>/all/", filling.whole, name="draft-all"),
    path("drafts/<uuid:uid>/check/", check.check, name="draft-check"),
    path("drafts/<uuid:uid>/save/", drafts.save, name="draft-save"),
    path("drafts/<uuid:uid>/delete/", drafts.delete, name="draft-delete"),
    path("drafts/<uuid:uid>/edition/", renewing.edition, name="draft-edition"),
    path("drafts/<uuid:uid>/<slug:step>/", wizard.step, name="draft-step"),
    path("ledgers/<slug:key>/tasks/", tasks.tasks, name="tasks"),
    path("ledgers/<slug:key>/blank.pdf", printing.blank, name="blank"),
    path("records/<uuid:uid>/", record.record, name="record"),
    path("records/<uuid:uid>/edit/", editing.edit, name="edit"),
    path("records/<uuid:uid>/edition/", moving.edition, name="edition"),
    path("records/<uuid:uid>/act/<slug:name>/", record.act, name="act"),
    path("records/<uuid:uid>/print.pdf", printing.filled, name="print"),
    path("receipts/<slug:key>/", record.receipt, name="receipt"),
    path("logic/<int:edition>.json", live.logic, name="logic"),
    path("logic/<int:edition>/look/", live.look, name="look"),
    path("files/<uuid:uid>/", record.file, name="file"),
]
