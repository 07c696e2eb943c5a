"""Kernels for pages: forked from one warm process where fork is to be had, else started fresh. Either way a real ipykernel.

A fork takes some hundredths of a second where a fresh kernel takes seconds, and is as isolated: a process of its own, killed with all
that it started when its page is done. The forks come through jupyter_client's provisioner interface, so that everything above it
(nbclient, messages, time-outs) is the same for both.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import zmq
import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from kit import files
from kit.errors import BadInput, RenderError
from kit.pages.nursery import START_SECONDS, Nursery, WarmProvisioner, can_fork

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from jupyter_client.client import KernelClient
    from nbformat import NotebookNode

Turn = Callable[[], AbstractAsyncContextManager[None]]
"""Gives a context in which the cells of a notebook may run."""
MOST_CHARACTERS = 10_000_000
"""What a notebook may print."""
_GREETING_SECONDS = 0.5
_THREADS, _THREADS_EACH = 24, 14
"""How many processes and threads a batch takes, and each page that runs; the browser, without which it goes on, not counted."""


class Manager(AsyncKernelManager):
    """Starts a kernel whose client shares the threads of the batch: each would start two of its own, and ZeroMQ aborts where it cannot."""

    def client(self, **options: Any) -> Any:
        """Give a client of the kernel."""
        return super().client(context=self.context, **options)


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
        message = asyncio.ensure_future(client.get_iopub_msg(timeout=START_SECONDS))
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


def check_room(parallel: int) -> None:
    """Raise RenderError where a limit leaves too few processes and threads for so many pages at a time: libraries abort a batch without."""
    needed = _THREADS + _THREADS_EACH * parallel
    is_checked = threading.Event()
    threads: list[threading.Thread] = []
    try:
        while len(threads) < needed:
            thread = threading.Thread(target=is_checked.wait)
            thread.start()
            threads.append(thread)
    except RuntimeError:
        msg = f"{parallel} at a time take {needed} processes and threads, and {len(threads)} are to be had; ask for fewer (--jobs) or raise the limit (ulimit -u)"
        raise RenderError(msg) from None
    finally:
        is_checked.set()
        for thread in threads:
            thread.join()


@dataclass
class Kernels:
    """Where the notebooks of a batch are run."""

    folder: Path
    environment: Mapping[str, str]
    nursery: Nursery | None = None
    context: zmq.asyncio.Context = field(default_factory=zmq.asyncio.Context)
    _numbers: count[int] = field(default_factory=count)

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

        The kernel starts at once; its cells run inside `turn`, so that one kernel can start while as many others run as may. Raises what
        nbclient raises: CellExecutionError, CellTimeoutError, DeadKernelError; RenderError where there is no kernel to be had or the
        notebook floods its output, BadInput for a kernel that is not installed, CancelledError where the batch is stopped.
        """
        client = Client(
            notebook,
            km=self._manager(_kernel_of(notebook)),
            timeout=timeout,
            startup_timeout=START_SECONDS,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
            **options,
        )
        client.turn = turn
        try:
            await client.async_execute(env=dict(self.environment))
        except Exception as error:
            if _is_cancelled():  # which nbclient takes for the death of the kernel, and which its clean-up may hide
                raise asyncio.CancelledError from error
            if isinstance(error, DeadKernelError) and client.received > MOST_CHARACTERS:
                msg = f"the cell printed more than {MOST_CHARACTERS:,} characters and was ended"
                raise RenderError(msg) from None
            raise

    def _manager(self, name: str) -> AsyncKernelManager:
        """Give the manager of a kernel that is yet to start: forked, where it is ours and there is a warm process."""
        manager = Manager(
            kernel_name=name,
            context=self.context,
            transport="ipc",
            connection_file=str(self.folder / f"{next(self._numbers)}.json"),
        )
        try:
            argv = cast("KernelSpec", manager.kernel_spec).argv
        except NoSuchKernel:
            msg = f"the notebook asks for the kernel {name!r}, which is not installed here"
            raise BadInput(msg) from None
        if self.nursery is not None and not self.nursery.is_lost and _is_ours(argv):
            manager.provisioner = WarmProvisioner(kernel_spec=manager.kernel_spec, parent=manager)
            manager.provisioner.nursery = self.nursery
        return manager


@asynccontextmanager
async def kernels(environment: Mapping[str, str], *, is_warm: bool | None = None) -> AsyncIterator[Kernels]:
    """Give a place to run notebooks in; whatever happens, no kernel outlives it. Raises RenderError where no process is to be had."""
    with ExitStack() as stack:
        try:
            place = Kernels(stack.enter_context(files.passing_folder()), environment)
        except OSError as error:
            msg = f"kernels need processes and a folder for their sockets, and there are none to be had ({error.strerror})"
            raise RenderError(msg) from None
        stack.callback(place.context.destroy, linger=0)
        place.context.socket(zmq.PAIR).close()  # starts its threads while there are some to be had
        if can_fork() if is_warm is None else is_warm:
            place.nursery = Nursery(environment)
            stack.callback(place.nursery.stop)
            try:
                await place.nursery.start()
            except RenderError as error:
                logging.getLogger(__name__).warning("%s: kernels are started fresh, which is slower", error)
        yield place


def _is_cancelled() -> bool:
    """Tell whether whoever waits for this has been told to stop."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


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
