"""`wagtail.users` as this house installs it: put this in INSTALLED_APPS in its place."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's accounts with our forms."""

    user_viewset = "people.wagtail_users.UserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from people.wagtail_users import OwnNameForm

        NameEmailSettingsPanel.form_class = OwnNameForm
        NameEmailSettingsPanel.title = "电话和电子邮箱"
