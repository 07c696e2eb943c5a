"""The warm process: it has imported everything and drawn one figure, and forks a kernel from itself for each line that it is handed.

`kit.pages.nursery` runs it as `python -m kit.pages.warm`; standard input is a socket over which lines to batches, sockets too, are handed.
For each it forks a keeper, which reads a request from its line, one line of JSON `{argv, env, cwd}`, forks the kernel, answers
`{ready: its process}` and at last `{ended: exit code}`, or `{failed: why}`. From then on a byte is a signal to the kernel and all that it
started. When the batch is gone, be it killed, all lines end: the warm process ends, and each keeper ends its kernel with all that it
started. Nothing here runs a query or computes a frame: threads do not survive a fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, Never

import plotly.graph_objects as go
from babel.dates import format_date
from babel.numbers import format_decimal
from ipykernel.kernelapp import IPKernelApp

import kit
from kit.figures._rows import Row, interval_rows
from kit.figures.style import Caption, finish
from kit.pages import imports
from kit.text import LANGUAGES, words

MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.subshell_manager",
    "IPython.core.completer",
    "IPython.core.historyapp",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "IPython.core.async_helpers",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib_inline.config",
    "tornado.platform.asyncio",
    "pdb",
    "runpy",
    "sqlite3",
    "debugpy",
    "psutil",
    "zmq.utils.garbage",
    "nbformat",
    "plotly.express",
    "plotly.io",
    "plotly.graph_objects",
    "polars",
    "pyarrow",
    "duckdb",
    "babel.dates",
    "babel.numbers",
)


def main() -> None:
    """Get warm, then fork a kernel for each line that is handed over, until the batch is gone."""
    batch = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    warm_up()
    gc.collect()
    gc.freeze()  # the collector of a child touches no page of what was there before
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    with suppress(ConnectionError):
        batch.send(b"w")
        while fds := socket.recv_fds(batch, 1, 1)[1]:
            with socket.socket(fileno=fds[0]) as line:
                pid = _forked(line)
                if pid == 0:
                    batch.close()
                    _keep(line)
                if pid is None:
                    line.makefile().readline()  # a line that is closed before it is read loses its answer


def warm_up() -> None:
    """Import what notebooks use, and draw one figure from literals that has a bit of everything: plotly loads the rest when it is first used."""
    with imports.quick():
        for name in MODULES:
            with suppress(ImportError):
                importlib.import_module(name)
        for name in dir(kit):
            getattr(kit, name)
        _draw_one()._repr_mimebundle_()
    for lang in LANGUAGES:
        words(lang)
        format_decimal(1, locale=lang)
        format_date(locale=lang)


def _draw_one() -> go.Figure:
    rows = [
        Row("heading", is_heading=True),
        Row("row", 1, 5, text="1 to 5", second=(1, None), marks=[2], hollow=[3]),
    ] * 8
    axis = {"tickvals": [1, 10], "ticktext": ["1", "10"], "tickangle": 0, "title": {"text": "axis"}}
    figure = interval_rows(rows, axis=axis, is_log=True, limits=(1, 10), key=[("main", "key")])
    pattern = {"shape": "/", "fgcolor": "red", "size": 6, "solidity": 0.2, "fillmode": "overlay"}
    figure.add_trace(
        go.Bar(
            x=[1],
            y=["a"],
            orientation="h",
            textfont={"size": 12},
            marker={"color": "red", "line": {"width": 1}, "pattern": pattern},
        )
    )
    figure.add_shape(type="line", line={"width": 1, "color": "red"})
    return finish(figure, Caption("title", "subtitle", "note", "source", "alt"), plot_pixels=0)


def _forked(line: socket.socket) -> int | None:
    """Fork; say so to the batch where that fails, as it does under a limit on processes."""
    try:
        return os.fork()
    except OSError as error:
        _say(line, failed=error.strerror)
        return None


def _keep(line: socket.socket) -> Never:
    """Fork a kernel and keep it: it ends, with all that it started, when it ends by itself or its line does."""
    try:
        wake, woken = os.pipe()
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        request = json.loads(line.makefile().readline())
        pid = _forked(line)
        if pid == 0:
            _become_kernel(request, line)
        if pid:
            with suppress(PermissionError, ProcessLookupError):
                os.setpgid(pid, pid)  # the kernel does the same: whoever comes first
            _say(line, ended=_watched(pid, line, wake))
    finally:
        os._exit(0)


def _watched(pid: int, line: socket.socket, wake: int) -> int:
    """Pass on signals to a kernel and all that it started until it or its line ends, then end all of it and give its exit code."""
    while (ended := os.waitpid(pid, os.WNOHANG)) == (0, 0):
        ready, _, _ = select.select([line.fileno(), wake], [], [])
        if wake in ready:
            os.read(wake, 64)
        if line.fileno() in ready:
            number = _heard(line)
            _signal_group(pid, number or signal.SIGKILL)
            if number is None:
                ended = os.waitpid(pid, 0)
                break
    _signal_group(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(ended[1])


def _heard(line: socket.socket) -> int | None:
    """Give the signal that a line brings, None at its end."""
    with suppress(ConnectionError):
        return next(iter(line.recv(1)), None)
    return None


def _become_kernel(request: dict[str, Any], line: socket.socket) -> Never:
    """Turn this fork into an ipykernel as `python -m ipykernel_launcher` is one."""
    try:
        _leave_nest(request)
        app: Any = IPKernelApp.instance(parent_handle=os.getppid())
        app.initialize(request["argv"])
        _say(line, ready=os.getpid())
        line.close()
        app.start()
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 -- whatever it is, it is said
        _say(line, failed=f"{type(error).__name__}: {error}")
    finally:
        os._exit(1)


def _leave_nest(request: dict[str, Any]) -> None:
    """Drop what only the keeper has: signals, its group, environment, a shared state of chance."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with suppress(PermissionError):
        os.setpgid(0, 0)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["ipykernel_launcher", *request["argv"]]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    random.seed()


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _say(line: socket.socket, **message: int | str | None) -> None:
    with suppress(OSError):  # the batch has gone, or this was said after the kernel was ready
        line.send(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
