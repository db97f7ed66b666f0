
import django.db.models.deletion
import forms_catalog.json
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forms_catalog', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormTemplate',
            fields=[
            ],
            options={
                'verbose_name': '表单模板',
                'verbose_name_plural': '表单模板',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('forms_catalog.template',),
        ),
        migrations.CreateModel(
            name='ListTemplate',
            fields=[
            ],
            options={
                'verbose_name': '选项表',
                'verbose_name_plural': '选项表',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('forms_catalog.template',),
        ),
        migrations.AlterModelOptions(
            name='template',
            options={'verbose_name': '模板', 'verbose_name_plural': '模板'},
        ),
        migrations.AddField(
            model_name='template',
            name='expire_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time'),
        ),
        migrations.AddField(
            model_name='template',
            name='expired',
            field=models.BooleanField(default=False, editable=False, verbose_name='expired'),
        ),
        migrations.AddField(
            model_name='template',
            name='first_published_at',
            field=models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at'),
        ),
        migrations.AddField(
            model_name='template',
            name='go_live_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='go live date/time'),
        ),
        migrations.AddField(
            model_name='template',
            name='has_unpublished_changes',
            field=models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes'),
        ),
        migrations.AddField(
            model_name='template',
            name='last_published_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='last published at'),
        ),
        migrations.AddField(
            model_name='template',
            name='latest_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision'),
        ),
        migrations.AddField(
            model_name='template',
            name='live',
            field=models.BooleanField(default=True, editable=False, verbose_name='live'),
        ),
        migrations.AddField(
            model_name='template',
            name='live_revision',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision'),
        ),
        migrations.AddField(
            model_name='template',
            name='locked',
            field=models.BooleanField(default=False, editable=False, verbose_name='locked'),
        ),
        migrations.AddField(
            model_name='template',
            name='locked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='locked at'),
        ),
        migrations.AddField(
            model_name='template',
            name='locked_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by'),
        ),
        migrations.AlterField(
            model_name='template',
            name='base',
            field=forms_catalog.json.PlainJSON(editable=False, encoder=forms_catalog.json.PlainEncoder, null=True),
        ),
        migrations.AlterField(
            model_name='template',
            name='body',
            field=forms_catalog.json.PlainJSON(editable=False, encoder=forms_catalog.json.PlainEncoder),
        ),
        migrations.AlterField(
            model_name='template',
            name='key',
            field=models.CharField(editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='template',
            name='kind',
            field=models.CharField(editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name='template',
            name='owner',
            field=models.CharField(blank=True, default='', editable=False, max_length=24),
        ),
        migrations.AlterField(
            model_name='template',
            name='pack',
            field=models.CharField(blank=True, default='', editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='template',
            name='title',
            field=models.CharField(max_length=200, verbose_name='名称'),
        ),
    ]
