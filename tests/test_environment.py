"""Every way to set the kit up names the same packages."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
CONDA = {"duckdb": "python-duckdb", "jupyter-client": "jupyter_client"}
"""Packages that conda-forge has under another name than the Python index."""


def project() -> dict[str, Any]:
    """Read the project table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def environment() -> dict[str, Any]:
    """Read environment.yml."""
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def conda_name(requirement: str) -> str:
    """Give a requirement under the name that conda-forge has for it, without extras."""
    name, version = re.fullmatch(r"([\w.-]+)(?:\[.*\])?(.*)", requirement).groups()
    return CONDA.get(name, name) + version


def pinned() -> dict[str, str]:
    """Give name and version of every package of requirements.lock."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return dict(re.match(r"([\w.-]+)==([^\s;]+)", line).groups() for line in lines if re.match(r"[\w.-]+==", line))


def test_conda_names_the_same_packages() -> None:
    """environment.yml has the packages of pyproject.toml with the same versions, on the same Python, and nothing else but pip."""
    named = [item for item in environment()["dependencies"] if isinstance(item, str)]

    expected = [
        f"python{project()['requires-python']}",
        *(conda_name(item) for item in project()["dependencies"]),
        "pip",
    ]
    assert sorted(expected) == sorted(named)


def test_conda_takes_one_channel() -> None:
    """All packages come from conda-forge; pip installs only the kit itself."""
    pip = [item["pip"] for item in environment()["dependencies"] if isinstance(item, dict)]

    assert ("outage-kit", ["conda-forge"]) == (environment()["name"], environment()["channels"])
    assert [["-e ."]] == pip


def test_every_package_of_the_lock_has_a_hash() -> None:
    """A package is installed only as the bytes that were pinned."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[\w.-]+==)", "\n" + text)[1:]

    assert [] == [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_the_lock_names_no_address() -> None:
    """The lock says what to install, never from where."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert [] == re.findall(r"https?://\S+|--(?:extra-)?index-url.*|--find-links.*", text)


def test_the_lock_holds_every_dependency() -> None:
    """What pyproject.toml asks for is pinned, for running and for developing."""
    asked = [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w.-]+", item).group().lower().replace("_", "-") for item in asked}

    assert set() == names - set(pinned())


def test_the_lock_is_as_new_as_is_asked_for() -> None:
    """No pinned version is older than the least that pyproject.toml allows."""
    least = dict(item.split(">=") for item in project()["dependencies"])
    numbers = {
        name: [
            tuple(int(part) for part in text.split(".")[:2] if part.isdigit()) for text in (least[name], pinned()[name])
        ]
        for name in least
    }

    assert [] == [name for name, (wanted, found) in numbers.items() if found < wanted[: len(found)]]
