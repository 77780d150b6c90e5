"""What can go wrong with the database server, said with its remedy."""

from __future__ import annotations


class PostgresError(RuntimeError):
    """The server cannot be used. `str(error)` is one sentence and, after it, what to do."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy
