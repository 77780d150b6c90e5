"""Verdict, silence, follow-up, reopen, not-accepted."""
