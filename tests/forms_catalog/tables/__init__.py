"""Spreadsheets of every kind, opened as cells."""
