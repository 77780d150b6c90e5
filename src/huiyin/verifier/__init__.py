"""A small verifier of the chain of evidence. It stands alone: psycopg and hashlib, nothing of Huiyin.

Whoever doubts an installation runs it against the database, or against a copy, with his own Python:

    python -m huiyin.verifier "postgresql://…" --heads kept-elsewhere.txt

The format it checks is written down in docs/reference/chain.md.
"""

from .chain import Findings, verify
from .heads import Heads, read_heads, write_heads

__all__ = ["Findings", "Heads", "read_heads", "verify", "write_heads"]
