"""The browser: what fails in its page comes out as an error."""

from __future__ import annotations

import pytest

from kit.errors import RenderError
from kit.printing import doctor
from kit.printing.chromium import Chromium


def test_page_that_fails_says_why() -> None:
    """An error of JavaScript in the page comes out as one line, not as a hang."""
    with (
        pytest.raises(RenderError, match="the page failed: Error: no such thing"),
        Chromium(doctor.needed_browser(), timeout=30) as tab,
    ):
        tab.evaluate("throw new Error('no such thing')")
