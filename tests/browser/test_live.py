"""Forms that live while they are filled; nothing that a page without JavaScript would not give."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from forms_catalog.bundle import Bundle
from tests.forms_catalog.tools import form
from tests.logic.cases import bundle_of

from .acting import DESK, PHONE
from .living import living

TOWN = "options:\n  T1: {label: 东镇}\n  T2: {label: 西镇}\n"
VILLAGE = """options:
  V1: {label: 一村, parent: T1}
  V2: {label: 二村, parent: T1}
  V3: {label: 三村, parent: T2}
  V4: {label: 旧村, parent: T2, disabled: true}
"""
