"""The verifier on its own: `python -m huiyin.verifier URL [--heads FILE] [--write-heads FILE]`."""

import argparse
import sys
from pathlib import Path

from .chain import verify
from .heads import read_heads, write_heads


def main() -> int:
    """0 when everything is whole, 1 when something is broken."""
    parser = argparse.ArgumentParser(prog="verifier", description=__doc__)
    parser.add_argument("url", help="a PostgreSQL URL of a role that reads everything")
    parser.add_argument("--heads", type=Path, help="compare with a heads file kept outside")
    parser.add_argument("--write-heads", type=Path, help="write a heads file to keep outside")
    options = parser.parse_args()
    kept = read_heads(options.heads) if options.heads else None
    found = verify(options.url, kept=kept, progress=print)
    print("\n".join([*found.broken, f"{found.read}, {len(found.broken)} broken"]))
    if options.write_heads and not found.broken:
        write_heads(options.write_heads, found.heads)
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
