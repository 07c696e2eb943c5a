"""The command line as a whole: a reader that goes away is no mistake."""

from __future__ import annotations

import subprocess
import sys


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    """`outage-kit ... | head -1` ends without a word where its reader has gone."""
    words = [sys.executable, "-c", "from kit.cli import main; main()", "formats"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()

    assert said == ""
    assert process.returncode == 1
