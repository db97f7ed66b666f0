"""Filling a form page by page: how it is cut into pages, and the wizard that walks through them."""

from .pages import Page, pages

__all__ = ["Page", "pages"]
