"""Addresses of the staff pages."""

from django.urls import path

from .views import filling, listing, printing, record, work

urlpatterns = [
    path("work/", work.work, name="work"),
    path("ledgers/<slug:key>/", listing.listing, name="ledger"),
    path("ledgers/<slug:key>/new/", filling.fill, name="fill"),
    path("ledgers/<slug:key>/blank.pdf", printing.blank, name="blank"),
    path("records/<uuid:uid>/", record.record, name="record"),
    path("records/<uuid:uid>/edit/", filling.edit, name="edit"),
    path("records/<uuid:uid>/act/<slug:name>/", record.act, name="act"),
    path("records/<uuid:uid>/print.pdf", printing.filled, name="print"),
    path("receipts/<slug:key>/", record.receipt, name="receipt"),
    path("files/<uuid:uid>/", record.file, name="file"),
]
