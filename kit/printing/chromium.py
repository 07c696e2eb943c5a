"""One tab of a headless Chromium, spoken to over a pipe in its DevTools protocol. No call waits longer than its time-out.

Kaleido would start the same browser, but loads plotly.js again for each picture, asks a server for MathJax, cannot put a font into a
picture, and waits for a browser that hangs while it opens or closes.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kit.errors import RenderError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-sandbox",  # a container has none, and the only page is our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing that is drawn comes from a network
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-lcd-text",  # the same pixels on every screen
)
_PIPES = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'  # the browser reads its commands from 3 and answers on 4
_GRACE = 2.0  # seconds that a browser has to end by itself


class Chromium:
    """A browser with one blank page, for a `with` statement.

    Every call raises TimeoutError after `timeout` seconds without an answer, and ConnectionError where the browser has gone.
    """

    def __init__(self, program: Path, *, timeout: float) -> None:
        self.timeout = timeout
        self._profile = tempfile.TemporaryDirectory(prefix="outage-kit-", ignore_cleanup_errors=True)
        words = ["/bin/sh", "-c", _PIPES, "sh", str(program), *_FLAGS, f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(  # noqa: S603
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )
        self._count, self._unread, self._session = 0, b"", ""

    def __enter__(self) -> Self:
        """Open the page; end the browser where that fails."""
        try:
            self._open_page()
        except BaseException:
            self._end(grace=0)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the browser: at once where it hung, else by its own leave."""
        self._end(grace=0 if kind else _GRACE)

    @property
    def version(self) -> str:
        """Name the browser and its version: `Chrome/150.0.7871.100`."""
        return str(self.ask("Browser.getVersion")["product"])

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol and give its result. Raises RenderError where the browser refuses."""
        self._count += 1
        session = {"sessionId": self._session} if self._session else {}
        limit = time.monotonic() + self.timeout
        self._write(
            json.dumps({"id": self._count, "method": method, "params": parameters, **session}).encode() + b"\0", limit
        )
        while (answer := self._read(limit)).get("id") != self._count:
            pass  # an event, which nobody waits for
        if "error" in answer:
            msg = f"the browser refused {method}: {answer['error'].get('message')}"
            raise RenderError(msg)
        return dict(answer["result"])

    def evaluate(self, script: str) -> Any:
        """Run JavaScript in the page, wait for its promise, and give its value. Raises RenderError where it throws."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {}).get("description", "an error without words")
            msg = f"the page failed: {thrown.splitlines()[0]}"
            raise RenderError(msg)
        return answer["result"].get("value")

    def _open_page(self) -> None:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        frame = self.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.ask(
            "Page.setDocumentContent",
            frameId=frame,
            html="<!doctype html><meta charset='utf-8'><body style='margin:0'>",
        )

    def _write(self, message: bytes, limit: float) -> None:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 -- for the type checker
        os.set_blocking(pipe.fileno(), False)
        rest = memoryview(message)
        while rest:
            if not select.select([], [pipe], [], max(0.0, limit - time.monotonic()))[1]:
                raise TimeoutError
            with suppress(BlockingIOError):
                rest = rest[os.write(pipe.fileno(), rest) :]

    def _read(self, limit: float) -> dict[str, Any]:
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 -- for the type checker
        parts = [self._unread]
        while b"\0" not in parts[-1]:
            if not select.select([pipe], [], [], max(0.0, limit - time.monotonic()))[0]:
                raise TimeoutError
            parts.append(os.read(pipe.fileno(), 1 << 20))
            if not parts[-1]:
                raise ConnectionError
        message, _, self._unread = b"".join(parts).partition(b"\0")
        return dict(json.loads(message))

    def _end(self, grace: float) -> None:
        if grace:
            self._session = ""
            with suppress(OSError, RenderError):
                self.ask("Browser.close")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._profile.cleanup()
