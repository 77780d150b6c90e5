"""`python -m huiyin.project.command` is the console script `huiyin`."""

import sys

from huiyin.project.command import main

sys.exit(main())
