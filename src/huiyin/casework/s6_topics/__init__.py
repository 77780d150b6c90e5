"""Stage six: many cases, one problem. Topics (共性问题) are found by the program and decided by people."""
