"""A poll: residents are asked in rounds, on paper and on-line; counts and reasons are published.

It binds nobody.

Read `states.py`, `drafting.py`, `rounds.py`, `speaking.py`, `counting.py`.
"""
