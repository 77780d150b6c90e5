"""Meetings of councils, owners' talks, reception days: one room, kinds of meeting are data of a rule pack."""
