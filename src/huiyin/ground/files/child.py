"""The program of the child: load one job, give up rights, then answer frames until the parent is gone."""

import importlib
import os
import select
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from huiyin.ground.files import confinement, frames
from huiyin.ground.files.unfit import Unfit

Job = Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]
_LOOK_FOR_PARENT_S = 30


def main(job_name: str, memory_mb: str, cpu_s: str) -> None:
    """Serve `module:function`. The module's optional `warm()` runs first, while files may still be opened."""
    requests, answers = _take_over_pipes()
    module_name, _, function = job_name.partition(":")
    module = importlib.import_module(module_name)
    getattr(module, "warm", lambda: None)()
    job: Job = getattr(module, function)
    confinement.limit_memory(int(memory_mb))
    frames.send(answers, {"confined": confinement.deny_system_calls()})
    while _parent_sends(requests):
        head, body = frames.receive(requests)
        confinement.limit_cpu(int(cpu_s))
        frames.send(answers, *_answer(job, body, head))


def _take_over_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for frames only; whatever a library prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return requests, answers


def _parent_sends(requests: BinaryIO) -> bool:
    """Wait for the next frame; False when the parent died while a forked brother still holds the pipe."""
    parent = os.getppid()
    while not select.select([requests], [], [], _LOOK_FOR_PARENT_S)[0]:
        if os.getppid() != parent:
            return False
    return True


def _answer(job: Job, body: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        answer, data = job(body, head)
    except Unfit as unfit:
        return {"unfit": unfit.code, "params": unfit.params}, b""
    except MemoryError:
        return {"unfit": "file_too_heavy", "params": {}}, b""
    except Exception:  # noqa: BLE001 - a library broken by a hostile file must not end the conversation
        return {"unfit": "broke", "params": {}}, b""
    return answer, data


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (frames.TalkBroken, OSError):
        sys.exit(0)
