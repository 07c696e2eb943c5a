"""The warm process: it has imported everything and drawn one figure, and answers each request with a kernel forked from itself.

`kit.pages.kernels` runs it as `python -m kit.pages.warm`. It reads lines of JSON from standard input, `{id, argv, env, cwd}` to fork a kernel and
`{id, signal}` to signal one, and writes `{id, ready}`, its process, and `{id, exit}` to standard output. When its input ends, or it is told to stop, every
kernel is killed with all that it started and the folder of their sockets, its argument, is removed. Nothing here runs a query or computes a frame: threads do not survive a fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import sys
from contextlib import suppress
from typing import Any

import plotly.graph_objects as go
from babel.dates import format_date
from babel.numbers import format_decimal
from ipykernel.kernelapp import IPKernelApp

import kit
from kit.figures._rows import Row, interval_rows
from kit.figures.style import Caption, finish
from kit.pages import imports
from kit.text import LANGUAGES, words

_MODULES = (
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
    """Get warm, then fork a kernel for each request until the input ends."""
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing that a library prints may get among the answers
    for fd in (0, answers):
        os.set_inheritable(fd, False)
    warm_up()
    gc.collect()
    gc.freeze()  # the collector of a child touches no page of what was there before
    _write(answers, {"id": "", "ready": os.getpid()})
    kernels: dict[str, int] = {}
    try:
        _serve(answers, kernels)
    finally:
        for pid in kernels.values():
            _kill_group(pid)
        shutil.rmtree(sys.argv[1], ignore_errors=True)


def warm_up() -> None:
    """Import what notebooks use, and draw one figure from literals that has a bit of everything: plotly loads the rest when it is first used."""
    with imports.quick():
        for name in _MODULES:
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


def _serve(answers: int, kernels: dict[str, int]) -> None:
    wake, woken = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    pending = b""
    while True:
        ready, _, _ = select.select([0, wake], [], [])
        if wake in ready:
            with suppress(BlockingIOError):
                os.read(wake, 4096)
            _reap(answers, kernels)
        if 0 in ready:
            chunk = os.read(0, 1 << 20)
            if not chunk:
                return
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                _answer(json.loads(line), answers, kernels)


def _answer(request: dict[str, Any], answers: int, kernels: dict[str, int]) -> None:
    if "signal" in request:
        if request["id"] in kernels:
            with suppress(ProcessLookupError):
                os.killpg(kernels[request["id"]], request["signal"])
        return
    pid = os.fork()
    if pid == 0:
        _become_kernel(request, answers)
    with suppress(PermissionError, ProcessLookupError):
        os.setpgid(pid, pid)
    kernels[request["id"]] = pid


def _become_kernel(request: dict[str, Any], answers: int) -> None:
    """Turn this fork into an ipykernel as `python -m ipykernel_launcher` is one. Never returns."""
    status = 1
    try:
        _leave_nest(request)
        app: Any = IPKernelApp.instance(parent_handle=os.getppid())
        app.initialize(request["argv"])
        _write(answers, {"id": request["id"], "ready": os.getpid()})
        os.close(answers)
        app.start()
        status = 0
    finally:
        os._exit(status)


def _leave_nest(request: dict[str, Any]) -> None:
    """Drop what only the warm process has: signals, input, environment, a shared state of chance."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with suppress(PermissionError):
        os.setpgid(0, 0)  # the parent does the same: whoever comes first
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["ipykernel_launcher", *request["argv"]]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    random.seed()


def _reap(answers: int, kernels: dict[str, int]) -> None:
    """Report every kernel that has ended, after killing what it left behind."""
    names = {pid: name for name, pid in kernels.items()}
    with suppress(ChildProcessError):
        while found := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            _kill_group(found.si_pid)
            _, status = os.waitpid(found.si_pid, 0)
            name = names[found.si_pid]
            del kernels[name]
            _write(answers, {"id": name, "exit": os.waitstatus_to_exitcode(status)})


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _write(answers: int, message: dict[str, Any]) -> None:
    with suppress(BrokenPipeError):
        os.write(answers, json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
