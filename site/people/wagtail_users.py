"""Wagtail's account pages with our one name and telephone instead of its first and last names."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from people.models import User

OURS = {"name", "phone"}


class CreateForm(UserCreationForm):
    """A new account."""

    first_name = last_name = None
    email = forms.EmailField(label="电子邮箱", required=False)

    class Meta(UserCreationForm.Meta):
        fields = (set(UserCreationForm.Meta.fields) | OURS) - {"first_name", "last_name"}


class EditForm(UserEditForm):
    """An account that stands."""

    first_name = last_name = None
    email = forms.EmailField(label="电子邮箱", required=False)

    class Meta(UserEditForm.Meta):
        fields = (set(UserEditForm.Meta.fields) | OURS) - {"first_name", "last_name"}


class OwnNameForm(NameEmailForm):
    """One's own account page: names are given by those who keep the accounts."""

    first_name = last_name = None
    email = forms.EmailField(label="电子邮箱", required=False)

    class Meta:
        model = User
        fields = ["phone", "email"]


class UserViewSet(WagtailUserViewSet):
    """The accounts in the Wagtail administration."""

    create_template_name = "people/user_create.html"
    edit_template_name = "people/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return EditForm if for_update else CreateForm
