"""Commands of `manage.py` that load places and posts."""
