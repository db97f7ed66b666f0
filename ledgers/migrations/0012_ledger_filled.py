import forms_catalog.json
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0011_errand")]

    operations = [
        migrations.AddField(
            model_name="ledger",
            name="filled",
            field=forms_catalog.json.PlainJSON(
                default=dict, encoder=forms_catalog.json.PlainEncoder
            ),
        ),
    ]
