"""The style guide: every part of the pages in every state and look, drawn by the templates the desks use.

All examples are invented; nothing is read from the database, so it is open to everybody.
"""
