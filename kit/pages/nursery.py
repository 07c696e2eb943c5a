"""The warm process, seen from outside: it forks a kernel for whoever asks, and is started again where it has ended.

`kit.pages.warm` is its inside. Between it and each kernel stands a keeper, which it forks too, with a line of its own to here: a notebook
that ends its parent ends its own keeper, and the end of the warm process ends no kernel. The fork server of `multiprocessing` is no faster,
ends with all it has forked where one fork fails, and runs the main module of its user again in each kernel.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kit import settings
from kit.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyter_client.connect import KernelConnectionInfo

START_SECONDS = 60
"""How long a kernel, or the warm process, may take to start."""
_MOST_TRIES = 3
"""How often a kernel is asked for where nobody answers."""
ONLY_WARM = {
    "OPENBLAS_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "POLARS_ALLOW_FORKING_THREAD": "1",
}
"""Environment that keeps libraries from starting threads when they are imported; kernels do not see it."""


def can_fork() -> bool:
    """Tell whether kernels are forked here: on Linux, unless `OUTAGE_KIT_KERNELS` says `fresh`; elsewhere only where it says `warm`."""
    return settings.kernels() == "warm" and hasattr(os, "fork")


@dataclass
class Fork:
    """A kernel, and the line to its keeper: a byte is a signal to the kernel and all that it started, the end of the line is its end."""

    pid: int
    ended: asyncio.Task[int]
    _writer: asyncio.StreamWriter

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and all that it started; nothing happens where it has ended."""
        if not self.ended.done():
            self._writer.write(bytes([number]))


@dataclass
class Nursery:
    """Asks the warm process for kernels. `is_lost` where it could not be started."""

    environment: Mapping[str, str]
    is_lost: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _line: socket.socket | None = None
    _waking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Start the warm process, in place of one that was, and wait until it is warm. Raises RenderError where it does not get so."""
        self.stop()
        try:
            self._line = self._spawn()
            async with asyncio.timeout(START_SECONDS):
                is_warm = await asyncio.get_running_loop().sock_recv(self._line, 1)
        except OSError as error:
            is_warm, why = b"", error.strerror or f"not ready after {START_SECONDS} s"
        else:
            why = "ended before it was ready"
        if not is_warm:
            self.is_lost = True
            msg = f"there is no warm process to fork kernels from ({why})"
            raise RenderError(msg)

    def _spawn(self) -> socket.socket:
        ours, its = socket.socketpair()
        ours.setblocking(False)
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kit.pages.warm"],
                stdin=its.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**self.environment, **ONLY_WARM},
                start_new_session=True,
            )
        return ours

    async def fork(self, argv: list[str], env: Mapping[str, str], cwd: str) -> Fork:
        """Fork a kernel and wait until its sockets are bound. Raises RenderError where there is none to be had."""
        request = json.dumps({"argv": argv, "env": dict(env), "cwd": cwd}).encode() + b"\n"
        lost = None
        for _ in range(_MOST_TRIES):
            line = await self._reach(lost)
            if fork := await _ask(line, request):
                return fork
            lost = line
        msg = f"a kernel was asked for {_MOST_TRIES} times, and the warm process ended each time"
        raise RenderError(msg)

    def stop(self) -> None:
        """End the warm process."""
        if self._line:
            self._line.close()
        if self._process:
            self._process.kill()  # what it has forked is in the hands of keepers
            self._process.wait()
        self._line = self._process = None

    async def _reach(self, lost: socket.socket | None) -> socket.socket:
        """Give the line to the warm process; to a new one, where that one was lost."""
        async with self._waking:
            if self._line is None or self._line is lost:
                await self.start()
            assert self._line  # noqa: S101 -- for the type checker
            return self._line


async def _ask(line: socket.socket, request: bytes) -> Fork | None:
    """Ask for a kernel; give nothing where nobody answers. Raises RenderError where there is none to be had."""
    ours, its = socket.socketpair()
    with its:
        try:
            socket.send_fds(line, [b"k"], [its.fileno()])
        except OSError:
            ours.close()
            return None
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        writer.write(request)
        answer = await _hear(reader, START_SECONDS)
    except BaseException:
        writer.close()
        raise
    if "ready" in answer:
        return Fork(answer["ready"], asyncio.create_task(_end(reader, writer, answer["ready"])), writer)
    writer.close()
    if answer:
        msg = f"no kernel could be started ({answer.get('failed') or 'it ended before it was ready'})"
        raise RenderError(msg)
    return None


async def _end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> int:
    """Wait for a kernel to end and give its exit code; where its keeper is lost, end it."""
    try:
        answer = await _hear(reader)
    finally:
        writer.close()
    if "ended" not in answer:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    return int(answer.get("ended", -signal.SIGKILL))


async def _hear(reader: asyncio.StreamReader, seconds: float | None = None) -> dict[str, Any]:
    """Give what a keeper says next, or nothing where its line ends or it is silent for too long."""
    with suppress(OSError, ValueError):
        async with asyncio.timeout(seconds):
            return dict(json.loads(await reader.readline()))
    return {}


class WarmProvisioner(LocalProvisioner):
    """Gives kernels to jupyter_client that the warm process forks."""

    nursery: Nursery
    fork: Fork | None = None

    @property
    def has_process(self) -> bool:
        """Tell whether there is a kernel to manage."""
        return self.fork is not None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that a command would start."""
        argv = cmd[cmd.index("ipykernel_launcher") + 1 :]
        self.fork = await self.nursery.fork(argv, kwargs["env"], str(kwargs.get("cwd") or Path.cwd()))
        return self.connection_info

    async def poll(self) -> int | None:
        """Give the exit code of the kernel, None while it runs."""
        if self.fork is None:
            return 0
        return self.fork.ended.result() if self.fork.ended.done() else None

    async def wait(self) -> int | None:
        """Wait for the kernel to end."""
        if self.fork is None:
            return 0
        code = await asyncio.shield(self.fork.ended)
        self.fork = None
        return code

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and all that it started."""
        if self.fork is not None:
            self.fork.signal(signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- jupyter_client's signature
        """Kill the kernel and wait until it is gone."""
        await self.send_signal(signal.SIGKILL)
        if self.fork is not None:
            await asyncio.wait([self.fork.ended], timeout=5)

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)
