import django.utils.timezone
from django.db import migrations, models

import forms_catalog.json


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("use", models.CharField(max_length=8)),
                ("key_id", models.CharField(max_length=16)),
                ("value", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("use", "key_id"), name="key_check_once")
                ]
            },
        ),
        migrations.AddField(
            model_name="change",
            name="warnings",
            field=forms_catalog.json.PlainJSON(
                default=dict, encoder=forms_catalog.json.PlainEncoder
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="draft",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
