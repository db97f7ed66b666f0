"""Rows of a file on their way to records and back."""
