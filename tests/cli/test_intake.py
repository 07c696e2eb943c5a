"""`outage-kit load`, `pull` and `formats`: what they print, and how they end."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import call
from serving import Server, incidents

from kit.intake.readers import readers

pytestmark = pytest.mark.usefixtures("feeds")

DATA = Path(__file__).parents[1] / "data"


def test_load_prints_what_came_in(target: Path) -> None:
    """One line a file with its sum, and what is flagged."""
    result = call("load", "--db", target, DATA / "statuspage" / "incidents.json")

    assert 0 == result.exit_code
    assert (
        "statuspage, Example Hub: 5 read = 4 loaded + 0 duplicates + 1 quarantined; flagged: 1 end_before_start, 1 stale"
        in result.output
    )


def test_strict_fails_on_quarantine(target: Path) -> None:
    """--strict exits 1 if any record is quarantined, also when the file is loaded again."""
    codes = [
        call("load", "--db", target, DATA / "statuspage" / "incidents.json", "--strict").exit_code for _ in range(2)
    ]

    assert [1, 1, 0] == [*codes, call("load", "--db", target, DATA / "slack", "--strict").exit_code]


def test_json_of_load_is_only_json(target: Path, tmp_path: Path) -> None:
    """--json writes the whole summary to stdout and nothing else, errors included."""
    (tmp_path / "zero.json").touch()
    result = call("load", "--db", target, DATA / "slack" / "history.json", tmp_path / "zero.json", "--json")
    found = json.loads(result.stdout)

    assert (1, 1, 2, 2, 0, 0) == (
        result.exit_code,
        *(found[name] for name in ("failed", "records", "loaded", "duplicates", "quarantined")),
    )
    assert "it has no content" in found["files"][1]["error"]


@pytest.mark.parametrize(
    "arguments", [("nowhere.json",), (DATA / "slack", "--format", "nothing"), (DATA / "slack", "--map", "no.toml")]
)
def test_a_wrong_call_of_load_exits_2(arguments: tuple[str, ...], target: Path) -> None:
    """A mistake of the caller is one line on stderr."""
    result = call("load", "--db", target, *arguments)

    assert (2, "", 1) == (result.exit_code, result.stdout, len(result.stderr.splitlines()))


def test_formats_are_listed() -> None:
    """Every format has a line that says how it is recognised."""
    result = call("formats")

    assert 0 == result.exit_code
    assert [*readers()] == [line.split()[0] for line in result.output.splitlines()]


def test_pull_says_what_came(server: Server, target: Path) -> None:
    """A line for what came on stdout, a line for what failed on stderr, and exit code 1 for the failure."""
    url = server.says("/incidents.json", incidents())
    result = call("pull", "--db", target, url, server.url("/none.json"), "--allow-private")

    assert (1, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert f"outage-kit: {server.url('/none.json')}: the server says 404" in result.stderr
    assert "statuspage, Hub: 2 read = 2 loaded + 0 duplicates + 0 quarantined" in result.stdout


def test_pull_exits_by_what_happened(server: Server, target: Path) -> None:
    """0 when all went well, 1 for a private address without the option, 2 for a wrong call."""
    url = server.says("/incidents.json", incidents())

    assert [0, 1, 2] == [
        call("pull", "--db", target, url, *options).exit_code
        for options in (["--allow-private"], [], ["--format", "nothing"])
    ]


def test_json_of_pull_is_only_json(server: Server, target: Path) -> None:
    """--json writes the whole summary, errors included, and nothing else."""
    result = call(
        "pull",
        "--db",
        target,
        server.says("/incidents.json", incidents()),
        "ftp://example.com/",
        "--allow-private",
        "--json",
    )
    found = json.loads(result.stdout)

    assert (1, 1, 2) == (result.exit_code, found["failed"], found["loaded"])
    assert "only http and https" in found["files"][1]["error"]
