from django.db import migrations, models
from django.db.models import Q


def ordered(name, *fields):
    there = Q(**{f"{name}__isnull": False})
    return models.Index(fields=["ledger", name, "id", *fields], name=f"rec_{name}", condition=there)


class Migration(migrations.Migration):

    dependencies = [
        ('ledgers', '0013_bulk'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['ledger', 'id'], name='rec_new'),
        ),
    ] + [
        operation
        for name in ('d1', 'd2')
        for operation in (
            migrations.RemoveIndex(model_name='record', name=f'rec_{name}'),
            migrations.AddIndex(model_name='record', index=ordered(name, 'place_path', 'state', 'c1', 'c2', 'c3')),
        )
    ]
