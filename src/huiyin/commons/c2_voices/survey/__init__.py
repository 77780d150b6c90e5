"""A survey of homes: by visit, telephone, paper and link; a problem list and a need list come out.

Read `words.py`, `answers.py` (pure), `standing.py` (pure), `preparing.py`, `taking.py`, `lists.py`.
"""
