"""Importing without what is not needed."""

from __future__ import annotations

import importlib
import sys

import pytest

from kit.pages import imports


def test_importing_quickly_leaves_nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package is missing inside, and to be had again afterwards; one that is imported already stays."""
    there, absent = imports._UNNEEDED
    monkeypatch.setitem(sys.modules, there, sys)
    monkeypatch.delitem(sys.modules, absent, raising=False)
    with imports.quick():
        assert importlib.import_module(there) is sys
        with pytest.raises(ImportError):
            importlib.import_module(absent)

    assert sys.modules[there] is sys
    assert absent not in sys.modules
