"""Wagtail plants groups, a workflow and two roots under English names; here they are read by people."""

from django.db import migrations

NAMES = (
    ("auth", "Group", "name", "Moderators", "网页审核"),
    ("auth", "Group", "name", "Editors", "网页编辑"),
    ("wagtailcore", "Workflow", "name", "Moderators approval", "网页审批"),
    ("wagtailcore", "Task", "name", "Moderators approval", "网页审核人审批"),
    ("wagtailcore", "Collection", "name", "Root", "全部文件"),
    ("wagtailcore", "Page", "title", "Root", "全部页面"),
    ("wagtailcore", "Page", "draft_title", "Root", "全部页面"),
)


def rename(apps, schema_editor):
    for app, model, field, old, new in NAMES:
        apps.get_model(app, model).objects.filter(**{field: old}).update(**{field: new})


def back(apps, schema_editor):
    for app, model, field, old, new in NAMES:
        apps.get_model(app, model).objects.filter(**{field: new}).update(**{field: old})


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(rename, back)]
