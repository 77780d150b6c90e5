"""The closed loop on a scratch instance: real processes, real HTTP, every role, a clock that leaps.

What is drilled never touches an installation: it has its own folder, its own server and its own port,
and all of it is removed afterwards.
"""

from collections.abc import Callable

Progress = Callable[[str], object]


def run(*, cases: int, seed: int, keep: bool, progress: Progress) -> tuple[int, int]:
    """Drill `cases` cases; the same seed plans the same ones. Returns (checks passed, checks failed)."""
    from .scratch import scratch_instance

    with scratch_instance(keep=keep, progress=progress) as scratch:
        from .checks import every_check  # these need Django, which is set up only now
        from .loop import Loop
        from .planning import plans_for
        from .report import print_results, print_table

        loop = Loop(scratch, plans_for(cases, seed, progress), progress)
        loop.run()
        print_table(loop, progress)
        return print_results(every_check(loop), progress)
