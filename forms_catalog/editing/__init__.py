"""The editor of forms and choice lists in Wagtail's admin: one section at a time, checked, then published."""
