"""What the child gives up before it looks at a stranger's bytes. Linux only; elsewhere only limits apply."""

import ctypes
import errno
import os
import platform
import resource
import struct
from pathlib import Path

MEGABYTE = 1024 * 1024
_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
# Numbers of: open, openat, openat2, creat, socket, connect, bind, fork, vfork, execve, execveat, ptrace,
# process_vm_readv, process_vm_writev, io_uring_setup, unlink(at), rename(at, at2), kill.
_DENIED = {
    "x86_64": (
        0xC000003E,
        (2, 257, 437, 85, 41, 42, 49, 57, 58, 59, 322, 101, 310, 311, 425, 87, 263, 82, 264, 316, 62),
    ),
    "aarch64": (0xC00000B7, (56, 437, 198, 203, 200, 221, 281, 117, 270, 271, 425, 35, 38, 276, 129)),
}


def limit_memory(budget_mb: int) -> None:
    """Allow `budget_mb` of address space beyond what the libraries already take. No files, no core dumps."""
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    allowed = taken + budget_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """Allow `seconds` of processor time from now on; the kernel ends the child after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _filter_program(architecture: int, denied: tuple[int, ...]) -> bytes:
    """A BPF program: on the wrong architecture or a denied call answer EPERM, else allow."""
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 0, len(denied) + 2, architecture), (_LOAD, 0, 0, 0)]
    for place, call in enumerate(denied):
        steps.append((_JUMP_EQUAL, len(denied) - place, 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def deny_system_calls() -> bool:
    """Give up opening files, sockets and programs for good. False where the kernel cannot promise it."""
    known = _DENIED.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    steps = _filter_program(*known)
    program = _Program(len(steps) // 8, steps)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return int(prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)) == 0
