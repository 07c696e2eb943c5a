"""Kernels for reports: forked from one warm process where fork is to be had, else started fresh. Either way a real ipykernel.

A fork takes some hundredths of a second where a fresh kernel takes seconds, and is as isolated: a process of its own, killed with all
that it started when its report is done. The forks come through jupyter_client's provisioner interface, so that everything above it
(nbclient, messages, time-outs) is the same for both.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.kernelspec import KernelSpec, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from kit import settings
from kit.errors import BadInput, RenderError

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping

    from jupyter_client.client import KernelClient
    from jupyter_client.connect import KernelConnectionInfo
    from nbformat import NotebookNode

Turn = Callable[[], AbstractAsyncContextManager[None]]
"""Gives a context in which the cells of a notebook may run."""
MOST_CHARACTERS = 10_000_000
"""What a notebook may print."""
_START_SECONDS = 60
_GREETING_SECONDS = 0.5
_MOST_DEATHS = 3
"""How often the warm process may die before kernels are started fresh: what kills it so often would go on."""
_ONLY_WARM = {
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
    """A kernel that the warm process has forked, as its provisioner sees it."""

    name: str
    ready: asyncio.Future[int]
    """Its process."""
    ended: asyncio.Future[int]


@dataclass
class Nursery:
    """The warm process, seen from outside: ask it for kernels, hear when they end."""

    folder: Path
    environment: Mapping[str, str]
    process: Process | None = None
    forks: dict[str, Fork] = field(default_factory=dict)
    deaths: int = 0
    _names: count[int] = field(default_factory=lambda: count(1))
    _listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the warm process, again where it has ended, and wait until it is warm. Raises RenderError where it does not get so."""
        self.folder.mkdir(mode=0o700, exist_ok=True)  # a warm process that ended has removed it
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "kit.pages.warm",
            str(self.folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**self.environment, **_ONLY_WARM},
            start_new_session=True,
        )
        itself = self._expect("")
        self._listener = asyncio.create_task(self._listen())
        await _first(itself, "the warm process ended before it was ready")

    async def fork(self, argv: list[str], env: Mapping[str, str], cwd: str) -> Fork:
        """Fork a kernel and wait until its sockets are bound. Raises RenderError where it ends before, or the warm process has ended."""
        if not self.is_alive:
            msg = "the warm process has ended"
            raise RenderError(msg)
        fork = self._expect(str(next(self._names)))
        self._tell({"id": fork.name, "argv": argv, "env": dict(env), "cwd": cwd})
        await _first(fork, "a forked kernel ended before it was ready")
        return fork

    def signal(self, name: str, number: int) -> None:
        """Send a signal to a kernel and all that it started; nothing happens where it has ended."""
        self._tell({"id": name, "signal": number})

    async def stop(self) -> None:
        """End the warm process, and with it every kernel."""
        if self.process is None:
            return
        with suppress(OSError):
            self._input.close()
        try:
            await asyncio.wait_for(self.process.wait(), 5)
        except TimeoutError:
            self.process.kill()
        if self._listener:
            await self._listener

    @property
    def is_alive(self) -> bool:
        """Tell whether the warm process can fork."""
        return self._listener is not None and not self._listener.done()

    @property
    def _input(self) -> asyncio.StreamWriter:
        if self.process is None or self.process.stdin is None:
            msg = "the warm process was not started"
            raise RenderError(msg)
        return self.process.stdin

    def _tell(self, message: dict[str, Any]) -> None:
        self._input.write(json.dumps(message).encode() + b"\n")

    def _expect(self, name: str) -> Fork:
        loop = asyncio.get_running_loop()
        self.forks[name] = Fork(name, loop.create_future(), loop.create_future())
        return self.forks[name]

    async def _listen(self) -> None:
        if self.process is None or self.process.stdout is None:
            return
        while line := await self.process.stdout.readline():
            self._hear(json.loads(line))
        self.deaths += 1
        for name, fork in list(self.forks.items()):
            if fork.ready.done() and name:  # it would notice by itself, but only in a second
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(fork.ready.result(), signal.SIGKILL)
            self._hear({"id": name, "exit": -signal.SIGKILL})

    def _hear(self, message: dict[str, Any]) -> None:
        fork = self.forks[message["id"]]
        if "exit" in message:
            fork.ended.set_result(message["exit"])
            del self.forks[message["id"]]
        elif not fork.ready.done():
            fork.ready.set_result(message["ready"])


