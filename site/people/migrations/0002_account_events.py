"""What was done to accounts; a post may end on the day on which it began."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("created", "开账号"),
                            ("words", "改姓名电话"),
                            ("posted", "任职"),
                            ("left", "离任"),
                            ("slip", "印登录单"),
                            ("reset", "重置"),
                            ("disabled", "停用"),
                            ("enabled", "启用"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "whom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "账号记录",
                "verbose_name_plural": "账号记录",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["whom", "what", "at"], name="people_event_whom_what")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="post", name="people_post_span"),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="people_post_span",
            ),
        ),
    ]
