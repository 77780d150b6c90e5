"""A persistent, confined child process for one kind of job; killed and replaced when it hangs or dies."""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from huiyin.ground.files import frames
from huiyin.ground.files.unfit import Unfit

_START = (
    "import sys, runpy; sys.path[:] = sys.argv.pop(1).split('|'); "
    "runpy.run_module('huiyin.ground.files.child', run_name='__main__')"
)
_JOBS_PER_CHILD = 100


class Sandbox:
    """Run `job` ("module:function") on bytes outside this process.

    `memory_mb` is address space beyond the libraries, `cpu_s` and `wall_s` are per job, `wait_s` is how long
    a caller waits for its turn. One child per process of the platform; a fork gets its own.
    """

    def __init__(
        self, job: str, *, memory_mb: int = 256, cpu_s: int = 5, wall_s: float = 5.0, wait_s: float = 15.0
    ) -> None:
        self.job, self.memory_mb, self.cpu_s = job, memory_mb, cpu_s
        self.wall_s, self.wait_s = wall_s, wait_s
        self._child: subprocess.Popen[bytes] | None = None
        self._forget()
        atexit.register(self.close)

    def run(self, body: bytes, **params: Any) -> tuple[dict[str, Any], bytes]:
        """Give `body` and `params` to the job and return its head and bytes.

        Raises Unfit: the job's own verdict, `file_too_heavy` when it died or was too slow, `broke` when its
        libraries failed, `file_reader_busy` when no turn came within `wait_s`.
        """
        if self._pid != os.getpid():
            self._forget()
        if not self._turn.acquire(timeout=self.wait_s):
            raise Unfit("file_reader_busy")
        try:
            head, data = self._exchange(params, body)
        finally:
            self._turn.release()
        if "unfit" in head:
            raise Unfit(str(head["unfit"]), **head.get("params", {}))
        return head, data

    def warm(self) -> bool:
        """Start the child now, so that the first person does not wait. True when calls are denied too."""
        with self._turn:
            self._living_child()
        return self.confined

    def close(self) -> None:
        """End the child. Safe to call twice; the next `run` starts another."""
        child, self._child = self._child, None
        if child is None or self._pid != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in _pipes(child):
            with suppress(OSError):
                pipe.close()

    def _forget(self) -> None:
        self._pid, self._turn = os.getpid(), threading.Lock()
        self._child = None
        self._jobs, self.confined = 0, False

    def _exchange(self, params: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        child = self._living_child()
        guard = threading.Timer(self.wall_s, child.kill)
        guard.start()
        try:
            requests, answers = _pipes(child)
            frames.send(requests, params, body)
            return frames.receive(answers)
        except (OSError, frames.TalkBroken) as gone:
            self.close()
            raise Unfit("file_too_heavy") from gone
        finally:
            guard.cancel()

    def _living_child(self) -> "subprocess.Popen[bytes]":
        """The running child, or a fresh one: libraries leak, so each serves a limited number of jobs."""
        self._jobs += 1
        if self._child is not None and (self._child.poll() is not None or self._jobs > _JOBS_PER_CHILD):
            self.close()
        if self._child is None:
            self._child, self._jobs = self._start(), 1
        return self._child

    def _start(self) -> "subprocess.Popen[bytes]":
        paths = "|".join(str(Path(path).absolute()) for path in sys.path if path)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, paths, self.job, str(self.memory_mb), str(self.cpu_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            cwd="/",
            start_new_session=True,
        )
        try:
            self.confined = bool(frames.receive(_pipes(child)[1])[0].get("confined"))
        except frames.TalkBroken as failed:
            child.wait()
            raise RuntimeError(f"the confined child for {self.job} does not start") from failed
        return child


def _pipes(child: "subprocess.Popen[bytes]") -> tuple[BinaryIO, BinaryIO]:
    """Requests in, answers out; both exist because the child was started with pipes."""
    return cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