async def _first(fork: Fork, trouble: str) -> None:
    await asyncio.wait((fork.ready, fork.ended), timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    if not fork.ready.done():
        raise RenderError(trouble)


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
            self.nursery.signal(self.fork.name, signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- jupyter_client's signature
        """Kill the kernel and wait until it is gone."""
        await self.send_signal(signal.SIGKILL)
        if self.fork is not None:
            await asyncio.wait([self.fork.ended], timeout=5)

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)


class Client(NotebookClient):
    """Runs a notebook in one kernel and always ends that kernel; leaves signals to whoever runs the batch.

    A notebook that floods its output is ended before it fills the memory of the batch.
    """

    received = 0
    turn: Turn = nullcontext

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take in a message of the kernel; end the kernel when it has sent too much."""
        self.received += len(msg["content"].get("text", ""))
        if self.received <= MOST_CHARACTERS:
            return super().process_message(msg, cell, cell_index)
        manager: Any = self.km
        self._ending = asyncio.ensure_future(manager.provisioner.kill())
        return None

    @asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncIterator[None]:
        """Start the kernel and the client of a notebook, wait for its turn to run; end both however the notebook ends."""
        try:
            await self.async_start_new_kernel(**kwargs)
            await self.async_start_new_kernel_client()
            async with self.turn():
                yield
        finally:
            await asyncio.shield(asyncio.ensure_future(self._async_cleanup_kernel()))

    async def async_start_new_kernel_client(self) -> KernelClient:
        """Connect to the kernel: a forked one has bound its sockets already and says so, a fresh one is asked until it answers."""
        manager: Any = self.km
        if not isinstance(manager.provisioner, WarmProvisioner):
            return await super().async_start_new_kernel_client()
        client: Any = manager.client()
        self.kc = client
        client.start_channels(hb=False, stdin=False)
        client.allow_stdin = False
        fork: Any = manager.provisioner.fork
        message = asyncio.ensure_future(client.get_iopub_msg(timeout=_START_SECONDS))
        while not (message.done() or fork.ended.done()):
            done, _ = await asyncio.wait(
                (message, fork.ended), timeout=_GREETING_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:  # ipykernel loses its greeting once in a thousand times; what it says when asked shows as well that it is heard
                client.kernel_info()
        if not message.done() or message.exception():
            message.cancel()
            msg = "the kernel does not answer"
            raise DeadKernelError(msg)
        return cast("KernelClient", client)


@dataclass
class Kernels:
    """Where the notebooks of a batch are run."""

    folder: Path
    environment: Mapping[str, str]
    nursery: Nursery | None = None
    _waking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(
        self,
        notebook: NotebookNode,
        folder: Path,
        timeout: int,  # noqa: ASYNC109 -- of each cell
        *,
        turn: Turn = nullcontext,
        **options: Any,
    ) -> None:
        """Run a notebook in a kernel of its own, in place, from a folder. `timeout` is in seconds for each cell; `options` are nbclient's.

        The kernel starts at once; its cells run inside `turn`, so that one kernel can start while as many others run as may.
        A notebook whose kernel is lost because the warm process dies is run again, once. Raises what nbclient raises: CellExecutionError,
        CellTimeoutError, DeadKernelError; RenderError where the notebook floods its output, BadInput for a kernel that is not installed.
        """
        await self._keep_warm()
        deaths = self._deaths
        try:
            await self._run_once(notebook, folder, timeout, turn, **options)
        except (DeadKernelError, RenderError):
            if self._deaths == deaths:
                raise
            await self._keep_warm()
            await self._run_once(notebook, folder, timeout, turn, **options)

    @property
    def _deaths(self) -> int:
        return self.nursery.deaths if self.nursery else 0

    async def _keep_warm(self) -> None:
        """Start the warm process again where it has died, unless it does so too often."""
        async with self._waking:
            if self.nursery and not self.nursery.is_alive and self.nursery.deaths < _MOST_DEATHS:
                await self.nursery.stop()
                await _warmed(self.nursery)

    async def _run_once(self, notebook: NotebookNode, folder: Path, timeout: int, turn: Turn, **options: Any) -> None:  # noqa: ASYNC109 -- of each cell
        client = Client(
            notebook,
            km=self._manager(_kernel_of(notebook)),
            timeout=timeout,
            startup_timeout=_START_SECONDS,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
            **options,
        )
        client.turn = turn
        try:
            await client.async_execute(env=dict(self.environment))
        except DeadKernelError:
            if client.received > MOST_CHARACTERS:
                msg = f"the cell printed more than {MOST_CHARACTERS:,} characters and was ended"
                raise RenderError(msg) from None
            raise

    def _manager(self, name: str) -> AsyncKernelManager:
        """Give the manager of a kernel that is yet to start: forked, where it is ours and there is a warm process."""
        manager = AsyncKernelManager(
            kernel_name=name, transport="ipc", connection_file=str(self.folder / f"{next(_NUMBERS)}.json")
        )
        try:
            argv = cast("KernelSpec", manager.kernel_spec).argv
        except NoSuchKernel:
            msg = f"the notebook asks for the kernel {name!r}, which is not installed here"
            raise BadInput(msg) from None
        if self.nursery is not None and self.nursery.is_alive and _is_ours(argv):
            manager.provisioner = WarmProvisioner(kernel_spec=manager.kernel_spec, parent=manager)
            manager.provisioner.nursery = self.nursery
        return manager


_NUMBERS = count(1)


@asynccontextmanager
async def kernels(environment: Mapping[str, str], *, is_warm: bool | None = None) -> AsyncIterator[Kernels]:
    """Give a place to run notebooks in; whatever happens, no kernel outlives it."""
    with tempfile.TemporaryDirectory(prefix="outage-kit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if not (can_fork() if is_warm is None else is_warm):
            yield Kernels(folder, environment)
            return
        nursery = Nursery(folder, environment)
        try:
            yield Kernels(folder, environment, nursery if await _warmed(nursery) else None)
        finally:
            await nursery.stop()


async def _warmed(nursery: Nursery) -> bool:
    try:
        await nursery.start()
    except RenderError as error:
        logging.getLogger(__name__).warning("%s: kernels are started fresh, which is slower", error)
        return False
    return True


def _kernel_of(notebook: NotebookNode) -> str:
    """Name the kernel of a notebook: Python is always the Python that runs the kit, whatever the notebook calls it."""
    spec = notebook.metadata.get("kernelspec", {})
    is_python = spec.get("language", "python") == "python"
    return "python3" if is_python else str(spec["name"])


def _is_ours(argv: list[str]) -> bool:
    """Tell whether a kernel specification starts ipykernel by the Python that runs the kit."""
    names = (
        "python",
        f"python{sys.version_info[0]}",
        f"python{sys.version_info[0]}.{sys.version_info[1]}",
        sys.executable,
    )
    return argv[0] in names and "ipykernel_launcher" in argv
