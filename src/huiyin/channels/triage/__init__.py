"""Triage as a tool on its own: any office table in, cases, repeats, topics and a report out. No database, no network."""
