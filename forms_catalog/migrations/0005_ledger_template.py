"""Ledgers are edited on pages too, and approved like the other templates."""

from typing import Any

from django.db import migrations


def approved_like_forms(apps: Any, schema_editor: Any) -> None:
    """Where forms wait for an approval, so do ledgers."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    links = apps.get_model("wagtailcore", "WorkflowContentType").objects
    form = kinds.filter(app_label="forms_catalog", model="formtemplate").first()
    link = links.filter(content_type=form).first() if form else None
    if link is not None:
        kind, _ = kinds.get_or_create(app_label="forms_catalog", model="ledgertemplate")
        links.get_or_create(content_type=kind, defaults={"workflow_id": link.workflow_id})


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("forms_catalog", "0004_renditions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerTemplate",
            fields=[],
            options={
                "verbose_name": "台账模板",
                "verbose_name_plural": "台账模板",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("forms_catalog.template",),
        ),
        migrations.RunPython(approved_like_forms, migrations.RunPython.noop),
    ]
