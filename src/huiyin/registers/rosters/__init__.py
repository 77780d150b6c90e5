"""Registers from a community's own tables: places, organisations, people with their posts, duty lists.

A row says how things are: what is missing is added, what differs is changed, what is so already is left. So a
table may be sent again, corrected or grown. A trial runs the very same acts and takes them back.
"""
