"""The end of a command that could not do its work."""

from __future__ import annotations

WRONG_USE = 2
NOT_NOW = 3


class CommandError(Exception):
    """One sentence for the person at the keyboard, with what to do; `exit_code` is the command's."""

    def __init__(self, sentence: str, exit_code: int = NOT_NOW) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
