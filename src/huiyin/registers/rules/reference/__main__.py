"""Write the tables anew."""

import sys
from pathlib import Path

from . import write_tables

write_tables(Path(sys.argv[1]))
