from django.db import migrations

import forms_catalog.json


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0002_moving")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="sources",
            field=forms_catalog.json.PlainJSON(default=dict),
        ),
    ]
