"""Triage as a tool on its own: an office table in; cases, repeats, topics and a report out."""
