"""`manage.py drop_second_factor ACCOUNT`: for who has lost both the phone and the written codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.access import end_all, factors
from people.models import User


class Command(BaseCommand):
    """Also ends the account's sessions: whoever found the phone may be signed in."""

    help = "关掉一个账号的两步验证，并让它的手机和电脑都重新登录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有账号{options['username']}")
        factors.drop(user)
        end_all(user)
        self.stdout.write("两步验证已关掉，下次登录时重新开")
