"""Files and folders appear whole or not at all, none half of one writer's and half of another's; a passing folder goes with whoever made it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kit import files

WRITER = """
import sys
from pathlib import Path
from kit.files import whole, write_whole
target, letter, form = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
print("ready", flush=True)
sys.stdin.readline()
for _ in range(60):
    if form == "file":
        write_whole(target, letter * 200_000)
    else:
        with whole(target) as new:
            new.mkdir()
            for part in "abc":
                (new / part).write_text(letter)
print("done")
"""


def written_by_two(target: Path, form: str) -> list[str]:
    """Let two processes write the same target at the same time, again and again; give what a reader saw of it meanwhile."""
    words = [sys.executable, "-c", WRITER, str(target)]
    both = [
        subprocess.Popen([*words, letter, form], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for letter in "xy"
    ]
    for writer in both:
        assert writer.stdout.readline() == "ready\n"
    for writer in both:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    seen = []
    while any(writer.poll() is None for writer in both):
        if form == "file" and target.exists():
            seen.append(target.read_text())
    assert [writer.communicate()[0] for writer in both] == ["done\n"] * 2
    assert [writer.returncode for writer in both] == [0, 0]
    return seen


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing stops half-way the old file stands, and no part of the new one."""
    target = tmp_path / "page.html"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "no space")))

    with pytest.raises(OSError, match=r"no space: .*page.html"):
        files.write_whole(target, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert target.read_text() == "old"


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where its making breaks off the old folder stands, else the new one with nothing of the old, and no scrap beside it."""
    target = tmp_path / "export"
    for name, is_whole in (("a", True), ("b", False), ("c", True)):
        try:
            with files.whole(target) as new:
                new.mkdir()
                (new / name).touch()
                assert is_whole
        except AssertionError:
            assert [path.name for path in target.iterdir()] == ["a"]

    assert [path.name for path in target.iterdir()] == ["c"]
    assert list(tmp_path.iterdir()) == [target]


def test_line_ends_and_letters_are_written_as_they_are(tmp_path: Path) -> None:
    """A text is UTF-8 whatever the machine prefers, and keeps its line ends; bytes stay bytes; missing folders are made."""
    files.write_whole(tmp_path / "new" / "text", "가\r\n")
    files.write_whole(tmp_path / "new" / "bytes", b"\xff")

    assert (tmp_path / "new" / "text").read_bytes() == b"\xea\xb0\x80\r\n"
    assert (tmp_path / "new" / "bytes").read_bytes() == b"\xff"


def test_two_processes_write_one_file(tmp_path: Path) -> None:
    """Each time that a reader looks, the file is all of one writer's, and both end well."""
    seen = written_by_two(tmp_path / "page.html", "file")

    assert {*seen, (tmp_path / "page.html").read_text()} <= {"x" * 200_000, "y" * 200_000}
    assert len(seen) > 10
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_two_processes_write_one_folder(tmp_path: Path) -> None:
    """In the end all of the folder is of one writer, and nothing is left beside it."""
    written_by_two(tmp_path / "export", "folder")

    assert {path.name: path.read_text() for path in (tmp_path / "export").iterdir()} in [
        dict.fromkeys("abc", letter) for letter in "xy"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_a_lock_is_waited_for_and_given_up(tmp_path: Path) -> None:
    """Who cannot have a place within the time is told; when the holder has left, it is free."""
    with files.locked(tmp_path), pytest.raises(TimeoutError), files.locked(tmp_path, 0.2):
        pytest.fail("two hold one lock")
    with files.locked(tmp_path, 0):
        assert list(tmp_path.iterdir()) == []


def test_leftovers_of_killed_processes_are_swept(tmp_path: Path) -> None:
    """What a process that is gone left half-made goes, folders and the log of a database too; what one that runs writes stays, and so do others' files."""
    gone, ours = ".a.html.1f.999999999.new", f".a.html.1f.{os.getpid()}.new"
    for name in (gone, f"{gone}.wal", ours, ".what.is.new", "a.999999999.new"):
        (tmp_path / name).touch()
    (tmp_path / ".export.1f.999999999.new" / "tables").mkdir(parents=True)
    files.sweep(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ours, ".what.is.new", "a.999999999.new"])


def test_a_passing_folder_goes_with_its_block() -> None:
    """What was left in it goes too."""
    with files.passing_folder() as folder:
        (folder / "socket").touch()

    assert not folder.exists()


def test_a_passing_folder_goes_when_its_process_is_killed() -> None:
    """No process has to clean up for that, and none has to come by later."""
    code = (
        "import os\nfrom kit import files\nwith files.passing_folder() as folder:\n"
        "    (folder / 'socket').touch()\n    print(folder, flush=True)\n    os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    folder = Path(killed.stdout.strip())
    for _ in range(100):
        if not folder.exists():
            break
        time.sleep(0.05)

    assert killed.returncode == -9
    assert folder.name.startswith("outage-kit-")
    assert not folder.exists()
