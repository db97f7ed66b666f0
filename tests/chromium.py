"""The browser of the tests: Debian's Chromium, where it can be had without the window around a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

BARE = Path("/usr/bin/chromium-headless-shell")
"""Draws pages only: the whole browser spends four times as much, most of it on buttons nobody sees."""
WHOLE = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@contextmanager
def running() -> Iterator[Browser]:
    found = BARE if BARE.exists() else WHOLE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
