"""The demonstration: the five reports as one living sub-district, with cases in every state.

`load` fills an empty database once; `write_logins` tells who may sign in. What comes from a report carries
its number in the data (`facts.report_facts`); everything else is invented.
"""

from collections.abc import Callable
from pathlib import Path


def load(*, progress: Callable[[str], object]) -> None:
    """Load the demonstration unless it is there already. Run as the database's owner, Django being set up."""
    from .loading import load as load_now

    load_now(progress=progress)


def write_logins(path: Path) -> None:
    """Write the sign-ins to `path` (0600) unless it holds them already. See `logins.write_logins`."""
    from .logins import write_logins as write_now

    write_now(path)
