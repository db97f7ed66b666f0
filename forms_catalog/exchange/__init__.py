"""Answers in tables: the columns of a form's sheets, rosters read by their headings, sheets written."""
